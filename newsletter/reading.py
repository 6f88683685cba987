"""What the pages of the newsletter show, in a fixed number of queries. Imported by the models, so page models are looked up when asked for."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.apps import apps

from newsletter.issues.press_picking import picked
from newsletter.issues.pulling import PulledPages, pulled_pages
from newsletter.issues.putting_together import cited_texts, pages_in, parts_of
from practices.models.basis import Reference
from site4p1000.common.addresses import address_of
from site4p1000.common.body import Part, with_anchors
from site4p1000.common.paging import Pager, one_page
from site4p1000.common.visibility import readable
from site4p1000.common.wording import citation_keys, citation_numbers, number_citations

WITH_CONTENTS = 4
"""An issue with so many headings gets a list of contents."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueCard:
    """An issue as lists show it."""

    title: str
    url: str
    summary: str
    date: date
    number: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueList:
    """One page of the list of issues."""

    cards: tuple[IssueCard, ...]
    pager: Pager


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueReading:
    """An issue ready to read. `references` are numbered by their place from 1, in the order in which the text cites them."""

    body: tuple[Part, ...]
    contents: tuple[Part, ...]
    references: tuple[Reference, ...]


def issue_list(*, page, number) -> IssueList:
    """One page of the live issues of a language, newest first: two queries."""
    rows, pager = one_page(live_issues(page.language), number=number)
    return IssueList(cards=tuple(issue_card(row) for row in rows), pager=pager)


def live_issues(language: str):
    """The live issues of a language, newest first, with what a card shows and nothing more."""
    model = apps.get_model("newsletter", "NewsletterIssuePage")
    shown = ("title", "summary", "date", "number", "url_path", "locale_id", "translation_key")
    return readable(model.objects).filter(locale__language_code=language).order_by("-date", "-pk").only(*shown)


def issue_card(page) -> IssueCard:
    """The card of an issue page."""
    return IssueCard(title=page.title, url=address_of(page), summary=page.summary, date=page.date, number=page.number)


def issue_reading(page) -> IssueReading:
    """All an issue page shows."""
    raw = page.body.raw_data
    pulled = pulled_pages(pages_in(raw), with_cards=pages_in(raw, cards_only=True), language=page.language)
    references = _references(raw, pulled)
    numbers = citation_numbers([reference.key for reference in references])
    press = picked(raw, language=page.language)
    found = with_anchors(parts_of(page.body, pulled, press, rewrite=partial(number_citations, numbers=numbers)))
    headed = tuple(part for part in found if part.heading)
    return IssueReading(body=found, contents=headed if len(headed) >= WITH_CONTENTS else (), references=references)


def _references(raw_blocks, pulled: PulledPages) -> tuple[Reference, ...]:
    """The works the texts of an issue cite; keys without a work are left as typed."""
    keys = citation_keys(" ".join(cited_texts(raw_blocks, pulled)))
    found = {row.key: row for row in Reference.objects.filter(key__in=keys)} if keys else {}
    return tuple(found[key] for key in keys if key in found)
