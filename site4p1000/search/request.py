"""What a reader asks for: the search request, and the query string it is written in. Pure; never raises on what comes from outside."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from site4p1000.search.bounds import Box, Days, Near, Span, Unreadable, read_box, read_days, read_near, read_span, write_box, written
from site4p1000.search.cleaning import all_values, clean, last_value
from site4p1000.search.documents import FACETS, RANGES, FacetValues
from site4p1000.search.parameters import (
    BOX,
    EXACT,
    FROM,
    LATITUDE,
    LONGITUDE,
    MAX_PAGE,
    MAX_VALUE_LENGTH,
    NEAR,
    PAGE,
    PUBLISHED,
    RADIUS,
    SORT,
    TEXT,
    TO,
    SortOrder,
    clean_text,
    clean_values,
    left_out,
    read_page,
    read_sort,
)  # fmt: skip

PAGE_SIZE = 20
Bound = TypeVar("Bound")


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchRequest:
    """One search. Values of one facet widen it (or), several facets narrow it (and); an empty text browses everything.

    `language` is the reader's (ISO 639-1): hits come in it unless the language facet asks for others. `filters` are the reader's
    choices and stand in the query string; `fixed` are the page's own (a list of practices only) and do not. `facets` are the ones to
    count. `sort` is ``None`` for the natural order: best match first with words, titles without.

    `ranges` keep what overlaps a span of `RANGES`, `published` what appeared in these days, `near` and `box` what has a site there:
    what has no such number, day or point is not found by them. `among` keeps only documents with these ids, and is never in the
    query string: it is how a page (such as "places like mine") lends the search a set of its own. `wordings` are other ways to say
    the text, by language of the documents: synonyms. `is_exact`: search for these words and no correction of them.
    `ignored` are parameters that could not be read, with what they said, for a message; `unread` is what stands in the fields of bounds
    among them, so that it can be put right there.
    """

    text: str = ""
    language: str = "en"
    filters: FacetValues = field(default_factory=FacetValues)
    fixed: FacetValues = field(default_factory=FacetValues)
    facets: tuple[str, ...] = FACETS
    ranges: Mapping[str, Span] = field(default_factory=dict)
    published: Days | None = None
    near: Near | None = None
    box: Box | None = None
    among: tuple[str, ...] | None = None
    wordings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_exact: bool = False
    sort: SortOrder | None = None
    page: int = 1
    page_size: int = PAGE_SIZE
    ignored: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    unread: Mapping[str, str] = field(default_factory=dict, compare=False)

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
        return SortOrder.RELEVANCE if self.text else SortOrder.DISTANCE if self.near else SortOrder.TITLE

    @property
    def order(self) -> SortOrder:
        """The order hits come in. Without words there is no relevance and without a place no distance, so titles decide."""
        has_meaning = {SortOrder.RELEVANCE: bool(self.text), SortOrder.DISTANCE: self.near is not None}
        return self.sort if self.sort and has_meaning.get(self.sort, True) else self.natural_order

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages to answer in: those chosen, else the reader's."""
        return self.values("language") or (self.language,)

    @property
    def is_narrowed(self) -> bool:
        """Whether the reader chose anything besides words."""
        return bool(self.filters or self.bounds)

    @property
    def bounds(self) -> tuple[str, ...]:
        """Names of what narrows besides facets: ranges, ``published``, ``near`` (when it has a radius), ``bbox``."""
        given = {PUBLISHED: self.published, NEAR: self.near and self.near.radius_km, BOX: self.box}
        return (*(name for name in RANGES if name in self.ranges), *(name for name, value in given.items() if value))

    def values(self, facet: str) -> tuple[str, ...]:
        """What this facet is narrowed to, by the page or by the reader; empty for everything."""
        return self.fixed.of(facet) or self.filters.of(facet)

    def texts(self, language: str) -> tuple[str, ...]:
        """What to look for in documents of a language: the text itself, then its synonyms, which weigh less."""
        return tuple(dict.fromkeys((self.text, *self.wordings.get(language, ()))))


