"""A plain list from the database, for the minutes when the search engine does not answer: words of titles only, no counts, and it says so.

What was chosen holds here too: facets, ranges, days and places. A list that left them out would tell a reader that what stands there has them.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.utils.html import escape

from site4p1000.search.analysis import fold
from site4p1000.search.bounds import Days, Near, Span, distance_km
from site4p1000.search.building import build_some, findable_pages
from site4p1000.search.documents import SearchDocument
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import Hit, SearchResults

ENGINE = "database"
MAX_CANDIDATES = 100
"""Pages looked at: their documents have to be built one by one, and the page must come quickly."""


def plain_list(request: SearchRequest) -> SearchResults:
    """Live public pages whose title holds every word of the request, by title, at most one page of hits."""
    passing = (document for document in _documents(request) if _passes(document, request))
    hits = tuple(_hit(document) for document in islice(passing, request.page_size))
    return SearchResults(total=len(hits), hits=hits, engine=ENGINE, facets={name: () for name in request.facets}, is_degraded=True)


def _documents(request: SearchRequest) -> Iterator[SearchDocument]:
    words = fold(request.text).split()
    titles = findable_pages().filter(locale__language_code__in=request.languages).order_by("title", "pk").values_list("pk", "title")
    # Compared here and not by the database, which knows nothing of accents: "zai" is to find "Zaï".
    page_ids = list(islice((pk for pk, title in titles if all(word in fold(title) for word in words)), MAX_CANDIDATES))
    # As many at a time as a page holds: no more are built than have to be looked at.
    for start in range(0, len(page_ids), request.page_size):
        chunk = page_ids[start : start + request.page_size]
        built = {result.page_id: result.document for result in build_some(chunk)}
        yield from (document for page_id in chunk if (document := built.get(page_id)))


def _passes(document: SearchDocument, request: SearchRequest) -> bool:
    narrowed = [name for name in {*request.filters, *request.fixed} if name != "language"]
    return all(set(document.all_facets.of(name)) & set(request.values(name)) for name in narrowed) and _is_within(document, request)


def _is_within(document: SearchDocument, request: SearchRequest) -> bool:
    """Whether it lies within all bounds; what reports nothing lies within none, as in the full search."""
    return (
        all(_overlaps(document.spans.get(name), span) for name, span in request.ranges.items())
        and _is_between(document.published_on, request.published)
        and (request.near is None or request.near.radius_km is None or _is_near(document, request.near, request.near.radius_km))
        and (request.box is None or any(request.box.holds(*point) for point in document.points))
    )


def _overlaps(held: tuple[int, int] | None, span: Span) -> bool:
    return held is not None and (span.high is None or held[0] <= span.high) and (span.low is None or held[1] >= span.low)


def _is_between(day: date | None, days: Days | None) -> bool:
    return days is None or (day is not None and (days.first or date.min) <= day <= (days.last or date.max))


def _is_near(document: SearchDocument, near: Near, radius_km: int) -> bool:
    return any(distance_km(near, *point) <= radius_km for point in document.points)


def _hit(document: SearchDocument) -> Hit:
    return Hit(
        id=document.id,
        type=document.type,
        language=document.language,
        title=document.title,
        title_html=escape(document.title),
        snippet_html=escape(document.summary),
        summary=document.summary,
        url=document.url,
        card=document.card,
        published_on=document.published_on,
    )
