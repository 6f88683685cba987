"""From a search request to tantivy queries. Only constructors with analysed words: nothing a reader types is ever parsed as a syntax."""

from collections.abc import Sequence

from tantivy import Occur, Order, Query, Schema

from site4p1000.search.analysis import QueryWord, query_words
from site4p1000.search.engines.embedded_filters import NO_POINTS, FilterBuilder, either, every
from site4p1000.search.engines.embedded_places import Points
from site4p1000.search.engines.parts import WEIGHTS, text_field
from site4p1000.search.request import SearchRequest, SortOrder

ALL_WORDS_BONUS = 1_000.0
"""Far above what words can weigh together, so that a document with all words always stands before one with most of them."""

PHRASE_FACTOR = 2.0
OTHER_PARTS = 0.2
"""Share that a word found again in a lighter part adds to its weight."""

SYNONYM_FACTOR = 0.6
"""A synonym weighs less than the word a reader chose."""

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

    def __init__(self, schema: Schema, request: SearchRequest, points: Points = NO_POINTS):
        self.schema = schema
        self.request = request
        self.filters = FilterBuilder(schema, request, points)

    def matching(self, languages: Sequence[str], *, except_name: str = "") -> Query:
        """Documents of these languages that match the words and all filters, but for that of one facet or bound."""
        wanted = either(self._in_language(language) for language in languages)
        return every([wanted, *self.filters.all(except_name=except_name)])

    def _in_language(self, language: str) -> Query:
        of_language = self.filters.any_value("language", (language,))
        return every([of_language, self._any_wording(language)]) if self.request.text else of_language

    def _any_wording(self, language: str) -> Query:
        """The words asked for, or their synonyms in the language of the document, which weigh less."""
        first, *others = (self._words(text, language) for text in self.request.texts(language))
        return Query.disjunction_max_query([first, *(Query.boost_query(other, SYNONYM_FACTOR) for other in others)]) if others else first

    def _words(self, text: str, language: str) -> Query:
        words = query_words(text, language)
        if not words:
            return Query.empty_query()
        each = [self._word(word, language) for word in words]
        bonuses = self._phrases(words, language)
        if len(each) < WORDS_THAT_ALLOW_ONE_MISSING:
            found = every(each)
        else:
            found = Query.boolean_query([(Occur.Should, query) for query in each], minimum_number_should_match=len(each) - 1)
            bonuses.append(Query.const_score_query(every(each), ALL_WORDS_BONUS))
        return Query.boolean_query([(Occur.Must, found), *((Occur.Should, bonus) for bonus in bonuses)])

    def _word(self, word: QueryWord, language: str) -> Query:
        parts = [Query.boost_query(self._occurs(word, text_field(part, language)), weight) for part, weight in WEIGHTS.items()]
        return Query.disjunction_max_query(parts, OTHER_PARTS)

    def _occurs(self, word: QueryWord, field: str) -> Query:
        together = [Query.term_query(self.schema, field, term) for term in (word.together, word.exact)]
        if not word.is_compound:
            return Query.disjunction_max_query(together)
        return either([*together, Query.phrase_query(self.schema, field, list(word.stems))])

    def _phrases(self, words: Sequence[QueryWord], language: str) -> list[Query]:
        placed = [(word.place - words[0].place + step, stem) for word in words for step, stem in enumerate(word.stems)]
        if len(words) < 2:
            return []
        fields = ((text_field(part, language), weight) for part, weight in WEIGHTS.items())
        return [Query.boost_query(Query.phrase_query(self.schema, field, placed), PHRASE_FACTOR * weight) for field, weight in fields]
