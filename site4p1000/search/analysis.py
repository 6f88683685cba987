"""How words are read, the same way in documents and in queries. Pure: text in, words out.

A piece is a run of letters and digits; pieces joined by a hyphen, a colon or a slash make one word ("no-till", "C:N", "t/ha"), which
is found by its pieces and by itself written together ("notill"). A number is one piece (`numbers`). Each piece is folded (no accents, no
capitals) and then stemmed in the language of the text, so that it does not matter whether somebody types accents.
What is no word of a language is kept as it is: what has a digit in it, and acronyms, which are marked so that the stem of "érosions"
does not find EROS.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from site4p1000.search.numbers import KEPT_BLANKS, as_number, is_number, with_kept_blanks
from site4p1000.search.stop_words import ELIDED, STOP_WORDS

MAX_QUERY_WORDS = 20
WORDS_THAT_ALLOW_ONE_MISSING = 3
"""Of a query with so many words one may be missing in a document."""
MAX_PIECES_TOGETHER = 4
MAX_PIECE_LENGTH = 60
MAX_READINGS_KEPT = 100_000
"""Per language; about 50 MB when full."""
ACRONYM_LENGTHS = range(2, 7)
EXACT = "="
"""Stands before an acronym in the index, and before the exact form of a word in a query."""

STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Languages with a stemmer; words of all others are folded only."""

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff"
_RUN = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_WORD = re.compile(rf"{_RUN.pattern}(?:(?:[-\u2010\u2011:/]|(?<=\d)[.,{KEPT_BLANKS}](?=\d)){_RUN.pattern})*")
_PART = re.compile(r"[^-\u2010\u2011:/]+")
BETWEEN_DIGITS = "-"
"""Stands between two pieces written together where both have a digit, so that "1-2" is not 12."""
_TOGETHER, _END = "\x02", "\x03"
_COMPOUND = re.compile(f"{_TOGETHER}([^{_END}]+){_END}")
_APOSTROPHES = frozenset("'\u2019\u02bc")
_LETTERS_WITHOUT_PARTS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "\u0640": None})

OFTEN_MET_BELOW = 0x3000
"""Code points of alphabets; beyond stand mostly characters that are words."""

LANGUAGES_KEPT = 64
"""What is made for a language stays at hand; codes of languages also come from addresses, as many as anybody likes to write."""


class Piece(NamedTuple):
    """A run of letters and digits, or a number, and where it stands in the text (characters). Written together, `sign` stands before it."""

    text: str
    start: int
    end: int
    sign: str = ""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a query: the stems of its pieces, its stem written together, and its place among all words of the query.

    `exact` is how an acronym of these letters stands in the index; empty where they are too many for one.
    """

    stems: tuple[str, ...]
    together: str
    place: int
    exact: str = ""

    @property
    def is_compound(self) -> bool:
        return len(self.stems) > 1


def words(text: str) -> Iterator[tuple[Piece, ...]]:
    """The words of a text as their pieces. Elided articles ("l'", "qu'") and the English "'s" are no words."""
    if text.isalnum():  # most of what stands between two blanks is one word
        yield (Piece(text, 0, len(text)),)
        return
    parted = with_kept_blanks(text)
    for match in _WORD.finditer(parted):
        start, end = match.span()
        # Asked here first because almost no word touches an apostrophe, and this loop reads every word of the bank.
        if (text[end : end + 1] in _APOSTROPHES or text[start - 1 : start] in _APOSTROPHES) and _is_elided(text, start, end):
            continue
        yield tuple(_pieces(match.group(), text[start:end], start))


class _WithoutMarks(dict[int, int | None]):
    """For ``str.translate``: no combining character. Letters that are often met are asked about once."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.combining(chr(code)) else code
        if code < OFTEN_MET_BELOW:
            self[code] = kept
        return kept


_WITHOUT_MARKS = _WithoutMarks()


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Without accents, capitals and ligatures: "Œuvré" gives "oeuvre"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS_WITHOUT_PARTS))
    return decomposed.translate(_WITHOUT_MARKS).casefold()


