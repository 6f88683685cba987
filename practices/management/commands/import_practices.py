"""`manage.py import_practices SOURCE PATH [--commit] [--language fr]`: a dry run unless told otherwise, told in the language asked for."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from practices.importers.run import RunMode, run_import
from practices.importers.sources import ADAPTERS
from practices.intake import IntakeOutcome, IntakeReport, NoPlaceForPractices
from practices.records import PracticeDraft
from site4p1000.common import languages

DONE = {
    IntakeOutcome.CREATED: gettext_noop("created"),
    IntakeOutcome.UPDATED: gettext_noop("updated"),
    IntakeOutcome.UNCHANGED: gettext_noop("unchanged"),
    IntakeOutcome.KEPT_LOCAL_EDIT: gettext_noop("kept local edit"),
    IntakeOutcome.INVALID: gettext_noop("invalid"),
}
TO_DO = {
    IntakeOutcome.CREATED: gettext_noop("would be created"),
    IntakeOutcome.UPDATED: gettext_noop("would be updated"),
    IntakeOutcome.UNCHANGED: gettext_noop("would be unchanged"),
    IntakeOutcome.KEPT_LOCAL_EDIT: gettext_noop("would be kept local edit"),
    IntakeOutcome.INVALID: gettext_noop("would be invalid"),
}


class Command(BaseCommand):
    help = "Read practices from a source into draft pages. Shows what would change; --commit does it."

    def add_arguments(self, parser):
        parser.add_argument("source", choices=sorted(ADAPTERS))
        parser.add_argument("path", type=Path, help="a file, or a folder of files")
        parser.add_argument("--commit", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--locale", default=settings.LANGUAGE_CODE, help="the language tree the drafts stand in")
        parser.add_argument("--language", choices=languages.codes(), default=settings.LANGUAGE_CODE, help="the language this command answers in")

    def handle(self, *, language, **options):
        with translation.override(language):
            self._import(**options)

    def _import(self, *, source, path, commit, locale, **options):
        if not path.exists():
            raise CommandError(_("There is no file or folder %(path)s.") % {"path": path})
        mode = RunMode.COMMIT if commit else RunMode.DRY_RUN
        self.words = DONE if commit else TO_DO
        try:
            report = run_import(adapter=ADAPTERS[source](), path=path, mode=mode, locale=locale, listen=self.show)
        except NoPlaceForPractices as error:
            raise CommandError(_("Nothing was imported: %(why)s.") % {"why": error}) from error
        counts = ", ".join(f"{count} {_(self.words[outcome])}" for outcome, count in report.outcomes.items())
        self.stdout.write(counts or _("No record was found."))
        if not commit and not report.has_failed:
            self.stdout.write(_("This was a dry run: nothing was written. Add --commit to write."))
        if report.has_failed:
            raise CommandError(_told_at_the_end(len(report.problems)))

    def show(self, report: IntakeReport, draft: PracticeDraft | None) -> None:
        """One line per record, its problems, and what a new draft holds."""
        if report.outcome is IntakeOutcome.INVALID:
            for problem in report.problems:
                self.stderr.write(problem.told(_))
            return
        self.stdout.write(f"{report.source_id}: {_(self.words[report.outcome])}: {report.title}")
        if report.outcome is IntakeOutcome.CREATED and draft:
            self.stdout.write("".join(f"  {line}\n" for line in describe(draft)), ending="")
        elif report.written:
            self.stdout.write("  " + _("new from the source: %(fields)s") % {"fields": ", ".join(report.written)})
        if report.conflicts:
            text = _("changed here and at the source, kept as it is here: %(fields)s")
            self.stdout.write("  " + text % {"fields": ", ".join(report.conflicts)})


def _told_at_the_end(count: int) -> str:
    text = ngettext(
        "%(count)s problem above; the record concerned was left out and the bank is as it was for it.",
        "%(count)s problems above; the records concerned were left out and the bank is as it was for them.",
        count,
    )
    return text % {"count": count}


def describe(draft: PracticeDraft) -> Iterator[str]:
    """What a draft holds, in a few lines for a person deciding whether to take it in."""
    counts = {name: len(getattr(draft, name)) for name in ("steps", "costs", "judgements", "results", "sites", "concepts", "references", "people")}
    words = _("language of the words: %(language)s") % {"language": draft.text_language}
    yield words if draft.is_translated else words + " " + _("(not yet translated into %(language)s)") % {"language": draft.locale}
    yield _("licence: %(licence)s; credit: %(credit)s") % {"licence": draft.rights.licence, "credit": draft.rights.credit}
    yield ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    yield _("zones: %(zones)s") % {"zones": ", ".join(f"{concept.scheme} {concept.code}" for concept in draft.concepts)}
    if draft.unmapped:
        terms = ", ".join(f"{term.source_field} “{term.term}”" for term in draft.unmapped)
        yield _("kept as text, no match in our vocabularies: %(terms)s") % {"terms": terms}
