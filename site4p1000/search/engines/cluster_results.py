"""From a server's answer to search results. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from site4p1000.search.engines.cluster_query import SHARED, VALUES, WHOLE_INDEX, WITHOUT, narrowed
from site4p1000.search.engines.cluster_schema import Json
from site4p1000.search.engines.counting import facet_counts, other_languages
from site4p1000.search.engines.hits import hits_of
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import SearchResults, page_count


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to `cluster_query.search_body`."""

    told: Json

    @property
    def total(self) -> int:
        return self.told["hits"]["total"]["value"]

    @property
    def languages(self) -> frozenset[str] | None:
        """Of all documents there are, whatever was asked; ``None`` where no words were looked for."""
        counted = self.told["aggregations"].get(WHOLE_INDEX)
        return frozenset(bucket["key"] for bucket in counted[VALUES]["buckets"]) if counted else None

    def without(self, facet: str) -> Json:
        """The counts that leave out the filter of this facet."""
        return self.told["aggregations"][WITHOUT + facet]

    def buckets(self, facet: str) -> dict[str, int]:
        """Number of documents by value."""
        aggregations = self.told["aggregations"]
        own = aggregations.get(WITHOUT + facet)
        values = own[VALUES] if own else aggregations[SHARED][facet]
        return {bucket["key"]: bucket["doc_count"] for bucket in values["buckets"]}


def to_results(answer: Answer, request: SearchRequest, *, engine: str, page: int) -> SearchResults:
    """Hits and counts; `page` is the page the hits are of."""
    languages = answer.buckets("language")
    totals = {name: answer.without(name)["doc_count"] for name in (*narrowed(request), *request.bounds)}
    if "language" in request.filters:
        totals["language"] = languages.get(request.language, 0)
    return SearchResults(
        total=answer.total,
        hits=hits_of((hit["_source"]["stored"] for hit in _hits(answer)), request),
        engine=engine,
        facets={name: facet_counts(name, answer.buckets(name), request) for name in request.facets},
        totals_without=totals,
        other_languages=other_languages(languages, request.languages),
        page=page,
        page_count=page_count(answer.total, request.page_size),
    )


def _hits(answer: Answer) -> Iterable[Json]:
    return answer.told["hits"]["hits"]
