"""`make bench`: search, pages and import, each beside a peer in the same run. Prints figures and ratios.

`python -m tests.benchmarks elasticsearch` (or another engine, or several) measures that engine alone.
A goal of search, sending, pages or relevance that is missed ends it with an error.

Wall times on a shared machine wander, so read the ratios and the CPU milliseconds. BENCH_DOCUMENTS sets the size (default 100000).
"""

import os
import sys
import tempfile
from io import StringIO
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "site4p1000.settings.test"


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_databases, setup_test_environment

    from tests.benchmarks import engine_bench, export_bench, import_bench, page_bench, relevance_bench, search_bench, sending_bench

    number = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
    with tempfile.TemporaryDirectory() as folder:
        if "growth" in sys.argv:
            engine_bench.grow(sizes=[10**power for power in range(3, 7) if 10**power <= 10 * number], folder=Path(folder))
            return
        if "sending" in sys.argv:
            _end(sending_bench.run())
            return
        chosen = [kind for kind in engine_bench.KINDS if kind in sys.argv]
        missed = [] if chosen else search_bench.run(number=number, folder=Path(folder))
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    call_command("load_content", stdout=StringIO())
    with tempfile.TemporaryDirectory() as folder:
        if chosen:
            _end(engine_bench.of_kinds(chosen, number=number, folder=Path(folder)))
            return
        missed += engine_bench.run(number=number, folder=Path(folder))
        relevance_held = relevance_bench.run(folder=Path(folder))
    missed += [*sending_bench.run(), *page_bench.run()]
    export_bench.run()
    import_bench.run()
    _end([*missed, *([] if relevance_held else ["relevance fell below the baseline (tests/data/judged/baseline.json)"])])


def _end(missed: list[str]) -> None:
    """Say plainly what was missed; `make bench` then ends with an error."""
    if missed:
        sys.exit("\n".join(["MISSED:", *(f"  {words}" for words in missed)]))


if __name__ == "__main__":
    sys.exit(main())
