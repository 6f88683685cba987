"""A practice as the search knows it: all its words, its facets, and no mark-up."""

from decimal import Decimal

import pytest
from django.utils import translation

from practices.facet_labels import FACET_LABELS
from practices.intake import take_in
from practices.models import Concept, PracticePage, ZonePage
from practices.records import ConditionDraft, SiteDraft
from practices.search_document import practice_document, zone_document
from tests.factories.drafts import a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def zai():
    return practice_document(PracticePage.objects.get(slug="zai-half-moons"))


def an_imported(**changes):
    report = take_in(draft=a_draft(**changes))
    return PracticePage.objects.get(pk=report.page_id).get_latest_revision_as_object()


def test_every_part_of_the_page_can_be_found(zai):
    for words in (
        "Three choices decide the outcome",  # abstract
        "The right to farm this ground",  # needs
        "Turn it when it is too hot to keep your hand in",  # a step
        "cuts a channel",  # a pitfall
        "Yacouba Sawadogo",  # an account
        "zaï with manure",  # a result
        "The manure ran out",  # a failure
        "Burkina Faso",  # a country
        "rainwater harvesting",  # a concept
        "Yaméogo",  # a work
    ):
        assert words in zai.body


def test_mark_up_citations_and_codes_are_no_words(zai):
    assert "<" not in zai.body
    assert "[ref:" not in zai.body
    assert "establishment" not in zai.body


def test_a_practice_for_annual_crops_is_found_under_cropland(zai):
    assert set(zai.facets["land_use"]) == {"annual", "cropland", "agroforestry", "mixed"}


def test_climates_countries_proof_and_labour_are_facets(zai):
    assert zai.facets["climate"] == ("dry", "tropical")
    assert zai.facets["country"] == ("BF",)
    assert (zai.facets["evidence"], zai.evidence_rank) == (("1",), 1)
    assert (zai.facets["labour"], zai.effort_rank) == (("high",), 33)


def test_an_unknown_level_of_labour_sorts_last_and_can_be_filtered():
    document = practice_document(an_imported(labour_level="unknown"))
    assert document.effort_rank is None
    assert document.facets["labour"] == ("unknown",)


def test_conditions_of_sites_are_facets_too():
    conditions = (
        ConditionDraft(attribute="agroclimate", scheme="agroclimate", code="semiarid"),
        ConditionDraft(attribute="texture3", scheme="texture3", code="coarse"),
    )
    site = SiteDraft(key="field", country="ML", latitude=Decimal("12.5"), longitude=Decimal("-8"), conditions=conditions)
    document = practice_document(an_imported(sites=(site,)))
    assert (document.facets["moisture"], document.facets["soil"]) == (("semiarid",), ("coarse",))
    assert document.points == ((12.5, -8.0),)


def test_a_record_that_waits_for_a_translator_is_found_in_the_language_of_its_words():
    page = an_imported(text_language="ar")
    assert (page.language, practice_document(page).language) == ("en", "ar")


def test_the_card_speaks_the_language_of_its_page_whoever_builds_it():
    page = PracticePage.objects.get(slug="zai-demi-lunes")
    with translation.override("es"):
        card = practice_document(page).card
    with translation.override("fr"):
        assert card["labour_label"] == str(page.get_labour_level_display())
    assert [zone["label"] for zone in card["zones"]][0] == "Sec"


def test_a_climate_page_is_found_by_its_words_and_its_climate():
    document = zone_document(ZonePage.objects.get(slug="tropical", locale__language_code="en"))
    assert document.type == "zone"
    assert document.facets["climate"] == ("tropical",)
    assert "Warmth and moisture keep soil life at work" in document.body


def test_every_value_has_a_label_in_the_readers_language():
    assert FACET_LABELS["climate"](["dry", "tropical"], "fr") == {"tropical": "Tropical", "dry": "Sec"}
    assert FACET_LABELS["country"](["DE", "BF"], "fr") == {"DE": "Allemagne", "BF": "Burkina Faso"}
    assert list(FACET_LABELS["evidence"](["0", "4"], "en").values()) == ["several reviews", "nothing found yet"]
    assert FACET_LABELS["soil"](["AC", "coarse"], "en") == {
        "coarse": Concept.objects.get(scheme="texture3", code="coarse").labels["en"],
        "AC": "Acrisols",
    }
