"""From a found document to the hit a list shows: the same words marked whichever engine found it."""

from site4p1000.search.analysis import stems_to_mark
from site4p1000.search.bounds import Near, distance_km
from site4p1000.search.documents import SearchDocument
from site4p1000.search.highlighting import marked, snippet
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import Hit


def hit_of(document: SearchDocument, request: SearchRequest) -> Hit:
    """The hit, with the words of the request and their synonyms marked."""
    wanted = frozenset().union(*(stems_to_mark(text, document.language) for text in request.texts(document.language)))
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
        distance_km=_nearest_km(document, request.near) if request.near else None,
    )


def _nearest_km(document: SearchDocument, near: Near) -> float | None:
    return min((distance_km(near, *point) for point in document.points), default=None)
