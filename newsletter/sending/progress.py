"""How far a sending is and how long it will take, from what was measured. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsletter.sending.states import OPEN, Delivery

WINDOW = timedelta(seconds=60)
"""The pace is what was done in so much time until now."""
FEWEST = 5
"""Fewer mails than this say nothing about the pace."""
DONE = (Delivery.ACCEPTED, Delivery.FAILED, Delivery.UNCERTAIN)
"""States a mail server's answer, or its silence, leads to."""
AT_ONCE = (Delivery.PENDING, Delivery.CLAIMED, Delivery.SENDING)
"""Open states that wait for nothing but their turn."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What was done lately: so many mails, the first of them at `since`."""

    number: int
    since: datetime | None

    def per_second(self, now: datetime) -> float | None:
        """The pace; ``None`` when too little was done to know it."""
        if self.since is None or self.number < FEWEST or now <= self.since:
            return None
        return self.number / (now - self.since).total_seconds()

    def time_for(self, waiting: int, now: datetime) -> timedelta | None:
        """How long `waiting` mails take at this pace; ``None`` when nobody knows, or nobody waits."""
        pace = self.per_second(now)
        return timedelta(seconds=round(waiting / pace)) if pace and waiting else None


NOTHING = Measured(number=0, since=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageCounts:
    """The readers of one language, by state, and what was done for them lately."""

    language: str
    words_in: str
    counts: Mapping[str, int]
    measured: Measured = NOTHING

    @property
    def total(self) -> int:
        """How many they are."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """How many wait for nothing but their turn."""
        return sum(self.counts.get(state, 0) for state in AT_ONCE)

    def time_left(self, now: datetime) -> timedelta | None:
        """At the pace measured in this language."""
        return self.measured.time_for(self.waiting, now)


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """All languages together."""

    languages: tuple[LanguageCounts, ...]
    next_retry_at: datetime | None
    now: datetime

    def number(self, *states: Delivery) -> int:
        """Readers in these states."""
        return sum(row.counts.get(state, 0) for row in self.languages for state in states)

    @property
    def total(self) -> int:
        """All readers."""
        return sum(row.total for row in self.languages)

    @property
    def at_an_end(self) -> int:
        """Readers for whom nothing is still to be done."""
        return self.total - self.number(*OPEN)

    @property
    def percent(self) -> int:
        """How far it is. A hundred only when it is."""
        return 100 * self.at_an_end // self.total if self.total else 0

    @property
    def measured(self) -> Measured:
        """What was done lately in all languages."""
        began = [row.measured.since for row in self.languages if row.measured.since]
        return Measured(number=sum(row.measured.number for row in self.languages), since=min(began, default=None))

    @property
    def pace(self) -> float | None:
        """Mails per second, measured."""
        return self.measured.per_second(self.now)

    @property
    def time_left(self) -> timedelta | None:
        """At the measured pace, for those who only wait for their turn; ``None`` when nobody knows."""
        return self.measured.time_for(self.number(*AT_ONCE), self.now)


def by_language(rows: Iterable[tuple[str, str, str, int]], lately: Mapping[str, Measured] | None = None) -> tuple[LanguageCounts, ...]:
    """Counts from rows of (language of the readers, language of the words, state, number), in the order of the languages.

    `lately`: what was done in the last `WINDOW`, by language of the readers.
    """
    done = lately or {}
    found: dict[tuple[str, str], dict[str, int]] = {}
    for language, words_in, state, number in rows:
        found.setdefault((language, words_in), {})[state] = number
    return tuple(
        LanguageCounts(language=key[0], words_in=key[1], counts=counts, measured=done.get(key[0], NOTHING)) for key, counts in sorted(found.items())
    )
