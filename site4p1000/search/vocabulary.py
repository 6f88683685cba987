"""The words the bank itself uses, per language, as they are written: what "did you mean" may propose. Pure."""

import re
import unicodedata
from collections.abc import Iterable

SHORTEST, LONGEST = 3, 40

_WORD = re.compile(rf"(?<!\w)[^\W\d_]{{{SHORTEST},{LONGEST}}}(?!\w)")
"""Letters only. One pass of the regular expression, because this reads every word of the bank once more."""


def spellings(texts: Iterable[str]) -> frozenset[str]:
    """The different words of some texts, in small letters and with their accents; no numbers, nothing shorter than three letters."""
    return frozenset(_WORD.findall(unicodedata.normalize("NFC", "\n".join(texts)).casefold()))
