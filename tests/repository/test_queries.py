"""How many queries each kind of page costs: exact, so that one more is a decision; never above twelve; the same with more practices."""

import pytest

from practices.intake import take_in
from practices.models import PracticePage
from practices.moderation import accept
from tests.factories.drafts import a_draft

pytestmark = pytest.mark.django_db

BUDGET = 12
QUERIES = {
    "/en/": 11,
    "/en/practices/": 9,
    "/en/practices/?climate=dry": 9,
    "/en/practices/cover-crops/": 11,
    "/en/climates/": 7,
    "/en/climates/dry/": 9,
    "/en/stories/": 8,
    "/en/stories/the-man-who-stopped-the-desert/": 12,
    "/en/newsletter/": 8,
    "/en/newsletter/soil-that-is-never-naked/": 12,
    "/en/about/": 6,
    "/en/search/?q=soil": 4,
    "/en/nothing-here/": 7,
}


@pytest.mark.parametrize("address", QUERIES)
def test_a_page_costs_what_is_written_here(address, client, django_assert_num_queries):
    client.get(address)  # what a process asks once: site, languages, content types
    with django_assert_num_queries(QUERIES[address]):
        client.get(address)
    assert QUERIES[address] <= BUDGET


def test_more_practices_cost_no_more_queries(client, django_assert_num_queries, own_index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(8):
            report = take_in(draft=a_draft(source_id=str(number), title=f"Another practice {number}"))
            accept(page=PracticePage.objects.get(pk=report.page_id))
    for address in ("/en/", "/en/practices/", "/en/climates/dry/", "/en/search/?q=practice"):
        client.get(address)
        with django_assert_num_queries(QUERIES.get(address, 4)):
            client.get(address)
