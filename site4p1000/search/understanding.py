"""From the words a reader typed to the words the engine looks for: their synonyms. Between request and engine."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from threading import Lock
from typing import NamedTuple

from site4p1000.common import languages
from site4p1000.search.models import MAX_NAMES_OF_A_GROUP, SynonymGroup
from site4p1000.search.registry import registered_names
from site4p1000.search.request import SearchRequest
from site4p1000.search.synonyms import ANY_LANGUAGE, NameIndex, Names, wordings

CONCEPTS_KEPT_SECONDS = 60.0


class _Kept(NamedTuple):
    read_at: float
    index: NameIndex


class Understanding:
    """How the words of one request are read, also once they are mended: one query for the editors' synonyms."""

    def __init__(self) -> None:
        self._indexes = tuple(_name_indexes())

    def with_synonyms(self, request: SearchRequest) -> SearchRequest:
        """The request with the other ways to say its text; for every language of the bank, because the other languages are counted too."""
        found = {code: tuple(text for index in self._indexes for text in wordings(request.text, code, index)) for code in languages.codes()}
        return replace(request, wordings={code: texts for code, texts in found.items() if texts})

    def names_in(self, text: str) -> list[tuple[int, int]]:
        """Where names of something stand in a text (characters): no mistake is looked for in them."""
        return [(place.start, place.end) for index in self._indexes for place in index.places(text)]


def forget_names(**_kwargs) -> None:
    """Read the concepts' names again at the next search: something about them has changed."""
    _kept.clear()


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
_kept: dict[str, _Kept] = {}
