"""The worker: takes due recipients, hands their mail over on several connections, and writes down what came of each.

One thread, the clerk, owns the database; each connection is a thread of its own that only talks SMTP. Per turn the clerk commits
once: the outcomes that have come in, and the rows that begin. A row is ``sending`` only while a connection works on it, so a killed
worker leaves at most one uncertain row per connection.
"""

import logging
import math
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, connection

from newsletter.sending import housekeeping, ledger
from newsletter.sending.ledger import Claimed
from newsletter.sending.pacing import Pace
from newsletter.sending.states import Answer, Change, Outcome, after
from newsletter.sending.transport import Transport

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 0.5
"""How often the worker looks at the sendings: what is scheduled begins within it, a changed rate holds, an idle worker wakes."""
GATHER_SECONDS = 0.003
"""After the first answer others are waited for so long: one commit for several rows is most of the speed of a fast relay."""
TIDY_SECONDS = 3600
REFUSALS_IN_A_ROW = 50
"""So many refusals one after another are the sender's fault, not the readers': the sending pauses."""
LOST_IN_A_ROW = 5
"""So many lines lost one after another, each at another reader, are no reader's fault: the sending pauses."""
REFUSALS_OF_READERS = 5
"""From a longer run of refusals nothing is concluded about the readers."""


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
    tidy: Callable[[datetime], object] = lambda now: None
    """What has to be done now and then besides sending."""
    refused: Callable[[Claimed, str], object] = lambda row, words: None
    """Told of each reader a mail server refused, with its words, after the row is written."""


