"""From a changed page to the engine, without losing one: rows first, then a drain that can be repeated.

`enqueue` writes rows in the publisher's transaction. After the commit one batch is sent, the newest rows first, in a few seconds or not
at all: a publisher waits neither for what others changed nor for a server that hangs. All else is sent by the worker (`worker.py`) or by
`manage.py search_index drain`. A page that cannot be built or is refused costs only itself.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from site4p1000.search.building import Built, build_some
from site4p1000.search.documents import page_document_id
from site4p1000.search.engines import WRITE_SECONDS, DocumentsRefused, EngineProblem, IndexMissing, get_engine
from site4p1000.search.models import OutboxRow

BATCH_SIZE = 200
BATCH_AFTER_COMMIT = 50
SECONDS_AFTER_COMMIT = 2.0
"""What a publisher's own request sends, and how long it may wait for a server in all."""

LEASE = timedelta(seconds=45)
"""How long a drain may work on its rows before another one takes them over (it was killed, then).

Renewed before every call of the engine, so it need only be longer than one (`WRITE_SECONDS`); and so short that the worker has sent the
rows of a killed drain within a minute.
"""

MAX_ATTEMPTS = 5
"""Times a page's document may fail to be built before it is set aside."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class DrainOutcome:
    """What a drain did: documents put and deleted, rows that stay, and what the engine said when it failed.

    `index_is_missing`: nothing can be sent before a rebuild.
    """

    put: int = 0
    deleted: int = 0
    failed: int = 0
    problem: str = ""
    index_is_missing: bool = False

    def __add__(self, other: "DrainOutcome") -> "DrainOutcome":
        return DrainOutcome(
            put=self.put + other.put,
            deleted=self.deleted + other.deleted,
            failed=self.failed + other.failed,
            problem=self.problem or other.problem,
            index_is_missing=self.index_is_missing or other.index_is_missing,
        )


class _Turns(threading.local):
    """Counts the enqueues of this thread, so that one drain after a commit answers for all of them."""

    enqueued = 0
    drained = 0
    suspensions = 0


_turns = _Turns()


def enqueue(*, page_ids: Iterable[int]) -> None:
    """Note in the current transaction that these pages changed; they are drained once, after its commit."""
    rows = [OutboxRow(page_id=page_id, document_id=page_document_id(page_id)) for page_id in page_ids]
    if not rows:
        return
    with transaction.atomic():
        OutboxRow.objects.bulk_create(rows, batch_size=1_000)
        if not _turns.suspensions:
            _drain_after_commit()


@contextmanager
def suspended() -> Iterator[None]:
    """For bulk loads: changes inside are only noted, and one batch is sent at the end; the rest, and all after an error, is the worker's."""
    _turns.suspensions += 1
    try:
        yield
    finally:
        _turns.suspensions -= 1
    if not _turns.suspensions:
        _drain_after_commit()


def drain(*, limit: int | None = None) -> DrainOutcome:
    """Send the present state of changed pages to the engine, at most `limit` rows. Never raises for the engine or for one page."""
    outcome, left, failed_rows = DrainOutcome(), limit, set[int]()
    while left is None or left > 0:
        rows = _claim(BATCH_SIZE if left is None else min(BATCH_SIZE, left), failed_rows, order=("attempts", "pk"))
        if not rows:
            break
        outcome += _apply(rows, failed_rows, lambda: WRITE_SECONDS)
        left = None if left is None else left - len(rows)
        if outcome.problem:
            break
    return outcome


def send_newest() -> DrainOutcome:
    """One batch of the newest changes, within `SECONDS_AFTER_COMMIT`: what a publisher may wait for. Raises as little as `drain`."""
    rows = _claim(BATCH_AFTER_COMMIT, set(), order=("-pk",))
    until = time.monotonic() + SECONDS_AFTER_COMMIT
    return _apply(rows, set(), lambda: max(0.1, until - time.monotonic())) if rows else DrainOutcome()


def _drain_after_commit() -> None:
    _turns.enqueued += 1
    turn = _turns.enqueued

    def drain_once():
        if turn > _turns.drained:
            _turns.drained = _turns.enqueued
            send_newest()

    # Robust: the publisher's page is saved by then, and a fault of the search must not look like a failed publication.
    transaction.on_commit(drain_once, robust=True)


