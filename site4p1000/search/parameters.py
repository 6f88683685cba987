"""The names and values a query string may have, and what of it is left out. Pure; nothing here is an error."""

from collections.abc import Container, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import Any

from site4p1000.search.cleaning import MAX_TEXT_LENGTH, all_values, clean, last_value
from site4p1000.search.documents import FACETS, RANGES, FacetValues

MAX_PAGE = 1_000
MAX_VALUE_LENGTH = 100
MAX_VALUES_PER_FACET = 20

TEXT, SORT, PAGE, EXACT = "q", "sort", "page", "exact"
LATITUDE, LONGITUDE, RADIUS, BOX = "lat", "lon", "radius_km", "bbox"
PUBLISHED, NEAR = "published", "near"
FROM, TO = "_from", "_to"
"""Parameters of the query string; every other known one is the name of a facet, or of a range with `FROM` or `TO` behind it.

``like`` is kept for "practices from comparable conditions": it will name a place, and `SearchRequest.among` will hold what is like it.
"""

KNOWN = frozenset((
    TEXT, SORT, PAGE, EXACT, LATITUDE, LONGITUDE, RADIUS, BOX, "like", *FACETS, *(name + end for name in (*RANGES, PUBLISHED) for end in (FROM, TO)),
))  # fmt: skip
UNKNOWN = ""
"""Stands in `SearchRequest.ignored` for the name of a parameter that nobody knows; the name is then what was said."""
MAX_UNKNOWN = 3
TRACKING = ("utm_", "mtm_", "pk_", "fbclid", "gclid")


class SortOrder(StrEnum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    EVIDENCE = "evidence"
    EFFORT = "effort"
    DISTANCE = "distance"
    TITLE = "title"


def clean_text(text: str) -> str:
    """Words as they can be searched and shown: control characters gone, blanks single, at most 200 characters."""
    return clean(text, MAX_TEXT_LENGTH)


def left_out(params: Mapping[str, Any], *, fixed: FacetValues, others: Container[str]) -> Iterator[tuple[str, str]]:
    """Names, with what they said, of words, pages, orders, fixed facets and unknown filters that the search does without."""
    yield from _cut_words(params)
    yield from _choices(params, fixed)
    yield from _unknown_names(params, others)


def clean_values(values: list[str]) -> tuple[str, ...]:
    """Values of one facet: visible, none twice, at most twenty."""
    # Read a few more than are kept, so that blanks and doubles do not count.
    cleaned = (clean(value, MAX_VALUE_LENGTH) for value in values[: MAX_VALUES_PER_FACET * 5])
    return tuple(dict.fromkeys(value for value in cleaned if value))[:MAX_VALUES_PER_FACET]


def read_sort(text: str) -> SortOrder | None:
    """The order of this name; ``None`` for what is none."""
    return SortOrder(text) if text in set(SortOrder) else None


def read_page(text: str) -> int:
    """From 1 to `MAX_PAGE`; the first for what is no number of a page."""
    return min(int(text), MAX_PAGE) if _is_page(text) else 1


def _is_page(text: str) -> bool:
    try:
        return int(text) >= 1
    except ValueError:
        return False


def _cut_words(params: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Where words were cut: the first of those that were left out."""
    said = clean(last_value(params, TEXT), 2 * MAX_TEXT_LENGTH)
    rest = said[len(clean_text(said)) :].strip()
    return ((TEXT, rest),) if rest else ()


def _choices(params: Mapping[str, Any], fixed: FacetValues) -> Iterator[tuple[str, str]]:
    """What was chosen of pages, orders and fixed facets and is not to be had."""
    page, sort = (last_value(params, name) for name in (PAGE, SORT))
    if (said := clean(page, MAX_VALUE_LENGTH)) and not _is_page(page):
        yield PAGE, said
    if (said := clean(sort, MAX_VALUE_LENGTH)) and read_sort(sort) is None:
        yield SORT, said
    for name, values in fixed.items():
        yield from ((name, value) for value in clean_values(all_values(params, name)) if value not in values)


def _unknown_names(params: Mapping[str, Any], others: Container[str]) -> Iterator[tuple[str, str]]:
    """Filters nobody knows; the marks that newsletters and other sites put on addresses are none."""
    names = (name for name in params if name not in KNOWN and name not in others and not name.startswith(TRACKING))
    yield from ((UNKNOWN, said) for said in islice(filter(None, (clean(name, MAX_VALUE_LENGTH) for name in names)), MAX_UNKNOWN))
