"""The words the bank itself uses, per language, as they are written: what "did you mean" may propose. Pure."""

import re
import unicodedata

SHORTEST, LONGEST = 3, 40

_WORD = re.compile(rf"(?<!\w)[^\W\d_]{{{SHORTEST},{LONGEST}}}(?!\w)")
"""Letters only."""


def spellings(text: str) -> list[str]:
    """The words of a text, in small letters and with their accents; no numbers, nothing shorter than three letters."""
    return _WORD.findall(as_spelt(text))


def as_spelt(text: str) -> str:
    """A text in small letters and with its accents: `is_spelling` tells which of its runs of letters and digits are words."""
    return unicodedata.normalize("NFC", text.casefold())


def is_spelling(run: str) -> bool:
    """Whether this run of letters and digits is a word that may be proposed."""
    return bool(_WORD.fullmatch(run))
