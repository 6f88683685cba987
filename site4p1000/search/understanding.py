"""From the words a reader typed to the words the engine looks for: synonyms added, mistakes mended. Between request and engine."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from threading import Lock
from typing import NamedTuple

from site4p1000.common import languages
from site4p1000.search.engines.base import SearchEngine
from site4p1000.search.models import MAX_NAMES_OF_A_GROUP, SynonymGroup
from site4p1000.search.registry import registered_names
from site4p1000.search.request import SearchRequest
from site4p1000.search.spelling import Speller, correct
from site4p1000.search.synonyms import ANY_LANGUAGE, NameIndex, Names, wordings

CONCEPTS_KEPT_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """The request to send to the engine. `corrected_text` is its text where it is not what was typed; `did_you_mean` an offer."""

    request: SearchRequest
    corrected_text: str = ""
    did_you_mean: str = ""


class _Kept(NamedTuple):
    read_at: float
    index: NameIndex


def understand(request: SearchRequest, engine: SearchEngine) -> Understood:
    """One query for the editors' synonyms, and none without words. Words that can find nothing are mended, unless asked for exactly."""
    if not request.text:
        return Understood(request=request)
    indexes = tuple(_name_indexes())
    if request.is_exact:
        return Understood(request=_with_wordings(request, indexes))
    known = [(place.start, place.end) for index in indexes for place in index.places(request.text)]
    asked = request.languages
    others = (code for code in languages.codes() if code not in asked)
    spelling = correct(request.text, _spellers(asked, engine), _spellers(others, engine), known=known)
    if spelling.text == request.text:
        return Understood(request=_with_wordings(request, indexes))
    if spelling.is_needed:
        return Understood(request=_with_wordings(replace(request, text=spelling.text), indexes), corrected_text=spelling.text)
    return Understood(request=_with_wordings(request, indexes), did_you_mean=spelling.text)


def forget_names(**_kwargs) -> None:
    """Read the concepts' names again at the next search: something about them has changed."""
    _kept.clear()


def _with_wordings(request: SearchRequest, indexes: tuple[NameIndex, ...]) -> SearchRequest:
    # For every language of the bank, because the other languages are counted too.
    found = {code: tuple(text for index in indexes for text in wordings(request.text, code, index)) for code in languages.codes()}
    return replace(request, wordings={code: texts for code, texts in found.items() if texts})


def _spellers(of_languages: Iterable[str], engine: SearchEngine) -> Iterator[Speller]:
    for language in of_languages:
        vocabulary = engine.vocabulary(language)
        with _lock:
            speller = _known_spellers.get(language)
            if speller is None or speller.vocabulary is not vocabulary:
                speller = _known_spellers[language] = Speller(language, vocabulary)
        yield speller


def _name_indexes() -> Iterator[NameIndex]:
    """Of the editors, read at every search so that a new synonym works at once; and of the concepts, kept for a minute."""
    yield NameIndex(_editors_names(), languages.codes(), most_names=MAX_NAMES_OF_A_GROUP)
    with _lock:
        kept = _kept.get("concepts")
        if kept is None or time.monotonic() - kept.read_at > CONCEPTS_KEPT_SECONDS:
            kept = _kept["concepts"] = _Kept(time.monotonic(), NameIndex(registered_names(), languages.codes()))
    yield kept.index


def _editors_names() -> Iterable[Names]:
    return (Names({ANY_LANGUAGE: group}) for group in SynonymGroup.objects.all_names())


_lock = Lock()
_known_spellers: dict[str, Speller] = {}
_kept: dict[str, _Kept] = {}
