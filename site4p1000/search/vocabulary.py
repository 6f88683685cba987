"""The words the bank itself uses, per language, as they are written: what "did you mean" may propose. Pure."""

from collections.abc import Iterable

from site4p1000.search.analysis import words

SHORTEST, LONGEST = 3, 40


def spellings(texts: Iterable[str]) -> frozenset[str]:
    """The different words of some texts, in small letters and with their accents; no numbers, nothing shorter than three letters."""
    pieces = {piece.text for text in texts for word in words(text) for piece in word}
    return frozenset(text.casefold() for text in pieces if SHORTEST <= len(text) <= LONGEST and text.isalpha())
