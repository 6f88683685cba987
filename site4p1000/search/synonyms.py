"""Other words for the same thing, also across languages: "compost" finds "abono orgánico". Pure.

Names come from the concepts of the vocabularies and from the editors. A query is read for names in it; each is replaced by the
other names of its thing, in the language of the documents that are looked through.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from site4p1000.search.analysis import Piece, stem, words

ANY_LANGUAGE = ""
MAX_NAME_PIECES = 5
MAX_NAMES = 3
"""Other names tried for one name in the query: the first ones, which vocabularies put first because they are the usual ones.

Every wording makes the query longer by as much again, so an index may be told to try more only where people choose the names."""
WORDINGS_PER_NAME = 2
"""How many times `most_names` there may be other wordings in all, where a query holds several names."""


@dataclass(frozen=True, slots=True)
class Names:
    """All names of one thing by language (ISO 639-1), the usual one first; `ANY_LANGUAGE` holds for documents of every language."""

    by_language: Mapping[str, tuple[str, ...]]

    def for_documents_in(self, language: str) -> tuple[str, ...]:
        """The names to look for in documents of a language."""
        return (*self.by_language.get(language, ()), *self.by_language.get(ANY_LANGUAGE, ()))


class Place(NamedTuple):
    """A name found in a query (characters), and the things it names."""

    start: int
    end: int
    things: tuple[Names, ...]


class NameIndex:
    """Finds the names of things in a text. Inflected forms are names too: "cover crop" is found in "cover crops".

    `most_names`: other names tried for one that is found.
    """

    def __init__(self, things: Iterable[Names], languages: Iterable[str], *, most_names: int = MAX_NAMES):
        self.most_names = most_names
        self.languages = tuple(languages)
        self._things: dict[tuple[str, ...], list[Names]] = defaultdict(list)
        for thing in things:
            for key in {key for key in self._keys(thing) if 0 < len(key) <= MAX_NAME_PIECES}:
                self._things[key].append(thing)

    def places(self, text: str) -> Iterator[Place]:
        """Names in a text from left to right, the longest first, none inside another."""
        pieces = [piece for word in words(text) for piece in word]
        start = 0
        while start < len(pieces):
            length = next((length for length in range(MAX_NAME_PIECES, 0, -1) if self._found(pieces[start : start + length], length)), 0)
            if length:
                run = pieces[start : start + length]
                yield Place(run[0].start, run[-1].end, self._found(run, length))
            start += length or 1

    def _found(self, run: list[Piece], length: int) -> tuple[Names, ...]:
        if len(run) < length:
            return ()
        found = (self._things.get(_key((piece.text for piece in run), language), ()) for language in self.languages)
        return tuple({id(thing): thing for thing in chain.from_iterable(found)}.values())

    def _keys(self, thing: Names) -> Iterator[tuple[str, ...]]:
        for language, names in thing.by_language.items():
            for name in names:
                pieces = [piece.text for word in words(name) for piece in word]
                yield from (_key(pieces, each) for each in ([language] if language else self.languages))


def wordings(text: str, language: str, index: NameIndex) -> tuple[str, ...]:
    """Other ways to say a text in documents of a language, the likeliest first; without the text itself."""
    places = [(place, _other_names(text, place, language)[: index.most_names]) for place in index.places(text)]
    places = [(place, names) for place, names in places if names]
    every = _replaced(text, [(place, names[0]) for place, names in places])
    single = (_replaced(text, [(place, name)]) for rank in range(index.most_names) for place, names in places for name in names[rank : rank + 1])
    return tuple(dict.fromkeys(wording for wording in (every, *single) if wording != text))[: WORDINGS_PER_NAME * index.most_names]


def _other_names(text: str, place: Place, language: str) -> list[str]:
    said = _stems(text[place.start : place.end], language)
    found = (name for thing in place.things for name in thing.for_documents_in(language))
    by_stems = {stems: name for name in reversed(list(found)) if (stems := _stems(name, language)) != said}
    return list(reversed(by_stems.values()))


def _stems(text: str, language: str) -> tuple[str, ...]:
    return _key((piece.text for word in words(text) for piece in word), language)


def _key(pieces: Iterable[str], language: str) -> tuple[str, ...]:
    return tuple(stem(piece, language) for piece in pieces)


def _replaced(text: str, changes: list[tuple[Place, str]]) -> str:
    for place, name in sorted(changes, reverse=True, key=lambda change: change[0].start):
        text = text[: place.start] + name + text[place.end :]
    return text
