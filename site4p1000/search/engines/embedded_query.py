"""From a search request to tantivy queries. Only constructors with analysed words: nothing a reader types is ever parsed as a syntax."""

from collections.abc import Callable, Sequence

from tantivy import Occur, Query, Schema

from site4p1000.search.analysis import WORDS_THAT_ALLOW_ONE_MISSING, QueryWord
from site4p1000.search.engines.embedded_filters import NO_POINTS, FilterBuilder, either, every
from site4p1000.search.engines.embedded_places import Points
from site4p1000.search.engines.parts import OWN_FIELD_LANGUAGES, WEIGHTS, text_field
from site4p1000.search.engines.wordings import ALL_WORDS_BONUS, OTHER_PARTS, PHRASE_FACTOR, SYNONYM_FACTOR, Wording, wordings_of
from site4p1000.search.request import SearchRequest, SortOrder

ORDERS = {
    SortOrder.NEWEST: "sort_newest",
    SortOrder.EVIDENCE: "sort_evidence",
    SortOrder.EFFORT: "sort_effort",
    SortOrder.TITLE: "sort_title",
}
"""The field of each order, which runs upwards; relevance needs none."""


class QueryBuilder:
    """Makes the queries of one request against one schema."""

    def __init__(self, schema: Schema, request: SearchRequest, points: Points = NO_POINTS):
        self.schema = schema
        self.request = request
        self.filters = FilterBuilder(schema, request, points)

    def ranked(self, languages: Sequence[str]) -> Query:
        """Documents of these languages that match the words and all filters, each with what it weighs."""
        return self._filtered([self._in_language(language, self._any_wording) for language in languages], "")

    def matching(self, languages: Sequence[str], *, except_name: str = "") -> Query:
        """The same documents to be counted or sorted by a field, which costs half as much; one facet or bound may be left out."""
        return self._filtered([self._in_language(language, self._any_wording_unranked) for language in languages], except_name)

    def _filtered(self, wanted: list[Query], except_name: str) -> Query:
        return every([either(wanted), *self.filters.all(except_name=except_name)])

    def _in_language(self, language: str, wording: Callable[[str], Query]) -> Query:
        of_language = self.filters.any_value("language", (language,))
        if not self.request.text:
            return of_language
        # The fields of the bank's languages hold documents of that language only; all others share theirs.
        return wording(language) if language in OWN_FIELD_LANGUAGES else every([of_language, wording(language)])

    def _any_wording(self, language: str) -> Query:
        """The words asked for, or their synonyms in the language of the document, which weigh less."""
        first, *others = (self._words(wording, language) for wording in wordings_of(self.request, language))
        return Query.disjunction_max_query([first, *(Query.boost_query(other, SYNONYM_FACTOR) for other in others)]) if others else first

    def _any_wording_unranked(self, language: str) -> Query:
        return either([self._required(wording, language, self._word_unranked) for wording in wordings_of(self.request, language)])

    def _words(self, wording: Wording, language: str) -> Query:
        found = self._required(wording, language, self._word)
        bonuses = self._phrases(wording.words, language)
        if len(wording.words) >= WORDS_THAT_ALLOW_ONE_MISSING:
            bonuses.append(Query.const_score_query(every([self._word_unranked(word, language) for word in wording.words]), ALL_WORDS_BONUS))
        return Query.boolean_query([(Occur.Must, found), *((Occur.Should, bonus) for bonus in bonuses)])

    def _required(self, wording: Wording, language: str, word_query: Callable[[QueryWord, str], Query]) -> Query:
        """All of these words but those that may be missing; nothing where there is no word."""
        if not wording.words:
            return Query.empty_query()
        each = [word_query(word, language) for word in wording.words]
        if not wording.may_miss:
            return every(each)
        return Query.boolean_query([(Occur.Should, query) for query in each], minimum_number_should_match=len(each) - wording.may_miss)

    def _word(self, word: QueryWord, language: str) -> Query:
        fields = ((text_field(part, language), weight) for part, weight in WEIGHTS.items())
        parts = [Query.boost_query(self._occurs(word, field), weight) for field, weight in fields]
        return Query.disjunction_max_query(parts, OTHER_PARTS)

    def _word_unranked(self, word: QueryWord, language: str) -> Query:
        return either([query for part in WEIGHTS for query in self._forms(word, text_field(part, language))])

    def _occurs(self, word: QueryWord, field: str) -> Query:
        forms = self._forms(word, field)
        return either(forms) if word.is_compound else Query.disjunction_max_query(forms)

    def _forms(self, word: QueryWord, field: str) -> list[Query]:
        """How a word may stand in a field: written together, as an acronym, in pieces."""
        together = [Query.term_query(self.schema, field, term) for term in (word.together, word.exact) if term]
        return [*together, Query.phrase_query(self.schema, field, list(word.stems))] if word.is_compound else together

    def _phrases(self, words: Sequence[QueryWord], language: str) -> list[Query]:
        placed = [(word.place - words[0].place + step, stem) for word in words for step, stem in enumerate(word.stems)]
        if len(words) < 2:
            return []
        fields = ((text_field(part, language), weight) for part, weight in WEIGHTS.items())
        return [Query.boost_query(Query.phrase_query(self.schema, field, placed), PHRASE_FACTOR * weight) for field, weight in fields]
