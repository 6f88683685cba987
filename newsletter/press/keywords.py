"""Which of the editors' keywords stand in a text, and what they suggest. Pure.

Accents, capitals and hyphens do not count; a word is found whole, never as part of another, unless it ends in a star: "agroforest*".
"""

import functools
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from site4p1000.search.analysis import fold

_DIVIDER = re.compile(r"[\n,;]")
_PIECE = re.compile(r"[^\W_]+")
_OPEN_PIECE = re.compile(r"([^\W_]+)(\*?)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Keywords:
    """Words and phrases of one language, and what they suggest: a topic, and possibly a practice (whatever key the caller knows it by)."""

    language: str
    words: tuple[str, ...]
    topic: str
    practice: Hashable | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggested:
    """A topic or a practice, and the keywords that speak for it, as the editors wrote them."""

    what: Hashable
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestions:
    """What most words speak for comes first."""

    topics: tuple[Suggested, ...] = ()
    practices: tuple[Suggested, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All that was found, each once."""
        return tuple(dict.fromkeys(word for suggested in (*self.topics, *self.practices) for word in suggested.words))


def divided(text: str) -> tuple[str, ...]:
    """The words and phrases of a list as editors write it, one per line or between commas; each once, and none without a letter or a digit."""
    found: dict[tuple, str] = {}
    for word in map(" ".join, map(str.split, _DIVIDER.split(text))):
        if pieces := _pieces(word):
            found.setdefault(pieces, word)
    return tuple(found.values())


def found_in(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those of these words and phrases that stand in the text."""
    plain = _plain(text)
    return tuple(word for word in words if _pieces(word) and _pattern(word).search(plain))


def suggestions(texts: Iterable[tuple[str, str]], sets: Iterable[Keywords]) -> Suggestions:
    """What texts, each with its language, suggest. A text whose language no set is for, or is not known, is held against all sets."""
    known = tuple(sets)
    languages = {keywords.language for keywords in known}
    topics: dict[Hashable, dict[str, None]] = {keywords.topic: {} for keywords in known}
    practices: dict[Hashable, dict[str, None]] = {keywords.practice: {} for keywords in known if keywords.practice is not None}
    for language, text in texts:
        for keywords in known:
            if keywords.language == language or language not in languages:
                found = dict.fromkeys(found_in(text, keywords.words))
                topics[keywords.topic].update(found)
                if keywords.practice is not None:
                    practices[keywords.practice].update(found)
    return Suggestions(topics=_ranked(topics), practices=_ranked(practices))


def _ranked(found: dict[Hashable, dict[str, None]]) -> tuple[Suggested, ...]:
    some = (Suggested(what=what, words=tuple(words)) for what, words in found.items() if words)
    return tuple(sorted(some, key=lambda suggested: -len(suggested.words)))


def _plain(text: str) -> str:
    """Folded words with one space before, between and after them."""
    return f" {' '.join(_PIECE.findall(fold(text)))} "


def _pieces(word: str) -> tuple[tuple[str, str], ...]:
    """The folded words of a phrase, each with its star if it has one."""
    return tuple(_OPEN_PIECE.findall(fold(word)))


@functools.lru_cache(maxsize=10_000)
def _pattern(word: str) -> re.Pattern[str]:
    """What stands in a plain text where the word or phrase does."""
    return re.compile(f" {' '.join(piece + ('[^ ]*' if star else '') for piece, star in _pieces(word))} ")
