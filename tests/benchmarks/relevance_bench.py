"""Relevance of every engine on the judged queries, beside the stored baseline. A drop of more than 0.01 ends the benchmark with an error."""

import sys
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from site4p1000.search.engines.base import SearchEngine
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.understanding import understand
from tests.benchmarks.measuring import row
from tests.data.judged.measuring import LANGUAGES, baseline, corpus, measure

ALLOWED_DROP = 0.01


def run(*, folder: Path, engines: tuple[SearchEngine, ...] = ()) -> bool:
    """Measure and print; tells whether no language fell below the baseline."""
    call_command("load_concepts", stdout=StringIO())
    print("\nRelevance: judged queries over the shipped content among made-up documents (goal: nDCG@10 0.85, none below 0.80; typo recall 0.9)")
    row("", "queries", "nDCG@10", "baseline", "recall@10", "typo recall", "accents same")
    held = [_measured(engine, language) for engine in (EmbeddedEngine(index_dir=folder / "judged"), *engines) for language in LANGUAGES]
    return all(held)


def _measured(engine: SearchEngine, language: str) -> bool:
    if language == LANGUAGES[0]:
        engine.rebuild(corpus())
    found = measure(lambda request: engine.search(understand(request, engine).request), language)
    before = baseline()[language]
    cells = (found.ndcg, before, found.recall, found.typo_recall, found.accent_same)
    row(f"{engine.name}, {language}", str(found.queries), *(f"{cell:.3f}" for cell in cells))
    held = found.ndcg >= before - ALLOWED_DROP
    if not held:
        print(f"  RELEVANCE FELL: {engine.name}, {language}: {found.ndcg:.3f} after {before:.3f}", file=sys.stderr)
    return held
