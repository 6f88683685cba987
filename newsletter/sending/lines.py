"""The worker's lines to the mail server: each a thread of its own that only talks SMTP, and is given one row at a time.

A line the server would not open is set aside for a while: many servers take only so many lines of one sender, and mail goes on over those.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from newsletter.sending.ledger import Claimed
from newsletter.sending.states import Answer, Outcome
from newsletter.sending.transport import Transport

log = logging.getLogger(__name__)

ASIDE_SECONDS = 60
"""So long after the last line was refused all are tried again: the server may take more by then."""
GATHER_SECONDS = 0.003
"""After the first answer others are waited for so long: one commit for several rows is most of the speed of a fast relay."""

Compose = Callable[[Claimed], tuple[str, bytes]]


class CannotBeMade(Exception):
    """No mail of this edition can be made, whoever the reader; the text says why."""


@dataclass(slots=True, eq=False)
class _Line:
    transport: Transport
    inbox: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    is_up: bool = False
    """Whether the server answered on it when it was last used."""


class Lines:
    """So many lines. Used by the clerk alone; the threads meet it in queues."""

    def __init__(self, number: int, *, transport: Callable[[], Transport], compose: Compose):
        self.busy: dict[int, Claimed] = {}
        self._compose = compose
        self._done: queue.SimpleQueue[tuple[_Line, Claimed, Outcome]] = queue.SimpleQueue()
        self._idle = [_Line(transport()) for _number in range(number)]
        self._aside: list[_Line] = []
        self._aside_at = 0.0
        self._all = tuple(self._idle)
        self._threads = [threading.Thread(target=self._serve, args=[line], daemon=True) for line in self._all]
        for thread in self._threads:
            thread.start()

    @property
    def free(self) -> int:
        """How many rows can be handed over now."""
        if self._aside and time.monotonic() - self._aside_at > ASIDE_SECONDS:
            self.try_all_again()
        return len(self._idle)

    @property
    def may_work(self) -> bool:
        """Whether a line is open, or is still trying: then one that could not be opened says nothing about the server."""
        return bool(self.busy) or any(line.is_up for line in self._idle)

    def hand(self, row: Claimed) -> None:
        """Give a row to the line that was used last: a slow pace keeps few lines open."""
        self.busy[row.pk] = row
        self._idle.pop().inbox.put(row)

    def outcomes(self, *, wait_seconds: float = 0) -> list[tuple[Claimed, Outcome]]:
        """What has come in; as long as lines are busy, at least one answer is waited for so long."""
        found: list[tuple[_Line, Claimed, Outcome]] = []
        with suppress(queue.Empty):
            if wait_seconds and self.busy:
                found.append(self._done.get(timeout=wait_seconds))
                time.sleep(GATHER_SECONDS)
            while True:
                found.append(self._done.get_nowait())
        for line, row, outcome in found:
            self.busy.pop(row.pk, None)
            self._put_back(line, outcome)
        return [(row, outcome) for _line, row, outcome in found]

    def try_all_again(self) -> None:
        """Lines that were set aside are used again."""
        self._idle[:0] = self._aside
        self._aside.clear()

    def close(self) -> None:
        """Wait for what is being handed over; its outcomes can be had afterwards."""
        for line in self._all:
            line.inbox.put(None)
        for thread in self._threads:
            thread.join()

    def _put_back(self, line: _Line, outcome: Outcome) -> None:
        line.is_up = outcome.answer is not Answer.LOST_BEFORE
        if line.is_up:
            self._idle.append(line)
        else:
            self._aside.append(line)
            self._aside_at = time.monotonic()

    def _serve(self, line: _Line) -> None:
        """Hand over what comes until ``None``. It must not die: its row would be held for ever."""
        while (row := line.inbox.get()) is not None:
            self._done.put((line, row, self._hand_over(line.transport, row)))
        line.transport.close()

    def _hand_over(self, transport: Transport, row: Claimed) -> Outcome:
        try:
            sender, message = self._compose(row)
        except CannotBeMade as fault:
            return Outcome(answer=Answer.NOT_MADE, reason=str(fault))
        except Exception as error:  # noqa: BLE001 - one reader's message that cannot be made must not stop the others
            return Outcome(answer=Answer.REFUSED, reason=f"the message could not be made: {error}")
        try:
            return transport.hand_over(sender=sender, address=row.address, message=message)
        except Exception as error:  # noqa: BLE001 - told by its type alone: its words may hold the address
            log.error("Handing over row %s failed: %s", row.pk, type(error).__name__)
            with suppress(Exception):
                transport.close()
            return Outcome(answer=Answer.LOST_AFTER, reason=f"{type(error).__name__}: {error}")
