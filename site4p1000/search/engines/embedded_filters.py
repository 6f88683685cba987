"""What narrows a search of the embedded engine besides words: facets, ranges, days, places, given ids. As tantivy queries."""

from collections.abc import Iterable, Iterator, Sequence

from tantivy import FieldType, Occur, Query, Schema

from site4p1000.search.engines.embedded_places import Points, ids_inside, ids_within
from site4p1000.search.request import BOX, NEAR, PUBLISHED, SearchRequest

NO_POINTS: Points = {}


class FilterBuilder:
    """Makes the filters of one request. `points` need to be given only when it asks for a place."""

    def __init__(self, schema: Schema, request: SearchRequest, points: Points = NO_POINTS):
        self.schema = schema
        self.request = request
        self._named = [(name, unscored(query)) for name, query in (*self._bounds(), *self._places(points))]

    def all(self, *, except_name: str = "") -> list[Query]:
        """Every filter but that of one facet or bound. Languages are not among them: they decide which words are looked for."""
        names = [name for name in (*self.request.fixed, *self.request.filters) if name not in {"language", except_name}]
        facets = [self.any_value(name, self.request.values(name)) for name in dict.fromkeys(names)]
        return [*facets, *(query for name, query in self._named if name != except_name)]

    def any_value(self, facet: str, values: Iterable[str]) -> Query:
        """Documents with one of these values."""
        return unscored(either(Query.term_query(self.schema, facet, value) for value in values))

    def _bounds(self) -> Iterator[tuple[str, Query]]:
        for name, span in self.request.ranges.items():
            # Spans overlap when neither begins after the other ends.
            yield name, self._between(f"{name}_low", None, span.high)
            yield name, self._between(f"{name}_high", span.low, None)
        if days := self.request.published:
            ordinals = [day.toordinal() if day else None for day in (days.first, days.last)]
            yield PUBLISHED, self._between("published_day", *ordinals)

    def _between(self, field: str, low: int | None, high: int | None) -> Query:
        if low is None and high is None:  # one end of a half-open span: the other end's query finds those without the field wanting
            return Query.all_query()
        return Query.range_query(self.schema, field, FieldType.Integer, low, high)

    def _places(self, points: Points) -> Iterator[tuple[str, Query]]:
        if self.request.near and self.request.near.radius_km is not None:
            yield NEAR, self._ids(ids_within(points, self.request.near))
        if self.request.box:
            yield BOX, self._ids(ids_inside(points, self.request.box))
        if self.request.among is not None:
            yield "among", self._ids(self.request.among)

    def _ids(self, ids: Sequence[str]) -> Query:
        return Query.term_set_query(self.schema, "id", list(ids)) if ids else Query.empty_query()


def unscored(query: Query) -> Query:
    """The same documents, without any weight."""
    return Query.const_score_query(query, 0.0)


def every(queries: Sequence[Query]) -> Query:
    """Documents that match all of them."""
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def either(queries: Iterable[Query]) -> Query:
    """Documents that match any of them."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])
