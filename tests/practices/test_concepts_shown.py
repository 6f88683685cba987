"""What an editor can choose, a reader can see: every vocabulary has its place on the page, and a class counts for the climate it belongs to."""

import html
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.browsing.cards import kept_for_search, live_cards
from practices.models import Concept, PracticePage
from practices.reading.page import practice_reading
from practices.reading.places import IN_BADGES, OF_THE_PLACE, OF_THE_PRACTICE
from practices.records import ConceptDraft, ConditionDraft, SiteDraft
from practices.search_document import practice_document
from practices.vocabulary_files import read_vocabularies
from tests.factories.drafts import a_draft
from tests.factories.translations import a_published_practice

pytestmark = pytest.mark.django_db

SCHEMES = sorted({row.scheme for row in read_vocabularies()})
FIELD = {"key": "field", "place": "A field", "country": "ML", "latitude": Decimal("12.5"), "longitude": Decimal("-8")}


def filed(*keys: str, certainty: str = "described") -> tuple[ConceptDraft, ...]:
    return tuple(ConceptDraft(scheme=scheme, code=code, certainty=certainty) for scheme, _, code in (key.partition(":") for key in keys))


def tried_where(scheme: str, code: str) -> tuple[SiteDraft, ...]:
    return (SiteDraft(**FIELD, conditions=(ConditionDraft(attribute=scheme, scheme=scheme, code=code),)),)


def page_with(*keys: str, certainty: str = "described") -> PracticePage:
    return a_published_practice(a_draft(concepts=filed(*keys, certainty=certainty)))


@pytest.fixture
def searched_page_with(own_index, django_capture_on_commit_callbacks):
    """As `page_with`, and the search knows of it."""

    def make(*keys: str) -> PracticePage:
        with django_capture_on_commit_callbacks(execute=True):
            return page_with(*keys)

    return make


def read(client, page: PracticePage) -> str:
    return html.unescape(client.get(page.get_url()).content.decode())


def badges(text: str) -> list[str]:
    """What stands in each badge of the first screen."""
    return re.findall(r"<li[^>]*>(.*?)</li>", re.search(r'<ul class="zones">.*?</ul>', text, re.DOTALL)[0])


def section(text: str, anchor: str) -> str:
    return re.search(rf'<section id="{anchor}">.*?</section>', text, re.DOTALL)[0]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_concept_of_any_vocabulary_is_shown_to_readers(client, scheme):
    concept = Concept.objects.in_scheme(scheme).first()
    text = read(client, page_with(concept.key))
    label = concept.label("en").partition(":")[0]
    shown = (
        section(text, "sites" if scheme in OF_THE_PLACE else "cite")
        if scheme != IN_BADGES
        else re.search(r'<ul class="zones">.*?</ul>', text, re.DOTALL)[0]
    )
    assert label in shown


def test_a_vocabulary_an_editor_made_is_shown_under_its_own_name(client):
    Concept.objects.create(scheme="farm_size", code="small", labels={"en": "Smallholding"})
    shown = section(read(client, page_with("farm_size:small")), "cite")
    assert "<dt>Farm size</dt><dd>Smallholding</dd>" in shown


def test_no_vocabulary_has_two_places():
    assert set(SCHEMES) == {IN_BADGES, *OF_THE_PLACE, *OF_THE_PRACTICE}
    assert not set(OF_THE_PLACE) & set(OF_THE_PRACTICE)


def test_a_koppen_class_is_filed_under_its_climate_and_under_itself():
    document = practice_document(page_with("koppen:Aw", "land_use:annual"))
    assert document.facets["climate"] == ("tropical",)
    assert document.facets["class"] == ("koppen:Aw",)
    assert document.card["concepts"]["climate"] == ["tropical"]


@pytest.mark.parametrize(
    ("scheme", "code", "facet", "value"),
    [("koppen", "BSh", "climate", "dry"), ("climate", "cold", "climate", "cold"), ("texture12", "sand", "soil", "coarse")],
)
def test_conditions_of_sites_are_filed_under_what_they_belong_to(scheme, code, facet, value):
    page = a_published_practice(a_draft(concepts=(), sites=tried_where(scheme, code)))
    assert practice_document(page).facets[facet] == (value,)


def test_a_texture_of_twelve_is_found_under_the_soil_it_feels_like():
    document = practice_document(page_with("texture12:loamy_sand"))
    assert (document.facets["soil"], document.facets["class"]) == (("coarse",), ("texture12:loamy_sand",))


def test_the_moisture_of_a_growing_season_is_no_climate():
    assert "climate" not in practice_document(page_with("agroclimate:semiarid")).facets


def test_classes_of_rain_and_altitude_are_found_by_their_numbers():
    document = practice_document(page_with("rainfall_mm:r251", "altitude_m:a501"))
    assert document.spans == {"rainfall_mm": (251, 500), "altitude_m": (501, 1000)}


def test_the_badge_of_a_koppen_class_is_its_climate_on_the_page_in_lists_and_in_the_search(client):
    page = page_with("koppen:Aw", "koppen:Af")
    (zone,) = live_cards([page.pk], language="en")[page.pk].zones
    assert (zone.label, zone.is_unclear) == ("Tropical", False)
    assert kept_for_search(page)["zones"] == [{"label": "Tropical", "is_unclear": False}]
    assert badges(read(client, page)) == ['<a href="/en/browse/climates/tropical/">Tropical</a>']


