"""Found words marked in the words of a document. Pure; what comes out is safe to print: escaped first, only ``<mark>`` added."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

from site4p1000.search.analysis import is_mixed, readings_in, stem, token, words, written_together
from site4p1000.search.numbers import with_kept_blanks

SNIPPET_LENGTH = 240
MAX_TEXT_READ = 20_000
"""Characters of a body that are looked through for a snippet."""
WORDS_IN_A_SNIPPET = 40

_SENTENCE_START = re.compile(r"(?:^|[.!?…\n]\s+)")


class Range(NamedTuple):
    """A found word in a text (characters) and the stem it was found by."""

    start: int
    end: int
    stem: str


def marked(text: str, wanted: frozenset[str], language: str) -> str:
    """The whole text as HTML with the wanted words marked."""
    return _with_marks(text, 0, len(text), tuple(_found(text, wanted, language)))


def snippet(*, summary: str, body: str, wanted: frozenset[str], language: str) -> str:
    """The summary as HTML when a wanted word is in it, else the part of the body with most of them, else the summary plain."""
    if ranges := tuple(_found(summary, wanted, language)):
        return _with_marks(summary, 0, len(summary), ranges)
    ranges = tuple(_found(body[:MAX_TEXT_READ], wanted, language)) if wanted else ()
    return _excerpt(body, ranges) if ranges else escape(summary)


def _found(text: str, wanted: frozenset[str], language: str) -> Iterator[Range]:
    """The wanted words from left to right. Only what holds one of them is read closely."""
    mixed = is_mixed(text)
    parted = with_kept_blanks(text)
    holding = readings_in(language, is_mixed=mixed).holding(wanted, parted)
    for start, run in sorted((start, held) for held in holding for start in _places(held, parted)):
        yield from (Range(start + found.start, start + found.end, found.stem) for found in _in_run(run, wanted, language, mixed))


def _places(run: str, text: str) -> Iterator[int]:
    """Where this stands between two blanks."""
    end = 0
    while (start := text.find(run, end)) >= 0:
        end = start + len(run)
        if not text[start - 1 : start].strip() and not text[end : end + 1].strip():
            yield start


@lru_cache(maxsize=4_096)
def _in_run(run: str, wanted: frozenset[str], language: str, mixed: bool) -> tuple[Range, ...]:
    """Where wanted words stand in what is written between two blanks. Kept, because the hits of one search hold the same few."""
    return tuple(_read_closely(run, wanted, language, mixed))


def _read_closely(run: str, wanted: frozenset[str], language: str, mixed: bool) -> Iterator[Range]:
    for pieces in words(run):
        together = stem(written_together(pieces), language) if len(pieces) > 1 else ""
        if together in wanted:
            yield Range(pieces[0].start, pieces[-1].end, together)
        else:
            read = ((piece, token(piece.text, language, is_mixed=mixed)) for piece in pieces)
            yield from (Range(piece.start, piece.end, found) for piece, found in read if found in wanted)


def _excerpt(text: str, ranges: tuple[Range, ...]) -> str:
    telling = [_telling(ranges[place : place + WORDS_IN_A_SNIPPET]) for place in range(len(ranges))]
    best = ranges[telling.index(max(telling))]
    start = _start_near(text, best.start)
    end = _end_near(text, max(start + SNIPPET_LENGTH, best.end))
    inside = tuple(found for found in ranges if start <= found.start and found.end <= end)
    return ("… " if start else "") + _with_marks(text, start, end, inside) + (" …" if end < len(text) else "")


def _telling(following: tuple[Range, ...]) -> int:
    """How many different wanted words stand in the snippet that begins at the first of these."""
    limit = following[0].start + SNIPPET_LENGTH * 2 // 3
    return len({found.stem for found in following if found.start < limit})


def _start_near(text: str, position: int) -> int:
    """The beginning of the sentence, when it is near; else of a word a little before."""
    earliest = max(0, position - SNIPPET_LENGTH // 3)
    sentences = [match.end() for match in _SENTENCE_START.finditer(text, earliest, position) if match.end() or earliest == 0]
    if sentences:
        return sentences[-1]
    blank = text.find(" ", earliest, position)
    return blank + 1 if earliest and blank >= 0 else position if earliest else 0


def _end_near(text: str, position: int) -> int:
    """The end of the last whole word before `position`."""
    if position >= len(text):
        return len(text)
    blank = text.rfind(" ", position - SNIPPET_LENGTH // 4, position)
    return blank if blank > 0 else position


def _with_marks(text: str, start: int, end: int, ranges: tuple[Range, ...]) -> str:
    parts, done = [], start
    for found in ranges:
        parts += [escape(text[done : found.start]), "<mark>", escape(text[found.start : found.end]), "</mark>"]
        done = found.end
    return "".join([*parts, escape(text[done:end])])
