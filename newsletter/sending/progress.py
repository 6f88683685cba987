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
class LanguageCounts:
    """The readers of one language, by state."""

    language: str
    words_in: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many they are."""
        return sum(self.counts.values())


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """All languages together."""

    languages: tuple[LanguageCounts, ...]
    measured: Measured
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
    def pace(self) -> float | None:
        """Mails per second, measured."""
        return self.measured.per_second(self.now)

    @property
    def time_left(self) -> timedelta | None:
        """At the measured pace, for those who only wait for their turn; ``None`` when nobody knows."""
        pace, waiting = self.pace, self.number(*AT_ONCE)
        return timedelta(seconds=round(waiting / pace)) if pace and waiting else None


def by_language(rows: Iterable[tuple[str, str, str, int]]) -> tuple[LanguageCounts, ...]:
    """Counts from rows of (language of the readers, language of the words, state, number), in the order of the languages."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for language, words_in, state, number in rows:
        found.setdefault((language, words_in), {})[state] = number
    return tuple(LanguageCounts(language=key[0], words_in=key[1], counts=counts) for key, counts in sorted(found.items()))