@pytest.mark.parametrize(("slug", "climate"), [("zai-half-moons", "Dry"), ("zai-demi-lunes", "Sec"), ("zai-medias-lunas", "Seco")])
def test_a_badge_leads_to_the_page_of_its_climate_in_every_language(client, slug, climate):
    link = next(badge for badge in badges(read(client, PracticePage.objects.get(slug=slug))) if f">{climate}<" in badge)
    answer = client.get(re.search(r'href="([^"]+)"', link)[1], follow=True)
    assert climate in answer.content.decode().partition("<h1")[2].partition("</h1>")[0]
    assert answer.redirect_chain[0][1] == 302


@pytest.mark.parametrize(("scheme", "code"), [("koppen", "Aw"), ("climate", "tropical")])
def test_a_climate_only_a_site_tells_has_a_badge_that_says_so_on_the_page_in_lists_and_in_the_search(client, scheme, code):
    page = a_published_practice(a_draft(concepts=filed("climate:dry"), sites=tried_where(scheme, code)))
    told = [("Dry", False), ("Tropical: tried there", False)]
    assert [(zone.label, zone.is_unclear) for zone in live_cards([page.pk], language="en")[page.pk].zones] == told
    assert [(zone["label"], zone["is_unclear"]) for zone in kept_for_search(page)["zones"]] == told
    assert badges(read(client, page))[1] == '<a href="/en/browse/climates/tropical/">Tropical: tried there</a>'


def test_a_climate_that_is_stated_and_tried_has_one_badge_as_stated(client):
    page = a_published_practice(a_draft(concepts=filed("koppen:Aw", certainty="unclear"), sites=tried_where("koppen", "Af")))
    assert kept_for_search(page)["zones"] == [{"label": "Tropical", "is_unclear": True}]
    assert badges(read(client, page)) == ['<a href="/en/browse/climates/tropical/">Tropical: unclear</a>']


def test_two_sites_in_one_climate_make_one_badge(client):
    sites = (*tried_where("koppen", "Aw"), replace(tried_where("koppen", "Af")[0], key="other"))
    page = a_published_practice(a_draft(concepts=(), sites=sites))
    assert [zone["label"] for zone in kept_for_search(page)["zones"]] == ["Tropical: tried there"]
    assert [zone.label for zone in live_cards([page.pk], language="en")[page.pk].zones] == ["Tropical: tried there"]
    assert len(badges(read(client, page))) == 1


def test_climates_of_sites_cost_neither_the_page_nor_a_list_a_query(django_assert_num_queries):
    page = a_published_practice(a_draft(concepts=(), sites=tried_where("koppen", "Aw")))
    plain = a_published_practice(a_draft(source_id="2", concepts=(), sites=tried_where("texture3", "coarse")))
    with CaptureQueriesContext(connection) as without:
        practice_reading(PracticePage.objects.get(pk=plain.pk))
    with django_assert_num_queries(len(without)):
        practice_reading(PracticePage.objects.get(pk=page.pk))
    with django_assert_num_queries(4):
        live_cards([page.pk, plain.pk], language="en")


def test_what_is_said_of_the_climate_itself_outweighs_what_its_classes_say():
    page = a_published_practice(a_draft(concepts=(*filed("koppen:Aw"), *filed("climate:tropical", certainty="unclear"))))
    assert kept_for_search(page)["unclear_climates"] == ["tropical"]


def test_one_class_with_results_that_agree_makes_the_climate_clear():
    page = a_published_practice(a_draft(concepts=(*filed("koppen:Aw", certainty="unclear"), *filed("koppen:Af"))))
    assert kept_for_search(page)["unclear_climates"] == []


def test_a_practice_of_a_koppen_class_stands_in_the_list_of_its_climate(client, searched_page_with):
    title = searched_page_with("koppen:ET").title
    assert title in client.get("/en/climates/cold/").content.decode()
    assert title in client.get("/en/practices/?climate=cold").content.decode()


def test_the_page_of_classes_counts_and_leads_to_the_list_narrowed_to_one(client, searched_page_with):
    page = searched_page_with("koppen:Aw", "slope_pct:steep")
    text = html.unescape(client.get("/en/browse/classes/").content.decode())
    for key, anchor in (("koppen%3AAw", "koppenaw"), ("slope_pct%3Asteep", "slope_pctsteep")):
        term = re.search(rf'<dt id="{anchor}">.*?</dd>', text, re.DOTALL)[0]
        url = re.search(r'<a href="([^"]+)">1 practice</a>', term)[1]
        assert url == f"/en/practices/?class={key}"
        narrowed = client.get(url).content.decode()
        assert page.title in narrowed
        assert "cover-crops" not in re.search(r'<ul class="cards">.*?</ul>\s*<p', narrowed, re.DOTALL)[0]
    assert "No practice yet" in re.search(r'<dt id="koppenaf">.*?</dd>', text, re.DOTALL)[0]
    assert text.count("No practice of the bank is filed under these classes yet") == 3


def test_the_list_says_which_class_it_is_narrowed_to_in_the_readers_language(client):
    label = Concept.objects.get(scheme="koppen", code="Aw").label("fr")
    assert label in html.unescape(client.get("/fr/pratiques/?class=koppen%3AAw").content.decode())


def test_the_page_of_classes_is_whole_while_nobody_can_count(client, monkeypatch):
    monkeypatch.setattr("practices.browsing.overviews.engine_results", lambda request: None)
    text = client.get("/en/browse/classes/").content.decode()
    assert "Tropical rainforest" in text
    assert "No practice" not in text
