"""The body of an issue as its templates show it: neighbours of one kind are put together, under one heading.

Blocks that point to a page are read raw: asking Wagtail for a chosen page costs a query.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletter.issues.pulling import PulledPages
from practices.browsing.lead import rich_lead_of
from practices.reading.display import number_text
from site4p1000.common.addresses import address_of
from site4p1000.common.body import Part, Rewrite, part_of, shown_rich_text

CARDS = ("practice_card", "success_story")
PULLING = (*CARDS, "technical_sheet")
"""Blocks that point to a page."""
PRESS = "press"
"""Items picked from the press review and items typed by hand, under one heading."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueFigure:
    """A figure ready to print: `value` is the number or range with its unit."""

    value: str
    text: str
    source: str
    as_of: date | None


def pages_in(raw_blocks: Iterable[Mapping], *, cards_only: bool = False) -> list[int]:
    """The ids of the pages an issue points to, in its order; with `cards_only`, of those shown as cards."""
    wanted = CARDS if cards_only else PULLING
    return [page for block in raw_blocks if block["type"] in wanted and (page := block["value"].get("page"))]


def cited_texts(raw_blocks: Iterable[Mapping], pulled: PulledPages) -> Iterator[str]:
    """The texts that may cite works, in the order in which a reader meets them: of the issue itself, and of the sheets it shows."""
    for block in raw_blocks:
        if _kind(block, pulled) == "technical_sheet":
            yield rich_lead_of(pulled.pages[block["value"]["page"]])
        elif isinstance(block["value"], Mapping):
            yield str(block["value"].get("text", ""))


def parts_of(body, pulled: PulledPages, press: Mapping[int, Sequence], *, rewrite: Rewrite) -> Iterator[Part]:
    """The parts of an issue's body. `press`: the cards of the press review, by place; `rewrite` changes rich text before it is shown."""
    for kind, run in groupby(range(len(body)), key=lambda place: _kind(body.raw_data[place], pulled)):
        places = list(run)
        if kind in CARDS:
            yield _cards(kind, [body.raw_data[place]["value"] for place in places], pulled)
        elif kind == "technical_sheet":
            yield from (_sheet(body.raw_data[place]["value"]["page"], pulled, rewrite) for place in places)
        elif kind == PRESS:
            yield from _press([entry for place in places for entry in press.get(place) or _typed(body, place)])
        elif kind in _TOGETHER:
            yield _TOGETHER[kind]([body[place].value for place in places], pulled.language)
        elif kind:
            yield from (part_of(body[place], rewrite=rewrite) for place in places)


def _kind(raw_block: Mapping, pulled: PulledPages) -> str:
    """What a block is, for the reader; empty for one that points to what nobody may read (any more)."""
    if raw_block["type"] in PULLING and raw_block["value"].get("page") not in pulled.pages:
        return ""
    return PRESS if raw_block["type"] in ("press_review", "press_item") else raw_block["type"]


def _typed(body, place: int) -> tuple:
    """A press item typed by hand."""
    return (body[place].value,) if body.raw_data[place]["type"] == "press_item" else ()


def _cards(kind: str, values: list[Mapping], pulled: PulledPages) -> Part:
    cards = tuple(pulled.card(value["page"], remark=value.get("remark") or "") for value in values)
    if kind == "practice_card":
        return _titled("blocks/practice_cards.html", ngettext("A practice", "Practices", len(cards)), entries=cards)
    return _titled("blocks/story_cards.html", ngettext("A story", "Stories", len(cards)), entries=cards)


def _sheet(asked: int, pulled: PulledPages, rewrite: Rewrite) -> Part:
    page = pulled.pages[asked]
    heading = _("Technical sheet: %(title)s") % {"title": page.title}
    text = shown_rich_text(rich_lead_of(page), rewrite=rewrite)
    values = {"url": address_of(page), "title": page.title, "language": page.words_language, "note": pulled.note(asked), "text": text}
    return _titled("blocks/technical_sheet.html", heading, **values)


def _press(entries: list) -> Iterator[Part]:
    """Nothing where no item was found."""
    if entries:
        yield _titled("blocks/press_review.html", _("Press review"), entries=tuple(entries))


def _figures(figures: list, language: str) -> Part:
    entries = tuple(_figure(figure, language) for figure in figures)
    return _titled("blocks/key_figures.html", ngettext("A figure with its source", "Figures with their sources", len(entries)), figures=entries)


def _figure(figure: Mapping[str, Any], language: str) -> IssueFigure:
    value = figure_text(figure["value"], figure["high"], figure["unit"], language=language)
    return IssueFigure(value=value, text=figure["text"], source=figure["source"], as_of=figure["as_of"])


def figure_text(value: Decimal, high: Decimal | None, unit: str, *, language: str) -> str:
    """A number or range with its unit: "0.2 to 0.6 t C/ha a year". A draft may lack the number: it is then "not reported"."""
    if value is None:
        return _("not reported")
    number = number_text(value, language)
    if high is not None:
        number = _("%(low)s to %(high)s") % {"low": number, "high": number_text(high, language)}
    return f"{number} {unit}".strip()


def _events(events: list, _language: str) -> Part:
    return _titled("blocks/events.html", ngettext("An event", "Events", len(events)), entries=tuple(events))


def _partner_news(news: list, _language: str) -> Part:
    return _titled("blocks/partner_news.html", _("News from partners"), entries=tuple(news))


def _titled(template: str, heading: str, **values) -> Part:
    return Part(template=template, values={"heading": heading, **values}, heading=heading)


_TOGETHER: dict[str, Callable[[list, str], Part]] = {
    "key_figure": _figures,
    "event": _events,
    "partner_news": _partner_news,
}
"""Kinds of blocks that share one heading when they follow one another."""
