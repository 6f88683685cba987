"""What a reader asks for: the search request, and the query string it is written in. Pure; never raises on what comes from outside."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from site4p1000.search.documents import FACETS, FacetValues

PAGE_SIZE = 20
MAX_PAGE = 1_000
MAX_TEXT_LENGTH = 200
MAX_VALUE_LENGTH = 100
MAX_VALUES_PER_FACET = 20

TEXT, SORT, PAGE = "q", "sort", "page"
"""Parameters of the query string; every other known one is the name of a facet."""


class SortOrder(StrEnum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    EVIDENCE = "evidence"
    EFFORT = "effort"
    TITLE = "title"


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchRequest:
    """One search. Values of one facet widen it (or), several facets narrow it (and); an empty text browses everything.

    `language` is the reader's (ISO 639-1): hits come in it unless the language facet asks for others. `filters` are the reader's
    choices and stand in the query string; `fixed` are the page's own (a list of practices only) and do not. `facets` are the ones to
    count. `sort` is ``None`` for the natural order: best match first with words, titles without.
    """

    text: str = ""
    language: str = "en"
    filters: FacetValues = field(default_factory=FacetValues)
    fixed: FacetValues = field(default_factory=FacetValues)
    facets: tuple[str, ...] = FACETS
    sort: SortOrder | None = None
    page: int = 1
    page_size: int = PAGE_SIZE

    def __post_init__(self):
        if self.page < 1 or self.page_size < 1:
            raise ValueError("Pages are counted from 1 and hold at least one hit.")
        for name in ("filters", "fixed"):
            if not isinstance(getattr(self, name), FacetValues):
                object.__setattr__(self, name, FacetValues(getattr(self, name)))
        if self.filters.of("language") == (self.language,):  # ticked in the form because it is so anyway: no choice
            object.__setattr__(self, "filters", self.filters.replaced("language", ()))
        if self.sort == self.natural_order:
            object.__setattr__(self, "sort", None)

    @property
    def natural_order(self) -> SortOrder:
        return SortOrder.RELEVANCE if self.text else SortOrder.TITLE

    @property
    def order(self) -> SortOrder:
        """The order hits come in. Without words there is no relevance, so titles decide."""
        if self.sort is None or (self.sort == SortOrder.RELEVANCE and not self.text):
            return self.natural_order
        return self.sort

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages to answer in: those chosen, else the reader's."""
        return self.values("language") or (self.language,)

    def values(self, facet: str) -> tuple[str, ...]:
        """What this facet is narrowed to, by the page or by the reader; empty for everything."""
        return self.fixed.of(facet) or self.filters.of(facet)


def parse_query_string(
    params: Mapping[str, Any],
    *,
    language: str,
    fixed: Mapping[str, Iterable[str]] = FacetValues(),
    facets: tuple[str, ...] = FACETS,
    page_size: int = PAGE_SIZE,
) -> SearchRequest:
    """The request written in `params` (a QueryDict, or a mapping of lists). Garbage is dropped, cut or replaced, never an error.

    Facets in `fixed` cannot be changed from the query string.
    """
    kept = FacetValues(fixed)
    chosen = {name: _clean_values(_all(params, name)) for name in FACETS if name not in kept}
    return SearchRequest(
        text=clean_text(_last(params, TEXT)),
        language=language,
        filters=FacetValues(chosen),
        fixed=kept,
        facets=facets,
        sort=_sort(_last(params, SORT)),
        page=_page(_last(params, PAGE)),
        page_size=page_size,
    )


def query_pairs(request: SearchRequest) -> tuple[tuple[str, str], ...]:
    """Names and values of the query string in canonical order; what is natural (first page, natural sort) is left out."""
    pairs = [(TEXT, request.text)] if request.text else []
    pairs += [(name, value) for name, values in request.filters.items() for value in values]
    pairs += [(SORT, request.sort.value)] if request.sort else []
    pairs += [(PAGE, str(request.page))] if request.page > 1 else []
    return tuple(pairs)


def to_query_string(request: SearchRequest) -> str:
    """The canonical query string without question mark; ``parse_query_string`` reads the same request from it."""
    return urlencode(query_pairs(request))


def with_text(request: SearchRequest, text: str) -> SearchRequest:
    """The same search for other words, from its first page."""
    return replace(request, text=clean_text(text), page=1)


def with_value(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """Widened by one value of a facet. Adding a language keeps the reader's own, which was chosen silently."""
    chosen = request.languages if facet == "language" else request.filters.of(facet)
    return _with_filters(request, request.filters.replaced(facet, (*chosen, value)))


def without_value(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """Without one value of a facet."""
    chosen = request.languages if facet == "language" else request.filters.of(facet)
    return _with_filters(request, request.filters.replaced(facet, (kept for kept in chosen if kept != value)))


def with_only(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """With this value and no other in this facet."""
    return _with_filters(request, request.filters.replaced(facet, (value,)))


def without_facet(request: SearchRequest, facet: str) -> SearchRequest:
    """Without any choice in this facet."""
    return _with_filters(request, request.filters.replaced(facet, ()))


def without_filters(request: SearchRequest) -> SearchRequest:
    """Without any choice of the reader."""
    return _with_filters(request, FacetValues())


def on_page(request: SearchRequest, page: int) -> SearchRequest:
    """The same search on another page, counted from 1."""
    return replace(request, page=max(1, min(page, MAX_PAGE)))


def next_page(request: SearchRequest) -> SearchRequest:
    """The same search, one page further."""
    return on_page(request, request.page + 1)


def sorted_by(request: SearchRequest, order: SortOrder) -> SearchRequest:
    """The same search in another order, from its first page."""
    return replace(request, sort=order, page=1)


def clean_text(text: str) -> str:
    """Words as they can be searched and shown: control characters gone, blanks single, at most 200 characters."""
    return _clean(text, MAX_TEXT_LENGTH)


def _with_filters(request: SearchRequest, filters: FacetValues) -> SearchRequest:
    return replace(request, filters=filters, page=1)


def _clean(text: str, length: int) -> str:
    # Cut first: ten times the length is more than enough blanks, and a megabyte of text costs nothing.
    spaced = " ".join(text[: length * 10].split())
    visible = "".join(char for char in spaced if unicodedata.category(char) not in {"Cc", "Cs", "Cn", "Co"})
    return " ".join(visible.split())[:length].strip()


def _clean_values(values: list[str]) -> tuple[str, ...]:
    # Read a few more than are kept, so that blanks and doubles do not count.
    cleaned = (_clean(value, MAX_VALUE_LENGTH) for value in values[: MAX_VALUES_PER_FACET * 5])
    return tuple(dict.fromkeys(value for value in cleaned if value))[:MAX_VALUES_PER_FACET]


def _all(params: Mapping[str, Any], name: str) -> list[str]:
    values = params.getlist(name) if hasattr(params, "getlist") else params.get(name, ())
    return [values] if isinstance(values, str) else [value for value in values if isinstance(value, str)]


def _last(params: Mapping[str, Any], name: str) -> str:
    return next(reversed(_all(params, name)), "")


def _sort(text: str) -> SortOrder | None:
    return SortOrder(text) if text in set(SortOrder) else None


def _page(text: str) -> int:
    try:
        return max(1, min(int(text), MAX_PAGE))
    except ValueError:
        return 1
