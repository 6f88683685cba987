"""Lists the readers of sendings, in the worker: whoever plans, begins or widens a sending in the admin only writes down that it is wanted.

A thousand readers at a time, so that a worker goes on sending, pausing and saying that it lives, however many readers there are. A pass that
is cut off is made again from its beginning by whoever comes next: rows are unique.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from newsletter.audience import editions_of, list_chunk
from newsletter.models import Edition, Sending, SendingState


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

    _passes: dict[int, _Pass] = field(default_factory=dict)
    _ended_at: float = 0.0
    _took_seconds: float = 0.0

    @property
    def is_at_work(self) -> bool:
        return bool(self._passes)

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
        if not self._passes or (is_sharing and time.monotonic() - self._ended_at < self._took_seconds):
            return False
        began = time.monotonic()
        first = next(iter(self._passes.values()))
        has_ended = _one_chunk(first, now)
        if has_ended or first.is_over:
            del self._passes[first.sending_id]
        self._ended_at = time.monotonic()
        self._took_seconds = self._ended_at - began
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
