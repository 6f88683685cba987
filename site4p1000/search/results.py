"""What an engine answers: hits, counts, and the same search in other languages. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """One document found. The two ``*_html`` are safe to print: the text is escaped, only ``<mark>`` was added.

    `distance_km` is that of its nearest site when a place was asked for; ``None`` without one, or without a known point.
    """

    id: str
    type: str
    language: str
    title: str
    title_html: str
    snippet_html: str
    summary: str
    url: str
    card: Mapping[str, Any] = field(default_factory=dict)
    published_on: date | None = None
    distance_km: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetCount:
    """How many documents one would see with this value chosen in its facet, all other filters kept."""

    value: str
    count: int
    is_selected: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchResults:
    """The answer to one request.

    `facets` has every facet asked for: its values by falling count, each count ignoring the facet's own filter, and chosen values
    even at zero. `totals_without` says, for each facet and bound (`SearchRequest.bounds`) the reader chose, how many hits there would
    be without that choice. `other_languages` counts what the same words and filters find in languages not asked for, most first.
    `page` is the page given, which is the last one when a later one was asked for. `is_degraded` marks a plain list made without the
    engine: no counts then.

    What `mending` adds, whatever the engine: `corrected_text` is what was searched for because the words asked for find nothing in the
    bank, `did_you_mean` is only an offer. Both are empty most of the time.
    """

    total: int
    hits: tuple[Hit, ...]
    engine: str
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    totals_without: Mapping[str, int] = field(default_factory=dict)
    other_languages: tuple[tuple[str, int], ...] = ()
    is_degraded: bool = False
    page: int = 1
    page_count: int = 1
    corrected_text: str = ""
    did_you_mean: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A page of the bank whose title goes on from what a reader has typed."""

    title: str
    type: str
    language: str
    url: str


def page_count(total: int, page_size: int) -> int:
    """Pages needed for so many hits; one even when there is none."""
    return max(1, -(-total // page_size))
