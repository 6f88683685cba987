"""Search documents and searches in one call, for the tests of this folder."""

from itertools import count

from site4p1000.search.documents import SearchDocument
from site4p1000.search.request import SearchRequest

_numbers = count(1)


def document(title: str = "Soil", **given) -> SearchDocument:
    """A valid document; a test says only what matters to it."""
    id = given.pop("id", f"page-{next(_numbers)}")
    return SearchDocument(**{"id": id, "type": "practice", "language": "en", "title": title, "url": f"/{id}/", **given})


def titles(engine, text: str = "", language: str = "en", **given) -> list[str]:
    """Titles of the hits, in order."""
    return [hit.title for hit in engine.search(SearchRequest(text=text, language=language, **given)).hits]


def counts(results, facet: str) -> dict[str, int]:
    """Count by value of one facet, in the order given."""
    return {found.value: found.count for found in results.facets[facet]}
