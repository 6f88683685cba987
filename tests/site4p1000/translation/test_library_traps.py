"""Each trap of wagtail-localize that was met, and that it cannot spring here."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator, translate_object, translate_page_subtree

from practices.models import PracticeIndexPage, PracticePage
from site4p1000.common.models import StandardPage
from site4p1000.translation.models import TranslationState
from tests.factories.translations import a_published_practice, draft_of, english_and_french, french, fresh, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("translator", "t@example.org", "x")


def words(page) -> tuple:
    return page.title, page.summary, str(page.abstract), [step.value["title"] for step in page.steps], page.results.all()[0].label


def test_submitting_a_page_that_was_translated_by_hand_keeps_its_words(editor):
    english, translation = english_and_french()
    before = words(translation)
    TranslationCreator(editor, [french()]).create_translations(english)
    assert words(fresh(translation)) == before
    assert words(draft_of(translation)) == before
    assert fresh(translation).live


def test_submitting_keeps_an_editors_unpublished_words(editor):
    english, translation = english_and_french()
    draft = draft_of(translation)
    draft.title = "Encore un brouillon"
    draft.save_revision()
    translate_object(english, [french()], user=editor)
    assert draft_of(translation).title == "Encore un brouillon"


def test_submitting_a_new_page_makes_a_draft_that_nobody_sees(editor):
    english = a_published_practice()
    translate_object(english, [french()], user=editor)
    translation = PracticePage.objects.get(translation_key=english.translation_key, locale=french())
    assert not translation.live
    assert (
        TranslationState.objects.get(page_id=translation.pk).parts_to_do == len(TranslationState.objects.get(page_id=translation.pk).open_parts) > 5
    )


def test_updating_from_the_source_keeps_the_words(editor):
    english, translation = english_and_french()
    before = words(translation)
    translate_object(english, [french()], user=editor)
    publish(english, title="Another English title")
    source = TranslationSource.objects.get(object_id=english.translation_key)
    source.update_from_db()
    Translation.objects.get(source=source).save_target(user=editor, publish=True)
    assert words(fresh(translation)) == before


def test_switching_synchronisation_on_again_keeps_the_words(editor):
    """876: manual edits were overwritten."""
    english, translation = english_and_french()
    translate_object(english, [french()], user=editor)
    edited = publish(translation, title="Corrigé à la main")
    Translation.objects.update(enabled=True)
    Translation.objects.get(source__object_id=english.translation_key).save_target(user=editor)
    assert words(fresh(translation)) == words(edited)
    assert not Translation.objects.get(source__object_id=english.translation_key).enabled


def test_translating_a_subtree_keeps_words_hides_no_children_and_leaves_a_sound_tree(editor):
    """773: children disappeared, because parents were saved with an old number of children when the transaction ended."""
    english, translation = english_and_french()
    before = words(translation)
    index = PracticeIndexPage.objects.get(locale__language_code="en")
    new = a_published_practice_of("Another practice")
    translate_page_subtree(index.pk, [french()], None, editor)
    french_index = PracticeIndexPage.objects.get(locale=french())
    children = french_index.get_children()
    assert french_index.numchild == children.count() == PracticePage.objects.filter(locale=french()).count()
    assert children.filter(translation_key=new.translation_key).exists()
    assert words(fresh(translation)) == before
    assert not any(Page.find_problems())


def a_published_practice_of(title: str) -> PracticePage:
    from tests.factories.drafts import a_draft

    return a_published_practice(a_draft(source_id=title, title=title))


def test_words_nobody_translated_are_never_published_by_the_library(editor, own_index, django_capture_on_commit_callbacks):
    english, translation = english_and_french()
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(english, [french()], user=editor)
        publish(english, summary="English that nobody translated")
        source = TranslationSource.objects.get(object_id=english.translation_key)
        source.update_from_db()
        Translation.objects.get(source=source).save_target(user=editor, publish=True)
    assert fresh(translation).summary == "Des fosses qui gardent la pluie."


def test_an_alias_becomes_a_page_of_its_own_when_somebody_translates_it(editor):
    english = StandardPage(title="About trees", slug="about-trees", locale=Page.objects.get(slug="home").locale)
    Page.objects.get(slug="home").add_child(instance=english)
    english.save_revision().publish()
    english.copy_for_translation(french(), alias=True)
    translate_object(english, [french()], user=editor)
    page = StandardPage.objects.get(translation_key=english.translation_key, locale=french())
    assert page.alias_of_id is None
    assert not page.live


@pytest.mark.parametrize("address", ["/admin/localize/page/{}/convert_to_alias/", "/admin/localize/submit/page/{}/"])
def test_the_librarys_own_views_lead_to_ours(client, editor, address):
    _english, translation = english_and_french()
    client.force_login(editor)
    before = words(translation)
    for answer in (client.get(address.format(translation.pk)), client.post(address.format(translation.pk), {"publish": 1})):
        assert answer.status_code == 302
        assert answer["location"].startswith("/admin/translations/")
    assert words(fresh(translation)) == before
    assert fresh(translation).alias_of_id is None


def test_the_editor_of_a_page_is_never_replaced_and_offers_no_switch(client, editor):
    english, translation = english_and_french()
    translate_object(english, [french()], user=editor)
    client.force_login(editor)
    page = client.get(f"/admin/pages/{translation.pk}/edit/").content.decode()
    assert "localize-restart-translation" not in page
    assert "localize-convert-to-alias" not in page
    assert 'name="results-0-label"' in page


def test_a_posted_switch_changes_nothing(client, editor):
    english, translation = english_and_french()
    translate_object(english, [french()], user=editor)
    client.force_login(editor)
    for name in ("localize-restart-translation", "localize-convert-to-alias"):
        answer = client.post(f"/admin/pages/{translation.pk}/edit/", {name: "1"})
        assert answer["location"] == f"/admin/translations/{translation.pk}/"
    assert not Translation.objects.get(source__object_id=english.translation_key).enabled
