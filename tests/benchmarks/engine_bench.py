"""What our own code adds to each engine, and how the embedded one grows. Servers are measured when `make servers` has started them."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
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
from tests.site4p1000.search.kinds import KINDS, an_engine, missing

ASKED = 200
RAW_HEADINGS = ("raw call p50 ms", "ours / raw p50", "p95", "mean")
TERMS = {name: {"terms": {"field": name, "size": MAX_VALUES, "segment_size": MAX_VALUES}} for name in FACETS}


REBUILT_PAGES = (500, 2_000)


GOALS = {
    "CPU beside tantivy's own call, mean": 3.0,
    "CPU beside tantivy's own call, p95": 3.0,
    "requests of a page": 1.0,
    "our CPU ms of a search, p50": 15.0,
}
"""What ends `make bench` with an error: figures that other programs on the machine hardly move. Wall times are printed beside their goals."""
MARGIN = 1.1
"""CPU figures of one run differ by a few per cent from those of the next; what is counted has no margin."""
MEMORY_GOAL = 1.25
"""How much more memory a rebuild of four times the pages may take."""
REQUESTED = 30


def run(*, number: int, folder: Path) -> list[str]:
    """Every engine as in `of_kinds`, then a rebuild from pages; gives the goals that were missed, in words."""
    return [*of_kinds(KINDS, number=number, folder=folder), *_rebuild_from_pages(folder)]


def of_kinds(kinds: Iterable[str], *, number: int, folder: Path) -> list[str]:
    """Each of these engines with the same documents and questions; gives the goals that were missed, in words.

    The bank's content has to be loaded: its concepts are the names people ask for.
    """
    missed: list[str] = []
    print(f"\nEngines: {number} documents, {ASKED} mixed questions, half with filters; 20 hits and {len(FACETS)} facets")
    print(f"Documents are made before a rebuild is timed. Goals: {GOALS}; by the clock (told only): embedded 3000 documents/s, page p95 50 ms")
    row("", "documents/s", "p50 ms", "p95 ms", "requests", "our CPU ms p50", "p95")
    for kind in kinds:
        if kind != "embedded" and missing(kind):
            row(kind, "not running: `make servers`")
            continue
        with an_engine(kind, folder / "engines") as options:
            names = _names()
            missed += _measure(kind, engine_of(options), number, names)
            missed += _pages(options, kind, names)
            reset_engine()
    return missed


def _beyond(kind: str, figures: Mapping[str, float], *, margin: float = MARGIN) -> Iterator[str]:
    """The goals that these figures miss."""
    for name, figure in figures.items():
        if figure > GOALS[name] * margin:
            yield f"{kind}: {name} is {figure:.1f}; the goal is at most {GOALS[name]:g}"


def grow(*, sizes: Iterable[int], folder: Path) -> None:
    """The embedded engine at every size: `make bench-growth`."""
    print("\nGrowth of the embedded engine (MB: the most memory of its own while it rebuilds; mapped files of the index not counted)")
    print("Documents are made while the rebuild goes on; their making is in the time")
    row("documents", "documents/s", "rebuild MB", "p50 ms", "p95 ms", *RAW_HEADINGS)
    for number in sizes:
        engine = EmbeddedEngine(index_dir=folder / str(number))
        with measuring.OwnMemory() as memory:
            speed = _documents_per_second(engine, documents(number), number)
        p50, p95 = of_many(engine.search, questions(ASKED))
        row(str(number), f"{speed:.0f}", f"{memory.peak_mb:.0f}", f"{p50:.1f}", f"{p95:.1f}", *_in_words(_beside_raw(engine)))


def _measure(kind: str, engine: SearchEngine, number: int, names: Mapping[str, list[str]]) -> Iterator[str]:
    speed = _documents_per_second(engine, list(documents(number, names)), number)
    p50, p95 = of_many(engine.search, questions(ASKED))
    requests, cpu = _requests(engine), sorted(_cpu_ms(engine.search, request) for request in questions(ASKED))
    row(kind, f"{speed:.0f}", f"{p50:.1f}", f"{p95:.1f}", requests, f"{cpu[ASKED // 2]:.1f}", f"{cpu[int(ASKED * 0.95)]:.1f}")
    yield from _beyond(kind, {"our CPU ms of a search, p50": cpu[ASKED // 2]} if isinstance(engine, ClusterEngine) else {})
    if isinstance(engine, EmbeddedEngine):
        raw, _, p95, mean = figures = _beside_raw(engine)
        row("", *RAW_HEADINGS)
        row("embedded beside tantivy's own call, CPU", *_in_words(figures))
        yield from _beyond(kind, {"CPU beside tantivy's own call, mean": mean, "CPU beside tantivy's own call, p95": p95})


def _names() -> dict[str, list[str]]:
    """What things are called in each language, as readers look for them."""
    rows = Concept.objects.filter(scheme__in=NAMED_SCHEMES).order_by("pk")
    return {language: [row.label(language) for row in rows] for language in LANGUAGES}


def _rebuild_from_pages(folder: Path) -> Iterator[str]:
    """What `search_index rebuild` costs where documents are built from rows of the database, and that its memory does not grow with them."""
    print(f"\nRebuild of the embedded index from pages of the database; the peak of the last may be {MEMORY_GOAL:g} times that of the first")
    row("pages", "documents/s", "CPU ms each", "MB before", "peak MB")
    peaks = []
    for number in REBUILT_PAGES:
        with transaction.atomic():
            copy_practices(number)
            cells = _rebuilt(EmbeddedEngine(index_dir=folder / f"pages-{number}"))
            row(*cells)
            peaks.append(float(cells[-1]))
            transaction.set_rollback(True)
    if (growth := peaks[-1] / peaks[0]) > MEMORY_GOAL:
        yield f"a rebuild of {REBUILT_PAGES[-1]} pages: {growth:.2f} times the memory of {REBUILT_PAGES[0]}; the goal is at most {MEMORY_GOAL:g}"


def _rebuilt(engine: EmbeddedEngine) -> tuple[str, ...]:
    before = measuring.reset_peak_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    documents = engine.rebuild(built.document for built in build_all() if built.document)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return str(documents), f"{documents / wall:.0f}", f"{cpu / documents * 1000:.1f}", f"{before:.0f}", f"{measuring.peak_mb():.0f}"


def _documents_per_second(engine: SearchEngine, source: Iterable[SearchDocument], number: int) -> float:
    """Of a whole rebuild by the clock on the wall: commit, merging and swap are in it, and so is the making of what `source` makes as it goes."""
    begun = time.perf_counter()
    engine.rebuild(source)
    return number / (time.perf_counter() - begun)


class BesideRaw(NamedTuple):
    """CPU ms of the raw call, and ours as multiples of it."""

    raw_ms: float
    p50: float
    p95: float
    mean: float


def _in_words(figures: BesideRaw) -> tuple[str, ...]:
    return (f"{figures.raw_ms:.1f}", *(f"{ratio:.1f} x" for ratio in figures[1:]))


def _beside_raw(engine: EmbeddedEngine) -> BesideRaw:
    """They take turns, so that another program's load meets both."""
    asked = questions(ASKED)
    pairs = [(_cpu_ms(engine.search, request), _cpu_ms(lambda one: _raw(engine, one), request)) for request in asked]
    ours, raws = (sorted(column) for column in zip(*pairs, strict=True))
    ratios = [ours[place] / raws[place] for place in (ASKED // 2, int(ASKED * 0.95))]
    return BesideRaw(raws[ASKED // 2], *ratios, sum(ours) / sum(raws))


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


def _pages(options: dict, kind: str, names: Mapping[str, list[str]]) -> Iterator[str]:
    """A third random words, a third names of things (with their synonyms), a third names with a mistake (which are mended)."""
    client = Client()
    with override_settings(SEARCH_ENGINE=options):
        for told, asked in {"the whole search page": questions_with_names(ASKED, names), "… random words only": questions(ASKED)}.items():
            p50, p95 = of_many(lambda request: client.get(f"/{request.language}/search/?{to_query_string(request)}"), asked)
            cpu = sorted(_cpu_ms(lambda request: client.get(f"/{request.language}/search/?{to_query_string(request)}"), request) for request in asked)
            requests = max(_requests_of_a_page(client, request) for request in asked[:REQUESTED])
            row(f"{kind}: {told}", "", f"{p50:.1f}", f"{p95:.1f}", str(requests), f"{cpu[ASKED // 2]:.1f}", f"{cpu[int(ASKED * 0.95)]:.1f}")
            yield from _beyond(f"{kind}, {told}", {"requests of a page": requests}, margin=1)


def _requests_of_a_page(client: Client, request: SearchRequest) -> int:
    """How often a warm page asks the server; never where there is none."""
    engine = get_engine()
    if not isinstance(engine, ClusterEngine):
        return 0
    with patch.object(engine.cluster, "call", wraps=engine.cluster.call) as call:
        client.get(f"/{request.language}/search/?{to_query_string(request)}")
    return call.call_count


def _raw(engine: EmbeddedEngine, request: SearchRequest) -> None:
    """The same hits and counts asked of tantivy itself, without our counts of what is left out, our hits and their marks."""
    index = engine.store.current()
    searcher = index.searcher()
    query = QueryBuilder(index.schema, request).ranked(request.languages)
    searcher.search(query, limit=request.page_size)
    searcher.aggregate(query, TERMS)
