"""From a search request to one request body, which Elasticsearch and OpenSearch read alike.

Only analysed words in typed clauses: nothing a reader types is ever parsed as a syntax. The words decide which documents are counted in
every language; the reader's filters are applied to the hits (`post_filter`) and to each count without its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from site4p1000.search.analysis import STEMMERS, WORDS_THAT_ALLOW_ONE_MISSING, QueryWord
from site4p1000.search.bounds import Box, Near
from site4p1000.search.engines.cluster_schema import GAP, GAPS, MAX_HITS_REACHED, Json, any_part_field
from site4p1000.search.engines.parts import WEIGHTS, text_field
from site4p1000.search.engines.wordings import ALL_WORDS_BONUS, OTHER_PARTS, PHRASE_FACTOR, SYNONYM_FACTOR, Wording, wordings_of
from site4p1000.search.request import BOX, NEAR, PUBLISHED, SearchRequest, SortOrder

MAX_VALUES = 2_000
"""Values counted in one facet: above any vocabulary, so that no value is ever left out."""
SHARED, WITHOUT, VALUES = "shared", "without_", "values"
MAX_PIECES = 20
"""Pieces of one compound word that are looked for: a server refuses a query with thousands of them."""
ANY_OTHER = ""
"""Stands for every language without a stemmer."""

NOTHING: Json = {"match_none": {}}
ORDERS: dict[SortOrder, list[Json]] = {
    SortOrder.RELEVANCE: [{"_score": "desc"}],
    SortOrder.NEWEST: [{"published_day": {"order": "desc", "missing": "_last"}}],
    SortOrder.EVIDENCE: [{"evidence_rank": {"order": "desc", "missing": "_last"}}],
    SortOrder.EFFORT: [{"effort_rank": {"order": "asc", "missing": "_last"}}],
    SortOrder.TITLE: [],
}


def search_body(request: SearchRequest) -> Json:
    """Hits of one page, and all counts."""
    first = min((request.page - 1) * request.page_size, MAX_HITS_REACHED - request.page_size)
    return {
        "query": _all_of(_always(request), must=_wanted(request)),
        "post_filter": _all_of([*_chosen(request), _terms("language", request.languages)]),
        "aggs": _counts(request),
        "sort": [*_order(request), {"sort_title": "asc"}],
        "from": first,
        "size": request.page_size,
        "track_total_hits": True,
        "_source": ["stored"],
    }


def narrowed(request: SearchRequest) -> tuple[str, ...]:
    """Facets the reader narrowed, but for the language."""
    return tuple(name for name in request.filters if name not in request.fixed and name != "language")


# --- filters and counts


def _counts(request: SearchRequest) -> Json:
    """All facets without a choice are counted together; what the reader narrowed is counted on its own, with its filter left out."""
    own = narrowed(request)
    shared = {name: _values(name) for name in request.facets if name not in (*own, "language")}
    languages = _terms("language", request.languages)
    counts: Json = {WITHOUT + "language": {"filter": _all_of(_chosen(request)), "aggs": {VALUES: _values("language")}}}
    if shared:
        counts[SHARED] = {"filter": _all_of([*_chosen(request), languages]), "aggs": shared}
    for name in (*own, *request.bounds):
        counts[WITHOUT + name] = {"filter": _all_of([*_chosen(request, but=name), languages])}
    for name in own:
        counts[WITHOUT + name]["aggs"] = {VALUES: _values(name)}
    return counts


def _values(facet: str) -> Json:
    return {"terms": {"field": facet, "size": MAX_VALUES}}


def _chosen(request: SearchRequest, but: str = "") -> list[Json]:
    """The reader's filters, but for one."""
    named = [(name, [_terms(name, request.values(name))]) for name in narrowed(request)] + list(_bounds(request))
    return [clause for name, clauses in named if name != but for clause in clauses]


def _always(request: SearchRequest) -> list[Json]:
    """The page's own filters, which hold for every count."""
    fixed = [_terms(name, values) for name, values in request.fixed.items() if name != "language"]
    return fixed if request.among is None else [*fixed, _terms("id", request.among)]


def _bounds(request: SearchRequest) -> Iterator[tuple[str, list[Json]]]:
    # Spans overlap when neither begins after the other ends.
    for name, span in request.ranges.items():
        yield name, _range(f"{name}_low", None, span.high) + _range(f"{name}_high", span.low, None)
    if days := request.published:
        yield PUBLISHED, _range("published_day", *(day.toordinal() if day else None for day in (days.first, days.last)))
    if request.near and request.near.radius_km is not None:
        yield NEAR, [{"geo_distance": {"distance": f"{request.near.radius_km}km", "point": _point(request.near)}}]
    if request.box:
        yield BOX, [{"geo_bounding_box": {"point": _corners(request.box)}}]


