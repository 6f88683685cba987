"""From a search request to tantivy queries. Only constructors with analysed words: nothing a reader types is ever parsed as a syntax."""

from collections.abc import Iterable, Sequence

from tantivy import Occur, Order, Query, Schema

from site4p1000.search.analysis import QueryWord, query_words
from site4p1000.search.engines.embedded_schema import WEIGHTS, text_field
from site4p1000.search.request import SearchRequest, SortOrder

ALL_WORDS_BONUS = 1_000.0
"""Far above what words can weigh together, so that a document with all words always stands before one with most of them."""

PHRASE_FACTOR = 2.0
OTHER_PARTS = 0.2
"""Share that a word found again in a lighter part adds to its weight."""

WORDS_THAT_ALLOW_ONE_MISSING = 3

ORDERS = {
    SortOrder.NEWEST: ("sort_newest", Order.Desc),
    SortOrder.EVIDENCE: ("sort_evidence", Order.Desc),
    SortOrder.EFFORT: ("sort_effort", Order.Asc),
    SortOrder.TITLE: ("sort_title", Order.Asc),
}
"""Field and direction of each order; relevance needs none."""


class QueryBuilder:
    """Makes the queries of one request against one schema."""

    def __init__(self, schema: Schema, request: SearchRequest):
        self.schema = schema
        self.request = request

    def matching(self, languages: Sequence[str], *, except_facet: str = "") -> Query:
        """Documents of these languages that match the words and all filters, but for the filter of one facet."""
        names = [name for name in (*self.request.fixed, *self.request.filters) if name not in {"language", except_facet}]
        filters = [self._any_value(name, self.request.values(name)) for name in dict.fromkeys(names)]
        wanted = [_either(self._in_language(language) for language in languages)]
        return _all([*wanted, *filters])

    def _in_language(self, language: str) -> Query:
        of_language = self._any_value("language", (language,))
        return _all([of_language, self._words(language)]) if self.request.text else of_language

    def _any_value(self, facet: str, values: Iterable[str]) -> Query:
        found = _either(Query.term_query(self.schema, facet, value) for value in values)
        return Query.const_score_query(found, 0.0)

    def _words(self, language: str) -> Query:
        words = query_words(self.request.text, language)
        if not words:
            return Query.empty_query()
        each = [self._word(word, language) for word in words]
        bonuses = self._phrases(words, language)
        if len(each) < WORDS_THAT_ALLOW_ONE_MISSING:
            found = _all(each)
        else:
            found = Query.boolean_query([(Occur.Should, query) for query in each], minimum_number_should_match=len(each) - 1)
            bonuses.append(Query.const_score_query(_all(each), ALL_WORDS_BONUS))
        return Query.boolean_query([(Occur.Must, found), *((Occur.Should, bonus) for bonus in bonuses)])

    def _word(self, word: QueryWord, language: str) -> Query:
        parts = [Query.boost_query(self._occurs(word, text_field(part, language)), weight) for part, weight in WEIGHTS.items()]
        return Query.disjunction_max_query(parts, OTHER_PARTS)

    def _occurs(self, word: QueryWord, field: str) -> Query:
        together = Query.term_query(self.schema, field, word.together)
        if not word.is_compound:
            return together
        return _either([together, Query.phrase_query(self.schema, field, list(word.stems))])

    def _phrases(self, words: Sequence[QueryWord], language: str) -> list[Query]:
        placed = [(word.place - words[0].place + step, stem) for word in words for step, stem in enumerate(word.stems)]
        if len(words) < 2:
            return []
        fields = ((text_field(part, language), weight) for part, weight in WEIGHTS.items())
        return [Query.boost_query(Query.phrase_query(self.schema, field, placed), PHRASE_FACTOR * weight) for field, weight in fields]


def _all(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _either(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])
