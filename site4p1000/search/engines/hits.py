"""From found documents to the hits a list shows: the same words marked whichever engine found it."""

from collections.abc import Iterable

from site4p1000.search.analysis import stems_to_mark
from site4p1000.search.bounds import Near, distance_km
from site4p1000.search.documents import SearchDocument, from_json
from site4p1000.search.highlighting import marked, snippet
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import Hit


def hits_of(stored: Iterable[str | bytes], request: SearchRequest) -> tuple[Hit, ...]:
    """The hits of documents as an engine keeps them, with the words of the request and their synonyms marked."""
    documents = tuple(map(from_json, stored))
    wanted = {language: _to_mark(request, language) for language in {document.language for document in documents}}
    return tuple(_hit(document, wanted[document.language], request.near) for document in documents)


def _to_mark(request: SearchRequest, language: str) -> frozenset[str]:
    return frozenset().union(*(stems_to_mark(text, language) for text in request.texts(language)))


def _hit(document: SearchDocument, wanted: frozenset[str], near: Near | None) -> Hit:
    return Hit(
        id=document.id,
        type=document.type,
        language=document.language,
        title=document.title,
        title_html=marked(document.title, wanted, document.language),
        snippet_html=snippet(summary=document.summary, body=document.body, wanted=wanted, language=document.language),
        summary=document.summary,
        url=document.url,
        card=document.card,
        published_on=document.published_on,
        distance_km=_nearest_km(document, near) if near else None,
    )


def _nearest_km(document: SearchDocument, near: Near) -> float | None:
    return min((distance_km(near, *point) for point in document.points), default=None)
