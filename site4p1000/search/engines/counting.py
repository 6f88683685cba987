"""Counted values as results show them, whichever engine counted."""

from collections.abc import Mapping

from site4p1000.search.request import SearchRequest
from site4p1000.search.results import FacetCount


def facet_counts(name: str, buckets: Mapping[str, int], request: SearchRequest) -> tuple[FacetCount, ...]:
    """Values of a facet by falling count, chosen ones even at zero."""
    selected = request.languages if name == "language" else request.values(name)
    counted = {**dict.fromkeys(selected, 0), **buckets}
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value=value, count=number, is_selected=value in selected) for value, number in ordered)


def other_languages(by_language: Mapping[str, int], asked: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Languages not asked for with their number of documents, most first."""
    others = [(language, number) for language, number in by_language.items() if language not in asked]
    return tuple(sorted(others, key=lambda pair: (-pair[1], pair[0])))
