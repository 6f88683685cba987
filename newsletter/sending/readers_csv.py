"""The list of who, in which state, and why, for spreadsheets. Read row by row, so that a list of any length needs no memory."""

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from newsletter.models import Recipient, Sending
from newsletter.models.bounces import KIND_CHOICES
from practices.exports.results_csv import cell

KINDS = dict(KIND_CHOICES)
BOM = "\ufeff"
"""Spreadsheets need it to see accents."""


class _Line:
    """What `csv.writer` writes to; the line is handed back."""

    def write(self, line: str) -> str:
        return line


def lines(*, sending: Sending, state: str = "") -> Iterator[str]:
    """A heading, then one line per reader in `state` (in any, when empty). No cell can be a formula."""
    writer = csv.writer(_Line())
    heading = [_("e-mail address"), _("language"), _("words in"), _("state"), _("why"), _("attempts"), _("next attempt"), _("changed")]
    heading += [_("came back"), _("what the report said")]
    yield BOM + writer.writerow(heading)
    rows = sending.recipients.select_related("subscriber", "edition").order_by("pk")
    for row in rows.filter(state=state).iterator() if state else rows.iterator():
        yield writer.writerow([cell(value) for value in _values(row)])


def _values(row: Recipient) -> Iterator[object]:
    yield row.subscriber.email if row.subscriber else _("erased")
    yield row.edition.for_language
    yield row.edition.language
    yield row.get_state_display()
    yield row.reason
    yield row.attempts
    yield row.next_at.isoformat(timespec="seconds") if row.next_at else None
    yield row.changed_at.isoformat(timespec="seconds") if row.changed_at else None
    yield KINDS.get(row.came_back, "")
    yield row.came_back_words