def _claim(limit: int, failed_rows: set[int], *, order: tuple[str, ...]) -> list[OutboxRow]:
    claim = uuid.uuid4().hex
    free = OutboxRow.objects.claimable().exclude(pk__in=failed_rows).order_by(*order).values("pk")[:limit]
    # One statement, so that two drains never take the same row.
    OutboxRow.objects.filter(pk__in=free).update(claim=claim, claimed_until=timezone.now() + LEASE)
    return list(OutboxRow.objects.filter(claim=claim))


def _apply(rows: Sequence[OutboxRow], failed_rows: set[int], seconds: Callable[[], float]) -> DrainOutcome:
    built = {result.page_id: result for result in build_some({row.page_id for row in rows})}
    faulty = [row for row in rows if row.page_id in built and built[row.page_id].failure]
    sound = [row for row in rows if row.page_id not in built or not built[row.page_id].failure]
    for row in faulty:
        _keep([row], built[row.page_id].failure)
    OutboxRow.objects.filter(pk__in=[row.pk for row in faulty], attempts__gte=MAX_ATTEMPTS).update(is_set_aside=True)
    failed_rows.update(row.pk for row in faulty)
    try:
        outcome, refused = _send(sound, built, seconds)
    except EngineProblem as problem:
        _tell_not_taken(len(sound), problem)
        _keep(sound, str(problem))
        return DrainOutcome(failed=len(rows), problem=str(problem), index_is_missing=isinstance(problem, IndexMissing))
    _set_aside([row for row in sound if row.document_id in refused], refused)
    _finish([row for row in sound if row.document_id not in refused])
    return outcome + DrainOutcome(failed=len(faulty))


def _tell_not_taken(number: int, problem: EngineProblem) -> None:
    """What is not there yet is no error: it is how every bank begins, and whoever makes the index takes these pages into it."""
    if isinstance(problem, IndexMissing):
        logger.info(
            "The search index is still to be made: %s changed pages wait for it, and nothing is lost (`manage.py search_index rebuild`).", number
        )
    else:
        logger.error("The search engine did not take %s changed pages; they stay in the outbox. %s", number, problem)


def _send(rows: Sequence[OutboxRow], built: dict[int, Built], seconds: Callable[[], float]) -> tuple[DrainOutcome, dict[str, str]]:
    """What was done, and the reason by id of each document that the engine refused. `seconds` are those the next call may take."""
    present = {page_id: result.document for page_id, result in built.items() if result.document}
    documents = [present[page_id] for page_id in dict.fromkeys(row.page_id for row in rows) if page_id in present]
    gone = {row.document_id for row in rows if row.page_id not in present}
    refused: dict[str, str] = {}
    engine = get_engine()
    if gone:
        _renew(rows)
        engine.delete(sorted(gone), seconds=seconds())
    if documents:
        _renew(rows)
        try:
            engine.put(documents, seconds=seconds())
        except DocumentsRefused as problem:
            refused = problem.reasons
    if refused:  # what the engine holds of them is out of date: better not found than found with old words
        _renew(rows)
        engine.delete(sorted(refused), seconds=seconds())
    return DrainOutcome(put=len(documents) - len(refused), deleted=len(gone), failed=len(refused)), refused


def _renew(rows: Sequence[OutboxRow]) -> None:
    """Keep these rows from other drains for as long as the next call of the engine may take."""
    OutboxRow.objects.filter(claim=rows[0].claim).update(claimed_until=timezone.now() + LEASE)


def _keep(rows: Sequence[OutboxRow], error: str) -> None:
    kept = OutboxRow.objects.filter(pk__in=[row.pk for row in rows])
    kept.update(attempts=F("attempts") + 1, last_error=error, claim="", claimed_until=None)


def _set_aside(rows: Sequence[OutboxRow], reasons: dict[str, str]) -> None:
    for row in rows:
        logger.error("The search engine refused %s; it is set aside. %s", row.document_id, reasons[row.document_id])
        _keep([row], reasons[row.document_id])
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(is_set_aside=True)


def _finish(rows: Sequence[OutboxRow]) -> None:
    done = Q(pk__in=[row.pk for row in rows])
    answered = Q(is_set_aside=True, page_id__in=[row.page_id for row in rows])
    OutboxRow.objects.filter(done | answered).delete()
