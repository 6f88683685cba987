"""Labour, inputs and costs as CSV, as `results_csv` writes it: one row for each thing a step or a line of costs says, with where it comes from."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from practices.exports.results_csv import ABOUT, BOM, cell

Row = dict[str, Any]
OF_A_FIGURE = ("phase", "step", "about", "item", "quantity", "unit", "amount", "currency", "year", "counted_for", "in_words")
COLUMNS = (*ABOUT, *OF_A_FIGURE, "effort_source")


def effort_csv(record: Mapping[str, Any]) -> str:
    """One row per figure or words on labour, inputs and costs of a practice record; a file of headings where there are none."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    shared = {**{name: record[_OF_THE_RECORD.get(name, name)] for name in ABOUT if name != "licence"}, "licence": record["rights"]["licence"]}
    shared["effort_source"] = record["effort"]["source"]
    writer.writerows({name: cell(value) for name, value in {**shared, **row}.items()} for row in _rows(record))
    return BOM + out.getvalue()


_OF_THE_RECORD = {"practice": "title"}


def _rows(record: Mapping[str, Any]) -> Iterator[Row]:
    for number, step in enumerate(record["steps"], 1):
        yield from ({"phase": step["phase"], "step": number, **row} for row in _of_step(step))
    for line in record["costs"]:
        amount = {"amount": line["amount_per_unit"], "currency": line["currency"] or line["currency_words"], "year": line["year"]}
        yield {"about": "cost", **{name: line[name] for name in ("phase", "item", "quantity", "unit")}, **amount, "counted_for": line["basis"]}


def _of_step(step: Mapping[str, Any]) -> Iterator[Row]:
    days = step["labour_person_days_per_ha"]
    if days is not None or step["labour"]:
        yield {"about": "labour", "quantity": days, "unit": "" if days is None else "person-days/ha", "in_words": step["labour"]}
    yield from ({"about": "input", "item": item["name"], "quantity": item["quantity"], "unit": item["unit"]} for item in step["input_items"])
    if step["inputs"]:
        yield {"about": "input", "in_words": step["inputs"]}
    if step["cost_amount"] is not None or step["cost"]:
        amount = {"amount": step["cost_amount"], "currency": step["cost_currency"], "year": step["cost_year"], "counted_for": step["cost_per"]}
        yield {"about": "cost", **amount, "in_words": step["cost"]}
