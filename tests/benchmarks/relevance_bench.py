"""Relevance of every engine on the judged queries, beside its stored baseline. A missed goal ends the benchmark with an error.

Servers are measured when `make servers` has started them; a server that was not measured is a missed goal as well.
"""

import sys
from pathlib import Path

from site4p1000.search.answering import search
from tests.benchmarks.measuring import row
from tests.data.judged.measuring import LANGUAGES, Relevance, baseline, corpus, measure, missed
from tests.data.judged.slips import SLIPS
from tests.site4p1000.search.kinds import KINDS, an_engine, make_engine, missing


def run(*, folder: Path) -> bool:
    """Measure and print, with the content loaded; tells whether every engine was measured and none missed a goal in any language."""
    print("\nRelevance: judged queries over the shipped content among made-up documents (goal: nDCG@10 0.85, none below 0.80; typo recall 0.9)")
    row("", "queries", "nDCG@10", "baseline", "recall@10", "baseline", "typo recall", "accents same")
    problems = [problem for kind in KINDS for problem in _engine(kind, folder)]
    for problem in problems:
        print(f"  RELEVANCE: {problem}", file=sys.stderr)
    return not problems


def _engine(kind: str, folder: Path) -> list[str]:
    if kind != "embedded" and (problem := missing(kind)):
        row(kind, "NOT MEASURED: `make servers`")
        return [f"{kind} WAS NOT MEASURED. {problem} `make servers` starts it."]
    with an_engine(kind, folder / "judged") as options:
        engine = make_engine(options)
        engine.rebuild(corpus())
        found = {language: measure(lambda request: search(request, engine), language) for language in LANGUAGES}
    for language, one in found.items():
        _print(kind, language, one)
    return missed(found, kind)


def _print(kind: str, language: str, found: Relevance) -> None:
    before = baseline(kind)[language]
    cells = (found.ndcg, before["ndcg"], found.recall, before["recall"], found.typo_recall, found.accent_same)
    row(f"{kind}, {language}", str(found.queries), *(f"{cell:.3f}" for cell in cells))
    row("  letter " + ", ".join(SLIPS), *(f"{found.typo_recalls[slip]:.3f}" for slip in SLIPS))
