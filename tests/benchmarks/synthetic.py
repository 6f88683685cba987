"""Synthetic documents and questions: words as frequent as in a language (Zipf), three languages, all facets. Always the same for the same number."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from types import MappingProxyType

from site4p1000.search.documents import SearchDocument
from site4p1000.search.request import SearchRequest
from tests.data.judged.slips import with_slips

FACET_SIZES = {"climate": 12, "moisture": 6, "land_use": 10, "soil": 33, "country": 190, "evidence": 5, "labour": 3}
LANGUAGES = ("en", "fr", "es")
WORDS_PER_DOCUMENT = 280
_chance = random.Random(7)
VOCABULARY = ["".join(_chance.choices("abcdefghilmnoprstuvéèñ", k=_chance.randint(3, 11))) for _ in range(30_000)]
FREQUENCIES = list(accumulate(1 / (rank + 2) for rank in range(len(VOCABULARY))))


def documents(number: int, names: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Iterator[SearchDocument]:
    """`number` documents of 280 words with up to two values in each facet; where `names` has any of their language, each says two of them."""
    chance = random.Random(number)
    for place in range(number):
        words = chance.choices(VOCABULARY, cum_weights=FREQUENCIES, k=WORDS_PER_DOCUMENT)
        type_, language = chance.choice(["practice", "practice", "story", "issue", "page"]), chance.choice(LANGUAGES)
        if language in names:
            words[::150] = chance.choices(names[language], k=2)
        yield SearchDocument(
            id=f"page-{place}",
            type=type_,
            language=language,
            title=" ".join(words[:5]),
            url=f"/{place}/",
            summary=" ".join(words[5:30]),
            body=" ".join(words[30:]),
            facets={name: [f"{name} {chance.randrange(size)}" for _ in range(chance.randint(0, 2))] for name, size in FACET_SIZES.items()},
            evidence_rank=chance.randrange(5),
        )


def questions(number: int) -> list[SearchRequest]:
    """`number` requests of one to three words, half of them with one or two filters."""
    chance = random.Random(number)
    return [_question(chance) for _ in range(number)]


def questions_with_names(number: int, names: Mapping[str, Sequence[str]]) -> list[SearchRequest]:
    """As `questions`, but every third asks for a thing by its name and every third for one with a letter left out: synonyms and corrections."""
    chance = random.Random(number + 1)
    return [_named(request, place % 3, names, chance) for place, request in enumerate(questions(number))]


def _named(request: SearchRequest, kind: int, names: Mapping[str, Sequence[str]], chance: random.Random) -> SearchRequest:
    name = chance.choice(names[request.language])
    return replace(request, text=(request.text, name, next((slip for _, slip in with_slips(name)), name))[kind])


def _question(chance: random.Random) -> SearchRequest:
    text = " ".join(chance.choices(VOCABULARY, cum_weights=FREQUENCIES, k=chance.randint(1, 3)))
    names = chance.sample(sorted(FACET_SIZES), chance.choice([0, 0, 1, 2]))
    filters = {name: [f"{name} {chance.randrange(FACET_SIZES[name])}" for _ in range(2)] for name in names}
    return SearchRequest(text=text, language=chance.choice(LANGUAGES), filters=filters)
