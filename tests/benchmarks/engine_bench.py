"""What our own code adds to each engine, and how the embedded one grows. Servers are measured when `make servers` has started them."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from unittest.mock import patch

from django.db import transaction
from django.test import Client, override_settings

from practices.models import Concept
from practices.names import NAMED_SCHEMES
from site4p1000.search.building import build_all
from site4p1000.search.documents import FACETS, SearchDocument
from site4p1000.search.engines import SearchEngine, get_engine, reset_engine
from site4p1000.search.engines.cluster import ClusterEngine
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.engines.embedded_counting import MAX_VALUES
from site4p1000.search.engines.embedded_query import QueryBuilder
from site4p1000.search.engines.registry import engine_of
from site4p1000.search.request import SearchRequest, to_query_string
from tests.benchmarks import measuring
from tests.benchmarks.many_pages import copy_practices
from tests.benchmarks.measuring import of_many, row
from tests.benchmarks.synthetic import LANGUAGES, documents, questions, questions_with_names
from tests.site4p1000.search.kinds import an_engine, missing

ASKED = 200
RAW_HEADINGS = ("raw call p50 ms", "ours / raw p50", "p95", "mean")
TERMS = {name: {"terms": {"field": name, "size": MAX_VALUES, "segment_size": MAX_VALUES}} for name in FACETS}


REBUILT_PAGES = (500, 2_000)


def run(*, number: int, folder: Path) -> None:
    """Each engine with the same documents and questions. The bank's content has to be loaded: its concepts are the names people ask for."""
    print(f"\nEngines: {number} documents, {ASKED} mixed questions, half with filters; 20 hits and {len(FACETS)} facets")
    row("", "documents/s", "p50 ms", "p95 ms", "requests", "our CPU ms p50", "p95")
    for kind in ("embedded", "elasticsearch", "opensearch"):
        if kind != "embedded" and missing(kind):
            row(kind, "not running: `make servers`")
            continue
        with an_engine(kind, folder / "engines") as options:
            names = _names()
            _measure(kind, engine_of(options), number, names)
            _pages(options, kind, names)
            reset_engine()
    _rebuild_from_pages(folder)


def grow(*, sizes: Iterable[int], folder: Path) -> None:
    """The embedded engine at every size: `make bench-growth`."""
    print("\nGrowth of the embedded engine (MB: the most memory of its own while it rebuilds; mapped files of the index not counted)")
    row("documents", "documents/s", "rebuild MB", "p50 ms", "p95 ms", *RAW_HEADINGS)
    for number in sizes:
        engine = EmbeddedEngine(index_dir=folder / str(number))
        with measuring.OwnMemory() as memory:
            speed = _documents_per_second(engine, number)
        p50, p95 = of_many(engine.search, questions(ASKED))
        row(str(number), f"{speed:.0f}", f"{memory.peak_mb:.0f}", f"{p50:.1f}", f"{p95:.1f}", *_beside_raw(engine))


def _measure(kind: str, engine: SearchEngine, number: int, names: Mapping[str, list[str]]) -> None:
    speed = _documents_per_second(engine, number, names)
    p50, p95 = of_many(engine.search, questions(ASKED))
    requests, cpu = _requests(engine), sorted(_cpu_ms(engine.search, request) for request in questions(ASKED))
    row(kind, f"{speed:.0f}", f"{p50:.1f}", f"{p95:.1f}", requests, f"{cpu[ASKED // 2]:.1f}", f"{cpu[int(ASKED * 0.95)]:.1f}")
    if isinstance(engine, EmbeddedEngine):
        row("", *RAW_HEADINGS)
        row("embedded beside tantivy's own call, CPU", *_beside_raw(engine))


def _names() -> dict[str, list[str]]:
    """What things are called in each language, as readers look for them."""
    rows = Concept.objects.filter(scheme__in=NAMED_SCHEMES).order_by("pk")
    return {language: [row.label(language) for row in rows] for language in LANGUAGES}


def _rebuild_from_pages(folder: Path) -> None:
    """What `search_index rebuild` costs where documents are built from rows of the database, and that its memory does not grow with them."""
    print("\nRebuild of the embedded index from pages of the database")
    row("pages", "documents/s", "CPU ms each", "MB before", "peak MB")
    for number in REBUILT_PAGES:
        with transaction.atomic():
            copy_practices(number)
            row(*_rebuilt(EmbeddedEngine(index_dir=folder / f"pages-{number}")))
            transaction.set_rollback(True)


