"""How many queries each kind of page costs: exact, so that one more is a decision; never above twelve; the same with more practices."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.intake import take_in
from practices.models import PracticePage
from practices.moderation import accept
from practices.records import ConceptDraft
from tests.factories.drafts import a_draft

pytestmark = pytest.mark.django_db

BUDGET = 12
QUERIES = {
    "/en/": 11,
    "/en/practices/": 10,
    "/en/practices/?climate=dry": 10,
    "/en/practices/cover-crops/": 11,
    "/en/climates/": 7,
    "/en/climates/dry/": 10,
    "/en/browse/": 1,
    "/en/browse/classes/": 2,
    "/en/browse/soils/": 2,
    "/en/browse/soils/vertisols/": 4,
    "/en/browse/purposes/soil-cover/": 6,
    "/en/browse/countries/": 1,
    "/en/browse/countries/burkina-faso/": 5,
    "/en/browse/effort/high/": 5,
    "/en/stories/": 8,
    "/en/stories/the-man-who-stopped-the-desert/": 12,
    "/en/newsletter/": 8,
    "/en/newsletter/soil-that-is-never-naked/": 12,
    "/en/about/": 6,
    "/en/search/?q=soil": 5,
    "/en/nothing-here/": 7,
}


@pytest.mark.parametrize("address", QUERIES)
def test_a_page_costs_what_is_written_here(address, client, django_assert_num_queries):
    client.get(address)  # what a process asks once: site, languages, content types
    with django_assert_num_queries(QUERIES[address]):
        client.get(address)
    assert QUERIES[address] <= BUDGET


def publish_many(django_capture_on_commit_callbacks, number: int, **parts) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for n in range(number):
            report = take_in(draft=a_draft(source_id=f"{number}-{n}", title=f"Another practice {number} {n}", **parts))
            accept(page=PracticePage.objects.get(pk=report.page_id))


def test_more_practices_cost_no_more_queries(client, django_assert_num_queries, own_index, django_capture_on_commit_callbacks):
    publish_many(django_capture_on_commit_callbacks, 8)
    for address in (
        "/en/",
        "/en/practices/",
        "/en/climates/dry/",
        "/en/search/?q=practice",
        "/en/browse/purposes/soil-cover/",
        "/en/browse/effort/high/",
    ):
        client.get(address)
        with django_assert_num_queries(QUERIES.get(address, 5)):
            client.get(address)


FULLY_FILED = [
    ("climate", "dry"), ("agroclimate", "arid"), ("land_use", "annual"), ("wrb", "AR"), ("texture3", "coarse"), ("purpose", "production"),
    ("degradation", "Wt"), ("slm_group", "groundcover"),
]  # fmt: skip
"""One concept of every scheme readers narrow by: each of its facets asks for its words."""


@pytest.mark.parametrize("address", ["/en/", "/en/practices/", "/en/climates/dry/", "/en/browse/soils/arenosols/", "/en/browse/purposes/soil-cover/"])
def test_lists_stay_within_the_budget_when_every_filter_has_values(address, client, own_index, django_capture_on_commit_callbacks):
    concepts = tuple(ConceptDraft(scheme=scheme, code=code) for scheme, code in FULLY_FILED)
    publish_many(django_capture_on_commit_callbacks, 2, concepts=concepts)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        html = client.get(address).content.decode()
    assert len(queries) <= BUDGET
    assert address == "/en/" or "Arenosols" in html
