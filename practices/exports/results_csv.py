"""Results as CSV (RFC 4180, UTF-8 with a byte order mark, which spreadsheets need to see the accents). Pure over result records.

Numbers have a decimal point and are plain numbers in their own columns, as given and converted; no cell can be a formula.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

BOM = "\ufeff"
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
ABOUT = ("practice", "language", "version", "permalink", "licence")
AS_GIVEN = ("key", "outcome", "label", "value", "low", "high", "unit", "interval")
CONVERTED = ("value", "low", "high", "unit")
REST = ("comparison", "better", "n", "n_of", "duration_years", "duration_is_median", "method", "place", "note")
ADDED = ("kind", "depth_not_reported", "duration_not_reported")
"""Columns that came later stand at the end, so that the others keep their places."""
COLUMNS = (
    *ABOUT,
    *AS_GIVEN,
    *(f"{name}_converted" for name in CONVERTED),
    "depth_from_cm",
    "depth_to_cm",
    "depth_is_median",
    *REST,
    "reference",
    "reference_title",
    "reference_doi",
    *ADDED,
)


def results_csv(record: Mapping[str, Any]) -> str:
    """One row per result of a practice record; a file of headings where there is none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    works = {work["id"]: work for work in record["references"]}
    writer.writerows([cell(value) for value in _row(record, result, works)] for result in record["results"])
    return BOM + out.getvalue()


def cell(value: Any) -> str:
    """A value as a cell. Text that a spreadsheet would take for a formula gets an apostrophe before it; unknown is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value}"
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_BEGINNINGS) else text


def _row(record: Mapping[str, Any], result: Mapping[str, Any], works: Mapping[str, Mapping[str, Any]]) -> Iterable[Any]:
    work = works.get(result["reference"] or "", {})
    yield from (record["title"], record["language"], record["version"], record["permalink"], record["rights"]["licence"])
    yield from (result[name] for name in AS_GIVEN)
    yield from (result["converted"][name] for name in CONVERTED)
    yield from (result["depth_cm"]["from"], result["depth_cm"]["to"], result["depth_cm"]["is_median"])
    yield from (result[name] for name in REST)
    yield from (result["reference"], work.get("title"), work.get("DOI"))
    yield from (result[name] for name in ADDED)
