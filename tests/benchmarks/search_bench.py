"""The embedded engine beside SQLite's full-text search on the same documents and questions."""

import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from site4p1000.search.documents import FACETS, SearchDocument
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.request import SearchRequest
from tests.benchmarks.measuring import milliseconds, row

WORDS = [f"word{number}" for number in range(4000)]
WEIGHTS = [1 / (rank + 1) for rank in range(len(WORDS))]
FACET_VALUES = {
    "climate": ("tropical", "dry", "mediterranean", "temperate", "cold"),
    "land_use": ("annual", "treecrop", "grazing", "forest", "agroforestry", "wetland"),
    "labour": ("low", "medium", "high"),
}
QUESTIONS = {"a common word": "word3", "three words": "word2 word9 word40", "a rare word": "word3990"}


def documents(count: int) -> Iterator[SearchDocument]:
    """Synthetic documents of 120 words, common words as common as in a language."""
    chance = random.Random(7)
    for number in range(count):
        words = chance.choices(WORDS, WEIGHTS, k=120)
        yield SearchDocument(
            id=f"page-{number}",
            type="practice",
            language="en",
            title=" ".join(words[:4]),
            summary=" ".join(words[4:24]),
            body=" ".join(words[24:]),
            url=f"/en/practices/{number}/",
            facets={name: (chance.choice(values),) for name, values in FACET_VALUES.items()},
        )


def run(*, documents: int, folder: Path) -> None:
    """Build both indexes, ask both the same questions, print."""
    print(f"\nSearch: {documents} documents, 20 hits and {len(FACETS)} facets; peer: SQLite FTS5, 20 hits and three facets by SQL")
    engine, peer = EmbeddedEngine(index_dir=folder / "index"), Peer(folder / "peer.sqlite3")
    build_ours, build_theirs = _seconds(lambda: engine.rebuild(_made(documents))), _seconds(lambda: peer.build(_made(documents)))
    row("build, seconds", f"{build_ours:.1f}", f"{build_theirs:.1f}")
    row("", "ours p50 ms", "ours p95 ms", "peer p50 ms", "peer / ours")
    for name, text in QUESTIONS.items():
        ours = milliseconds(lambda text=text: engine.search(SearchRequest(text=text, language="en")), 40)
        theirs = milliseconds(lambda text=text: peer.search(text), 5)
        row(name, f"{ours[0]:.1f}", f"{ours[1]:.1f}", f"{theirs[0]:.1f}", f"{theirs[0] / ours[0]:.1f} x")
    chosen = milliseconds(lambda: engine.search(SearchRequest(text="word3", language="en", filters={"climate": ("dry",), "labour": ("low",)})), 40)
    row("a common word with two filters", f"{chosen[0]:.1f}", f"{chosen[1]:.1f}")


_made = documents


def _seconds(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


class Peer:
    """Full-text search and facet counts in SQLite, as a site without an engine of its own would do it."""

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
        return hits, {name: self.db.execute(count, (text, name)).fetchall() for name in ("climate", "land_use", "labour")}
