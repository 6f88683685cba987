"""The embedded engine beside SQLite's full-text search on the same documents and questions."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from site4p1000.search.documents import FACETS, SearchDocument
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.request import SearchRequest
from tests.benchmarks.measuring import milliseconds, of_many, row
from tests.benchmarks.synthetic import VOCABULARY, documents, questions

COUNTED_BY_PEER = ("climate", "land_use", "labour")
TEXTS = {"the commonest word": VOCABULARY[0], "two words": f"{VOCABULARY[40]} {VOCABULARY[90]}", "a rare word": VOCABULARY[-1]}


WORST_OF_WORDS, MIXED = 2.0, 3.0
"""How many times the peer's time a search may take, for each kind of words and for the mixed questions with filters (which the peer leaves out).

Both are asked in turn, so a busy machine meets both; a rare word, which the peer finds without counting anything, is told only.
"""
GOALS_FROM = 50_000
"""Documents from which on there are goals: among few, counting all facets costs more than finding."""
TOLD_ONLY = "a rare word"


def run(*, number: int, folder: Path) -> list[str]:
    """Build both indexes, ask both the same questions, print; gives the goals that were missed, in words."""
    print(f"\nSearch: {number} documents, 20 hits and {len(FACETS)} facets; peer: SQLite FTS5, 20 hits and {len(COUNTED_BY_PEER)} facets by SQL")
    engine, peer = EmbeddedEngine(index_dir=folder / "index"), Peer(folder / "peer.sqlite3")
    row(
        "build, seconds: ours, peer",
        f"{_seconds(lambda: engine.rebuild(documents(number))):.1f}",
        f"{_seconds(lambda: peer.build(documents(number))):.1f}",
    )
    row("", "ours p50 ms", "ours p95 ms", "peer p50 ms", "peer / ours")
    ratios = {}
    for name, text in TEXTS.items():
        ours = milliseconds(lambda text=text: engine.search(SearchRequest(text=text, language="en")), 40)
        theirs = milliseconds(lambda text=text: peer.search(text), 5)
        if name != TOLD_ONLY:
            ratios[name] = (ours[0] / theirs[0], WORST_OF_WORDS)
        row(name, f"{ours[0]:.1f}", f"{ours[1]:.1f}", f"{theirs[0]:.1f}", f"{theirs[0] / ours[0]:.1f} x")
    asked = questions(400)
    mixed = of_many(engine.search, asked)
    theirs = of_many(lambda request: peer.search(request.text), asked[:60])
    row("400 mixed questions, half with filters", f"{mixed[0]:.1f}", f"{mixed[1]:.1f}", f"{theirs[0]:.1f}", f"{theirs[0] / mixed[0]:.1f} x")
    ratios["mixed questions"] = (mixed[0] / theirs[0], MIXED)
    if number < GOALS_FROM:
        return []
    print(f"  Goals: at most {WORST_OF_WORDS:g} times the peer for words, {MIXED:g} times for mixed questions")
    return [f"search, {name}: {ratio:.1f} times the peer; the goal is at most {most:g}" for name, (ratio, most) in ratios.items() if ratio > most]


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


class Peer:
    """Full-text search and facet counts in SQLite, as a site without an engine of its own would do it. It ignores filters."""

    def __init__(self, path: Path):
        self.db = sqlite3.connect(path)
        self.db.executescript(
            "create virtual table text using fts5(title, summary, body, tokenize='unicode61 remove_diacritics 2');"
            "create table facet(document integer, name text, value text); create index by_document on facet(document);"
        )

    def build(self, source: Iterator[SearchDocument]) -> None:
        for number, document in enumerate(source, 1):
            words = (number, document.title, document.summary, document.body)
            self.db.execute("insert into text(rowid, title, summary, body) values (?, ?, ?, ?)", words)
            pairs = [(number, name, value) for name, values in document.facets.items() for value in values]
            self.db.executemany("insert into facet values (?, ?, ?)", pairs)
        self.db.commit()

    def search(self, text: str) -> tuple[list, dict]:
        hits = self.db.execute("select rowid from text where text match ? order by bm25(text, 3, 2, 1) limit 20", (text,)).fetchall()
        count = "select value, count(*) from facet join text on text.rowid = facet.document where text match ? and name = ? group by value"
        return hits, {name: self.db.execute(count, (text, name)).fetchall() for name in COUNTED_BY_PEER}
