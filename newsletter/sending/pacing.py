"""How fast mail may leave: per second in all, and per second to one domain. Pure; the clock is given."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

BURST_SECONDS = 1.0
"""An idle line may catch up by so much, not more: relays count bursts."""

IDLE_SECONDS = 60.0
"""A domain nothing was sent to for so long is forgotten: its tokens are back, and lists have tens of thousands of domains."""


class Addressed(Protocol):
    """What goes to a domain."""

    @property
    def domain(self) -> str:
        """The part after the at sign."""


Row = TypeVar("Row", bound=Addressed)


@dataclass(slots=True)
class Bucket:
    """Tokens that fill at `rate_per_second` up to one second's worth (one at least)."""

    rate_per_second: float
    filled_at: float
    tokens: float = 1.0

    def fill(self, now: float) -> None:
        """Add what has come since the last time; a clock that went back adds nothing."""
        room = max(1.0, self.rate_per_second * BURST_SECONDS)
        self.tokens = min(room, self.tokens + max(0.0, now - self.filled_at) * self.rate_per_second)
        self.filled_at = now


@dataclass(slots=True)
class Pace:
    """Says whether one more mail to a domain may leave now. Rates may be changed while it runs."""

    rate_per_second: float
    domain_rate_per_second: float
    clock: Callable[[], float]
    _all: Bucket = field(init=False)
    _domains: dict[str, Bucket] = field(init=False, default_factory=dict)

    def __post_init__(self):
        self._all = Bucket(self.rate_per_second, self.clock())

    def change(self, *, rate_per_second: float, domain_rate_per_second: float) -> None:
        """From now on at these rates; what was allowed so far stays counted. Domains that are idle are forgotten."""
        self.rate_per_second, self.domain_rate_per_second = rate_per_second, domain_rate_per_second
        self._all.rate_per_second = rate_per_second
        self._forget_idle()
        for bucket in self._domains.values():
            bucket.rate_per_second = domain_rate_per_second

    def _forget_idle(self) -> None:
        """Only those whose next mail could leave at once: a slow rate is not slept through."""
        since = self.clock() - IDLE_SECONDS
        idle = [domain for domain, own in self._domains.items() if own.filled_at < since and own.tokens + IDLE_SECONDS * own.rate_per_second >= 1]
        for domain in idle:
            del self._domains[domain]

    @property
    def has_room(self) -> bool:
        """Whether a mail might leave now, if only to another domain."""
        self._all.fill(self.clock())
        return self._all.tokens >= 1

    def take(self, domain: str) -> bool:
        """Whether one mail to `domain` may leave now; if so it is counted."""
        now = self.clock()
        own = self._domains.setdefault(domain, Bucket(self.domain_rate_per_second, now))
        for bucket in (self._all, own):
            bucket.fill(now)
        if min(self._all.tokens, own.tokens) < 1:
            return False
        self._all.tokens -= 1
        own.tokens -= 1
        return True

    def some_of(self, rows: deque[Row], *, room: int) -> list[Row]:
        """Take those out of `rows` that may leave now, `room` at most."""
        chosen: list[Row] = []
        for _number in range(len(rows)):
            if len(chosen) >= room:
                break
            row = rows.popleft()
            if self.take(row.domain):
                chosen.append(row)
            else:
                rows.append(row)
        return chosen
