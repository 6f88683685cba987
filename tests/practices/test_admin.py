"""The editor's side: forms open, previews render, concepts are edited language by language."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from practices.intake import take_in
from practices.models import Concept, PracticePage
from tests.factories.drafts import a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("an-editor", password="x")
    client.force_login(user)
    return client


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_form_of_a_practice_opens_with_all_its_tabs(editor, language):
    page = PracticePage.objects.filter(locale__language_code=language).first()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for tab in ("What and where", "How to do it", "What it rests on", "Pictures and places", "Sources and rights"):
        assert tab in html


def test_a_draft_in_another_language_is_shown_as_not_yet_translated(editor):
    report = take_in(draft=a_draft(text_language="ar", title="زراعة"))
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[report.page_id])).content.decode()
    assert "Not yet translated" in html
    assert "Arabic" in html


def test_a_practice_can_be_previewed_as_readers_will_see_it(editor):
    page = PracticePage.objects.live().first()
    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert page.title in response.content.decode()


def test_the_editor_has_the_accessibility_checker_beside_the_form_and_in_the_preview(editor):
    page = PracticePage.objects.live().first()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "data-checks-panel" in html
    assert "data-practice-checks" in html
    preview = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "checker-axe-configuration" in preview


def test_versions_of_a_practice_are_kept_and_listed(editor):
    page = PracticePage.objects.live().first()
    page.title = "Another title"
    page.save_revision()
    html = editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert page.revisions.count() == 2
    assert all(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk]) in html for revision in page.revisions.all()[:1])


def test_a_concept_is_edited_one_field_per_language(editor):
    concept = Concept.objects.get(scheme="climate", code="dry")
    address = reverse("wagtailsnippets_practices_concept:edit", args=[concept.pk])
    assert editor.get(address).content.decode().count('name="label_fr"') == 1
    words = {f"label_{code}": f"dry {code}" for code in ("en", "fr", "es")}
    synonyms = {"synonyms_fr": "sahélien, aride"}
    data = nested_form_data({"scheme": "climate", "code": "dry", "position": 1, **words, **synonyms})
    response = editor.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    concept.refresh_from_db()
    assert concept.labels["es"] == "dry es"
    assert concept.synonyms["fr"] == ["sahélien", "aride"]


def test_references_and_imports_have_their_lists(editor):
    assert editor.get(reverse("wagtailsnippets_practices_reference:list")).status_code == 200
    assert editor.get(reverse("imports:index")).status_code == 200
