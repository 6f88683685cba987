"""Whatever stands in the address: a page, never an error of the engine, and a sentence for everything that was left out.

Ten thousand cases at the parser and the engine; a thousand more as whole pages on the embedded engine, where one costs 25 ms of the
processor, and three hundred on each server. The cases are the same in every run.
"""

import re
from html import unescape

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site4p1000.search.building import build_all
from site4p1000.search.cleaning import clean
from site4p1000.search.documents import FACETS, RANGES
from site4p1000.search.engines import get_engine, reset_engine
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.parameters import TRACKING
from site4p1000.search.request import parse_query_string, to_query_string
from site4p1000.search.results import SearchResults
from tests.site4p1000.search.documents import document
from tests.site4p1000.search.kinds import KINDS, an_engine

CASES, PAGES, PAGES_OF_A_SERVER, PLACES = 10_000, 1_000, 300, 200
DERANDOMIZED = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}

NASTY = st.sampled_from([
    "\0", "a" * 10_000, "🌱🪱" * 20, "\u202eلتربة\u202c", "'; drop table--", "NaN", "-1", "1e999", "٣", "²", "%00",
    "../..", '"', "soil AND (", "\ud800",
    "0,0,0,0", "999999999999999999999", "2015-02-30", "−5", "<script>", "ß" * 300, "\u200b\u2060", "compost", "soil carbon", "10", "12.5",
])  # fmt: skip
VALUE = NASTY | st.text(max_size=40) | st.integers().map(str) | st.floats().map(str)
NAMES = [
    "q",
    "sort",
    "page",
    "exact",
    "lat",
    "lon",
    "radius_km",
    "bbox",
    "like",
    *FACETS,
    *(name + end for name in (*RANGES, "published") for end in ("_from", "_to")),
]

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)
VALID_PLACES = st.tuples(LATITUDES, LONGITUDES, st.integers(1, 20_000)).map(
    lambda place: [("lat", f"{place[0]:.3f}"), ("lon", f"{place[1]:.3f}"), ("radius_km", str(place[2]))]
)
VALID_BOXES = st.tuples(LONGITUDES, LATITUDES, LONGITUDES, LATITUDES).map(
    lambda box: [("bbox", f"{box[0]:.2f},{min(box[1], box[3]):.2f},{box[2]:.2f},{max(box[1], box[3]):.2f}")]
)
NEARLY = st.sampled_from(["90.1", "-90.01", "180.5", "12,5", "12.5°", "12.5 N", "1e2", " 12 ", "+12", "", "0x10", "12.", ".5", "−12", "nan", "20001"])
NEARLY_PLACES = st.tuples(NEARLY, NEARLY | LONGITUDES.map(str), NEARLY | st.integers(-5, 30_000).map(str)).map(
    lambda place: list(zip(("lat", "lon", "radius_km"), place, strict=True))
)
NEARLY_BOXES = st.lists(NEARLY | LATITUDES.map(str), min_size=3, max_size=5).map(lambda parts: [("bbox", ",".join(parts))])
PLACES_ASKED = VALID_PLACES | VALID_BOXES | NEARLY_PLACES | NEARLY_BOXES | st.just([])
"""Half of what is asked for names a place: right, or wrong in the ways people write one."""
ANY_PARAMETERS = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), VALUE), max_size=6)
PARAMETERS = st.tuples(PLACES_ASKED, ANY_PARAMETERS).map(lambda parts: [*parts[0], *parts[1]])


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    engine = EmbeddedEngine(index_dir=tmp_path_factory.mktemp("bad"))
    engine.rebuild(
        [document("Soil carbon", facets={"soil": ["sand"]}, points=((1.0, 2.0),), spans={"altitude_m": (1, 2)}), document("Compost", language="fr")]
    )
    return engine


def query_dict(pairs) -> QueryDict:
    given = QueryDict(mutable=True)
    for name, value in pairs:
        given.appendlist(name, value)
    return given


@settings(max_examples=CASES, **DERANDOMIZED)
@given(PARAMETERS, st.sampled_from(["en", "fr", "es"]))
def test_any_address_is_a_request_the_engine_answers(small, pairs, language):
    request = parse_query_string(query_dict(pairs), language=language, facets=("soil",))
    assert isinstance(small.search(request), SearchResults)
    again = parse_query_string(QueryDict(to_query_string(request)), language=language, facets=("soil",))
    assert again == request


ADDRESSES = (
    "/en/search/", "/fr/search/", "/es/search/", "/en/search/feed/", "/fr/search/suggest/", "/en/search/missing/", "/api/search/1/", "/api/search/1/",
    "/en/practices/", "/fr/pratiques/", "/en/climates/dry/", "/en/browse/purposes/soil-cover/",
)  # fmt: skip
"""Whatever reads a query string and asks the engine: the page, its feed, its suggestions, the wish, the interface for programs, the lists."""

