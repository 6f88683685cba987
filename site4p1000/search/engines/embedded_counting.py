"""Counts of the embedded engine: facets without their own filter, totals without a filter, other languages."""

from collections.abc import Iterable
from typing import Any

import tantivy
from tantivy import Query

from site4p1000.search.engines.counting import facet_counts, other_languages
from site4p1000.search.engines.embedded_query import QueryBuilder
from site4p1000.search.request import SearchRequest

MAX_VALUES = 2_000
"""Values counted in one facet: above any vocabulary, so that no value is ever left out."""

Buckets = dict[str, int]


def count(searcher: tantivy.Searcher, builder: QueryBuilder) -> dict[str, Any]:
    """`facets`, `totals_without` and `other_languages` of the results, in as few passes as the choices allow.

    All facets without a choice share one pass over the hits; each one the reader narrowed needs its own, with its filter left out.
    """
    request = builder.request
    narrowed = [name for name in request.filters if name not in request.fixed and name != "language"]
    shared = ["language", *(name for name in request.facets if name not in (*narrowed, "language"))]
    others = [language for language in _languages(searcher) if language not in request.languages]
    buckets = _count(searcher, builder.matching(request.languages), shared)
    without = {name: _count_without(searcher, builder, name) for name in narrowed}
    buckets |= {name: counts[name] for name, counts in without.items()}
    if others:
        buckets["language"] |= _count(searcher, builder.matching(others), ["language"])["language"]
    totals = {name: searcher.search(builder.matching(request.languages, except_name=name), limit=1).count for name in request.bounds}
    totals |= {name: sum(counts["language"].values()) for name, counts in without.items()}
    return {
        "facets": {name: facet_counts(name, buckets[name], request) for name in request.facets},
        "totals_without": totals | _without_language(buckets, request),
        "other_languages": other_languages(buckets["language"], request.languages),
    }


def _count_without(searcher: tantivy.Searcher, builder: QueryBuilder, facet: str) -> dict[str, Buckets]:
    # Languages are counted along because every document has exactly one, so their sum is the total.
    return _count(searcher, builder.matching(builder.request.languages, except_name=facet), [facet, "language"])


def _without_language(buckets: dict[str, Buckets], request: SearchRequest) -> Buckets:
    return {"language": buckets["language"].get(request.language, 0)} if "language" in request.filters else {}


def _count(searcher: tantivy.Searcher, query: Query, fields: Iterable[str]) -> dict[str, Buckets]:
    aggregations = {name: {"terms": {"field": name, "size": MAX_VALUES, "segment_size": MAX_VALUES}} for name in fields}
    answer = searcher.aggregate(query, aggregations)
    return {name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]} for name in aggregations}


def _languages(searcher: tantivy.Searcher) -> list[str]:
    return [language for language, _ in searcher.terms_with_prefix("language", "")]
