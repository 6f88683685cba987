"""Lists the readers of sendings, in the worker: whoever plans, begins or widens a sending in the admin only writes down that it is wanted.

A thousand readers at a time, so that a worker goes on sending, pausing and saying that it lives, however many readers there are. A pass that
is cut off is made again from its beginning by whoever comes next: rows are unique.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from newsletter.audience import editions_of, list_chunk
from newsletter.models import Edition, Sending, SendingState

WORK_SECONDS = 0.15
"""So long a worker lists before others have their turn with the database."""
REST_SECONDS = 0.12
"""So long at least it leaves the database to others. SQLite keeps no queue for its one lock: who waits tries again every 100 ms at the longest,
and would find it taken again and again between rests that are shorter."""


@dataclass(slots=True)
class _Pass:
    """One way through all readers. `wanted_at` is what stood in the row when it began: who asks again meanwhile gets a pass of their own."""

    sending_id: int
    wanted_at: datetime | None
    editions: Mapping[str, Edition]
    after: int = 0
    is_over: bool = False
    """Nobody wants it any more."""


@dataclass(slots=True)
class Lister:
    """What one worker lists. Several may list the same sending: each reader gets one row."""

    clock: Callable[[], float] = time.monotonic
    _passes: dict[int, _Pass] = field(default_factory=dict)
    _worked_seconds: float = 0.0
    _rests_until: float = -math.inf

    @property
    def is_at_work(self) -> bool:
        return bool(self._passes)

    @property
    def rest_seconds(self) -> float:
        """How long others still have the database."""
        return max(0.0, self._rests_until - self.clock())

    def look(self, *, now: datetime) -> None:
        """Find what is to be listed, and let go of what another worker has done.

        What is due is running from now on, and can be paused; its mail leaves when its readers are listed.
        """
        is_due = Q(state=SendingState.READY, start_at__lte=now)
        is_new = Q(state=SendingState.PREPARING, editions__isnull=False)
        wanted: dict[int, _Pass] = {}
        for sending in Sending.objects.filter(is_due | is_new | Q(list_wanted_at__isnull=False)).order_by("pk").distinct():
            if sending.state == SendingState.READY and sending.list_wanted_at is None:
                Sending.objects.filter(is_due, pk=sending.pk).update(state=SendingState.RUNNING, list_wanted_at=now)
                sending.refresh_from_db()
            known = self._passes.get(sending.pk)
            is_the_same = known is not None and known.wanted_at == sending.list_wanted_at
            wanted[sending.pk] = known if is_the_same else _Pass(sending.pk, sending.list_wanted_at, editions_of(sending))
        self._passes = wanted

    def step(self, *, now: datetime, is_sharing: bool = False) -> bool:
        """List some readers of the first sending that wants it; whether these were its last.

        Where mail leaves meanwhile (`is_sharing`), half the time is the mail's.
        """
        if not self._passes or self.rest_seconds:
            return False
        began = self.clock()
        first = next(iter(self._passes.values()))
        has_ended = _one_chunk(first, now)
        if has_ended or first.is_over:
            del self._passes[first.sending_id]
        self._worked_seconds += self.clock() - began
        if self._worked_seconds >= WORK_SECONDS:
            self._rests_until = self.clock() + max(REST_SECONDS, self._worked_seconds if is_sharing else 0)
            self._worked_seconds = 0.0
        return has_ended


@transaction.atomic
def _one_chunk(own: _Pass, now: datetime) -> bool:
    """List some more readers; whether these were the last. The sending is held meanwhile: it is neither begun nor finished in between."""
    sending = Sending.objects.select_for_update(no_key=True).filter(_still_wanted(own.wanted_at), pk=own.sending_id).first()
    if sending is None:
        own.is_over = True
        return False
    last = list_chunk(sending, own.editions, after=own.after)
    if last is None:
        _end(own, now)
    else:
        own.after = last
    return last is None


def _still_wanted(wanted_at: datetime | None) -> Q:
    """Not listed by another worker meanwhile, nor asked for anew: that gets a pass of its own, with the words and the readers there are then."""
    if wanted_at is None:
        return Q(state=SendingState.PREPARING, list_wanted_at__isnull=True)
    return Q(list_wanted_at=wanted_at) & ~Q(state=SendingState.FINISHED)


def _end(done: _Pass, now: datetime) -> None:
    """Everybody is listed: a sending that is due begins."""
    own = Sending.objects.filter(pk=done.sending_id)
    own.filter(state=SendingState.PREPARING, start_at__lte=now).update(state=SendingState.RUNNING, started_at=now)
    own.filter(state=SendingState.PREPARING).update(state=SendingState.READY)
    if done.wanted_at is not None:
        own.filter(state=SendingState.RUNNING).update(started_at=Coalesce("started_at", now))
        own.update(list_wanted_at=None)
