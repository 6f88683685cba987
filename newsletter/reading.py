"""What the pages of the newsletter show, in a fixed number of queries. Imported by the models, so page models are looked up when asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.reading import live_story_cards
from practices.browsing.cards import live_cards
from practices.models.basis import Reference
from site4p1000.common.addresses import address_of
from site4p1000.common.body import Part, part_of, with_anchors
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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pulled:
    """Cards of the pages an issue points to, by page id."""

    practices: Mapping[int, Any]
    stories: Mapping[int, Any]


def issue_list(*, page, number) -> IssueList:
    """One page of the live issues of a language, newest first: two queries."""
    rows, pager = one_page(live_issues(page.language), number=number)
    return IssueList(cards=tuple(issue_card(row) for row in rows), pager=pager)


def live_issues(language: str):
    """The live issues of a language, newest first, with what a card shows and nothing more."""
    model = apps.get_model("newsletter", "NewsletterIssuePage")
    shown = ("title", "summary", "date", "number", "url_path", "locale_id")
    return readable(model.objects).filter(locale__language_code=language).order_by("-date", "-pk").only(*shown)


def issue_card(page) -> IssueCard:
    """The card of an issue page."""
    return IssueCard(title=page.title, url=address_of(page), summary=page.summary, date=page.date, number=page.number)


def issue_reading(page) -> IssueReading:
    """All an issue page shows."""
    references = _references(page.body)
    numbers = citation_numbers([reference.key for reference in references])
    found = with_anchors(_parts(page, partial(number_citations, numbers=numbers)))
    headed = tuple(part for part in found if part.heading)
    return IssueReading(body=found, contents=headed if len(headed) >= WITH_CONTENTS else (), references=references)


def _references(body) -> tuple[Reference, ...]:
    """The works the texts of an issue cite; keys without a work are left as typed."""
    keys = citation_keys(" ".join(_texts(body.raw_data)))
    found = {row.key: row for row in Reference.objects.filter(key__in=keys)} if keys else {}
    return tuple(found[key] for key in keys if key in found)


def _texts(raw_blocks) -> Iterator[str]:
    for block in raw_blocks:
        if isinstance(block["value"], Mapping):
            yield str(block["value"].get("text", ""))


def _parts(page, rewrite) -> Iterator[Part]:
    """The body with neighbours of one kind put together: press items under one heading, cards in one row."""
    pulled = _pulled(page)
    places = range(len(page.body))
    for kind, run in groupby(places, key=lambda place: _kind(page.body.raw_data[place], pulled)):
        if kind in ("practices", "stories"):
            yield _cards(kind, [page.body.raw_data[place]["value"]["page"] for place in run], pulled)
        elif kind in _TOGETHER:
            yield _TOGETHER[kind]([page.body[place].value for place in run])
        elif kind:
            yield from (part_of(page.body[place], rewrite=rewrite) for place in run)


def _pulled(page) -> _Pulled:
    ids = [block["value"]["page"] for block in page.body.raw_data if block["type"] == "page_card" and block["value"].get("page")]
    if not ids:
        return _Pulled(practices={}, stories={})
    practices = live_cards(ids, language=page.language)
    return _Pulled(practices=practices, stories=live_story_cards([pk for pk in ids if pk not in practices], page.language))


def _kind(raw_block: Mapping, pulled: _Pulled) -> str:
    """What a block is, for the reader; empty for the card of a page that is not live any more. Read raw: a chosen page costs a query."""
    if raw_block["type"] != "page_card":
        return raw_block["type"]
    page_id = raw_block["value"].get("page")
    return "practices" if page_id in pulled.practices else "stories" if page_id in pulled.stories else ""


def _cards(kind: str, page_ids: list[int], pulled: _Pulled) -> Part:
    if kind == "practices":
        cards = tuple(pulled.practices[pk] for pk in page_ids)
        return _titled("blocks/practice_cards.html", ngettext("A practice", "Practices", len(cards)), cards=cards)
    cards = tuple(pulled.stories[pk] for pk in page_ids)
    return _titled("blocks/story_cards.html", ngettext("A story", "Stories", len(cards)), cards=cards)


def _press(items: list) -> Part:
    return _titled("blocks/press_review.html", _("Press review"), entries=tuple(items))


def _figures(figures: list) -> Part:
    sourced = tuple(figure for figure in figures if figure["source"])
    return _titled("blocks/key_figures.html", ngettext("A figure with its source", "Figures with their sources", len(sourced)), figures=sourced)


def _titled(template: str, heading: str, **values) -> Part:
    return Part(template=template, values={"heading": heading, **values}, heading=heading)


_TOGETHER = {"press_item": _press, "key_figure": _figures}
"""Kinds of blocks that share one heading when they follow one another."""
