"""Press items an issue picks by day, language and topic: all of its choices are answered by one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_date

from newsletter.models.press import PressItem
from newsletter.press.items import PressCard, cards_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What one block asks for; days are both included, empty topics or languages leave nothing out."""

    since: date
    until: date
    topics: frozenset[str]
    languages: frozenset[str]
    most: int

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Choice | None":
        """From a block as it is stored; ``None`` for one that is not complete yet."""
        since, until = (parse_date(str(value.get(name) or "")) for name in ("since", "until"))
        if since is None or until is None:
            return None
        topics, languages = (frozenset(value.get(name) or ()) for name in ("topics", "languages"))
        return cls(since=since, until=until, topics=topics, languages=languages, most=int(value.get("most") or 1))

    def takes(self, item: PressItem) -> bool:
        """Whether the item is among those asked for."""
        is_about = not self.topics or item.topic in self.topics
        return self.since <= item.published_on <= self.until and is_about and (not self.languages or item.language in self.languages)


def picked(raw_blocks: Iterable[Mapping], *, language: str) -> Mapping[int, Sequence[PressCard]]:
    """The cards of each block of the press review, by its place in the body: one query, and none without such a block."""
    choices = {place: choice for place, block in enumerate(raw_blocks) if block["type"] == "press_review" and (choice := Choice.of(block["value"]))}
    if not choices:
        return {}
    days = reduce(or_, (Q(published_on__range=(choice.since, choice.until)) for choice in choices.values()))
    items = list(PressItem.objects.published().filter(days))
    return {place: _cards(items, choice, language) for place, choice in choices.items()}


def _cards(items: Iterable[PressItem], choice: Choice, language: str) -> Sequence[PressCard]:
    return cards_of([item for item in items if choice.takes(item)], language=language, with_practices=False)[: choice.most]
