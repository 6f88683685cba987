"""Search engines behind one interface: `base` says what each does, `registry` gives the one in use."""

from site4p1000.search.engines.base import (
    WRITE_SECONDS,
    DocumentsRefused,
    EngineBroken,
    EngineProblem,
    EngineStatus,
    EngineUnavailable,
    IndexMissing,
    SearchEngine,
)
from site4p1000.search.engines.registry import get_engine, reset_engine

__all__ = [
    "WRITE_SECONDS", "DocumentsRefused", "EngineBroken", "EngineProblem", "EngineStatus", "EngineUnavailable", "IndexMissing", "SearchEngine",
    "get_engine", "reset_engine",
]  # fmt: skip
