"""`make bench`: search and pages, each beside a peer in the same run. Prints figures and ratios; nothing here can fail a test.

Wall times on a shared machine wander, so read the ratios and the CPU milliseconds. BENCH_DOCUMENTS sets the size (default 100000).
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "site4p1000.settings.test"


def main() -> None:
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment

    from tests.benchmarks import page_bench, search_bench

    number = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
    with tempfile.TemporaryDirectory() as folder:
        search_bench.run(number=number, folder=Path(folder))
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    page_bench.run()


if __name__ == "__main__":
    sys.exit(main())
