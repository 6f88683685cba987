"""Whatever stands in the address: an answer, never an error of the engine. Ten thousand cases at the engine, sixteen hundred through pages."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site4p1000.search.building import build_all
from site4p1000.search.documents import FACETS, RANGES
from site4p1000.search.engines import get_engine, reset_engine
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.request import parse_query_string, to_query_string
from site4p1000.search.results import SearchResults
from tests.site4p1000.search.documents import document
from tests.site4p1000.search.kinds import KINDS, an_engine

CASES, PAGES, PAGES_OF_A_SERVER = 10_000, 1_000, 300

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
PARAMETERS = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), VALUE), max_size=6)


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


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
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


def test_any_address_is_answered_by_the_engine(client, whole_bank, caplog):
    """A page as it always is: none that says that the search rests, and nothing the engine complained of."""

    @settings(max_examples=PAGES if whole_bank == "embedded" else PAGES_OF_A_SERVER, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(ADDRESSES), ADDRESS_PARAMETERS)
    def asked(address, pairs):
        query = query_dict((name.encode("utf-8", "ignore").decode(), value.encode("utf-8", "ignore").decode()) for name, value in pairs)
        response = client.get(f"{address}?{query.urlencode()}")
        body = response.content.decode()
        if address.startswith("/api/"):
            assert response.status_code == 200 or (response.status_code == 400 and response.json()["errors"])
        else:
            assert response.status_code == 200
            assert body.endswith(("</html>", "</html>\n", "</feed>", "]"))
        assert "The search is resting" not in body
        assert not [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]

    asked()
