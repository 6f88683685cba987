"""Stories and plain pages as the search engine sees them."""

import pytest

from knowledge.models import SuccessStoryPage
from knowledge.search_document import page_document, story_document
from site4p1000.common.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return story_document(SuccessStoryPage.objects.get(slug="the-man-who-stopped-the-desert"))


def test_a_story_is_found_by_all_its_words_without_markup(document):
    for words in ("Yacouba Sawadogo", "market days", "Failures at Gourga", "over 60"):
        assert words in document.body
    assert "<" not in document.body
    assert "[ref:" not in document.body


def test_a_story_is_filtered_by_climate_country_and_land_use_with_its_broader_terms(document):
    land_uses = ("agroforestry", "annual", "cropland", "mixed")
    assert dict(document.facets) == {"climate": ("dry",), "land_use": land_uses, "country": ("BF",)}


def test_a_list_of_hits_says_where_and_when(document):
    assert document.card["note"].startswith("Burkina Faso · Since around 1980")


def test_a_plain_page_is_found_by_its_words():
    document = page_document(StandardPage.objects.get(slug="about"))
    assert document.type == "page"
    assert "never merged" in document.body
    assert "http" not in document.body


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_document_is_in_the_language_of_its_tree(language):
    page = SuccessStoryPage.objects.filter(locale__language_code=language).first()
    document = story_document(page)
    assert document.language == language
    assert document.url.startswith(f"/{language}/")
