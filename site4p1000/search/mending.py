"""Help for words that find nothing, or little: what was probably meant is searched for, or only offered. After the search as typed.

A correction is made only where the words as typed find nothing, in no language and without any filter, so it never takes a result away.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from threading import Lock

from site4p1000.common import languages
from site4p1000.search.analysis import WORDS_THAT_ALLOW_ONE_MISSING, query_words
from site4p1000.search.engines.base import SearchEngine
from site4p1000.search.request import PAGE_SIZE, SearchRequest
from site4p1000.search.results import SearchResults
from site4p1000.search.spelling import Speller, Spelling, correct
from site4p1000.search.understanding import Understanding

FEW = PAGE_SIZE
"""With more hits nobody is asked whether something else was meant."""
MAX_SPELLERS = 50


def mended(request: SearchRequest, results: SearchResults, understanding: Understanding, engine: SearchEngine) -> SearchResults:
    """These results of the request as typed, perhaps with an offer; or those of what was meant. Raises `EngineProblem`."""
    if request.is_exact or not _may_have_mistakes(request, results):
        return results
    spelling = _spelling(request, understanding, engine)
    if spelling.text == request.text:
        return results
    if results.total or results.other_languages or not spelling.is_sure:
        return replace(results, did_you_mean=spelling.text)
    if _is_narrow(request) and _is_anywhere(request, understanding, engine):
        return results
    meant = engine.search(understanding.with_synonyms(replace(request, text=spelling.text)))
    if meant.total or meant.other_languages:
        return replace(meant, corrected_text=spelling.text)
    return replace(results, did_you_mean=spelling.text)


def _may_have_mistakes(request: SearchRequest, results: SearchResults) -> bool:
    """Hits have all words, but for one of a long query: so only there may a word be unknown that found something."""
    if not results.total:
        return True
    return results.total <= FEW and any(len(query_words(request.text, code)) >= WORDS_THAT_ALLOW_ONE_MISSING for code in request.languages)


def _spelling(request: SearchRequest, understanding: Understanding, engine: SearchEngine) -> Spelling:
    asked = request.languages
    others = (code for code in languages.codes() if code not in asked)
    return correct(request.text, _spellers(asked, engine), _spellers(others, engine), known=understanding.names_in(request.text))


def _is_narrow(request: SearchRequest) -> bool:
    return bool(request.is_narrowed or request.fixed or request.among is not None)


def _is_anywhere(request: SearchRequest, understanding: Understanding, engine: SearchEngine) -> bool:
    """Whether the words as typed find something in the bank once nothing narrows them."""
    found = engine.search(understanding.with_synonyms(SearchRequest(text=request.text, language=request.language, facets=(), page_size=1)))
    return bool(found.total or found.other_languages)


def _spellers(of_languages: Iterable[str], engine: SearchEngine) -> Iterator[Speller]:
    for language in of_languages:
        vocabulary = engine.vocabulary(language)
        with _lock:
            speller = _known_spellers.get(language)
            if speller is None or speller.vocabulary is not vocabulary:
                speller = _known_spellers[language] = Speller(language, vocabulary)
                if len(_known_spellers) > MAX_SPELLERS:  # languages nobody speaks come from addresses
                    del _known_spellers[next(iter(_known_spellers))]
        yield speller


_lock = Lock()
_known_spellers: dict[str, Speller] = {}
