"""Import of WOCAT records beside what any reader has to do at least: parse the JSON and copy it. The same files, the same process.

The records are the invented one of the tests under other numbers, so text, size and shape are those of a full record.
"""

import copy
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.importers.run import RunMode, run_import
from practices.importers.wocat import Wocat
from practices.intake import IntakeOutcome
from practices.models import PracticePage
from tests.benchmarks.measuring import row

RECORD = Path(__file__).parents[1] / "data" / "wocat" / "technology-900001.json"


def run(*, number: int = int(os.environ.get("BENCH_RECORDS", "1000"))) -> None:
    """Write `number` records, read them to drafts, import a tenth of them and import those again. Needs the lists of practices (`load_content`)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = _write(folder, number)
        print(f"\nImport of {number} WOCAT records of {size / 1000:.0f} kB; peer: json.loads and a deep copy")
        row("", "records/s CPU", "peer / ours")
        peer = _rate(lambda: [copy.deepcopy(json.loads(path.read_bytes())) for path in folder.iterdir()], number)
        row("peer", f"{peer:.0f}", "1.0 x")
        drafts = _rate(lambda: _drafts(folder), number)
        row("read to drafts", f"{drafts:.0f}", f"{peer / drafts:.1f} x")
        _imports(folder, number, peer)


def _imports(folder: Path, number: int, peer: float) -> None:
    kept = max(10, number // 10)
    for path in sorted(folder.iterdir())[kept:]:
        path.unlink()
    pages = PracticePage.objects.count()
    first = _rate(lambda: _import(folder, IntakeOutcome.CREATED, kept), kept)
    assert PracticePage.objects.count() == pages + kept
    row("first import, a draft page each", f"{first:.0f}", f"{peer / first:.1f} x")
    with CaptureQueriesContext(connection) as queries:
        again = _rate(lambda: _import(folder, IntakeOutcome.UNCHANGED, kept), kept)
    written = [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    row("unchanged, imported again", f"{again:.0f}", f"{peer / again:.1f} x")
    row("  rows written by it", str(len(written)))


def _write(folder: Path, number: int) -> int:
    record = json.loads(RECORD.read_text())
    for technology in range(1, number + 1):
        record["id"] = record["selected_version"]["technology"] = technology
        (folder / f"technology-{technology:06}.json").write_text(json.dumps(record, ensure_ascii=False))
    return len(json.dumps(record, ensure_ascii=False).encode())


def _drafts(folder: Path) -> None:
    adapter = Wocat()
    for record in adapter.read(folder):
        adapter.to_draft(record, locale="en")


def _import(folder: Path, outcome: IntakeOutcome, number: int) -> None:
    report = run_import(adapter=Wocat(), path=folder, mode=RunMode.COMMIT, locale="en")
    assert report.outcomes == {outcome: number}, report.outcomes


def _rate(call: Callable[[], object], number: int) -> float:
    """Records per second of CPU time: wall time wanders on a shared machine."""
    start = time.process_time()
    call()
    return number / (time.process_time() - start)
