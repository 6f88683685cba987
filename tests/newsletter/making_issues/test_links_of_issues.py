"""Links of an issue: those within the bank are looked up, those outside are asked once a day."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsletter.issues import links
from newsletter.issues.gathering import gather
from newsletter.issues.preflight import Answer
from newsletter.models import LinkState
from tests.newsletter.making_issues.steps import issue_page

pytestmark = pytest.mark.django_db


def test_links_within_the_bank_are_looked_up_without_the_network(key):
    good, gone = "http://localhost:8000/fr/", "http://localhost:8000/en/nothing-here/"
    page = issue_page("es").full_url or ""
    addresses = [good, gone, "http://localhost:8000/es/search/?q=suelo", "http://localhost:8000/media/images/none.jpg"]
    assert page
    assert links.answers(addresses, now=timezone.now()) == {
        good: Answer.ALIVE,
        gone: Answer.DEAD,
        addresses[2]: Answer.ALIVE,
        addresses[3]: Answer.DEAD,
    }


def test_links_within_the_bank_are_looked_up_together(django_assert_num_queries):
    pages = [f"http://localhost:8000{issue_page(code).url}" for code in ("en", "fr", "es")]
    missing = [f"http://localhost:8000/fr/nothing-{number}/" for number in range(20)]
    with django_assert_num_queries(2):  # the pages, and what is known of addresses outside
        found = links.answers([*pages, *missing, "https://example.org/"], now=timezone.now())
    assert [url for url, answer in found.items() if answer is Answer.ALIVE] == pages


def test_a_link_to_a_private_page_is_dead_for_readers():
    page = issue_page("fr")
    address = f"http://localhost:8000{page.url}"
    assert links.answers([address], now=timezone.now()) == {address: Answer.ALIVE}
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert links.answers([address], now=timezone.now()) == {address: Answer.DEAD}


def test_links_outside_are_asked_once_a_day(key, editor):
    asked = []

    def ask(url):
        asked.append(url)
        return (LinkState.DEAD if "gone" in url else LinkState.ALIVE), "404"

    urls = ["https://example.org/", "https://example.org/gone", "http://localhost:8000/en/"]
    links.ask_outside([*urls, urls[0]], ask=ask)
    assert sorted(asked) == urls[:2]
    now = timezone.now()
    assert list(links.answers(urls, now=now).values()) == [Answer.ALIVE, Answer.DEAD, Answer.ALIVE]
    assert links.answers(urls[:1], now=now + timedelta(days=2)) == {urls[0]: Answer.UNASKED}


def test_a_link_to_a_place_that_is_not_on_the_mail_is_found():
    inside = links.look_inside(
        '<a href="#ref-1">1</a><a href="#ref-2">2</a><ol><li id="ref-1">A <a href="https://a.example/">b</a></li></ol><img src="x">'
    )
    assert inside.broken_places == ("#ref-2",)
    assert inside.links == ("https://a.example/",)
    assert inside.pictures_without_text == ("x",)
    assert links.look_inside('<a href="{{unsubscribe_url}}"></a><a href="mailto:a@example.org"></a>').links == ()


def test_every_citation_of_the_shipped_issue_leads_to_its_reference(key, editor):
    for edition in gather(key, user=editor).editions:
        assert links.look_inside(edition.mail.html).broken_places == ()
        assert "#ref-1" in edition.mail.html
