"""Arguments and sentences only; the work is done by `rebuilding` and `outbox`."""

import time

from django.core.management.base import BaseCommand, CommandError

from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.outbox import DrainOutcome, drain
from site4p1000.search.rebuilding import Drift, drift, rebuild


class Command(BaseCommand):
    """`rebuild` the search index, tell its `status`, or `drain` what waits in the outbox."""

    help = "rebuild: make the search index anew from all live pages. status: compare it with them. drain: send waiting changes."

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["rebuild", "status", "drain"])
        parser.add_argument("--limit", type=int, help="drain at most so many changes")

    def handle(self, *, action: str, limit: int | None = None, **_options):
        try:
            getattr(self, f"_{action}")(limit)
        except EngineProblem as problem:
            raise CommandError(str(problem)) from problem

    def _rebuild(self, _limit):
        begun = time.monotonic()
        outcome = rebuild()
        self.stdout.write(f"{outcome.documents} documents in {time.monotonic() - begun:.1f} s.")
        waiting = drain()
        self._report(waiting)
        if outcome.failures or waiting.failed:
            raise CommandError("\n".join(["Some pages could not be read; they are not in the index.", *outcome.failures]))

    def _drain(self, limit):
        outcome = drain(limit=limit)
        self._report(outcome)
        if outcome.failed:
            raise CommandError(outcome.problem or f"{outcome.failed} changes stay in the outbox; the log says why.")

    def _status(self, _limit):
        status = get_engine().status()
        self.stdout.write(f"Engine: {status.engine}. {status.detail}")
        if not status.is_ready:
            raise CommandError("The search engine is not ready.")
        self.stdout.write(f"Documents: {status.documents}")
        found = drift()
        self._tell(found)
        if found:
            raise CommandError("The index differs from the pages. `manage.py search_index rebuild` makes it right.")

    def _report(self, outcome: DrainOutcome):
        self.stdout.write(f"Outbox: {outcome.put} put, {outcome.deleted} deleted, {outcome.failed} left.")

    def _tell(self, found: Drift):
        for name in ("missing", "stale", "superfluous"):
            ids = getattr(found, name)
            examples = f" ({', '.join(ids[:5])}{', …' if len(ids) > 5 else ''})" if ids else ""
            self.stdout.write(f"{name.capitalize()}: {len(ids)}{examples}")
        self.stdout.write(f"Outbox rows: {found.outbox_rows}")
        self.stdout.write(f"Set aside: {len(found.set_aside)}")
        for id, reason in found.set_aside.items():
            self.stdout.write(f"  {id}: {reason}")
