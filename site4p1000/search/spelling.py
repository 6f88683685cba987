"""Words the vocabulary lacks, and the word of the bank that was probably meant. Pure.

A vocabulary may lack rare and new words, and has compounds in pieces only: whether a text finds nothing is for a search to say (`mending`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from site4p1000.search.analysis import Piece, fold, stem, words
from site4p1000.search.vocabulary import SHORTEST

LONG, MOST_MISTAKES = 7, 2
"""Words of so many letters may have two mistakes, shorter ones only one."""
SURE = 5
"""Shorter words are too like each other: for those a correction is only offered, never made."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text with its unknown words replaced. `is_sure`: enough to be searched for instead of a text that finds nothing.

    An equal text means that there is nothing to propose.
    """

    text: str
    is_sure: bool


class Speller:
    """Knows the words of one language: their forms as written, and their stems."""

    def __init__(self, language: str, vocabulary: Mapping[str, int]):
        self.language = language
        self.vocabulary = vocabulary
        self.written = {fold(word): word for word in sorted(vocabulary, key=lambda word: vocabulary[word])}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self.written:
            self._by_length[len(word)].append(word)
        self.stems = {stem(word, language) for word in vocabulary}

    def has(self, piece: str) -> bool:
        """Whether any document has this very word, however it is accented."""
        return fold(piece) in self.written

    def knows(self, piece: str) -> bool:
        """Whether any document has this word in any form."""
        return self.has(piece) or stem(piece, self.language) in self.stems

    def meant(self, piece: str) -> tuple[str, int] | None:
        """The likeliest word and its number of mistakes: fewest first, then the same first letter, then the commonest word."""
        typed = fold(piece)
        found = self._like(typed, MOST_MISTAKES if len(typed) >= LONG else 1)
        ranked = [(distance, word[0] != typed[0], -self.vocabulary[self.written[word]], word) for word, distance in found]
        if not ranked:
            return None
        distance, _, _, word = min(ranked)
        return self.written[word], distance

    def _like(self, typed: str, mistakes: int) -> Iterator[tuple[str, int]]:
        """The words with at most so many mistakes. A mistake changes the length by one letter at most, so most words are never looked at."""
        for length in range(len(typed) - mistakes, len(typed) + mistakes + 1):
            same_length = self._by_length.get(length, ())
            found = process.extract(typed, same_length, scorer=OSA.distance, score_cutoff=mistakes, limit=None)
            yield from ((word, distance) for word, distance, _ in found)


def correct(text: str, asked: Iterable[Speller], others: Iterable[Speller] = (), *, known: Iterable[tuple[int, int]] = ()) -> Spelling:
    """The text with every word that no speller knows replaced, where one of them knows better.

    `asked` are of the languages searched in, `others` of the bank's other languages: a word of theirs is no mistake, but stands there
    as it is written, because a stem of theirs may look like any slip. `known` are parts of the text (characters) that are names of
    something and stay as they are.
    """
    asked, others, kept = tuple(asked), tuple(others), tuple(known)
    spellers = (*asked, *others)
    unknown = [piece for piece in _checkable(text) if not (_is_inside(piece, kept) or _is_known(piece.text, asked, others))]
    better = [(piece, meant) for piece in unknown if (meant := _meant(piece.text, spellers))]
    for piece, meant in reversed(better):
        text = text[: piece.start] + meant + text[piece.end :]
    return Spelling(text, is_sure=all(len(piece.text) >= SURE for piece, _ in better))


def _checkable(text: str) -> list[Piece]:
    return [piece for word in words(text) for piece in word if len(piece.text) >= SHORTEST and piece.text.isalpha()]


def _is_inside(piece: Piece, parts: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= piece.start and piece.end <= end for start, end in parts)


def _is_known(piece: str, asked: tuple[Speller, ...], others: tuple[Speller, ...]) -> bool:
    return any(speller.knows(piece) for speller in asked) or any(speller.has(piece) for speller in others)


def _meant(piece: str, spellers: tuple[Speller, ...]) -> str:
    found = [(meant[1], place, meant[0]) for place, speller in enumerate(spellers) if (meant := speller.meant(piece))]
    return min(found)[2] if found else ""
