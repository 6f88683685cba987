"""The list of practices, the climates and the home page: counts from the engine, and pages that stand without it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from practices.browsing import home
from practices.browsing.climates import zone_cards, zone_reading
from practices.browsing.gaps import CLIMATES, LAND_USES, gap_table
from practices.browsing.lists import practice_list
from practices.intake import take_in
from practices.models import ConceptLink, PracticeIndexPage, PracticePage, ZonePage
from practices.moderation import accept
from site4p1000.search.engines import registry
from site4p1000.search.outbox import drain, enqueue
from tests.factories.drafts import a_draft

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fr", "es")


@pytest.fixture
def broken_engine(settings, tmp_path):
    """An engine without an index: every search of it is an error."""
    settings.SEARCH_ENGINE = {"name": "embedded", "index_dir": tmp_path / "nothing"}
    registry.reset_engine()
    yield
    registry.reset_engine()


def practices(query: str = "", language: str = "en"):
    return practice_list(query=QueryDict(query), language=language, path="/en/practices/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_list_has_every_live_practice_of_its_language_by_name(language):
    cards = practices(language=language).cards
    assert len(cards) == PracticePage.objects.live().filter(locale__language_code=language).count()
    assert all(card.language == language for card in cards)


def test_a_card_answers_where_effort_and_proof():
    card = next(card for card in practices().cards if card.drawing == "zai")
    assert "Dry" in [zone.label for zone in card.zones]
    assert (card.labour, card.cash) == ("high", "low")
    assert card.proof.level == 1
    assert card.proof.words


def test_a_climate_with_unclear_results_is_marked_on_the_card():
    unclear = ConceptLink.objects.filter(certainty="unclear", page__locale__language_code="en", page__live=True)
    link = unclear.select_related("page", "concept").first()
    card = next(card for card in practices().cards if card.title == link.page.title)
    assert link.concept.label("en").split(":")[0] in [zone.label for zone in card.zones if zone.is_unclear]


def test_filters_of_one_group_add_up_and_groups_narrow():
    cold = len(practices("climate=cold").cards)
    cold_or_dry = len(practices("climate=cold&climate=dry").cards)
    cold_and_easy = len(practices("climate=cold&labour=low").cards)
    assert 0 < cold_and_easy < cold < cold_or_dry


def test_counts_of_a_facet_ignore_its_own_filter():
    def climates(query):
        groups = {group.name: group for group in practices(query).search.groups}
        return {option.value: option.count for option in groups["climate"].options}

    assert climates("climate=cold") == climates("")


@pytest.mark.parametrize("query", ["climate=%27", "climate=nothing", "page=999", "sort=x", "labour=low&labour=low", "type=story", "q=%00"])
def test_nonsense_in_the_address_gives_a_page(query, client):
    assert client.get(f"/en/practices/?{query}").status_code == 200


def test_the_list_shows_practices_only_whatever_the_address_says():
    assert practices("type=story").search.total == practices().search.total


def test_an_empty_list_has_ways_out(client):
    html = client.get("/en/practices/?climate=cold&land_use=wetland&labour=low").content.decode()
    assert "Nothing grows here yet" in html
    assert 'href="/en/practices/' in html.split("Take a filter away")[1]


def test_gaps_have_every_land_use_and_climate_and_zeros_without_a_link():
    table = gap_table(language="en", path="/en/practices/")
    assert (len(table.rows), len(table.climates)) == (len(LAND_USES), len(CLIMATES))
    cells = [cell for row in table.rows for cell in row.cells]
    assert any(cell.count == 0 for cell in cells)
    assert all(bool(cell.url) == (cell.count > 0) for cell in cells)


def test_a_cell_of_the_gaps_leads_to_as_many_practices_as_it_says():
    cell = gap_table(language="en", path="/en/practices/").rows[0].cells[1]
    assert len(practices(cell.url.partition("?")[2]).cards) == cell.count


def test_gaps_are_drawn_on_the_whole_list_only():
    assert practices().gaps is not None
    assert practices("climate=dry").gaps is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_climate_has_a_card_with_its_count(language):
    cards = zone_cards(language)
    assert [card.code for card in cards] == list(CLIMATES)
    assert all(card.count > 0 for card in cards)


def climate(query: str = ""):
    page = ZonePage.objects.get(slug="dry")
    return zone_reading(page, query=QueryDict(query), path="/en/climates/dry/")


def test_a_climate_shows_unclear_results_apart_and_counts_both():
    listed = climate().practices
    assert listed.cards
    assert listed.unclear
    assert listed.search.total == len(listed.cards) + len(listed.unclear)


def test_a_climate_explains_its_koppen_classes():
    classes = climate().koppen
    assert [row.code for row in classes] == ["BSh", "BSk", "BWh", "BWk"]
    assert all(row.definition for row in classes)


def test_the_page_of_a_climate_goes_on_filtering_and_stays_in_the_climate():
    few = climate("land_use=grazing").practices
    assert 0 < few.search.total < climate().practices.search.total
    assert climate("climate=cold").practices.search.total == climate().practices.search.total


def test_a_list_says_how_many_practices_each_language_has():
    assert [(row.code, row.count) for row in practices(language="fr").languages] == [("fr", 12), ("en", 12), ("es", 12)]


@pytest.mark.usefixtures("own_index")
def test_a_language_without_a_practice_is_named_as_a_gap(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for page in PracticePage.objects.filter(locale__language_code="es"):
            page.unpublish()
    html = client.get("/en/practices/").content.decode()
    assert "12 practices in French." in html
    assert "No practice in Spanish yet." in html
    assert "is what is missing" in html


def test_a_narrowed_list_makes_no_claim_about_languages():
    assert practices("climate=dry").languages == ()


def test_practices_are_sorted_by_proof_effort_age_and_name():
    def titles(order):
        return [card.title for card in practices(f"sort={order}").cards]

    levels = [card.proof.level for card in practices("sort=evidence").cards]
    assert levels == sorted(levels, reverse=True)
    assert titles("title") == sorted(titles("title"), key=str.lower)
    assert len({tuple(titles(order)) for order in ("title", "evidence", "effort")}) == 3


@pytest.mark.usefixtures("own_index")
def test_the_newest_practices_come_first():
    pages = list(PracticePage.objects.live().filter(locale__language_code="en").order_by("title"))
    for days, page in enumerate(pages):
        shuffled = days * 7 % len(pages)  # in an order of its own, neither that of the names nor that of the numbers
        PracticePage.objects.filter(pk=page.pk).update(first_published_at=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=shuffled))
    enqueue(page_ids=[page.pk for page in pages])
    assert not drain().failed
    wanted = PracticePage.objects.live().filter(locale__language_code="en").order_by("-first_published_at")
    found = [card.title for card in practices("sort=newest").cards]
    assert found == [page.title for page in wanted][: len(found)]
    assert found != sorted(found, key=str.lower)


def test_the_home_page_leads_in_by_climate_and_land_use_with_counts():
    values = home.practices_section("en").values
    assert len(values["zones"]) == len(CLIMATES)
    assert all(use.count > 0 and "?land_use=" in use.url for use in values["land_uses"])
    assert values["total"] == len(values["tiles"]) == PracticePage.objects.live().filter(locale__language_code="en").count()


@pytest.mark.usefixtures("broken_engine")
@pytest.mark.parametrize(
    "url",
    [
        "/en/",
        "/fr/pratiques/",
        "/es/climas/",
        "/en/climates/dry/",
        "/en/practices/?climate=dry",
        "/en/browse/",
        "/en/browse/soils/",
        "/en/browse/purposes/soil-cover/",
    ],
)
def test_pages_stand_without_the_engine(url, client):
    response = client.get(url)
    assert response.status_code == 200


@pytest.mark.usefixtures("broken_engine")
def test_without_the_engine_the_home_page_keeps_its_plate_and_claims_no_counts():
    values = home.practices_section("en").values
    assert len(values["tiles"]) == PracticePage.objects.live().filter(locale__language_code="en").count()
    assert values["total"] is None
    assert all(zone.count is None for zone in values["zones"])


@pytest.mark.usefixtures("own_index")
def test_more_practices_cost_no_more_queries(client, django_capture_on_commit_callbacks):
    urls = (
        "/en/",
        PracticeIndexPage.objects.get(locale__language_code="en").url,
        "/en/climates/",
        "/en/climates/dry/",
        "/en/browse/purposes/",
        "/en/browse/effort/high/",
    )
    before = {url: queries_of(client, url) for url in urls}
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(10):
            report = take_in(draft=a_draft(source_id=f"more-{number}", title=f"Pits number {number}"))
            accept(page=PracticePage.objects.get(pk=report.page_id))
    assert {url: queries_of(client, url) for url in urls} == before


def queries_of(client, url: str) -> int:
    client.get(url)  # fills the caches that do not depend on the number of practices
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
