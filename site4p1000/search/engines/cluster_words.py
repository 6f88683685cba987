"""The words of a request as clauses a search server reads, and never more of them than it takes.

Only analysed words in typed clauses: nothing a reader types is ever parsed as a syntax. In the languages asked for the words decide the
order; in all others their documents are only counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from site4p1000.search.analysis import MAX_QUERY_WORDS, WORDS_THAT_ALLOW_ONE_MISSING, QueryWord
from site4p1000.search.engines.cluster_schema import GAP, GAPS, Json, any_part_field
from site4p1000.search.engines.parts import WEIGHTS, text_field
from site4p1000.search.engines.wordings import ALL_WORDS_BONUS, OTHER_PARTS, PHRASE_FACTOR, SYNONYM_FACTOR, Wording, wordings_of
from site4p1000.search.request import SearchRequest

MAX_CLAUSES = 1_000
"""A server refuses more than 1,024 in one query (`indices.query.bool.max_clause_count`): OpenSearch always, Elasticsearch where memory is small."""
MAX_PIECES = 20
"""Pieces of one compound word that are looked for."""
FEWER_WORDS = (10, 5, 2)
"""Words looked for where even the words as typed are too many clauses, which takes an index of a dozen languages."""

NOTHING: Json = {"match_none": {}}
LEAVES = frozenset({"term", "terms", "match_phrase", "match_none"})


class Depth(NamedTuple):
    """How closely is looked: so many wordings, so many words of each, weighed in every part or in the document as a whole."""

    wordings: int
    words: int
    is_by_part: bool


class _Reading(NamedTuple):
    """Languages whose documents are read alike, and what is looked for in them. `field_language` names their fields."""

    codes: tuple[str, ...]
    field_language: str
    wordings: tuple[Wording, ...]
    is_asked: bool

    def clause(self, depth: Depth) -> Json:
        """The documents of these languages that have the words."""
        found = self._found(depth)
        if not self.is_asked:
            return all_of([terms("language", self.codes), {"bool": {"should": found, "minimum_should_match": 1}}])
        first, *others = found
        synonyms = ({"bool": {"must": [other], "boost": SYNONYM_FACTOR}} for other in others)
        return all_of([terms("language", self.codes)], must=[{"dis_max": {"queries": [first, *synonyms]}} if others else first])

    def cost(self, depth: Depth) -> int:
        """Clauses of `clause`."""
        return 1 + sum(map(_leaves_once, self._looked_for(depth)))

    def _found(self, depth: Depth) -> list[Json]:
        return [_clause(*one) for one in self._looked_for(depth)]

    def _looked_for(self, depth: Depth) -> Iterator[tuple[Wording, str, bool, bool]]:
        for words, may_miss in self.wordings[: depth.wordings]:
            yield Wording(words[: depth.words], may_miss), self.field_language, self.is_asked, depth.is_by_part


def wanted(request: SearchRequest, languages: Iterable[str]) -> list[Json]:
    """Documents of these languages that have the words, in one clause; none without words."""
    if not request.text:
        return []
    readings = _readings(request, languages)
    most = max((len(reading.wordings) for reading in readings), default=1)
    fitting = (depth for depth in _depths(most) if sum(reading.cost(depth) for reading in readings) <= MAX_CLAUSES)
    depth = next(fitting, Depth(wordings=1, words=1, is_by_part=False))
    return [{"bool": {"should": [reading.clause(depth) for reading in readings] or [NOTHING], "minimum_should_match": 1}}]


def terms(field: str, values: Iterable[str]) -> Json:
    """The field has one of these values."""
    return {"terms": {field: list(values)}}


def all_of(filters: Sequence[Json], must: Sequence[Json] = ()) -> Json:
    """Every filter, which weighs nothing, and every clause of `must`, which weighs."""
    return {"bool": {"filter": list(filters), "must": list(must)}}


def leaves(clause: object) -> int:
    """The clauses that count for a server: those that hold no others."""
    if isinstance(clause, dict):
        return sum(1 if name in LEAVES else leaves(inner) for name, inner in clause.items())
    return sum(map(leaves, clause)) if isinstance(clause, list) else 0


def _depths(most: int) -> Iterator[Depth]:
    """From the closest on: synonyms are given up one by one, the last first; then the parts, and words at the very last."""
    for number in range(most, 0, -1):
        yield Depth(wordings=number, words=MAX_QUERY_WORDS, is_by_part=True)
    for words in (MAX_QUERY_WORDS, *FEWER_WORDS):
        yield Depth(wordings=1, words=words, is_by_part=False)


def _readings(request: SearchRequest, languages: Iterable[str]) -> list[_Reading]:
    """One for every language asked for; of the others one for all that read the words alike."""
    known = dict.fromkeys(sorted(languages))
    asked = [code for code in dict.fromkeys(request.languages) if code in known]
    alike: dict[tuple[str, tuple[Wording, ...]], list[str]] = {}
    for code in known:
        if code not in asked:
            alike.setdefault((any_part_field(code), wordings_of(request, code)), []).append(code)
    counted = (_Reading(tuple(codes), codes[0], wordings, False) for (_, wordings), codes in alike.items())
    return [*(_Reading((code,), code, wordings_of(request, code), True) for code in asked), *counted]


# --- one wording


@lru_cache(maxsize=1_024)
def _clause(wording: Wording, language: str, is_weighed: bool, is_by_part: bool) -> Json:
    return _scored(wording, language, is_by_part) if is_weighed else _found(wording, language)


@lru_cache(maxsize=1_024)
def _leaves_once(looked_for: tuple[Wording, str, bool, bool]) -> int:
    return leaves(_clause(*looked_for))


def _found(wording: Wording, language: str) -> Json:
    """All words but those that may be missing; in any part."""
    words, may_miss = wording
    if not words:
        return NOTHING
    each = [_has(word, any_part_field(language)) for word in words]
    return {"bool": {"should": each, "minimum_should_match": len(words) - may_miss}}


def _has(word: QueryWord, field: str) -> Json:
    """The field has the word in one of its forms: as few clauses as can be, because what is only counted needs no weights."""
    together = terms(field, _together(word))
    return {"bool": {"should": [together, _apart(word, field, 1.0)], "minimum_should_match": 1}} if word.is_compound else together


def _scored(wording: Wording, language: str, is_by_part: bool) -> Json:
    found = _found(wording, language)
    words = wording.words
    if not words:
        return found
    fields = {text_field(part, language): weight for part, weight in WEIGHTS.items()} if is_by_part else {any_part_field(language): 1.0}
    scores = [_word(word, fields) for word in words] + _phrases(words, fields)
    if len(words) >= WORDS_THAT_ALLOW_ONE_MISSING:
        scores.append({"constant_score": {"filter": _found(Wording(words, 0), language), "boost": ALL_WORDS_BONUS}})
    return {"bool": {"filter": [found], "should": scores}}


def _word(word: QueryWord, fields: dict[str, float]) -> Json:
    parts = [_occurs(word, field, weight) for field, weight in fields.items()]
    return {"dis_max": {"queries": parts, "tie_breaker": OTHER_PARTS}}


def _occurs(word: QueryWord, field: str, weight: float) -> Json:
    together = [{"term": {field: {"value": value, "boost": weight}}} for value in _together(word)]
    if not word.is_compound:
        return {"dis_max": {"queries": together}}
    return {"bool": {"should": [*together, _apart(word, field, weight)], "minimum_should_match": 1}}


def _together(word: QueryWord) -> list[str]:
    return [value for value in (word.together, word.exact) if value]


def _apart(word: QueryWord, field: str, weight: float) -> Json:
    return {"match_phrase": {field: {"query": " ".join(word.stems[:MAX_PIECES]), "boost": weight}}}


def _phrases(words: Sequence[QueryWord], fields: dict[str, float]) -> list[Json]:
    if len(words) < 2:
        return []
    placed = {word.place - words[0].place + step: stem for word in words for step, stem in enumerate(word.stems[:MAX_PIECES])}
    phrase = " ".join(placed.get(place, GAP) for place in range(max(placed) + 1))
    return [{"match_phrase": {field: {"query": phrase, "analyzer": GAPS, "boost": PHRASE_FACTOR * weight}}} for field, weight in fields.items()]
