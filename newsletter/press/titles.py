"""Titles of articles: without the outlet's name at the end, and whether two of them head the same story. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from site4p1000.search.analysis import fold

SAME_STORY_DAYS = 14
"""Further apart, the same title is a yearly event or a column."""
SAME_STORY_LIKENESS = 87
"""Of 100 (RapidFuzz, words in any order). News agencies' pieces keep their words; other pieces on one subject stay well below."""
FEWEST_WORDS = 4
"""Shorter titles ("Living soils") are compared as a whole: too few words to be nearly the same."""

_WORD = re.compile(r"\w+")
_DIVIDER = re.compile(r"\s+[|\-–—·•:]\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Headline:
    """What is compared. `key` stands for the item it heads."""

    key: str
    title: str
    outlet: str
    published_on: date


def without_outlet(title: str, outlet: str) -> str:
    """The title alone: "Soils breathe | The Daily" of The Daily is "Soils breathe"."""
    dividers = list(_DIVIDER.finditer(title.strip()))
    if not dividers or not _is_same_name(title.strip()[dividers[-1].end() :], outlet):
        return title.strip()
    return title.strip()[: dividers[-1].start()]


def same_story(headline: Headline, others: Iterable[Headline]) -> str | None:
    """The key of the most alike of these headlines that tells the same story; ``None`` when none does."""
    ranked = ((likeness, other.key) for other in others if (likeness := _likeness(headline, other)) >= SAME_STORY_LIKENESS)
    return max(ranked, default=(0, None))[1]


def _likeness(one: Headline, other: Headline) -> float:
    """0 to 100. Titles with other numbers in them are other stories: "World Soil Day 2025" is not that of 2024."""
    if abs((one.published_on - other.published_on).days) > SAME_STORY_DAYS:
        return 0
    words, other_words = _words(one), _words(other)
    if _numbers(words) != _numbers(other_words):
        return 0
    if min(len(words), len(other_words)) < FEWEST_WORDS:
        return 100 if words and words == other_words else 0
    return fuzz.token_sort_ratio(" ".join(words), " ".join(other_words))


def _words(headline: Headline) -> list[str]:
    return _WORD.findall(fold(without_outlet(headline.title, headline.outlet)))


def _numbers(words: list[str]) -> list[str]:
    return sorted(word for word in words if any(char.isdigit() for char in word))


def _is_same_name(one: str, other: str) -> bool:
    names = [" ".join(_WORD.findall(fold(name))) for name in (one, other)]
    return all(names) and fuzz.token_set_ratio(*names) >= 90
