"""From a search request to one request body, which Elasticsearch and OpenSearch read alike.

The words (`cluster_words`) decide which documents are counted in every language; the reader's filters are applied to the hits
(`post_filter`) and to each count without its own.
"""

from collections.abc import Iterable, Iterator

from site4p1000.search.bounds import Box, Near
from site4p1000.search.engines.cluster_schema import MAX_HITS_REACHED, Json
from site4p1000.search.engines.cluster_words import all_of, terms, wanted
from site4p1000.search.request import BOX, NEAR, PUBLISHED, SearchRequest, SortOrder

MAX_VALUES = 2_000
"""Values counted in one facet: above any vocabulary, so that no value is ever left out."""
EDGE_DEGREES = 5e-7
"""What a box without height or width is widened by: five times finer than places are written, coarser than servers keep them."""
SHARED, WITHOUT, VALUES = "shared", "without_", "values"
WHOLE_INDEX = "whole_index"
"""Counts the languages of all documents, whatever was asked: words are looked for in those languages only."""

ORDERS: dict[SortOrder, list[Json]] = {
    SortOrder.RELEVANCE: [{"_score": "desc"}],
    SortOrder.NEWEST: [{"published_day": {"order": "desc", "missing": "_last"}}],
    SortOrder.EVIDENCE: [{"evidence_rank": {"order": "desc", "missing": "_last"}}],
    SortOrder.EFFORT: [{"effort_rank": {"order": "asc", "missing": "_last"}}],
    SortOrder.TITLE: [],
}


def search_body(request: SearchRequest, languages: Iterable[str]) -> Json:
    """Hits of one page, and all counts. The words are looked for in documents of these `languages`."""
    first = min((request.page - 1) * request.page_size, MAX_HITS_REACHED - request.page_size)
    return {
        "query": all_of(_always(request), must=wanted(request, languages)),
        "post_filter": all_of([*_chosen(request), terms("language", request.languages)]),
        "aggs": _counts(request),
        "sort": [*_order(request), {"sort_title": "asc"}],
        "from": first,
        "size": request.page_size,
        "track_total_hits": True,
        "_source": ["stored"],
    }


def narrowed(request: SearchRequest) -> tuple[str, ...]:
    """Facets the reader narrowed, but for the language."""
    return tuple(name for name in request.filters if name not in request.fixed and name != "language")


# --- filters and counts


def _counts(request: SearchRequest) -> Json:
    """All facets without a choice are counted together; what the reader narrowed is counted on its own, with its filter left out."""
    own = narrowed(request)
    shared = {name: _values(name) for name in request.facets if name not in (*own, "language")}
    languages = terms("language", request.languages)
    counts: Json = {WITHOUT + "language": {"filter": all_of(_chosen(request)), "aggs": {VALUES: _values("language")}}}
    if shared:
        counts[SHARED] = {"filter": all_of([*_chosen(request), languages]), "aggs": shared}
    for name in (*own, *request.bounds):
        counts[WITHOUT + name] = {"filter": all_of([*_chosen(request, but=name), languages])}
    for name in own:
        counts[WITHOUT + name]["aggs"] = {VALUES: _values(name)}
    if request.text:
        counts[WHOLE_INDEX] = {"global": {}, "aggs": {VALUES: _values("language")}}
    return counts


def _values(facet: str) -> Json:
    return {"terms": {"field": facet, "size": MAX_VALUES}}


def _chosen(request: SearchRequest, but: str = "") -> list[Json]:
    """The reader's filters, but for one."""
    named = [(name, [terms(name, request.values(name))]) for name in narrowed(request)] + list(_bounds(request))
    return [clause for name, clauses in named if name != but for clause in clauses]


def _always(request: SearchRequest) -> list[Json]:
    """The page's own filters, which hold for every count."""
    fixed = [terms(name, values) for name, values in request.fixed.items() if name != "language"]
    return fixed if request.among is None else [*fixed, terms("id", request.among)]


def _bounds(request: SearchRequest) -> Iterator[tuple[str, list[Json]]]:
    # Spans overlap when neither begins after the other ends.
    for name, span in request.ranges.items():
        yield name, _range(f"{name}_low", None, span.high) + _range(f"{name}_high", span.low, None)
    if days := request.published:
        yield PUBLISHED, _range("published_day", *(day.toordinal() if day else None for day in (days.first, days.last)))
    if request.near and request.near.radius_km is not None:
        yield NEAR, [{"geo_distance": {"distance": f"{request.near.radius_km}km", "point": _point(request.near)}}]
    if request.box:
        yield BOX, [{"geo_bounding_box": {"point": _corners(request.box)}}]


def _range(field: str, low: int | None, high: int | None) -> list[Json]:
    ends = {name: value for name, value in (("gte", low), ("lte", high)) if value is not None}
    return [{"range": {field: ends}}] if ends else []


def _point(near: Near) -> Json:
    return {"lat": near.latitude, "lon": near.longitude}


def _corners(box: Box) -> Json:
    west, east = _apart(box.west, box.east, lowest=-180)
    south, north = _apart(box.south, box.north, lowest=-90)
    return {"top_left": {"lat": north, "lon": west}, "bottom_right": {"lat": south, "lon": east}}


def _apart(low: float, high: float, *, lowest: float) -> tuple[float, float]:
    """The two edges of a box: OpenSearch refuses a box without height or width, which gets a few centimetres of it."""
    if low != high:
        return low, high
    return (low - EDGE_DEGREES, high) if low - EDGE_DEGREES >= lowest else (low, high + EDGE_DEGREES)


def _order(request: SearchRequest) -> list[Json]:
    if request.order == SortOrder.DISTANCE and request.near:
        return [{"_geo_distance": {"point": _point(request.near), "order": "asc", "unit": "km", "mode": "min"}}]
    return ORDERS[request.order]