def _range(field: str, low: int | None, high: int | None) -> list[Json]:
    ends = {name: value for name, value in (("gte", low), ("lte", high)) if value is not None}
    return [{"range": {field: ends}}] if ends else []


def _point(near: Near) -> Json:
    return {"lat": near.latitude, "lon": near.longitude}


def _corners(box: Box) -> Json:
    return {"top_left": {"lat": box.north, "lon": box.west}, "bottom_right": {"lat": box.south, "lon": box.east}}


def _order(request: SearchRequest) -> list[Json]:
    if request.order == SortOrder.DISTANCE and request.near:
        return [{"_geo_distance": {"point": _point(request.near), "order": "asc", "unit": "km", "mode": "min"}}]
    return ORDERS[request.order]


# --- words


def _wanted(request: SearchRequest) -> list[Json]:
    """The words in the languages asked for, which decide the order, and in all others, which are only counted."""
    if not request.text:
        return []
    asked = [_all_of([_terms("language", [code])], must=[_best(request, code)]) for code in dict.fromkeys(request.languages)]
    known = sorted({*STEMMERS, *request.wordings, *request.languages})
    return [{"bool": {"should": [*asked, *_only_counted(request, known)], "minimum_should_match": 1}}]


def _only_counted(request: SearchRequest, known: Sequence[str]) -> Iterable[Json]:
    """One clause for all languages that read the words alike."""
    read = {code: str(_any_text(request, code)) for code in (*known, ANY_OTHER) if code not in request.languages}
    for _, group in groupby(sorted(read, key=read.__getitem__), key=read.__getitem__):
        codes = tuple(group)
        found = _any_text(request, codes[0])
        if ANY_OTHER in codes:
            outside = [code for code in known if code not in codes]
            yield {"bool": {"filter": [found], "must_not": [_terms("language", outside)]}}
        else:
            yield _all_of([_terms("language", codes), found])


def _any_text(request: SearchRequest, language: str) -> Json:
    return {"bool": {"should": [_found(wording, language) for wording in wordings_of(request, language)], "minimum_should_match": 1}}


def _best(request: SearchRequest, language: str) -> Json:
    """The words asked for, or their synonyms in the language of the document, which weigh less."""
    first, *others = (_scored(wording, language) for wording in wordings_of(request, language))
    if not others:
        return first
    return {"dis_max": {"queries": [first, *({"bool": {"must": [other], "boost": SYNONYM_FACTOR}} for other in others)]}}


def _found(wording: Wording, language: str) -> Json:
    """All words but those that may be missing; in any part."""
    words, may_miss = wording
    if not words:
        return NOTHING
    each = [_occurs(word, any_part_field(language), 1.0) for word in words]
    return {"bool": {"should": each, "minimum_should_match": len(words) - may_miss}}


def _scored(wording: Wording, language: str) -> Json:
    found = _found(wording, language)
    words = wording.words
    if not words:
        return found
    scores = [_word(word, language) for word in words] + _phrases(words, language)
    if len(words) >= WORDS_THAT_ALLOW_ONE_MISSING:
        scores.append({"constant_score": {"filter": _found(Wording(words, 0), language), "boost": ALL_WORDS_BONUS}})
    return {"bool": {"filter": [found], "should": scores}}


def _word(word: QueryWord, language: str) -> Json:
    parts = [_occurs(word, text_field(part, language), weight) for part, weight in WEIGHTS.items()]
    return {"dis_max": {"queries": parts, "tie_breaker": OTHER_PARTS}}


def _occurs(word: QueryWord, field: str, weight: float) -> Json:
    together = [{"term": {field: {"value": value, "boost": weight}}} for value in (word.together, word.exact)]
    if not word.is_compound:
        return {"dis_max": {"queries": together}}
    apart = {"match_phrase": {field: {"query": " ".join(word.stems[:MAX_PIECES]), "boost": weight}}}
    return {"bool": {"should": [*together, apart], "minimum_should_match": 1}}


def _phrases(words: Sequence[QueryWord], language: str) -> list[Json]:
    if len(words) < 2:
        return []
    placed = {word.place - words[0].place + step: stem for word in words for step, stem in enumerate(word.stems[:MAX_PIECES])}
    phrase = " ".join(placed.get(place, GAP) for place in range(max(placed) + 1))
    fields = ((text_field(part, language), weight) for part, weight in WEIGHTS.items())
    return [{"match_phrase": {field: {"query": phrase, "analyzer": GAPS, "boost": PHRASE_FACTOR * weight}}} for field, weight in fields]


def _terms(field: str, values: Iterable[str]) -> Json:
    return {"terms": {field: list(values)}}


def _all_of(filters: Sequence[Json], must: Sequence[Json] = ()) -> Json:
    """Every filter, which weighs nothing, and every clause of `must`, which weighs."""
    return {"bool": {"filter": list(filters), "must": list(must)}}