TEXTS = st.lists(VALUE, min_size=1, max_size=3).map(" ".join)
ASKED = st.tuples(st.just("q"), TEXTS).map(lambda pair: [pair]) | st.just([])
ADDRESS_PARAMETERS = st.tuples(ASKED, PARAMETERS).map(lambda parts: [*parts[0], *parts[1]])


@pytest.fixture(params=KINDS)
def whole_bank(request, db, settings, tmp_path):
    """The bank's own pages, one after the other in every kind of engine. Gives the kind."""
    with an_engine(request.param, tmp_path / "whole") as options:
        settings.SEARCH_ENGINE = options
        get_engine().rebuild(built.document for built in build_all() if built.document)
        yield request.param
        reset_engine()


RESTING = ("The search is resting", "La recherche se repose", "La búsqueda descansa")
COMPLAINT = 'class="notice care"'
WITHOUT_SENTENCES = ("/fr/search/suggest/", "/en/search/missing/")
"""These read words only, and ignore everything else because it is not theirs."""


def left_out(query: QueryDict) -> set[str]:
    """What the search must say it left out: thought of here, not asked of its parser."""
    page, sort = query.get("page", ""), query.get("sort", "")
    found = {name for name in query if name not in NAMES and clean(name) and not name.startswith(TRACKING)}
    if clean(page) and not (page.strip().isdecimal() and len(page) < 1_000 and int(page) >= 1) and not re.fullmatch(r"\s*\+?\d[\d_]*\s*", page):
        found.add("page")
    if clean(sort) and sort not in ("relevance", "newest", "evidence", "effort", "distance", "title"):
        found.add("sort")
    return found


def test_any_address_is_answered_by_the_engine(client, whole_bank, caplog):
    """A page as it always is: none that says that the search rests, and nothing the engine complained of."""
    number, asked_for = (PAGES if whole_bank == "embedded" else PAGES_OF_A_SERVER), []

    @settings(max_examples=number, **DERANDOMIZED)
    @given(st.sampled_from(ADDRESSES), ADDRESS_PARAMETERS)
    def asked(address, pairs):
        asked_for.append(address)
        query = query_dict((name.encode("utf-8", "ignore").decode(), value.encode("utf-8", "ignore").decode()) for name, value in pairs)
        response = client.get(f"{address}?{query.urlencode()}")
        body = response.content.decode()
        if address.startswith("/api/"):
            assert response.status_code == 200 or (response.status_code == 400 and response.json()["errors"])
        else:
            assert response.status_code == 200
            assert body.endswith(("</html>", "</html>\n", "</feed>", "]"))
        if missed := left_out(query):
            assert address in WITHOUT_SENTENCES or response.status_code == 400 or COMPLAINT in body or "<subtitle>" in body, (address, missed)
        assert not [words for words in RESTING if words in body]
        assert not [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]

    asked()
    assert len(asked_for) >= number


@settings(max_examples=PLACES, **DERANDOMIZED)
@given(VALID_PLACES | VALID_BOXES)
def test_a_place_as_people_mean_it_is_understood(pairs):
    request = parse_query_string(query_dict(pairs), language="en")
    assert request.near or request.box
    assert not request.ignored


SENTENCES = {
    "page=-1": ("no number of a page", "n’est pas un numéro de page", "no es un número de página"),
    "page=900": ("There is no page 900", "Il n’y a pas de page 900", "No hay página 900"),
    "sort=best": ("cannot be sorted by “best”", "ne peuvent pas être triés", "no se pueden ordenar"),
    "colour=red": ("no filter called “colour”", "Il n’existe pas de filtre", "No hay ningún filtro llamado"),
    "climate=moon": ("is not known under “Climate”", "est inconnu sous", "no se conoce en"),
    "altitude_m_from=high": ("is not understood under “Altitude”", "n’est pas compris", "No se entiende"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["search", "list"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("query", SENTENCES)
def test_what_is_left_out_is_said_in_a_sentence(client, query, language, place):
    address = f"/{language}/search/" if place == "search" else {"en": "/en/practices/", "fr": "/fr/pratiques/", "es": "/es/practicas/"}[language]
    body = client.get(f"{address}?{query}").content.decode().replace("\u00a0", " ")
    said = SENTENCES[query][("en", "fr", "es").index(language)]
    assert said in unescape(body), re.findall(f"{COMPLAINT}>([^<]*)", body)


@pytest.mark.parametrize("query", ["utm_source=letter", "page=1", "sort=newest", "like=here", ""])
@pytest.mark.django_db
def test_nothing_is_said_where_nothing_was_left_out(client, query):
    assert COMPLAINT not in client.get(f"/en/search/?{query}").content.decode()


@pytest.mark.django_db
def test_what_a_page_fixes_cannot_be_changed_and_that_is_said(client):
    assert "cannot be changed on this page" in client.get("/en/practices/?type=story").content.decode()
