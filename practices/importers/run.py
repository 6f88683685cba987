"""A run of an adapter: read → to_draft → intake, record by record. One bad record never stops a run."""

import enum
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from practices.importers.base import Adapter, AdapterError
from practices.intake import IntakeOutcome, IntakeReport, NoPlaceForPractices, plan, take_in
from practices.models import ImportItem, ImportRun
from practices.records import PracticeDraft, Problem, SourceRecord
from practices.sentences import Sentence
from practices.sentences import marked as _

logger = logging.getLogger(__name__)


class RunMode(enum.Enum):
    """Whether a run only says what it would do, or does it."""

    DRY_RUN = "dry run"
    COMMIT = "commit"


class Listener(Protocol):
    """Told about every record as it is done: the command prints, a test collects."""

    def __call__(self, report: IntakeReport, draft: PracticeDraft | None) -> None: ...


@dataclass
class ImportReport:
    """The counts of a run, and every problem in the order met."""

    outcomes: Counter = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def count(self, item: IntakeReport) -> None:
        """Count one record; a record with several problems is counted once."""
        is_another_problem = bool(item.problems) and any(item.problems[0].record == known.record for known in self.problems)
        self.outcomes[item.outcome] += not is_another_problem
        self.problems.extend(item.problems)

    @property
    def has_failed(self) -> bool:
        """Whether any record could not be taken in."""
        return bool(self.problems)


def run_import(*, adapter: Adapter, path: Path, mode: RunMode, locale: str, by=None, listen: Listener | None = None) -> ImportReport:
    """Run `adapter` over `path` into the tree of `locale`. Dry runs write nothing; nor does a run without changes."""
    report, run = ImportReport(), None
    for item, draft in _intake_all(adapter, path, mode, locale, by):
        report.count(item)
        if mode is RunMode.COMMIT and item.outcome not in (IntakeOutcome.UNCHANGED, IntakeOutcome.INVALID):
            run = run or ImportRun.objects.create(source=adapter.name, path=path.name)
            _log(run, item)
        if listen:
            listen(item, draft)
    return report


def _intake_all(adapter: Adapter, path: Path, mode: RunMode, locale: str, by) -> Iterator[tuple[IntakeReport, PracticeDraft | None]]:
    for record in adapter.read(path):
        if isinstance(record, Problem):
            yield IntakeReport(outcome=IntakeOutcome.INVALID, source_id=record.record, problems=(record,)), None
            continue
        try:
            draft = adapter.to_draft(record, locale=locale)
            yield (take_in(draft=draft, by=by) if mode is RunMode.COMMIT else plan(draft=draft)), draft
        except AdapterError as failure:
            yield IntakeReport(outcome=IntakeOutcome.INVALID, source_id=record.source_id, problems=(failure.problem,)), None
        except NoPlaceForPractices:
            raise  # no record of this run can be taken in
        except Exception as error:
            logger.exception("%s %s could not be taken in", record.source, record.source_id)
            yield _surprise(record, error), None


def _surprise(record: SourceRecord, error: Exception) -> IntakeReport:
    text = _("an error nobody foresaw (%(error)s); the log says where, and nothing of the record was written")
    reason = Sentence(text, error=f"{type(error).__name__}: {error}")
    problem = Problem(record=f"{record.source} {record.source_id}", field="", reason=reason)
    return IntakeReport(outcome=IntakeOutcome.INVALID, source_id=record.source_id, problems=(problem,))


def _log(run: ImportRun, report: IntakeReport) -> None:
    detail = ", ".join(report.conflicts or report.written)
    ImportItem.objects.create(run=run, source_id=report.source_id, outcome=report.outcome.value, detail=detail, page_id=report.page_id)
