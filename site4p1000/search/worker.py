"""The worker of the search: takes changes to the engine until it is stopped, and heals an index that was lost or differs from the pages."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections

from site4p1000.search.comparing import Comparison
from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.models import OutboxRow
from site4p1000.search.outbox import DrainOutcome, drain
from site4p1000.search.rebuilding import rebuild

PAUSE_SECONDS = 5.0
COMPARE_SECONDS = 600.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What one turn of the worker did. `rebuilt` counts the documents of a new index, ``None`` when none was made."""

    drained: DrainOutcome
    rebuilt: int | None = None
    problem: str = ""


@dataclass(slots=True)
class Comparing:
    """Compares the index with the pages at the first turn with an engine that works, and every ten minutes from then on."""

    every_seconds: float = COMPARE_SECONDS
    clock: Callable[[], float] = time.monotonic
    _comparison: Comparison = field(default_factory=Comparison)
    _due_at: float | None = None

    def when_due(self) -> None:
        """Raises what the engine raises, and is due again at the next turn then."""
        if self._due_at is not None and self.clock() < self._due_at:
            return
        if number := self._comparison.enqueue_what_differs():
            logger.warning("Search worker: %s pages were not in the index as they are now; they are sent again.", number)
        self._due_at = self.clock() + self.every_seconds


def keep_up(*, stop: threading.Event, pause_seconds: float = PAUSE_SECONDS) -> None:
    """One turn after the other until `stop` is set. Nothing that goes wrong in a turn ends it."""
    said, comparing = "", Comparing()
    while not stop.is_set():
        close_old_connections()
        try:
            problem = take_turn(comparing).problem
        except Exception as error:  # the item boundary: a database that is away for a moment must not end the worker
            logger.exception("A turn of the search worker failed.")
            problem = str(error)
        if problem != said:
            logger.warning("Search worker: %s", problem or "the engine works again.")
            said = problem
        stop.wait(pause_seconds)


def take_turn(comparing: Comparing | None = None) -> Turn:
    """Make the index when it is missing, then send what waits. An engine that is away is left alone until the next turn."""
    status = get_engine().status()
    if not status.is_ready and not status.needs_rebuild:
        return Turn(drained=DrainOutcome(), problem=status.detail)
    try:
        rebuilt = rebuild().documents if status.needs_rebuild else None
        if comparing:
            comparing.when_due()
    except EngineProblem as problem:
        return Turn(drained=DrainOutcome(), problem=str(problem))
    # Looked at first: taking rows is a write, and a bank at rest need not write every five seconds.
    drained = drain() if OutboxRow.objects.claimable().exists() else DrainOutcome()
    return Turn(drained=drained, rebuilt=rebuilt, problem=drained.problem)
