"""How many queries each kind of page costs: exact, so that one more is a decision; never above twelve; the same with more practices."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsletter.models import NewsletterIssuePage, PressItem, PressPractice
from practices.intake import take_in
from practices.models import PracticePage
from practices.moderation import accept
from practices.records import ConceptDraft
from site4p1000.common.page_ids import lasting_address
from tests.factories.drafts import a_draft
from tests.factories.pictures import a_picture
from tests.factories.press import a_press_item

pytestmark = pytest.mark.django_db

BUDGET = 12
QUERIES = {
    "/en/": 10,
    "/en/practices/": 9,
    "/en/practices/?climate=dry": 8,
    "/en/practices/cover-crops/": 10,
    "/en/climates/": 6,
    "/en/climates/dry/": 9,
    "/en/browse/": 1,
    "/en/browse/classes/": 3,
    "/en/browse/soils/": 2,
    "/en/browse/soils/vertisols/": 4,
    "/en/browse/purposes/soil-cover/": 6,
    "/en/browse/countries/": 1,
    "/en/browse/countries/burkina-faso/": 5,
    "/en/browse/effort/high/": 5,
    "/en/stories/": 7,
    "/en/stories/the-man-who-stopped-the-desert/": 11,
    "/en/newsletter/": 7,
    "/en/newsletter/soil-that-is-never-naked/": 10,
    "/en/press/": 3,
    "/en/press/?topic=water&q=soil": 3,
    "/en/about/": 5,
    "/en/subscribe/": 1,
    "/en/search/?q=soil": 5,
    "/en/nothing-here/": 7,
}


@pytest.mark.parametrize("address", QUERIES)
def test_a_page_costs_what_is_written_here(address, client, django_assert_num_queries):
    client.get(address)  # what a process asks once: site, languages, content types
    with django_assert_num_queries(QUERIES[address]):
        client.get(address)
    assert QUERIES[address] <= BUDGET


@pytest.mark.parametrize(("rest", "number"), [("v/1/", 10), ("versions/", 6), ("sheet/", 8)])
def test_what_is_at_a_lasting_address_costs_what_is_written_here(rest, number, client, django_assert_num_queries):
    address = lasting_address(PracticePage.objects.get(slug="cover-crops", locale__language_code="en")) + rest
    client.get(address)
    with django_assert_num_queries(number):
        client.get(address)
    assert number <= BUDGET


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


def test_the_press_review_costs_the_same_with_many_items(client, django_assert_num_queries):
    page = PracticePage.objects.get(slug="cover-crops", locale__language_code="en")
    for number in range(30):
        PressPractice.objects.create(item=a_press_item(f"Item {number}", topic="water", country="ML"), page=page)
    for address in ("/en/press/", "/en/press/?topic=water&country=ML&year=2026&q=item&page=2"):
        client.get(address)
        with django_assert_num_queries(7):
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


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves the files of sizes to the collector
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_issue_with_every_kind_of_block_stays_within_the_budget(client):
    issue = NewsletterIssuePage.objects.get(locale__language_code="en")
    cards = [block["value"]["page"] for block in issue.body.raw_data if block["type"] == "practice_card"]
    story = next(block["value"]["page"] for block in issue.body.raw_data if block["type"] == "success_story")
    picture = {"image": a_picture().pk, "caption": "A field", "credit": "Somebody", "licence": "CC BY 4.0"}
    figure = {"value": "1", "high": None, "unit": "%", "text": "of soils", "source": "Somebody (2020)", "as_of": "2020-01-01"}
    blocks = [
        ("lead", {"text": "<p>Words [ref:era-2024]</p>", "signed": ""}),
        *(("practice_card", {"page": page, "remark": ""}) for page in cards),
        ("technical_sheet", {"page": cards[0]}),
        ("success_story", {"page": story, "remark": ""}),
        ("key_figure", figure),
        ("event", {"title": "Day", "starts": "2026-05-02", "ends": None, "place": "Dakar", "url": "", "text": ""}),
        ("partner_news", {"partner": "A partner", "title": "News", "text": "Words", "url": ""}),
        ("picture", picture),
        ("section", {"heading": "Words", "text": "<p>Words</p>"}),
        ("press_review", {"since": "2021-01-01", "until": "2021-12-31", "topics": [], "languages": [], "most": 8}),
        ("press_review", {"since": "2020-01-01", "until": "2020-12-31", "topics": [], "languages": [], "most": 8}),
        ("press_item", {"title": "One", "outlet": "Reuters", "date": None, "language": "en", "url": "", "summary": "Words"}),
    ]
    PressItem.objects.create(title="Found", outlet="Radio", published_on="2021-05-01", language="en", state="published", summaries={"en": "Words"})
    issue.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    issue.save_revision().publish()
    client.get(issue.url)
    with CaptureQueriesContext(connection) as queries:
        html = client.get(issue.url).content.decode()
    assert all(words in html for words in ("Technical sheet", "A partner", "Found", "Dakar", "A field", "of soils"))
    assert len(queries) <= BUDGET
