"""The worker: takes due recipients, hands their mail over on several connections, and writes down what came of each.

One thread, the clerk, owns the database; each connection is a thread of its own that only talks SMTP. Per turn the clerk commits
once: the outcomes that have come in, and the rows that begin. A row is ``sending`` only while a connection works on it, so a killed
worker leaves at most one uncertain row per connection.
"""

import logging
import math
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict

from django.db import DatabaseError, InterfaceError, connection, transaction

from newsletter.sending import housekeeping, ledger
from newsletter.sending.judging import Judge, Verdict
from newsletter.sending.ledger import Claimed
from newsletter.sending.lines import Lines
from newsletter.sending.listing import Lister
from newsletter.sending.pacing import Pace
from newsletter.sending.states import Answer, Change, Outcome, after
from newsletter.sending.transport import Transport

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 0.5
"""How often the worker looks at the sendings: what is scheduled begins within it, a changed rate holds, an idle worker wakes."""
LOOK_ON_SECONDS = 0.05
"""Between two parts of a long list that are looked through for readers of other domains: the database is others' too."""
KEPT_OF_A_DOMAIN = 3
"""So many rows of a domain stay in hand when readers of others are looked for: it goes on at its own pace."""
LAST_WRITE_SECONDS = 30
"""So long a worker that stops tries to write what the mail server said: what it does not write is uncertain."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What the worker needs of the world."""

    name: str
    transport: Callable[[], Transport]
    prepare: Callable[[Iterable[Claimed]], None]
    """Told of the rows it will have to compose; the one place where it may ask the database."""
    compose: Callable[[Claimed], tuple[str, bytes]]
    """The sender's address and the message for a row. Called in the connections' threads: no database."""
    rates: Callable[[], tuple[float, float]]
    """Mails per second in all and to one domain, as the running sendings ask for them now."""
    now: Callable[[], datetime]
    connections: int = 10
    lease: timedelta = timedelta(minutes=5)
    refused: Callable[[Claimed, str], object] = lambda row, words: None
    """Told of each reader a mail server refused, with its words, after the row is written."""


class _At(TypedDict):
    """Who writes to the ledger, when, and for how long it holds rows."""

    worker: str
    now: datetime
    lease: timedelta


