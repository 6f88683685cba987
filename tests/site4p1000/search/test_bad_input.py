"""Whatever stands in the address: an answer, never an error of the engine. Ten thousand cases at the engine, a few hundred through the page."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site4p1000.search.documents import FACETS, RANGES
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.request import parse_query_string, to_query_string
from site4p1000.search.results import SearchResults
from tests.site4p1000.search.documents import document

CASES, PAGES = 10_000, 200

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


@settings(max_examples=PAGES, deadline=None, suppress_health_check=list(HealthCheck))
@given(PARAMETERS)
def test_any_address_is_a_page(client, site_engine, pairs):
    query = query_dict((name.encode("utf-8", "ignore").decode(), value.encode("utf-8", "ignore").decode()) for name, value in pairs).urlencode()
    html = client.get(f"/en/search/?{query}").content.decode()
    assert "</html>" in html
    assert client.get(f"/api/search/1/?{query}").status_code in {200, 400}
