"""Two versions of a practice side by side: what changed is said in words, and nothing of what did not."""

import re
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.users.models import UserProfile

from practices.models import PracticePage
from tests.factories.pictures import a_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("an-editor", password="x")
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def page() -> PracticePage:
    return PracticePage.objects.get(slug="cover-crops", locale__language_code="en")


def compared(client, page: PracticePage, change) -> str:
    """The cells of the comparison of a page with itself after `change`."""
    before = page.save_revision(clean=False)
    change(page)
    after = page.save_revision(clean=False)
    html = client.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, after.pk])).content.decode()
    return re.search(r'<table class="listing.*?</table>', html, re.DOTALL)[0]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def change_a_result(page):
    row = page.results.first()
    row.value, row.unit = Decimal("0.5"), "t_c_ha_yr"
    page.results.add(row)


def test_a_number_is_shown_with_its_unit_before_and_after(editor, page):
    row = page.results.first()
    row.value, row.unit = Decimal("5"), "percent"
    page.results.add(row)
    html = compared(editor, page, change_a_result)
    assert '<span class="deletion">5 %</span>' in html
    assert re.search(r'<span class="addition">0\.5 t C', html)
    assert "t_c_ha_yr" not in html


def test_numbers_are_written_as_the_editor_writes_them(editor, page):
    UserProfile.objects.update_or_create(user=editor.user, defaults={"preferred_language": "fr"})
    assert re.search(r'<span class="addition">0,5 t C', compared(editor, page, change_a_result))


def test_rows_and_fields_that_did_not_change_are_left_out(editor, page):
    html = compared(editor, page, change_a_result)
    assert html.count("comparison__child-object") == 1
    assert "None" not in words(html)


def test_of_a_changed_step_only_what_changed_is_shown_with_labels_for_codes(editor, page):
    def change(page):
        steps = page.steps.get_prep_value()
        steps[0]["value"] |= {"phase": "maintenance", "when": "At sowing, after rain", "labour_person_days_per_ha": 2.5}
        page.steps = steps

    text = words(compared(editor, page, change))
    assert "Step 1 Phase Before you begin Keeping it going When " in text
    assert "Labour, days of work per hectare 2.5" in text
    assert "Tools" not in text
    assert "{" not in text


def test_the_picture_of_a_step_is_told_by_its_name_words_and_rights(editor, page):
    image = a_picture("A trench")

    def change(page):
        steps = page.steps.get_prep_value()
        value = {"image": image.pk, "alt": "A dry trench", "caption": "", "credit": "A farmer", "licence": "CC BY 4.0"}
        steps[0]["value"]["pictures"] = [{"type": "item", "id": "one", "value": value}]
        page.steps = steps

    text = words(compared(editor, page, change))
    assert "Picture of the step A trench, A dry trench, A farmer, CC BY 4.0" in text
    assert "Tools" not in text


def test_changed_words_are_marked_inside_their_sentence(editor, page):
    def change(page):
        page.summary = page.summary + " Unheard-of ending."

    html = compared(editor, page, change)
    assert re.search(r'<span class="addition">[^<]*Unheard', html)
    assert "deletion" not in html


def test_a_concept_that_is_gone_and_one_that_came_are_named(editor, page):
    gone = str(page.concept_links.first().concept)

    def change(page):
        page.concept_links.remove(page.concept_links.first())

    html = compared(editor, page, change)
    assert re.search(rf"deletion[^>]*>\s*<p><strong>\d+\. {gone}", html)


def test_a_new_site_shows_what_is_known_of_it_and_nothing_empty(editor, page):
    def change(page):
        page.sites.create(place="Yatenga", country="BF", since_year=1980, latitude=Decimal("13.5"), longitude=Decimal("-2.4"))

    text = words(compared(editor, page, change))
    assert "Yatenga" in text
    assert "Country BF" in text
    assert "Since (year) 1980" in text
    assert "Latitude 13.5" in text
    assert "Note" not in text


def test_a_removed_block_is_marked_as_gone(editor, page):
    def change(page):
        page.steps = page.steps.get_prep_value()[1:]

    html = compared(editor, page, change)
    assert html.count("comparison__child-object") == 1
    assert "comparison__child-object deletion" in html


def test_versions_without_a_difference_say_so(editor, page):
    assert "There are no differences" in compared(editor, page, lambda page: None)