def _rebuilt(engine: EmbeddedEngine) -> tuple[str, ...]:
    before = measuring.reset_peak_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    documents = engine.rebuild(built.document for built in build_all() if built.document)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return str(documents), f"{documents / wall:.0f}", f"{cpu / documents * 1000:.1f}", f"{before:.0f}", f"{measuring.peak_mb():.0f}"


def _documents_per_second(engine: SearchEngine, number: int, names: Mapping[str, list[str]] = MappingProxyType({})) -> float:
    """Of a whole rebuild, without the time in which the documents are made up."""
    made = Made(documents(number, names))
    begun = time.perf_counter()
    engine.rebuild(made)
    return number / (time.perf_counter() - begun - made.seconds)


class Made:
    """Documents as they come, and how many seconds their making took."""

    def __init__(self, source: Iterator[SearchDocument]):
        self.source = source
        self.seconds = 0.0

    def __iter__(self) -> Iterator[SearchDocument]:
        return self

    def __next__(self) -> SearchDocument:
        begun = time.perf_counter()
        try:
            return next(self.source)
        finally:
            self.seconds += time.perf_counter() - begun


def _beside_raw(engine: EmbeddedEngine) -> tuple[str, ...]:
    """CPU ms of the raw call, and ours as multiples of it. They take turns, so that another program's load meets both."""
    asked = questions(ASKED)
    pairs = [(_cpu_ms(engine.search, request), _cpu_ms(lambda one: _raw(engine, one), request)) for request in asked]
    ours, raws = (sorted(column) for column in zip(*pairs, strict=True))
    ratios = [ours[place] / raws[place] for place in (ASKED // 2, int(ASKED * 0.95))]
    return (f"{raws[ASKED // 2]:.1f}", *(f"{ratio:.1f} x" for ratio in (*ratios, sum(ours) / sum(raws))))


def _requests(engine: SearchEngine) -> str:
    if not isinstance(engine, ClusterEngine):
        return "-"
    with patch.object(engine.cluster, "call", wraps=engine.cluster.call) as call:
        engine.search(questions(1)[0])
    return str(call.call_count)


def _cpu_ms(search: Callable[[SearchRequest], object], request: SearchRequest) -> float:
    """Processor time of this process: for a server, what our own code and its client cost beside the server's work."""
    begun = time.process_time()
    search(request)
    return (time.process_time() - begun) * 1000


def _pages(options: dict, kind: str, names: Mapping[str, list[str]]) -> None:
    """A third random words, a third names of things (with their synonyms), a third names with a mistake (which are mended)."""
    client = Client()
    with override_settings(SEARCH_ENGINE=options):
        for told, asked in {"the whole search page": questions_with_names(ASKED, names), "… random words only": questions(ASKED)}.items():
            p50, p95 = of_many(lambda request: client.get(f"/{request.language}/search/?{to_query_string(request)}"), asked)
            cpu = sorted(_cpu_ms(lambda request: client.get(f"/{request.language}/search/?{to_query_string(request)}"), request) for request in asked)
            requests = _requests_of_a_page(client, asked[0])
            row(f"{kind}: {told}", "", f"{p50:.1f}", f"{p95:.1f}", requests, f"{cpu[ASKED // 2]:.1f}", f"{cpu[int(ASKED * 0.95)]:.1f}")


def _requests_of_a_page(client: Client, request: SearchRequest) -> str:
    """How often a warm page asks the server."""
    engine = get_engine()
    if not isinstance(engine, ClusterEngine):
        return "-"
    with patch.object(engine.cluster, "call", wraps=engine.cluster.call) as call:
        client.get(f"/{request.language}/search/?{to_query_string(request)}")
    return str(call.call_count)


def _raw(engine: EmbeddedEngine, request: SearchRequest) -> None:
    """The same hits and counts asked of tantivy itself, without our counts of what is left out, our hits and their marks."""
    index = engine.store.current()
    searcher = index.searcher()
    query = QueryBuilder(index.schema, request).ranked(request.languages)
    searcher.search(query, limit=request.page_size)
    searcher.aggregate(query, TERMS)
