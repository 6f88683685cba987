"""Measures the embedded engine: ``python -m tests.site4p1000.search.measure_embedded [documents]``. Prints, asserts nothing.

Synthetic documents of 280 words with word frequencies after Zipf, three languages, eight facets; queries of one to three words, half
of them with one or two filters, all facets counted, twenty hits with snippets.
"""

import random
import resource
import statistics
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

from site4p1000.search.documents import FACETS, SearchDocument
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.request import SearchRequest, SortOrder

SIZES = {"climate": 12, "moisture": 6, "land_use": 10, "soil": 33, "country": 190, "evidence": 5, "labour": 3}
VOCABULARY = 30_000
QUERIES = 400


def main(number: int) -> None:
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices("abcdefghilmnoprstuvéèñ", k=chance.randint(3, 11))) for _ in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(index_dir=folder)
        seconds = _timed(lambda: engine.rebuild(_documents(number, vocabulary, weights)))
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _say(f"documents {number}, built in {seconds:.1f} s, {_size_mb(Path(folder)):.0f} MB, peak memory {peak_mb:.0f} MB")
        _tell("browse, no filter", engine, [SearchRequest(language=code) for code in ("en", "fr", "es")] * 30)
        _tell("browse, by proof, one filter", engine, [_browse(chance) for _ in range(100)])
        _tell("words and filters", engine, [_request(chance, vocabulary, weights) for _ in range(QUERIES)])
        _tell("commonest word, no filter", engine, [SearchRequest(text=vocabulary[0])] * 30)
        _say(f"ids_and_digests {_timed(engine.ids_and_digests) * 1000:.0f} ms")
        puts = [_timed(lambda: engine.put(_documents(1, vocabulary, weights))) * 1000 for _ in range(30)]
        _say(f"put of one document p50 {statistics.median(puts):.0f} ms, max {max(puts):.0f} ms")


def _documents(number, vocabulary, weights):
    chance = random.Random(number)
    for place in range(number):
        words = chance.choices(vocabulary, cum_weights=weights, k=290)
        yield SearchDocument(
            id=f"page-{place}",
            type=chance.choice(["practice", "practice", "story", "issue", "page"]),
            language=chance.choice(["en", "fr", "es"]),
            title=" ".join(words[:5]),
            url=f"/{place}/",
            summary=" ".join(words[5:30]),
            body=" ".join(words[30:]),
            facets={name: [f"{name} {chance.randrange(size)}" for _ in range(chance.randint(0, 2))] for name, size in SIZES.items()},
            evidence_rank=chance.randrange(5),
        )


def _browse(chance):
    return SearchRequest(sort=SortOrder.EVIDENCE, filters={"climate": [f"climate {chance.randrange(12)}"]})


def _request(chance, vocabulary, weights):
    text = " ".join(chance.choices(vocabulary, cum_weights=weights, k=chance.randint(1, 3)))
    names = chance.sample(sorted(SIZES), chance.choice([0, 0, 1, 2]))
    filters = {name: [f"{name} {chance.randrange(SIZES[name])}" for _ in range(2)] for name in names}
    return SearchRequest(text=text, language=chance.choice(["en", "fr", "es"]), filters=filters)


def _tell(name, engine, requests):
    engine.search(requests[0])
    milliseconds = sorted(_timed(lambda request=request: engine.search(request)) * 1000 for request in requests)
    p50, p95 = (milliseconds[int(len(milliseconds) * share)] for share in (0.5, 0.95))
    _say(f"{name:30} n={len(requests)} facets={len(FACETS)} p50 {p50:.1f} ms, p95 {p95:.1f} ms, max {milliseconds[-1]:.1f} ms")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _timed(call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