def parse_query_string(
    params: Mapping[str, Any],
    *,
    language: str,
    fixed: Mapping[str, Iterable[str]] = FacetValues(),
    facets: tuple[str, ...] = FACETS,
    page_size: int = PAGE_SIZE,
    others: Container[str] = (),
) -> SearchRequest:
    """The request written in `params` (a QueryDict, or a mapping of lists). Garbage is dropped, cut or replaced, never an error.

    Facets in `fixed` cannot be changed from the query string. What was left out is named in `ignored`: bounds, pages and orders nobody can
    read, names this search does not know (`others` are the caller's own), choices that the page fixes.
    """
    kept = FacetValues(fixed)
    chosen = {name: clean_values(all_values(params, name)) for name in FACETS if name not in kept}
    bounds = _Bounds(params)
    ranges = {name: bounds.read(lambda low, high, name=name: read_span(name, low, high), name + FROM, name + TO) for name in RANGES}
    return SearchRequest(
        text=clean_text(last_value(params, TEXT)),
        language=language,
        filters=FacetValues(chosen),
        fixed=kept,
        facets=facets,
        ranges={name: span for name, span in ranges.items() if span},
        published=bounds.read(read_days, PUBLISHED + FROM, PUBLISHED + TO),
        near=bounds.read(read_near, LATITUDE, LONGITUDE, RADIUS),
        box=bounds.read(read_box, BOX),
        is_exact=last_value(params, EXACT) == "1",
        sort=read_sort(last_value(params, SORT)),
        page=read_page(last_value(params, PAGE)),
        page_size=page_size,
        ignored=(*bounds.ignored, *left_out(params, fixed=kept, others=others)),
        unread=bounds.unread,
    )


def query_pairs(request: SearchRequest) -> tuple[tuple[str, str], ...]:
    """Names and values of the query string in canonical order; what is natural (first page, natural sort) is left out."""
    pairs = [(TEXT, request.text)] if request.text else []
    pairs += [(name, value) for name, values in request.filters.items() for value in values]
    pairs += [(name, value) for name, value in _bound_pairs(request) if value]
    pairs += [(EXACT, "1")] if request.is_exact else []
    pairs += [(SORT, request.sort.value)] if request.sort else []
    pairs += [(PAGE, str(request.page))] if request.page > 1 else []
    return tuple(pairs)


def to_query_string(request: SearchRequest) -> str:
    """The canonical query string without question mark; ``parse_query_string`` reads the same request from it."""
    return urlencode(query_pairs(request))


def with_text(request: SearchRequest, text: str) -> SearchRequest:
    """The same search for other words, from its first page."""
    return replace(request, text=clean_text(text), is_exact=False, wordings={}, page=1)


def exactly(request: SearchRequest) -> SearchRequest:
    """The same search for these very words, uncorrected."""
    return replace(request, is_exact=True, page=1)


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


def without_bound(request: SearchRequest, name: str) -> SearchRequest:
    """Without one of its `bounds`; a place without its radius goes altogether."""
    gone: dict[str, Any] = {PUBLISHED: {"published": None}, NEAR: {"near": None}, BOX: {"box": None}}.get(name) or {
        "ranges": {kept: span for kept, span in request.ranges.items() if kept != name}
    }
    return replace(request, **gone, page=1)


def without_filters(request: SearchRequest) -> SearchRequest:
    """Without any choice of the reader."""
    return replace(request, filters=FacetValues(), ranges={}, published=None, near=None, box=None, page=1)


def on_page(request: SearchRequest, page: int) -> SearchRequest:
    """The same search on another page, counted from 1."""
    return replace(request, page=max(1, min(page, MAX_PAGE)))


def next_page(request: SearchRequest) -> SearchRequest:
    """The same search, one page further."""
    return on_page(request, request.page + 1)


def sorted_by(request: SearchRequest, order: SortOrder) -> SearchRequest:
    """The same search in another order, from its first page."""
    return replace(request, sort=order, page=1)


class _Bounds:
    """Reads bounds from parameters and keeps what could not be read."""

    def __init__(self, params: Mapping[str, Any]):
        self.params = params
        self.ignored: list[tuple[str, str]] = []
        self.unread: dict[str, str] = {}

    def read(self, reader: Callable[..., Bound | None], *names: str) -> Bound | None:
        texts = [clean(last_value(self.params, name), MAX_VALUE_LENGTH) for name in names]
        try:
            return reader(*texts)
        except Unreadable:
            self.ignored.append((names[0].removesuffix(FROM), " ".join(text for text in texts if text)))
            self.unread |= dict(zip(names, texts, strict=True))
            return None


def _bound_pairs(request: SearchRequest) -> list[tuple[str, str]]:
    pairs = []
    for name in RANGES:
        span = request.ranges.get(name, Span())
        pairs += [(name + FROM, _number(span.low)), (name + TO, _number(span.high))]
    days = request.published or Days()
    pairs += [(PUBLISHED + FROM, written(days.first, is_last=False)), (PUBLISHED + TO, written(days.last, is_last=True))]
    if near := request.near:
        pairs += [(LATITUDE, f"{near.latitude:g}"), (LONGITUDE, f"{near.longitude:g}"), (RADIUS, _number(near.radius_km))]
    return [*pairs, (BOX, write_box(request.box))] if request.box else pairs


def _with_filters(request: SearchRequest, filters: FacetValues) -> SearchRequest:
    return replace(request, filters=filters, page=1)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