@dataclass(slots=True)
class Worker:
    """Runs until `stop`; what is being handed over then is waited for."""

    desk: Desk
    stop: threading.Event = field(default_factory=threading.Event)
    _held: deque[Claimed] = field(default_factory=deque)
    _busy: dict[int, Claimed] = field(default_factory=dict)
    _to_send: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    _done: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    _unwritten: list[tuple[Claimed, Outcome]] = field(default_factory=list)
    _is_running: bool = True
    _refusals: int = 0
    _lost: int = 0
    _renewed_at: float = 0.0
    _looked_at: float = 0.0
    _tidied_at: float = -math.inf

    def run(self, *, until_idle: bool = False) -> None:
        """Work until stopped, or until nothing is due any more."""
        threads = [threading.Thread(target=self._connection, daemon=True) for _number in range(self.desk.connections)]
        for thread in threads:
            thread.start()
        pace = Pace(1.0, 1.0, clock=time.monotonic)
        try:
            while not self.stop.is_set():
                if not self._step(pace) and until_idle and not self._held and not self._busy and not self._unwritten:
                    break
        finally:
            self._close(threads)

    def _step(self, pace: Pace) -> bool:
        """One look and one turn; whether there was any work. While the database is away, nothing is begun and nothing forgotten."""
        try:
            self._look(pace)
            return self._turn(pace)
        except (DatabaseError, InterfaceError) as error:
            log.error("The database did not take this, tried again in a second: %s", error)
            connection.close()
            self.stop.wait(1)
            return True

    def _look(self, pace: Pace) -> None:
        """Now and then: keep house, follow changed rates, keep what is held."""
        if time.monotonic() - self._looked_at < LOOK_AGAIN_SECONDS:
            return
        self._looked_at = time.monotonic()
        self._is_running = housekeeping.look(worker=self.desk.name, now=self.desk.now())
        rate, domain_rate = self.desk.rates()
        pace.change(rate_per_second=rate, domain_rate_per_second=domain_rate)
        if time.monotonic() - self._renewed_at > self.desk.lease.total_seconds() / 4:
            ids = [*self._busy, *(row.pk for row in self._held)]
            ledger.renew(worker=self.desk.name, now=self.desk.now(), lease=self.desk.lease, ids=ids)
            self._renewed_at = time.monotonic()
        self._tidy()

    def _tidy(self) -> None:
        """Now and again erase what must not be kept."""
        if time.monotonic() - self._tidied_at > TIDY_SECONDS:
            self._tidied_at = time.monotonic()
            self.desk.tidy(self.desk.now())

    def _turn(self, pace: Pace) -> bool:
        """One commit's worth of work; whether there was any."""
        self._claim()
        self._unwritten += self._outcomes(wait=not self._held or not self._free)
        chosen = self._choose(pace)
        if not self._unwritten and not chosen:
            self._rest()
            return False
        outcomes = self._unwritten
        for row in self._write_and_begin(chosen):
            self._busy[row.pk] = row
            self._to_send.put(row)
        self._pause_if_needed(outcomes)
        return True

    def _write_and_begin(self, chosen: list[Claimed]) -> list[Claimed]:
        """One commit; gives the rows that may be handed over now. Outcomes are forgotten only when they are written."""
        changes = [(row.pk, self._change(row, outcome)) for row, outcome in self._unwritten]
        ids = [row.pk for row in chosen]
        try:
            begun = ledger.turn(worker=self.desk.name, now=self.desk.now(), lease=self.desk.lease, outcomes=changes, starting=ids)
        except (DatabaseError, InterfaceError):
            self._held.extendleft(reversed(chosen))
            raise
        self._unwritten = []
        return [row for row in chosen if row.pk in begun]

    @property
    def _free(self) -> int:
        return self.desk.connections - len(self._busy)

    def _claim(self) -> None:
        """Hold as many rows as keep every connection busy for one more turn."""
        while self._is_running and len(self._held) < self._free:
            rows = ledger.claim(worker=self.desk.name, now=self.desk.now(), lease=self.desk.lease)
            self.desk.prepare(rows)
            self._held.extend(rows)
            if len(rows) < ledger.BATCH:
                return

    def _choose(self, pace: Pace) -> list[Claimed]:
        chosen: list[Claimed] = []
        for _number in range(len(self._held)):
            if len(chosen) >= self._free:
                break
            row = self._held.popleft()
            if pace.take(row.domain):
                chosen.append(row)
            else:
                self._held.append(row)
        return chosen

    def _outcomes(self, *, wait: bool) -> list[tuple[Claimed, Outcome]]:
        """What has come in; with `wait`, at least one answer is waited for as long as connections are busy."""
        found: list[tuple[Claimed, Outcome]] = []
        try:
            if wait and self._busy:
                found.append(self._done.get(timeout=LOOK_AGAIN_SECONDS))
                time.sleep(GATHER_SECONDS)
            while True:
                found.append(self._done.get_nowait())
        except queue.Empty:
            pass
        for row, _outcome in found:
            self._busy.pop(row.pk, None)
        return found

    def _rest(self) -> None:
        """Nothing to begin now: every line is busy, the rate says wait, or nothing is due."""
        if self._held:
            self.stop.wait(0.02)
        elif not self._busy:
            self.stop.wait(LOOK_AGAIN_SECONDS if not self._is_running else 0.1)

    def _change(self, row: Claimed, outcome: Outcome) -> Change:
        return after(outcome, attempts=row.attempts, now=self.desk.now())

    def _pause_if_needed(self, outcomes: list[tuple[Claimed, Outcome]]) -> None:
        """A mail server that cannot be reached pauses the sending, and so do many refusals or lost lines in a row.

        Rows held for it go back by themselves.
        """
        for row, outcome in outcomes:
            self._refusals = self._refusals + 1 if outcome.answer is Answer.REFUSED else 0
            if 0 < self._refusals <= REFUSALS_OF_READERS:
                self.desk.refused(row, outcome.reason)
            self._lost = self._lost + 1 if outcome.answer is Answer.LOST_AT_READER else 0
            if outcome.answer is Answer.LOST_BEFORE or self._lost >= LOST_IN_A_ROW:
                self._lost = 0
                self._pause(row.sending_id, f"the mail server cannot be reached: {outcome.reason}")
            elif self._refusals >= REFUSALS_IN_A_ROW:
                self._pause(row.sending_id, f"{self._refusals} refusals one after another, the last: {outcome.reason}")
                self._refusals = REFUSALS_OF_READERS

    def _pause(self, sending_id: int, reason: str) -> None:
        ledger.pause(sending_id=sending_id, reason=reason)

    def _connection(self) -> None:
        """One connection: hands over what it is given until it is given ``None``. It must not die: its row would be held for ever."""
        transport = self.desk.transport()
        while (row := self._to_send.get()) is not None:
            self._done.put((row, self._hand_over(transport, row)))
        transport.close()

    def _hand_over(self, transport: Transport, row: Claimed) -> Outcome:
        try:
            sender, message = self.desk.compose(row)
        except Exception as error:  # noqa: BLE001 - one reader's message that cannot be made must not stop the others
            return Outcome(answer=Answer.REFUSED, reason=f"the message could not be made: {error}")
        try:
            return transport.hand_over(sender=sender, address=row.address, message=message)
        except Exception as error:
            log.exception("Handing over row %s failed", row.pk)
            with suppress(Exception):
                transport.close()
            return Outcome(answer=Answer.LOST_AFTER, reason=f"{type(error).__name__}: {error}")

    def _close(self, threads: list[threading.Thread]) -> None:
        """Wait for what is being handed over, write it down, and give the rest back."""
        for _thread in threads:
            self._to_send.put(None)
        for thread in threads:
            thread.join()
        self._unwritten += self._outcomes(wait=False)
        self._write_and_begin([])
        ledger.give_back(worker=self.desk.name, ids=[row.pk for row in self._held])
        self._held.clear()
        housekeeping.leave(worker=self.desk.name)