@dataclass(slots=True)
class Worker:
    """Runs until `stop`; what is being handed over then is waited for."""

    desk: Desk
    stop: threading.Event = field(default_factory=threading.Event)
    _held: deque[Claimed] = field(default_factory=deque)
    _lines: Lines = field(init=False)
    _lister: Lister = field(default_factory=Lister)
    _unwritten: list[tuple[Claimed, Outcome]] = field(default_factory=list)
    _judge: Judge = field(default_factory=Judge)
    _taken: set[int] = field(default_factory=set)
    _refused: list[tuple[Claimed, str]] = field(default_factory=list)
    _is_running: bool = True
    _is_dry: bool = False
    """The last time rows were asked for, none was due."""
    _is_doubtful: bool = False
    """The database failed, and what it took is not known."""
    _claims: int = 0
    _elsewhere_after: int = 0
    _elsewhere_again_at: float = 0.0
    _renewed_at: float = 0.0
    _looked_at: float = -math.inf

    def run(self, *, until_idle: bool = False) -> None:
        """Work until stopped, or until nothing is due any more."""
        self._lines = Lines(self.desk.connections, transport=self.desk.transport, compose=self.desk.compose)
        pace = Pace(1.0, 1.0, clock=time.monotonic)
        try:
            while not self.stop.is_set():
                if not self._step(pace) and until_idle and self._is_idle and self._has_finished():
                    break
        finally:
            self._close()

    def _step(self, pace: Pace) -> bool:
        """One look and one turn; whether there was any work. While the database is away, nothing is begun and nothing forgotten."""
        try:
            self._recover()
            self._look(pace)
            if self._lister.step(now=self.desk.now(), is_sharing=bool(self._held or self._lines.busy)):
                self._looked_at = -math.inf  # it may be running now
                return True
            return self._turn(pace)
        except (DatabaseError, InterfaceError) as error:
            self._doubt(error)
            self.stop.wait(1)
            return True

    def _has_finished(self) -> bool:
        """Calls finished what is done, before nobody looks any more: the last mail may be younger than the last look."""
        try:
            ledger.finish(now=self.desk.now())
        except (DatabaseError, InterfaceError) as error:
            self._doubt(error)
            self.stop.wait(1)
            return False
        return True

    def _doubt(self, error: Exception) -> None:
        log.error("The database did not take this, tried again in a second: %s", error)
        self._is_doubtful = True
        connection.close()

    def _recover(self) -> None:
        """After a fault: a commit may have been taken although its answer was lost. What is on no line has not left, and waits again."""
        if self._is_doubtful:
            on_lines = [*self._lines.busy, *(row.pk for row, _outcome in self._unwritten)]
            ledger.recover(worker=self.desk.name, on_lines=on_lines)
            self._held.clear()
            self._is_doubtful = False

    @property
    def _is_idle(self) -> bool:
        return not (self._held or self._lines.busy or self._unwritten or self._lister.is_at_work)

    def _look(self, pace: Pace) -> None:
        """Now and then: look after the rows, follow changed rates, keep what is held."""
        if time.monotonic() - self._looked_at < LOOK_AGAIN_SECONDS:
            return
        self._looked_at = time.monotonic()
        self._lister.look(now=self.desk.now())
        self._is_running = housekeeping.look(worker=self.desk.name, now=self.desk.now())
        if not self._is_running:
            self._judge.begin_anew()
        if self._taken:
            ledger.taken_again(sending_ids=self._taken, now=self.desk.now())
            self._taken.clear()
        rate, domain_rate = self.desk.rates()
        pace.change(rate_per_second=rate, domain_rate_per_second=domain_rate)
        if time.monotonic() - self._renewed_at > self.desk.lease.total_seconds() / 4:
            ids = [*self._lines.busy, *(row.pk for row in self._held)]
            ledger.renew(worker=self.desk.name, now=self.desk.now(), lease=self.desk.lease, ids=ids)
            self._renewed_at = time.monotonic()

    def _turn(self, pace: Pace) -> bool:
        """One commit's worth of work; whether there was any."""
        has_more = self._lines.free and (self._held or not self._is_dry)
        fresh = self._lines.outcomes(wait_seconds=0 if has_more else LOOK_AGAIN_SECONDS)
        self._hear(fresh)
        chosen = pace.some_of(self._held, room=self._lines.free) or self._choose_elsewhere(pace)
        has_written = bool(self._unwritten)
        begun = self._write_and_begin(chosen, pace)
        for row in begun:
            self._lines.hand(row)
        self._tell()
        if not (has_written or begun) and (self._held or self._is_dry):
            self._rest()
        return has_written or bool(begun) or not self._is_dry

    def _write_and_begin(self, chosen: list[Claimed], pace: Pace) -> list[Claimed]:
        """One commit; gives the rows that may be handed over now. What came in is forgotten only when it is written."""
        room = self._lines.free - len(chosen)
        self._is_dry, number = True, self._wanted(room)
        if not (self._unwritten or chosen or number):
            return []
        at: _At = {"worker": self.desk.name, "now": self.desk.now(), "lease": self.desk.lease}
        outcomes = [(row.pk, self._change(row, outcome)) for row, outcome in self._unwritten]
        told = self._judge.verdict
        writing = {"outcomes": outcomes, "pausing": told.pausing, "holding": told.holding, "free": told.free}
        with transaction.atomic():
            begun = ledger.turn(**at, **writing, starting=[row.pk for row in chosen])
            ready, later = self._claim(number, pace, at, room=room)
        self._taken |= told.taken
        self._refused += told.refused
        self._unwritten, self._judge.verdict = [], Verdict()
        self._held.extend(later)
        return [*(row for row in chosen if row.pk in begun), *ready]

    def _wanted(self, room: int) -> int:
        """How many rows to take for the lines that are still free. Where the pace keeps some in hand, a whole batch: not a claim for each mail."""
        if not self._is_running or len(self._held) >= min(room, ledger.BATCH):
            return 0
        return ledger.BATCH - len(self._held) if self._held else min(room, ledger.BATCH)

    def _claim(self, number: int, pace: Pace, at: _At, *, room: int) -> tuple[list[Claimed], deque[Claimed]]:
        """Take so many rows: those the pace lets begin now, which begin with the same commit, and the others."""
        ready: list[Claimed] = []
        later: deque[Claimed] = deque()

        def beginning(rows: Sequence[Claimed]) -> set[int]:
            self._is_dry = False
            self.desk.prepare(rows)
            later.extend(rows)
            ready.extend(pace.some_of(later, room=room))
            return {row.pk for row in ready}

        if number:
            self._claims += 1
            ledger.claim(**at, number=number, first=self._claims, beginning=beginning)
        return ready, later

    def _choose_elsewhere(self, pace: Pace) -> list[Claimed]:
        """Where only the pace of the domains in hand stands in the way, give most of their rows back and take readers of other domains."""
        if not (self._held and self._lines.free and pace.has_room) or time.monotonic() < self._elsewhere_again_at:
            return []
        kept = _some_of_each_domain(self._held)
        ledger.give_back(worker=self.desk.name, ids=[row.pk for row in self._held if row not in kept])
        self._held = deque(kept)
        asked = {"without": {row.domain for row in kept}, "after": self._elsewhere_after, "number": ledger.BATCH - len(kept)}
        rows, self._elsewhere_after = ledger.claim_elsewhere(worker=self.desk.name, now=self.desk.now(), lease=self.desk.lease, **asked)
        if not rows:
            is_at_the_end = self._elsewhere_after == 0
            self._elsewhere_again_at = time.monotonic() + (LOOK_AGAIN_SECONDS if is_at_the_end else LOOK_ON_SECONDS)
        self.desk.prepare(rows)
        self._held.extend(rows)
        return pace.some_of(self._held, room=self._lines.free)

    def _rest(self) -> None:
        """Nothing to begin now: every line is busy, the rate says wait, or nothing is due."""
        if self._held:
            self.stop.wait(0.02)
        elif not self._lines.busy:
            idle_seconds = LOOK_AGAIN_SECONDS if not self._is_running else 0.1
            self.stop.wait(self._lister.rest_seconds if self._lister.is_at_work else idle_seconds)

    def _change(self, row: Claimed, outcome: Outcome) -> Change:
        return after(outcome, attempts=row.attempts, losses=row.losses, now=self.desk.now())

    def _hear(self, fresh: list[tuple[Claimed, Outcome]]) -> None:
        """What came in is written with the next commit, and what follows from it holds before another mail begins."""
        self._unwritten += fresh
        is_reached = self._lines.may_work
        self._judge.hear(fresh, busy=self._lines.busy, is_reached=is_reached)
        if not is_reached and any(outcome.answer is Answer.LOST_BEFORE for _row, outcome in fresh):
            self._lines.try_all_again()

    def _tell(self) -> None:
        """Pass on who was refused, once that is written."""
        for row, words in self._refused:
            self.desk.refused(row, words)
        self._refused = []

    def _close(self) -> None:
        """Wait for what is being handed over, write it down, and give the rest back. A database that is away is waited for."""
        self._lines.close()
        self._hear(self._lines.outcomes())
        self._is_running = False  # nothing is begun any more
        give_up_at = time.monotonic() + LAST_WRITE_SECONDS
        while True:
            try:
                return self._leave()
            except (DatabaseError, InterfaceError) as error:
                self._doubt(error)
                if time.monotonic() > give_up_at:
                    log.error("Stopped without having written what the mail server said to %s mails: they will be uncertain", len(self._unwritten))
                    raise
            time.sleep(1)

    def _leave(self) -> None:
        """The last commits."""
        self._recover()
        self._write_and_begin([], Pace(1.0, 1.0, clock=time.monotonic))
        self._tell()
        ledger.give_back(worker=self.desk.name, ids=[row.pk for row in self._held])
        self._held.clear()
        housekeeping.leave(worker=self.desk.name)


def _some_of_each_domain(rows: Iterable[Claimed]) -> list[Claimed]:
    """The first few of each, in their order; never as many as fill a batch."""
    seen: Counter[str] = Counter()
    kept: list[Claimed] = []
    for row in rows:
        seen[row.domain] += 1
        if seen[row.domain] <= KEPT_OF_A_DOMAIN and len(kept) < ledger.BATCH // 2:
            kept.append(row)
    return kept