@lru_cache(maxsize=200_000)
def stem(piece: str, language: str) -> str:
    """The stem under which a piece is kept: "érosions" gives "eros". Empty for what is too long to be a word."""
    if len(piece) > MAX_PIECE_LENGTH:
        return ""
    if not piece.isalpha() and any(char.isdigit() for char in piece):
        return fold(as_number(piece))
    stems = _stemmer(language).analyze(fold(piece))
    return _finish(stems[0], language) if stems else ""


def token(piece: str, language: str, *, is_mixed: bool) -> str:
    """How a piece of a text stands in the index. `is_mixed`: the text has small letters, so that capitals mean something."""
    if is_mixed and piece.isupper() and piece.isalpha() and (acronym := _as_acronym(fold(piece))):
        return acronym
    return stem(piece, language)


def is_mixed(text: str) -> bool:
    """Whether capitals say anything in this text: not where all letters are capitals."""
    return not text.isupper()


def index_text(text: str, language: str) -> str:
    """What an index holds of a text: all stems, separated by blanks; the compounds written together follow, where they break no phrase."""
    return index_runs(runs_in(text), language, is_mixed=is_mixed(text))


def runs_in(text: str) -> list[str]:
    """What stands between the blanks of a text; blanks inside a number part nothing."""
    return with_kept_blanks(text).split()


def index_runs(runs: Iterable[str], language: str, *, is_mixed: bool) -> str:
    """What an index holds of the runs of a text. Through functions of C, because this meets every word of the bank."""
    readings = readings_in(language, is_mixed=is_mixed)
    found = " ".join(filter(None, map(readings.__getitem__, runs)))
    if _TOGETHER not in found:
        return found
    stems, compounds = _COMPOUND.sub("", found), _COMPOUND.findall(found)
    return f"{stems} | {' '.join(compounds)}"


class Readings(dict[str, str]):
    """How what stands between two blanks of a text is read: its stems, separated by blanks, and its compounds as `_COMPOUND` finds them.

    Kept, because a few thousand of them make up almost all of a bank.
    """

    def __init__(self, language: str, is_mixed: bool):
        super().__init__()
        self.language = language
        self.is_mixed = is_mixed
        self._found_by: dict[str, set[str]] = {}
        self._known: set[str] = set()

    def __missing__(self, run: str) -> str:
        """Read it once. Itself comes last: who finds it in another thread finds the rest."""
        read = [(pieces, self._stems(pieces)) for pieces in words(run)]
        stems = [stem for _, each in read for stem in each]
        compounds = {pieces: _together(pieces, self.language) for pieces, _ in read if len(pieces) > 1}
        for key in filter(None, (*stems, *compounds.values())):
            self._found_by.setdefault(key, set()).add(run)
        together = (f"{_TOGETHER}{compounds[pieces]}{_END}" for pieces in compounds if len(pieces) <= MAX_PIECES_TOGETHER)
        self[run] = reading = " ".join(stems) + "".join(together)
        self._known.add(run)
        return reading

    def holding(self, wanted: frozenset[str], text: str) -> set[str]:
        """What of a text (`with_kept_blanks`), between two blanks, holds a wanted word: looked up from the word, so that the others cost nothing."""
        runs = set(text.split())
        for run in runs - self._known:
            self[run]
        return runs.intersection(chain.from_iterable(self._found_by.get(key, ()) for key in wanted))

    def _stems(self, pieces: tuple[Piece, ...]) -> list[str]:
        return [token(piece.text, self.language, is_mixed=self.is_mixed) for piece in pieces]


def readings_in(language: str, *, is_mixed: bool) -> Readings:
    """The readings of texts in this language: the same until there are too many, then new ones, so that no thread loses what it is using."""
    kept = _readings.get((language, is_mixed))
    if kept is None or len(kept) >= MAX_READINGS_KEPT:
        kept = _readings[language, is_mixed] = Readings(language, is_mixed)
    return kept


_readings: dict[tuple[str, bool], Readings] = {}


