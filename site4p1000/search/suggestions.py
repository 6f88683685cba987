"""What is offered while somebody types: titles that go on from the letters typed. Pure."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from site4p1000.search.analysis import fold, words
from site4p1000.search.documents import SearchDocument
from site4p1000.search.numbers import with_kept_blanks
from site4p1000.search.results import Suggestion

MIN_LETTERS = 3
MAX_SUGGESTIONS = 8
MAX_BEGINNINGS = 8
"""Words of a name from which it can be found."""
SUGGESTED_TYPES = ("practice", "zone", "story", "wiki", "page", "issue")
"""Kinds of documents that are suggested, the most asked for first."""

_PARTS = "\x1f"


def typed(text: str) -> str:
    """What was typed, as `beginnings` begin: folded, single blanks. Empty where it is too short to suggest anything."""
    key = " ".join(fold(piece.text) for word in words(text) for piece in word)
    return key if len(key) >= MIN_LETTERS else ""


def beginnings(document: SearchDocument) -> Iterator[str]:
    """One text per word of the title and of the other names: the folded rest of the name, then all that makes the suggestion.

    An engine looks them up by their first letters.
    """
    if document.type in SUGGESTED_TYPES:
        told = _PARTS.join((document.type, document.language, document.url, document.title))
        for name in (document.title, *document.also):
            pieces = _folded(name)
            for place in range(min(len(pieces), MAX_BEGINNINGS)):
                yield f"{' '.join(pieces[place:])}{_PARTS}{place}{_PARTS}{told}"


def _folded(name: str) -> list[str]:
    """The pieces of a name: run by run, because most runs have been met before."""
    if with_kept_blanks(name) is not name:
        return [fold(piece.text) for word in words(name) for piece in word]
    return list(chain.from_iterable(map(_folded_run, name.split())))


@lru_cache(maxsize=20_000)
def _folded_run(run: str) -> tuple[str, ...]:
    return tuple(fold(piece.text) for word in words(run) for piece in word)


def suggested(found: Iterable[str], limit: int = MAX_SUGGESTIONS) -> tuple[Suggestion, ...]:
    """The suggestions among what an engine found, each page once: names that begin with it first, then by kind, then by title."""
    rows = [text.split(_PARTS) for text in found]
    ordered = sorted(rows, key=lambda row: (int(row[1]) > 0, SUGGESTED_TYPES.index(row[2]), len(row[5]), row[5]))
    pages = {row[4]: Suggestion(title=row[5], type=row[2], language=row[3], url=row[4]) for row in reversed(ordered)}
    return tuple(reversed(pages.values()))[:limit]
