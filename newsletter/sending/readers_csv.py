"""The list of who, in which state, and why, for spreadsheets. Read row by row, so that a list of any length needs no memory."""

import csv
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from newsletter.models import Recipient, Sending
from newsletter.models.bounces import KIND_CHOICES
from newsletter.sending.reasons import in_words
from practices.exports.results_csv import cell

KINDS = dict(KIND_CHOICES)
BOM = "\ufeff"
"""Spreadsheets need it to see accents."""


class _Line:
    """What `csv.writer` writes to; the line is handed back."""

    def write(self, line: str) -> str:
        return line


def rows(*, sending: Sending, state: str = "") -> QuerySet[Recipient]:
    """The readers in `state`; in any, when empty."""
    found = sending.recipients.select_related("subscriber", "edition").order_by("pk")
    return found.filter(state=state) if state else found


def lines(found: QuerySet[Recipient]) -> Iterator[str]:
    """A heading, then one line per reader, in the language of whoever asks now. No cell can be a formula.

    The lines are made while they are sent, when the request and its language are over: so the language is kept here.
    """
    return _lines(found, translation.get_language() or "en")


def _lines(found: QuerySet[Recipient], language: str) -> Iterator[str]:
    writer = csv.writer(_Line())
    with translation.override(language):
        heading = writer.writerow(_heading())
    yield BOM + heading
    for row in found.iterator(chunk_size=1_000):
        with translation.override(language):
            line = writer.writerow([cell(value) for value in _values(row)])
        yield line


def _heading() -> list[str]:
    names = [_("e-mail address"), _("language"), _("words in"), _("state"), _("why"), _("attempts"), _("next attempt"), _("changed")]
    return [*names, _("came back"), _("what the report said")]


def _values(row: Recipient) -> Iterator[object]:
    yield row.subscriber.email if row.subscriber else _("erased")
    yield row.edition.for_language
    yield row.edition.language
    yield row.get_state_display()
    yield in_words(row.reason)
    yield row.attempts
    yield row.next_at.isoformat(timespec="seconds") if row.next_at else None
    yield row.changed_at.isoformat(timespec="seconds") if row.changed_at else None
    yield KINDS.get(row.came_back, "")
    yield row.came_back_words
