"""Which words of a document the embedded engine keeps as they are written, for its vocabulary."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from site4p1000.search.vocabulary import as_spelt

JOINS_WORDS = "0"
"""Put for what the tokenizer of spellings would split at, though no word ends there; a run with a digit in it is no word to propose."""
SAMPLED = 10
"""One document in so many says all of its words, also the common ones."""
OFTEN = 10
"""A word that stands in so many documents is a common one: the others need not say it any more."""
MAX_RUNS_COUNTED = 200_000
"""Per language; about 30 MB when full. Beyond, counting begins anew: words are then kept more often than they need to be."""

Spelt = Callable[[Iterable[str], str], str]
"""What the field of spellings holds of a document, from its runs between blanks and its language."""


def every_spelling(runs: Iterable[str], language: str) -> str:
    """All words, in small letters and with their accents."""
    return as_spelt(" ".join(runs)).replace("_", JOINS_WORDS)


class CommonSpellings:
    """The spellings of many documents, for a rebuild: half the work of an index would otherwise be a list of who uses the commonest words.

    In a bank of up to `SAMPLED` times `OFTEN` documents every word is counted in all of them. In a larger one a word is counted wholly until it
    is common, and then in a sample, so that a commoner word still counts for more.
    """

    def __init__(self) -> None:
        self._documents = 0
        self._common: dict[str, set[str]] = defaultdict(set)
        self._counted: dict[str, Counter[str]] = defaultdict(Counter)

    def __call__(self, runs: Iterable[str], language: str) -> str:
        """Gives what `every_spelling` gives, without the common words where this document is none of the sample."""
        self._documents += 1
        told = set(runs)
        fresh = told - self._common[language]
        self._count(fresh, language)
        is_of_sample = self._documents <= SAMPLED * OFTEN or self._documents % SAMPLED == 0
        return every_spelling(told if is_of_sample else fresh, language)

    def _count(self, fresh: set[str], language: str) -> None:
        counted = self._counted[language]
        if len(counted) > MAX_RUNS_COUNTED:
            counted.clear()
        counted.update(fresh)
        often = [run for run in fresh if counted[run] >= OFTEN]
        self._common[language].update(often)
        for run in often:
            del counted[run]
