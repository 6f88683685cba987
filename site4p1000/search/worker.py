"""The worker of the search: takes changes to the engine until it is stopped, and heals an engine that lost its index."""

import logging
import threading
from dataclasses import dataclass

from django.db import close_old_connections

from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.outbox import DrainOutcome, drain
from site4p1000.search.rebuilding import rebuild

PAUSE_SECONDS = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What one turn of the worker did. `rebuilt` counts the documents of a new index, ``None`` when none was made."""

    drained: DrainOutcome
    rebuilt: int | None = None
    problem: str = ""


def keep_up(*, stop: threading.Event, pause_seconds: float = PAUSE_SECONDS) -> None:
    """One turn after the other until `stop` is set. Nothing that goes wrong in a turn ends it."""
    said = ""
    while not stop.is_set():
        close_old_connections()
        try:
            problem = take_turn().problem
        except Exception as error:  # the item boundary: a database that is away for a moment must not end the worker
            logger.exception("A turn of the search worker failed.")
            problem = str(error)
        if problem != said:
            logger.warning("Search worker: %s", problem or "the engine works again.")
            said = problem
        stop.wait(pause_seconds)


def take_turn() -> Turn:
    """Make the index when it is missing, then send what waits. An engine that is away is left alone until the next turn."""
    status = get_engine().status()
    if not status.is_ready and not status.needs_rebuild:
        return Turn(drained=DrainOutcome(), problem=status.detail)
    try:
        rebuilt = rebuild().documents if status.needs_rebuild else None
    except EngineProblem as problem:
        return Turn(drained=DrainOutcome(), problem=str(problem))
    drained = drain()
    return Turn(drained=drained, rebuilt=rebuilt, problem=drained.problem)
