"""Issues: what they pull from elsewhere, and how it is put together."""

import json

import pytest

from newsletter.models import IssueIndexPage, NewsletterIssuePage
from newsletter.reading import issue_list, issue_reading
from newsletter.search_document import issue_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue():
    return NewsletterIssuePage.objects.get(locale__language_code="en")


def templates(page) -> list[str]:
    return [part.template for part in issue_reading(page).body]


def with_body(page, *blocks):
    page.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    return page


def press(title: str):
    return "press_item", {"title": title, "outlet": "Reuters", "summary": "Words."}


def test_neighbours_of_one_kind_share_a_heading(issue):
    assert templates(with_body(issue, press("One"), press("Two"))) == ["blocks/press_review.html"]


def test_kinds_that_do_not_touch_stay_apart(issue):
    section = ("section", {"heading": "Words", "text": "<p>Words</p>"})
    assert templates(with_body(issue, press("One"), section, press("Two"))) == [
        "blocks/press_review.html",
        "blocks/section.html",
        "blocks/press_review.html",
    ]


def test_practices_and_stories_become_cards_in_their_own_sections(issue):
    assert templates(issue)[3:5] == ["blocks/practice_cards.html", "blocks/story_cards.html"]


def test_a_page_that_is_gone_leaves_no_hole(issue):
    page_id = next(block["value"]["page"] for block in issue.body.raw_data if block["type"] == "page_card")
    assert templates(with_body(issue, ("page_card", {"page": 999_999}))) == []
    assert templates(with_body(issue, ("page_card", {"page": None}), ("page_card", {"page": page_id}))) == ["blocks/practice_cards.html"]


def test_references_are_numbered_as_the_text_meets_them(issue):
    reading = issue_reading(issue)
    assert [reference.key for reference in reading.references] == ["era-2024", "maillard-angers-2014"]
    text = "".join(str(part.values.get("text", "")) for part in reading.body)
    assert '<a href="#ref-1">[1]</a>' in text
    assert '<a href="#ref-2">[2]</a>' in text


def test_an_issue_with_many_headings_has_a_list_of_contents(issue):
    assert len(issue_reading(issue).contents) >= 4
    assert issue_reading(with_body(issue, press("One"))).contents == ()


def test_press_items_name_outlet_date_and_language(client, issue):
    html = client.get(issue.url).content.decode()
    assert 'G1 Globo, <time datetime="2021-02-23">23 February 2021</time> · in Portuguese' in html


def test_an_issue_is_found_by_its_words_and_its_press_review(issue):
    document = issue_document(issue)
    assert "Manure darkens the soil" in document.body
    assert "Herbert Bartz" in document.body
    assert document.card["note"] == "November 2026"


def test_the_list_has_the_issues_newest_first(issue):
    index = IssueIndexPage.objects.get(locale__language_code="en")
    older = index.add_child(instance=NewsletterIssuePage(title="Older", date="2025-01-01", locale=index.locale))
    assert [card.title for card in issue_list(page=index, number=None).cards] == [issue.title, older.title]
