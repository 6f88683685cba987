"""Subscribers as CSV for a spreadsheet: UTF-8 with a byte order mark, no cell a formula."""

import csv
from collections.abc import Iterator

from django.db.models import QuerySet

from newsletter.models import Subscriber
from practices.exports.results_csv import BOM, cell

COLUMNS = ("email", "language", "state", "topics", "since", "state_since")


class _Echo:
    """What a CSV writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def subscribers_csv(rows: QuerySet[Subscriber]) -> Iterator[str]:
    """Line by line, so that memory stays flat."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BOM + writer.writerow(COLUMNS)
    for row in rows.order_by("pk").iterator(chunk_size=1_000):
        values = (row.email, row.language, row.state, " ".join(row.topics), f"{row.created_at:%Y-%m-%d}", f"{row.state_at:%Y-%m-%d}")
        yield writer.writerow([cell(value) for value in values])
