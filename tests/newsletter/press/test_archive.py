"""The archive of the press review, as readers, feed readers and crawlers meet it."""

import re
import uuid
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from newsletter.models import PressPractice, PressState
from practices.models import PracticePage
from tests.factories.press import a_press_item

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def items():
    a_press_item("Rains carry soil away", topic="water", country="ML", published_on=date(2026, 3, 1))
    a_press_item("Les haies reviennent", language="fr", topic="trees", country="FR", published_on=date(2025, 11, 5), summaries={"fr": "On replante."})
    a_press_item("El suelo vive", language="es", topic="life", published_on=date(2026, 11, 9), summaries={"en": "Life.", "es": "Vida."})
    a_press_item("Not yet", state=PressState.KEPT, country="DE")


def shown(client, address) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return [card.title for card in response.context["archive"].cards]


EMPTY = {"/en/press/": "Nothing has been published", "/fr/presse/": "Rien n’a encore été publié", "/es/prensa/": "Todavía no se ha publicado"}


@pytest.mark.parametrize("address", EMPTY)
def test_an_empty_archive_says_so_in_its_language(client, address):
    assert EMPTY[address] in client.get(address).content.decode()


FOUND = {
    "": ["El suelo vive", "Rains carry soil away", "Les haies reviennent"],
    "?language=fr": ["Les haies reviennent"],
    "?country=ML": ["Rains carry soil away"],
    "?topic=life": ["El suelo vive"],
    "?year=2026": ["El suelo vive", "Rains carry soil away"],
    "?month=11": ["El suelo vive", "Les haies reviennent"],
    "?year=2025&month=11": ["Les haies reviennent"],
    "?q=SOIL+rains": ["Rains carry soil away"],
    "?q=soil&language=es": [],
    "?country=DE": ["El suelo vive", "Rains carry soil away", "Les haies reviennent"],
    "?year=never&topic=%00&page=x&month=99999999": ["El suelo vive", "Rains carry soil away", "Les haies reviennent"],
}


@pytest.mark.parametrize("query", FOUND)
def test_filters_narrow_and_nonsense_is_passed_by(client, items, query):
    assert shown(client, f"/en/press/{query}") == FOUND[query]


def test_filters_offer_only_what_would_find_something(client, items):
    filters = {one.name: [option.label for option in one.options] for one in client.get("/fr/presse/").context["archive"].filters}
    assert filters == {
        "language": ["anglais", "espagnol", "français"],
        "country": ["France", "Mali"],
        "topic": ["Arbres et forêts", "Eau et érosion", "Vie des sols"],
        "year": ["2026", "2025"],
        "month": ["mars", "novembre"],
    }


def test_a_chosen_filter_can_be_taken_off_alone(client, items):
    chips = client.get("/en/press/?year=2026&topic=life&q=vive").context["archive"].chips
    assert {chip.label: chip.url for chip in chips} == {
        "Life in soils": "?q=vive&year=2026",
        "2026": "?q=vive&topic=life",
        "vive": "?topic=life&year=2026",
    }


def test_words_in_another_language_say_so(client, items):
    html = client.get("/fr/presse/?language=es").content.decode()
    assert '<h3 lang="es" dir="ltr"><a href="https://example.org/el-suelo-vive" hreflang="es">El suelo vive</a></h3>' in html
    assert '<span lang="es" dir="ltr">Vida.</span>' in html
    assert "en espagnol" in html


def test_one_story_of_several_outlets_is_one_entry(client):
    story = uuid.uuid4()
    for number, outlet in enumerate(("A", "B", "C", "D"), 1):
        a_press_item(f"Told {number}", story=story, outlet=outlet, published_on=date(2026, 3, number))
    html = client.get("/en/press/").content.decode()
    assert "Same story, 4 sources" in html
    assert "1 story" in html


def test_long_archives_come_in_pages_that_keep_the_filters(client):
    for number in range(30):
        a_press_item(f"Item {number}", topic="water", published_on=date(2026, 1, 1 + number))
    pager = client.get("/en/press/?topic=water").context["archive"].pager
    assert (pager.total, pager.pages, pager.next_url) == (30, 2, "?page=2&topic=water")
    assert len(shown(client, f"/en/press/{pager.next_url}")) == 6


def test_what_was_typed_is_shown_as_text(client, items):
    html = client.get("/en/press/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html


def test_the_archive_costs_seven_queries_however_many_items(client, django_assert_num_queries):
    page = PracticePage.objects.get(slug="cover-crops", locale__language_code="en")
    for number in range(20):
        PressPractice.objects.create(item=a_press_item(f"Item {number}", topic="water"), page=page)
    client.get("/en/press/")
    for address in ("/en/press/", "/en/press/?topic=water&q=item"):
        with django_assert_num_queries(7):
            client.get(address)


@pytest.mark.parametrize(
    ("address", "title"), [("/en/press/feed/", "press review"), ("/fr/presse/feed/", "revue de presse"), ("/es/prensa/feed/", "revista de prensa")]
)
def test_each_language_has_a_feed(client, items, address, title):
    feed = ET.fromstring(client.get(address).content)
    assert title in feed.find("a:title", ATOM).text
    assert len(feed.findall("a:entry", ATOM)) == 3


def test_an_entry_of_the_feed_leads_to_the_article_and_keeps_its_identity(client):
    item = a_press_item(url="https://example.org/old")
    before = ET.fromstring(client.get("/en/press/feed/").content).find("a:entry", ATOM)
    item.url = "https://example.org/new"
    item.save()
    after = ET.fromstring(client.get("/en/press/feed/").content).find("a:entry", ATOM)
    assert after.find("a:link", ATOM).get("href") == "https://example.org/new"
    assert before.find("a:id", ATOM).text == after.find("a:id", ATOM).text
    assert after.find("a:summary", ATOM).text == item.summaries["en"]


def test_the_feed_can_be_narrowed_and_nonsense_breaks_nothing(client, items):
    assert len(ET.fromstring(client.get("/en/press/feed/?topic=life").content).findall("a:entry", ATOM)) == 1
    for nonsense in ("year=x&month=%00&country=%F0%9F%98%80", "year=0", "year=0000&month=0", "country=%00", "q=%00", "year=%D9%A1"):
        assert client.get(f"/en/press/feed/?{nonsense}").status_code == 200
        assert client.get(f"/en/press/?{nonsense}").status_code == 200


def test_the_archive_is_in_the_sitemap_and_leads_to_its_other_languages(client, items):
    assert "/fr/presse/" in client.get("/sitemap.xml").content.decode()
    html = client.get("/en/press/?year=2026").content.decode()
    assert re.search(r'href="[^"]*/fr/presse/\?year=2026"', html)


def test_nothing_is_changed_by_asking(client):
    assert client.post("/en/press/").status_code == 405


def test_the_list_of_issues_leads_to_the_press_review(client):
    assert 'href="/fr/presse/"' in client.get("/fr/lettre/").content.decode()
