"""The words the bank itself uses, per language, as they are written: what "did you mean" may propose. Pure."""

import re
import unicodedata

SHORTEST, LONGEST = 3, 40

_WORD = re.compile(rf"(?<!\w)[^\W\d_]{{{SHORTEST},{LONGEST}}}(?!\w)")
"""Letters only."""


def spellings(text: str) -> list[str]:
    """The words of a text, in small letters and with their accents; no numbers, nothing shorter than three letters."""
    return _WORD.findall(unicodedata.normalize("NFC", text.casefold()))
