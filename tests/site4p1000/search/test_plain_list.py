"""The plain list while the engine rests: what was chosen holds as in the full search, and accents do not matter."""

from datetime import date

import pytest

from site4p1000.search import fallback
from site4p1000.search.building import Built
from site4p1000.search.fallback import plain_list
from site4p1000.search.request import parse_query_string
from tests.site4p1000.search.documents import document
from tests.site4p1000.search.pages import make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_engine")]


@pytest.fixture
def page(monkeypatch):
    """A practice called "Zaï" in Burkina Faso, at 300 to 400 m, of June 2015."""
    page = make_page("Zaï, éclairé")
    found = document(page.title, id=f"page-{page.pk}", points=((12.0, -2.0),), spans={"altitude_m": (300, 400)}, published_on=date(2015, 6, 30))
    monkeypatch.setattr(fallback, "build_some", lambda ids: [Built(page_id=page.pk, document=found)])
    return page


def total(query: str) -> int:
    return plain_list(parse_query_string(dict(pair.split("=") for pair in query.split("&") if pair), language="en")).total


@pytest.mark.parametrize(
    "query",
    ["q=zai", "q=ZAÏ eclaire", "altitude_m_from=350", "altitude_m_to=300", "published_from=2015-06", "published_to=2015", "bbox=-3,11,-1,13"]
    + ["lat=12.1&lon=-2&radius_km=50", "lat=50&lon=10", ""],
)
def test_what_lies_within_is_listed(page, query):
    assert total(query) == 1


@pytest.mark.parametrize(
    "query",
    ["q=zap", "altitude_m_from=401", "altitude_m_to=299", "rainfall_mm_from=1", "published_from=2016", "published_to=2014", "bbox=1,11,3,13"]
    + ["lat=50&lon=10&radius_km=50"],
)
def test_what_lies_outside_is_not(page, query):
    assert total(query) == 0