@lru_cache(maxsize=512)
def query_words(text: str, language: str) -> tuple[QueryWord, ...]:
    """The words to look for: stop words left out (unless there are only those), none twice, at most twenty."""
    everything = list(_read_query(text, language))
    telling = [word for word in everything if not _is_stop_word(word, text, language)]
    found: dict[tuple[str, ...], QueryWord] = {}
    for word, _ in telling or everything:
        found.setdefault(word.stems, word)
    return tuple(found.values())[:MAX_QUERY_WORDS]


@lru_cache(maxsize=512)
def stems_to_mark(text: str, language: str) -> frozenset[str]:
    """Stems of the query to highlight in a document of this language."""
    found = query_words(text, language)
    return frozenset(stem for word in found for stem in (*word.stems, word.together, word.exact) if stem)


def _read_query(text: str, language: str) -> Iterator[tuple[QueryWord, tuple[Piece, ...]]]:
    place = 0
    for pieces in words(text):
        stems = tuple(stem(piece.text, language) for piece in pieces)
        if all(stems):
            together = written_together(pieces)
            yield QueryWord(stems, stem(together, language), place, _as_acronym(fold(together))), pieces
        place += len(pieces)


def _as_acronym(folded: str) -> str:
    """How an acronym of these letters stands in the index; empty for what is none."""
    return EXACT + folded if len(folded) in ACRONYM_LENGTHS and folded.isalpha() else ""


def _is_stop_word(read: tuple[QueryWord, tuple[Piece, ...]], text: str, language: str) -> bool:
    word, pieces = read
    return not word.is_compound and fold(pieces[0].text) in _stop_words(language)


def _together(pieces: tuple[Piece, ...], language: str) -> str:
    return stem(written_together(pieces), language)


def written_together(pieces: tuple[Piece, ...]) -> str:
    """The pieces of one word without what joins them."""
    return "".join(piece.sign + as_number(piece.text) for piece in pieces)


def _pieces(parted: str, word: str, start: int) -> Iterator[Piece]:
    """Of one word, as it is and with its blanks between thousands kept (`with_kept_blanks`)."""
    for part in _PART.finditer(parted):
        each = [part.span()] if is_number(part.group()) else [run.span() for run in _RUN.finditer(parted, *part.span())]
        for first, last in each:
            joined = parted[first - 1] if first else ""
            is_between = bool(joined) and joined not in KEPT_BLANKS and parted[first].isdigit() and parted[first - 2].isdigit()
            yield Piece(word[first:last], start + first, start + last, BETWEEN_DIGITS if is_between else "")


def _is_elided(text: str, start: int, end: int) -> bool:
    if end + 1 < len(text) and text[end] in _APOSTROPHES and text[end + 1].isalnum():
        return fold(text[start:end]) in ELIDED
    return start > 1 and text[start - 1] in _APOSTROPHES and text[start - 2].isalnum() and text[start:end] in {"s", "S"}


@lru_cache(maxsize=LANGUAGES_KEPT)
def _stemmer(language: str) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.raw())
    return (builder.filter(Filter.stemmer(STEMMERS[language])) if language in STEMMERS else builder).build()


@lru_cache(maxsize=LANGUAGES_KEPT)
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in STOP_WORDS.get(language, "").split())


def _finish(stemmed: str, language: str) -> str:
    """Bring together what the stemmers leave apart once accents are gone: résidu(s), irrigué(e), paysan(ne), maíz and maíces."""
    if len(stemmed) <= 3:
        return stemmed
    if language == "fr":
        if stemmed == "traval":  # the plural of "travail", which the stemmer reads like "cheval"
            return "travail"
        bare = stemmed.rstrip("e") if stemmed.endswith("ee") or len(stemmed) > 4 else stemmed
        bare = bare[:-1] if len(bare) > 4 and bare[-1] in "sx" else bare
        return bare[:-1] if len(bare) > 4 and bare[-1] == bare[-2] else bare
    if language == "es":
        bare = stemmed[:-1] if stemmed[-1] in "si" and len(stemmed) > (5 if stemmed[-1] == "i" else 3) else stemmed
        return bare[:-1] + "z" if bare.endswith("c") else bare
    return stemmed
