"""The rows of a sending as the worker reads and writes them. Every function is one short transaction.

A worker holds rows by its name and a lease. It may write a row only while it holds it, so that two workers never send one mail.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import translation

from newsletter.masking import kept_words
from newsletter.models import Recipient, Sending, SendingState, SubscriberState
from newsletter.sending import ledger_statements as hot
from newsletter.sending.ledger_statements import CONSENT, ROW
from newsletter.sending.statements import MANY, some_ids
from newsletter.sending.states import BACK_OFF, OPEN, Change, Delivery

BATCH = MANY
"""Rows taken at once, and the most a worker holds without having begun them: what a killed one holds back until its lease ends."""


LOOKED_THROUGH = 2_000
"""So many rows are looked through at once for readers of other domains: some milliseconds, however long the list is."""
DROPPED = "does not want this any more"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row a worker holds, with what it needs to send it."""

    pk: int
    sending_id: int
    edition_id: int
    subscriber_id: int
    address: str
    attempts: int
    losses: int = 0

    @property
    def domain(self) -> str:
        """The part after the at sign."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class Expired:
    """What leases that ran out were turned into."""

    pending: int
    uncertain: int


@transaction.atomic(savepoint=False)
def claim(
    *,
    worker: str,
    now: datetime,
    lease: timedelta,
    number: int = BATCH,
    first: int = 0,
    beginning: Callable[[Sequence[Claimed]], Collection[int]] = lambda rows: (),
) -> tuple[Claimed, ...]:
    """Take up to `number` due rows of running sendings. Rows whose reader may not be written to any more become ``skipped``.

    `first`: at which of the sendings to begin; who counts on gives each its turn, so that a short one does not wait for the end of a long one.
    Those `beginning` chooses (by their ids) begin at once, in the same commit: it says which can be handed over now. It is asked whenever rows
    were due, also when all of them became ``skipped``.
    """
    return _take(_due(now, min(number, BATCH), first), worker, now, lease, beginning)


@transaction.atomic
def claim_elsewhere(
    *, worker: str, now: datetime, lease: timedelta, without: Collection[str], after: int, number: int = BATCH
) -> tuple[tuple[Claimed, ...], int]:
    """Take rows of readers of other domains than those in `without`, and tell after which row to go on looking; 0 is the beginning.

    For when a domain's own pace holds up what stands behind it: lists are often sorted, and large providers have long parts of them.
    """
    seen = _seen(after, now)
    others = [pk for pk, email in seen if email and email.rpartition("@")[2] not in without][: min(number, BATCH)]
    waiting = Recipient.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=others, state=Delivery.PENDING)
    last = others[-1] if len(others) == min(number, BATCH) else seen[-1][0] if len(seen) == LOOKED_THROUGH else 0
    return _take(list(waiting.order_by("pk").values_list(*ROW)), worker, now, lease), last


def _seen(after: int, now: datetime) -> list[tuple[int, str | None]]:
    seen: list[tuple[int, str | None]] = []
    for sending_id in hot.begun(now).order_by("pk").values_list("pk", flat=True):
        waiting = Recipient.objects.filter(sending_id=sending_id, state=Delivery.PENDING, next_at__isnull=True, pk__gt=after)
        seen += waiting.order_by("pk").values_list("pk", "subscriber__email")[: LOOKED_THROUGH - len(seen)]
    return seen


def _take(
    rows: Sequence[tuple],
    worker: str,
    now: datetime,
    lease: timedelta,
    beginning: Callable[[Sequence[Claimed]], Collection[int]] = lambda rows: (),
) -> tuple[Claimed, ...]:
    free = [Claimed(*row[: -len(CONSENT)]) for row in rows if _may_get(*row[-len(CONSENT) :])]
    _skip([row for row in rows if not _may_get(*row[-len(CONSENT) :])], now)
    begun = beginning(free) if rows else ()
    hot.CLAIMING.run_for([row.pk for row in free if row.pk not in begun], worker=worker, lease_until=now + lease, now=now)
    hot.BEGINNING.run_for(begun, worker=worker, lease_until=now + lease, now=now)
    return tuple(free)


def _due(now: datetime, number: int, first: int) -> list[tuple]:
    """The next rows, locked. Sending by sending and state by state, so that each is found by the index however many are done already."""
    rows: list[tuple] = []
    begun = hot.BEGUN.rows(now=now)
    turn = first % len(begun) if begun else 0
    for (sending_id,) in begun[turn:] + begun[:turn]:
        for state in (Delivery.PENDING, Delivery.RETRY):
            if len(rows) < number:
                rows += hot.waiting(state, number - len(rows)).rows(sending_id=sending_id, now=now)
    return rows


def _may_get(state: str | None, topics: Sequence[str] | None, topic: str) -> bool:
    return state == SubscriberState.ACTIVE and topic in (topics or ())


def _skip(rows: Sequence[tuple], now: datetime) -> None:
    for pk, *_others, state, _topics, _topic in rows:
        Recipient.objects.filter(pk=pk).update(state=Delivery.SKIPPED, reason=_why_not(state), changed_at=now)


def _why_not(state: str | None) -> str:
    """Kept in English, whatever language is spoken while it is written (`newsletter.sending.reasons`)."""
    if state is None:
        return "erased"
    with translation.override(None):
        return DROPPED if state == SubscriberState.ACTIVE else str(SubscriberState(state).label)


@transaction.atomic(savepoint=False)
def turn(
    *,
    worker: str,
    now: datetime,
    lease: timedelta,
    outcomes: Iterable[tuple[int, Change]] = (),
    pausing: Mapping[int, str] = MappingProxyType({}),
    holding: Mapping[int, str] = MappingProxyType({}),
    free: Collection[int] = (),
    starting: Iterable[int] = (),
) -> frozenset[int]:
    """Write what came of some rows, pause or hold sendings for that (by id, with the reason), and begin other rows: one commit.

    The first attempt of rows in `free`, which are to be tried again, does not count.

    Gives the ids that may be handed over now. A row that should begin but is not held by `worker` any more is left out, as is one whose
    sending does not run or whose reader has just unsubscribed or taken the topic off: it goes back, or is skipped when it is claimed again.
    """
    _write(worker, now, outcomes)
    hot.FREEING.run_for(free, worker=worker)
    for sending_id, reason in pausing.items():
        pause(sending_id=sending_id, reason=reason)
    for sending_id, reason in holding.items():
        hold_off(sending_id=sending_id, reason=reason, now=now)
    wanted = list(starting)
    if not wanted:
        return frozenset()
    begun = _still_due(wanted, worker, now)
    hot.BEGINNING.run_for(begun, worker=worker, lease_until=now + lease, now=now)
    give_back(worker=worker, ids=[pk for pk in wanted if pk not in begun])
    return begun


def _still_due(wanted: Sequence[int], worker: str, now: datetime) -> frozenset[int]:
    parts = [some_ids(wanted[start : start + MANY]) for start in range(0, len(wanted), MANY)]
    rows = [row for part in parts for row in hot.STILL_DUE.rows(worker=worker, now=now, **part)]
    return frozenset(pk for pk, *consent in rows if _may_get(*consent))


def _write(worker: str, now: datetime, outcomes: Iterable[tuple[int, Change]]) -> None:
    """Rows with the same change are written together.

    A row declared uncertain meanwhile may still learn its end from its own worker; it is not opened again, since its sending may be finished.
    """
    alike: dict[Change, list[int]] = {}
    for pk, change in outcomes:
        alike.setdefault(change, []).append(pk)
    for change, ids in alike.items():
        tries = {"attempts": change.attempts, "losses": change.losses, "next_at": change.next_at}
        told = {"state": change.state, "reason": kept_words(change.reason)[:400], **tries}
        (hot.OPENING if change.state in OPEN else hot.ENDING).run_for(ids, worker=worker, now=now, **told)


def give_back(*, worker: str, ids: Iterable[int]) -> None:
    """Rows that were claimed and not begun wait again, or are tried again when they were tried before."""
    hot.GIVING_BACK.run_for(ids, worker=worker)


def recover(*, worker: str, on_lines: Collection[int]) -> None:
    """After a commit whose answer was lost: what `worker` holds and has not handed over waits again, also what stands as being handed over."""
    mine = Recipient.objects.filter(claimed_by=worker, state__in=(Delivery.CLAIMED, Delivery.SENDING), lease_until__isnull=False)
    mine.exclude(pk__in=list(on_lines)).update(state=Delivery.PENDING, claimed_by="", lease_until=None, next_at=None)


def renew(*, worker: str, now: datetime, lease: timedelta, ids: Iterable[int]) -> None:
    """Say that the worker lives: the rows it has in hand stay its own."""
    mine = Recipient.objects.filter(pk__in=list(ids), claimed_by=worker, state__in=(Delivery.CLAIMED, Delivery.SENDING))
    mine.update(lease_until=now + lease)


@transaction.atomic
def expire(*, now: datetime) -> Expired:
    """Take back what dead workers held: what was only claimed waits again; what was being handed over is uncertain."""
    waiting = Recipient.objects.expired(Delivery.CLAIMED, now).update(state=Delivery.PENDING, claimed_by="", lease_until=None, next_at=None)
    uncertain = Recipient.objects.expired(Delivery.SENDING, now).update(
        state=Delivery.UNCERTAIN, attempts=F("attempts") + 1, lease_until=None, changed_at=now, reason="the worker stopped while handing it over"
    )
    return Expired(pending=waiting, uncertain=uncertain)


def again(*, sending_id: int, state: Delivery, now: datetime) -> int:
    """Let rows in an end state wait once more, as if they had never been tried; gives how many. Only for what a person decided."""
    rows = Recipient.objects.filter(sending_id=sending_id, state=state)
    return rows.update(state=Delivery.PENDING, attempts=0, losses=0, reason="", next_at=None, claimed_by="", lease_until=None, changed_at=now)


def leave_out(*, sending_id: int, reason: str, now: datetime) -> int:
    """Whoever waits gets nothing of this sending; gives how many. What is being handed over has its own end. Within a transaction."""
    waiting = Recipient.objects.filter(sending_id=sending_id, state__in=(Delivery.PENDING, Delivery.CLAIMED, Delivery.RETRY))
    return waiting.update(state=Delivery.SKIPPED, reason=reason, next_at=None, claimed_by="", lease_until=None, changed_at=now)


def pause(*, sending_id: int, reason: str) -> None:
    """Stop a running sending; nothing new is begun from now on."""
    Sending.objects.filter(pk=sending_id, state=SendingState.RUNNING).update(state=SendingState.PAUSED, pause_reason=kept_words(reason)[:400])


def hold_off(*, sending_id: int, reason: str, now: datetime) -> None:
    """Begin nothing of a running sending for as long as a reader would wait who is told "not now"; when that was the last wait, pause it.

    Told by several lines, or workers, at once it is one wait.
    """
    free = Sending.objects.select_for_update().filter(pk=sending_id, state=SendingState.RUNNING).exclude(held_until__gt=now)
    for sending in free:
        if sending.times_held >= len(BACK_OFF):
            return pause(sending_id=sending_id, reason=reason)
        sending.held_until, sending.pause_reason = now + BACK_OFF[sending.times_held], kept_words(reason)[:400]
        sending.times_held += 1
        sending.save(update_fields=["held_until", "pause_reason", "times_held"])


def taken_again(*, sending_ids: Collection[int], now: datetime) -> None:
    """The mail server takes mail of these sendings: the next wait is a first one. What was on its way when a wait began does not end it."""
    Sending.objects.filter(pk__in=sending_ids, times_held__gt=0).exclude(held_until__gt=now).update(times_held=0, held_until=None)


def hold(*, sending_id: int) -> None:
    """Nobody finishes this sending before the transaction ends: rows opened in it are not overlooked."""
    list(Sending.objects.select_for_update().filter(pk=sending_id).values_list("pk"))


def finish(*, now: datetime) -> int:
    """Mark running sendings without an open row as finished; gives how many."""
    return sum(_finish(sending_id, now) for sending_id in list(_without_open_rows().values_list("pk", flat=True)))


@transaction.atomic
def _finish(sending_id: int, now: datetime) -> int:
    """Looked at again once the sending is held: only a statement of its own sees what whoever held it before has written."""
    hold(sending_id=sending_id)
    return _without_open_rows().filter(pk=sending_id).update(state=SendingState.FINISHED, finished_at=now)


def _without_open_rows() -> QuerySet[Sending]:
    return Sending.objects.filter(state=SendingState.RUNNING, list_wanted_at__isnull=True).exclude(Q(recipients__state__in=OPEN))
