"""What our own code adds to each engine, and how the embedded one grows. Servers are measured when `make servers` has started them."""

import resource
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from unittest.mock import patch

from django.test import Client, override_settings

from site4p1000.search.documents import FACETS
from site4p1000.search.engines import SearchEngine, reset_engine
from site4p1000.search.engines.cluster import ClusterEngine
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.engines.embedded_counting import MAX_VALUES
from site4p1000.search.engines.embedded_query import QueryBuilder
from site4p1000.search.engines.registry import engine_of
from site4p1000.search.request import SearchRequest, to_query_string
from tests.benchmarks.measuring import of_many, row
from tests.benchmarks.synthetic import documents, questions
from tests.site4p1000.search.kinds import an_engine, missing

ASKED = 200
TERMS = {name: {"terms": {"field": name, "size": MAX_VALUES, "segment_size": MAX_VALUES}} for name in FACETS}


def run(*, number: int, folder: Path) -> None:
    """Each engine with the same documents and questions."""
    print(f"\nEngines: {number} documents, {ASKED} mixed questions, half with filters; 20 hits and {len(FACETS)} facets")
    row("", "documents/s", "p50 ms", "p95 ms", "requests", "our CPU ms p50", "p95")
    for kind in ("embedded", "elasticsearch", "opensearch"):
        if kind != "embedded" and missing(kind):
            row(kind, "not running: `make servers`")
            continue
        with an_engine(kind, folder / "engines") as options:
            _measure(kind, engine_of(options), number)
            _pages(options, kind)
            reset_engine()


def grow(*, sizes: Iterable[int], folder: Path) -> None:
    """The embedded engine at every size: `make bench-growth`."""
    print("\nGrowth of the embedded engine (peak is that of the whole process, so it never falls)")
    row("documents", "documents/s", "p50 ms", "p95 ms", "raw call p50 ms", "ours / raw", "peak MB")
    for number in sizes:
        engine = EmbeddedEngine(index_dir=folder / str(number))
        seconds = _seconds(lambda engine=engine, number=number: engine.rebuild(documents(number)))
        p50, p95 = of_many(engine.search, questions(ASKED))
        raw, _ = of_many(lambda request, engine=engine: _raw(engine, request), questions(ASKED))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        row(str(number), f"{number / seconds:.0f}", f"{p50:.1f}", f"{p95:.1f}", f"{raw:.1f}", f"{p50 / raw:.1f} x", f"{peak:.0f}")


def _measure(kind: str, engine: SearchEngine, number: int) -> None:
    seconds = _seconds(lambda: engine.rebuild(documents(number)))
    p50, p95 = of_many(engine.search, questions(ASKED))
    requests, cpu = _requests(engine), sorted(_cpu_ms(engine, request) for request in questions(ASKED))
    cells = (f"{number / seconds:.0f}", f"{p50:.1f}", f"{p95:.1f}", requests, f"{cpu[ASKED // 2]:.1f}", f"{cpu[int(ASKED * 0.95)]:.1f}")
    row(kind, *cells)


def _requests(engine: SearchEngine) -> str:
    if not isinstance(engine, ClusterEngine):
        return "-"
    with patch.object(engine.cluster, "call", wraps=engine.cluster.call) as call:
        engine.search(questions(1)[0])
    return str(call.call_count)


def _cpu_ms(engine: SearchEngine, request: SearchRequest) -> float:
    """Processor time of this process: for a server, what our own code and its client cost beside the server's work."""
    begun = time.process_time()
    engine.search(request)
    return (time.process_time() - begun) * 1000


def _pages(options: dict, kind: str) -> None:
    client = Client()
    with override_settings(SEARCH_ENGINE=options):
        p50, p95 = of_many(lambda request: client.get(f"/en/search/?{to_query_string(request)}"), questions(ASKED))
    row(f"{kind}: the whole search page", "", f"{p50:.1f}", f"{p95:.1f}")


def _raw(engine: EmbeddedEngine, request: SearchRequest) -> None:
    """The same hits and counts asked of tantivy itself, without our counts of what is left out, our hits and their marks."""
    index = engine.store.current()
    searcher = index.searcher()
    query = QueryBuilder(index.schema, request).ranked(request.languages)
    searcher.search(query, limit=request.page_size)
    searcher.aggregate(query, TERMS)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
