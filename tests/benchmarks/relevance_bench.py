"""Relevance of every engine on the judged queries, beside its stored baseline. A drop of more than 0.01 ends the benchmark with an error.

Servers are measured when `make servers` has started them.
"""

import sys
from pathlib import Path

from site4p1000.search.answering import search
from site4p1000.search.engines.base import SearchEngine
from tests.benchmarks.measuring import row
from tests.data.judged.measuring import LANGUAGES, baseline, corpus, measure
from tests.site4p1000.search.kinds import KINDS, an_engine, make_engine, missing

ALLOWED_DROP = 0.01


def run(*, folder: Path) -> bool:
    """Measure and print, with the content loaded; tells whether no engine fell below its baseline in any language."""
    print("\nRelevance: judged queries over the shipped content among made-up documents (goal: nDCG@10 0.85, none below 0.80; typo recall 0.9)")
    row("", "queries", "nDCG@10", "baseline", "recall@10", "typo recall", "accents same")
    return all([_engine(kind, folder) for kind in KINDS])


def _engine(kind: str, folder: Path) -> bool:
    if kind != "embedded" and missing(kind):
        row(kind, "not running: `make servers`")
        return True
    with an_engine(kind, folder / "judged") as options:
        engine = make_engine(options)
        return all([_measured(engine, language) for language in LANGUAGES])


def _measured(engine: SearchEngine, language: str) -> bool:
    if language == LANGUAGES[0]:
        engine.rebuild(corpus())
    found = measure(lambda request: search(request, engine), language)
    before = baseline(engine.name)[language]
    cells = (found.ndcg, before, found.recall, found.typo_recall, found.accent_same)
    row(f"{engine.name}, {language}", str(found.queries), *(f"{cell:.3f}" for cell in cells))
    held = found.ndcg >= before - ALLOWED_DROP
    if not held:
        print(f"  RELEVANCE FELL: {engine.name}, {language}: {found.ndcg:.3f} after {before:.3f}", file=sys.stderr)
    return held
