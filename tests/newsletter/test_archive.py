"""The issue for everybody: press items it picks, feeds, links to pass it on, and nobody's data in it."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.utils import translation
from wagtail.models import PageViewRestriction

from newsletter.issues.sharing import share_by_mail
from newsletter.models import NewsletterIssuePage, PressItem, PressState
from newsletter.reading import issue_reading
from newsletter.rendering.issue import render_issue
from tests.factories.newsletter import a_subscriber

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def issue(language: str = "en") -> NewsletterIssuePage:
    return NewsletterIssuePage.objects.get(locale__language_code=language)


def press_item(title: str, day: str = "2021-05-01", **changes) -> PressItem:
    values = {"outlet": "Radio", "language": "en", "summaries": {"en": f"About {title}."}, "state": PressState.PUBLISHED, "is_own_story": True}
    return PressItem.objects.create(title=title, published_on=day, **{**values, **changes})


def picking(language: str = "en", **asked) -> list[str]:
    value = {"since": "2021-01-01", "until": "2021-12-31", "topics": [], "languages": [], "most": 30, **asked}
    page = issue(language)
    page.body = json.dumps([{"type": "press_review", "value": value}])
    return [entry.title for part in issue_reading(page).body for entry in part.values["entries"]]


# --- Press items


def test_press_items_are_picked_by_day_both_ends_included():
    for title, day in (("Before", "2020-12-31"), ("First", "2021-01-01"), ("Last", "2021-12-31"), ("After", "2022-01-01")):
        press_item(title, day)
    assert picking() == ["Last", "First"]


def test_press_items_are_picked_by_topic_and_language():
    press_item("Trees", topic="trees")
    press_item("Water", topic="water")
    press_item("Arbres", "2021-06-01", topic="trees", language="fr")
    assert picking(topics=["trees"]) == ["Arbres", "Trees"]
    assert picking(topics=["trees", "water"], languages=["en"]) == ["Water", "Trees"]
    assert picking(most=1) == ["Arbres"]


@pytest.mark.parametrize("state", [PressState.DRAFT, PressState.KEPT])
def test_an_item_that_is_not_published_stands_in_no_issue(state):
    press_item("Secret", state=state)
    assert picking() == []


def test_a_press_block_that_finds_nothing_leaves_no_empty_heading():
    assert not [part for part in issue_reading(issue()).body if part.heading == "Press review" and not part.values["entries"]]
    assert picking(since="") == []


def test_items_picked_and_items_typed_share_one_heading():
    press_item("Picked")
    page = issue()
    typed = {"title": "Typed", "outlet": "Paper", "date": None, "language": "", "url": "", "summary": "Words"}
    asked = {"since": "2021-01-01", "until": "2021-12-31", "topics": [], "languages": [], "most": 3}
    page.body = json.dumps([{"type": "press_review", "value": asked}, {"type": "press_item", "value": typed}])
    (part,) = issue_reading(page).body
    assert [entry["title"] if isinstance(entry, dict) else entry.title for entry in part.values["entries"]] == ["Picked", "Typed"]


def test_a_reader_is_told_that_our_summary_is_in_another_language():
    press_item("Sols", language="fr", summaries={"fr": "Nos mots."})
    page = issue("es")
    page.body = json.dumps([{"type": "press_review", "value": {"since": "2021-01-01", "until": "2021-12-31", "most": 3}}])
    page.save_revision().publish()
    mail = render_issue(page=page)
    assert 'lang="fr">Nos mots.' in mail.html
    assert "Nos mots." in mail.text


# --- Feeds


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_each_language_has_its_issues_as_atom(client, language):
    feed = ElementTree.fromstring(client.get(f"/{language}/feed/newsletter/").content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == issue(language).title
    assert entry.find(f"{ATOM}link").get("href") == f"http://localhost:8000{issue(language).url}"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language


def test_the_same_as_rss(client):
    response = client.get("/fr/feed/newsletter.rss")
    assert response["Content-Type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(response.content).find("channel")
    assert channel.findtext("item/title") == issue("fr").title
    assert "/fr/id/" in channel.findtext("item/guid")


def test_a_private_issue_is_in_no_feed(client):
    PageViewRestriction.objects.create(page=issue(), restriction_type=PageViewRestriction.LOGIN)
    assert b"<entry>" not in client.get("/en/feed/newsletter/").content


def test_a_feed_costs_one_query_however_long(client, django_assert_num_queries):
    parent = issue().get_parent().specific
    for number in range(5):
        parent.add_child(instance=NewsletterIssuePage(title=f"Issue {number}", date="2025-01-01", locale=parent.locale))
    client.get("/en/feed/newsletter/")
    with django_assert_num_queries(1):
        client.get("/en/feed/newsletter/")


def test_pages_of_issues_name_their_feeds(client):
    for address in (issue().url, issue().get_parent().url):
        html = client.get(address).content.decode()
        assert 'type="application/atom+xml" title="Newsletter" href="/en/feed/newsletter/"' in html
        assert 'type="application/rss+xml"' in html


# --- Passing on


def test_an_issue_is_passed_on_by_plain_links(client):
    html = client.get(issue("fr").url).content.decode()
    address = f"http://localhost:8000{issue('fr').url}"
    assert f'readonly value="{address}"' in html
    assert f"body={address.replace(':', '%3A')}" in html
    assert "<script" not in re.sub(r"<script[^>]*json[^>]*>|<script[^>]*src=[^>]*>", "", html)


def test_a_title_cannot_add_to_the_mail_it_is_passed_on_with():
    link = share_by_mail(title="Soil & water\r\n?bcc=all@example.org", url="https://example.org/?a=1&b=2")
    assert link == "mailto:?subject=Soil%20%26%20water%0D%0A%3Fbcc%3Dall%40example.org&body=https%3A//example.org/%3Fa%3D1%26b%3D2"


def test_the_archive_holds_nobodys_data(client):
    subscriber = a_subscriber("ana@example.org")
    for address in (issue().url, "/en/newsletter/", "/en/feed/newsletter/", "/en/feed/newsletter.rss"):
        html = client.get(address).content.decode()
        assert subscriber.email not in html
        assert "{{" not in html
        assert "/newsletter/leave/" not in html
        assert "/newsletter/choices/" not in html


# --- Previews of what is being typed


@pytest.mark.parametrize(("mode", "kind"), [("mail", "text/html"), ("text", "text/plain")])
def test_the_form_previews_the_mail_of_words_that_nobody_has_saved(rf, mode, kind):
    page = issue()
    page.title = "Not saved yet"
    response = page.make_preview_request(rf.get("/"), mode)
    assert response["Content-Type"].startswith(kind)
    assert "Not saved yet" in response.content.decode()
    assert "{{" not in response.content.decode()


def test_the_form_previews_the_page_too(rf, admin_user):
    page = issue("es")
    page.title = "Aún sin guardar"
    with translation.override("es"):
        assert "Aún sin guardar" in page.make_preview_request(rf.get("/"), "").rendered_content
