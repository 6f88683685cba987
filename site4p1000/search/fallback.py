"""A plain list from the database, for the minutes when the search engine does not answer: titles only, no counts, and it says so."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Q
from django.utils.html import escape

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
    in_title = Q()
    for word in request.text.split():
        in_title &= Q(title__icontains=word)
    pages = findable_pages().filter(in_title, locale__language_code__in=request.languages).order_by("title", "pk")
    page_ids = list(pages.values_list("pk", flat=True)[:MAX_CANDIDATES])
    # As many at a time as a page holds: no more are built than have to be looked at.
    for start in range(0, len(page_ids), request.page_size):
        chunk = page_ids[start : start + request.page_size]
        built = {result.page_id: result.document for result in build_some(chunk)}
        yield from (document for page_id in chunk if (document := built.get(page_id)))


def _passes(document: SearchDocument, request: SearchRequest) -> bool:
    narrowed = [name for name in {*request.filters, *request.fixed} if name != "language"]
    return all(set(document.all_facets.of(name)) & set(request.values(name)) for name in narrowed)


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
