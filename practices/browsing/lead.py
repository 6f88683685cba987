"""What leads a practice, decided here for every place that shows one: its technical sheet.

Whole on its page, on paper, in feeds and in an issue's block for it; its opening on cards, among found pages and in a practice card of the
newsletter. The editor's summary stands in where there is no sheet, and is the line for search engines, in the
page's data for machines and under shared links. See ADR 0024.
"""

from typing import Any

from django.utils.html import format_html

from site4p1000.common.wording import opening, plain

CARD_CHARS = 240
"""Six lines of a card on a phone: two sentences of most sheets."""
LINE_CHARS = 160
"""About what search engines and messengers print of a page's description."""


def rich_lead_of(page: Any) -> str:
    """The technical sheet as it is stored, citations and all; the summary as a paragraph where there is none; empty where both are missing."""
    if plain(page.abstract):
        return str(page.abstract)
    return format_html("<p>{}</p>", page.summary) if page.summary else ""


def whole_lead_of(page: Any) -> str:
    """The technical sheet as plain text without citations, on one line; the summary where there is none."""
    return plain(rich_lead_of(page))


def card_lead_of(page: Any) -> str:
    """What a card shows: the whole sentences the lead begins with, at most `CARD_CHARS`; a list of 24 whole sheets would bury each of them."""
    return opening(whole_lead_of(page), CARD_CHARS)


def line_of(page: Any) -> str:
    """One line for search engines and shared links: what the editor wrote for them, else the summary, else the lead's first sentences."""
    return page.search_description or plain(page.summary) or opening(whole_lead_of(page), LINE_CHARS)
