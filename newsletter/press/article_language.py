"""The language of an article: what its page says, and where it says nothing, or two things, what the words of its title say. Pure.

Only the three languages of the press review are told by words, and only where the words are clear; anything else is "unknown", an empty text.
"""

import re
from collections.abc import Iterable

CLEAR, CLEARER_THAN_THE_PAGE = 1.2, 2.5
"""So much tells a language, in words of its own; and so much outweighs a page that says something else: themes in English head pages in French."""
TIMES_THE_NEXT = 2
"""And so many times as much as for the next language."""

_CODE = re.compile(r"[a-z]{2}(?=$|[-_])")
_WORD = re.compile(r"[^\W\d_]+")

TELLING = {
    "en": "the and of to is are was for with from that by how what why can could on at this these their has have new its will not more than into "
    "about when where who our says soil soils farmers farming",
    "fr": "le les des du et est une un dans pour sur avec qui au aux ce cette ces pas ne sont plus leur leurs par comment pourquoi ou où sans entre "
    "mais nos son ses la de en à l d qu sols agriculteurs agricole agricoles terres climat",
    "es": "el los las del y es una un en para con que por su sus se al lo más cómo qué este estos sin sobre entre pero según también la de suelo "
    "suelos agricultores tierra tierras contra cada año años ante hacia desde cambio",
    "pt": "o os as do da dos das e é um uma em para com que por seu sua no na nos nas ao mais como são não solo solos agricultores de se",
    "it": "il lo i gli le la di del della dei delle e è un una in per con che su al alla nel nella sono più come non si l d dell suolo suoli",
    "ca": "el els les la l d del dels i és un una en per amb que als al més com sòl sòls de se",
    "de": "der die das und ist ein eine in im für mit auf von den dem des zu nicht wie was boden böden",
    "nl": "de het een en is van in op voor met dat die niet hoe wat bodem",
}
"""Short words, and some of our subject. Those of the last five are there so that none of these languages is taken for one of ours."""
OURS = ("en", "fr", "es")
_HOMES = {word: tuple(code for code, known in TELLING.items() if word in known.split()) for words in TELLING.values() for word in words.split()}
"""The languages a word belongs to: the more they are, the less it tells."""


def language_of(text: str, *, clear: float = CLEAR) -> str:
    """ISO 639-1 of a text in English, French or Spanish, told by its words; empty where they are too few, or too much alike."""
    weights: dict[str, float] = {}
    for word in _WORD.findall(text.casefold()):
        homes = _HOMES.get(word, ())
        for code in homes:
            weights[code] = weights.get(code, 0) + 1 / len(homes)
    (most, code), (next_most, _next) = sorted([*((weight, code) for code, weight in weights.items()), (0.0, ""), (0.0, "")], reverse=True)[:2]
    return code if code in OURS and most >= clear and most >= TIMES_THE_NEXT * next_most else ""


def settled(marks: Iterable[object], *, title: str) -> str:
    """The language of an article from what its page says in several places ("fr_CA" is "fr"), and from the words of its title.

    One mark stands, unless the words clearly say otherwise; where marks are missing or differ, the words decide. Empty when nobody knows.
    """
    named = {found[0] for mark in marks if (found := _CODE.match(str(mark).strip().lower()))}
    if len(named) == 1:
        return language_of(title, clear=CLEARER_THAN_THE_PAGE) or named.pop()
    return language_of(title)
