"""The words the bank itself uses, per language, as they are written: what "did you mean" may propose. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

SHORTEST, LONGEST = 3, 40

_WORD = re.compile(rf"(?<!\w)[^\W\d_]{{{SHORTEST},{LONGEST}}}(?!\w)")
"""Letters only."""


MAX_RUNS_KEPT = 100_000


def spellings(texts: Iterable[str]) -> frozenset[str]:
    """The different words of some texts, in small letters and with their accents; no numbers, nothing shorter than three letters."""
    return frozenset(chain.from_iterable(map(_spelt_in, {run for text in texts for run in text.split()})))


@lru_cache(maxsize=MAX_RUNS_KEPT)
def _spelt_in(run: str) -> tuple[str, ...]:
    """The words between two blanks. Kept, because a few thousand of these make up almost all of a bank."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", run.casefold())))
