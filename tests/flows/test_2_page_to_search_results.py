"""Flow 2: a live page becomes a document, a query becomes a request, the engine answers with results.

live page ─ builder ─► SearchDocument ─ outbox ─► engine          query string ─► SearchRequest ─► engine ─► SearchResults
"""

import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction

from practices.intake import take_in
from practices.models import Concept, PracticePage
from practices.moderation import accept
from site4p1000.search import registry
from site4p1000.search.documents import SearchDocument
from site4p1000.search.engines.registry import get_engine
from site4p1000.search.request import parse_query_string
from tests.factories.drafts import a_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_index")]


def search(text: str, language: str = "en", filters: str = ""):
    query = QueryDict(f"q={text}&{filters}")
    return get_engine().search(parse_query_string(query, language=language))


def titles(results) -> list[str]:
    return [hit.title for hit in results.hits]


@pytest.fixture
def live_page(django_capture_on_commit_callbacks):
    """A practice with a word no other page has, published."""
    report = take_in(draft=a_draft(title="Quinchuna pits"))
    with django_capture_on_commit_callbacks(execute=True):
        return accept(page=PracticePage.objects.get(pk=report.page_id))


def test_a_live_page_becomes_a_document_and_is_found(live_page):
    document = registry.builder_for(live_page)(live_page)
    assert isinstance(document, SearchDocument)
    assert document.language == "en"
    results = search("quinchuna")
    assert titles(results) == ["Quinchuna pits"]
    assert "<mark>" in results.hits[0].title_html


def test_a_page_is_found_by_its_climate(live_page):
    assert "Quinchuna pits" in titles(search("quinchuna", filters="climate=dry"))
    assert titles(search("quinchuna", filters="climate=cold")) == []


def test_drafts_are_never_found(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        take_in(draft=a_draft(title="Quinchuna pits"))
    assert titles(search("quinchuna")) == []


def test_unpublishing_removes_within_the_same_request(live_page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        live_page.unpublish()
    assert titles(search("quinchuna")) == []


def test_a_page_made_private_is_gone(live_page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=live_page, restriction_type=PageViewRestriction.LOGIN)
    assert titles(search("quinchuna")) == []


def test_a_concept_renamed_by_an_editor_is_found_by_its_new_name(live_page, django_capture_on_commit_callbacks):
    assert titles(search("pluvipauvre")) == []
    with django_capture_on_commit_callbacks(execute=True):
        concept = Concept.objects.get(scheme="land_use", code="annual")
        concept.labels["en"] = "Pluvipauvre crops"
        concept.save()
    assert "Quinchuna pits" in titles(search("pluvipauvre"))


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("érosions", "fr", "érosion"),
        ("compostages", "fr", "compost"),
        ("residus", "fr", "résidus"),
        ("arboles", "es", "árbol"),
        ("legumes", "en", "legume"),
    ],
)
def test_the_words_of_a_language_are_found_in_any_form_and_without_accents(text, language, found):
    results = search(text, language)
    assert results.total > 0
    assert all(hit.language == language for hit in results.hits)
    assert any(found in (hit.title_html + hit.snippet_html).lower() for hit in results.hits)


def test_the_page_of_results_shows_what_the_engine_found(client):
    html = client.get("/fr/search/?q=érosions").content.decode()
    assert "érosion" in html.lower()
    assert "<mark>" in html
