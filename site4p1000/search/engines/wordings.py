"""What is looked for in documents of one language, and what it weighs, whichever engine looks."""

from typing import NamedTuple

from site4p1000.search.analysis import WORDS_THAT_ALLOW_ONE_MISSING, QueryWord, query_words
from site4p1000.search.request import SearchRequest

ALL_WORDS_BONUS = 1_000.0
"""Far above what words can weigh together, so that a document with all words always stands before one with most of them."""

PHRASE_FACTOR = 2.0
OTHER_PARTS = 0.2
"""Share that a word found again in a lighter part adds to its weight."""

SYNONYM_FACTOR = 0.6
"""A synonym weighs less than the word a reader chose."""


class Wording(NamedTuple):
    """The words of one way to say a query; a document may lack `may_miss` of them."""

    words: tuple[QueryWord, ...]
    may_miss: int


def wordings_of(request: SearchRequest, language: str) -> tuple[Wording, ...]:
    """The text itself first. A synonym of several words makes no query long: where all that was typed is owed, all of it is."""
    texts = [query_words(text, language) for text in request.texts(language)]
    is_long = len(texts[0]) >= WORDS_THAT_ALLOW_ONE_MISSING
    return tuple(Wording(words, 1 if is_long and len(words) >= WORDS_THAT_ALLOW_ONE_MISSING else 0) for words in texts)
