"""`manage.py import_practices SOURCE PATH [--commit]`: a dry run unless told otherwise."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from practices.importers.run import RunMode, run_import
from practices.importers.sources import ADAPTERS
from practices.intake import IntakeOutcome, IntakeReport, NoPlaceForPractices
from practices.records import PracticeDraft


class Command(BaseCommand):
    help = "Read practices from a source into draft pages. Shows what would change; --commit does it."

    def add_arguments(self, parser):
        parser.add_argument("source", choices=sorted(ADAPTERS))
        parser.add_argument("path", type=Path, help="a file, or a folder of files")
        parser.add_argument("--commit", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--locale", default=settings.LANGUAGE_CODE, help="the language tree the drafts stand in")

    def handle(self, *, source, path, commit, locale, **options):
        if not path.exists():
            raise CommandError(f"There is no file or folder {path}.")
        mode = RunMode.COMMIT if commit else RunMode.DRY_RUN
        self.tense = "" if commit else "would be "
        try:
            report = run_import(adapter=ADAPTERS[source](), path=path, mode=mode, locale=locale, listen=self.show)
        except NoPlaceForPractices as error:
            raise CommandError(f"Nothing was imported: {error}.") from error
        self.stdout.write(", ".join(f"{count} {self.tense}{outcome.value}" for outcome, count in report.outcomes.items()) or "No record was found.")
        if not commit and not report.has_failed:
            self.stdout.write("This was a dry run: nothing was written. Add --commit to write.")
        if report.has_failed:
            raise CommandError(f"{len(report.problems)} problem(s) above; the records concerned were left out and the bank is as it was for them.")

    def show(self, report: IntakeReport, draft: PracticeDraft | None) -> None:
        """One line per record, its problems, and what a new draft holds."""
        if report.outcome is IntakeOutcome.INVALID:
            for problem in report.problems:
                self.stderr.write(str(problem))
            return
        self.stdout.write(f"{report.source_id}: {self.tense}{report.outcome.value}: {report.title}")
        if report.outcome is IntakeOutcome.CREATED and draft:
            self.stdout.write("".join(f"  {line}\n" for line in describe(draft)), ending="")
        elif report.written:
            self.stdout.write(f"  new from the source: {', '.join(report.written)}")
        if report.conflicts:
            self.stdout.write(f"  changed here and at the source, kept as it is here: {', '.join(report.conflicts)}")


def describe(draft: PracticeDraft) -> list[str]:
    """What a draft holds, in a few lines for a person deciding whether to take it in."""
    counts = {name: len(getattr(draft, name)) for name in ("steps", "costs", "judgements", "results", "sites", "concepts", "references", "people")}
    lines = [
        f"language of the words: {draft.text_language}" + ("" if draft.is_translated else f" (not yet translated into {draft.locale})"),
        f"licence: {draft.rights.licence}; credit: {draft.rights.credit}",
        ", ".join(f"{count} {name}" for name, count in counts.items() if count),
        "zones: " + ", ".join(f"{concept.scheme} {concept.code}" for concept in draft.concepts),
    ]
    if draft.unmapped:
        lines.append("kept as text, no match in our vocabularies: " + ", ".join(f"{term.source_field} “{term.term}”" for term in draft.unmapped))
    return lines
