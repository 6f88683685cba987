"""The tutorial of a WOCAT record: steps and costs. Pure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from practices import currencies
from practices.importers.wocat_words import first_sentence, in_language, line_in, paragraphs, shortened
from practices.records import CostDraft, StepDraft
from practices.years import last_year

PHASES = (("establishment", "est"), ("maintenance", "maint"))
COST_KINDS = ("labour", "equipment", "plant_material", "fertilizers_biocides", "construction_material", "other")
TITLE_LIMIT = 120


def steps(version: Mapping[str, Any], language: str) -> Iterator[StepDraft]:
    """The activities in their order. A key keeps the place in the source, so that it is the same in every language."""
    for phase, prefix in PHASES:
        for number, entry in enumerate(version.get(f"{phase}_activities") or (), 1):
            words = in_language((entry or {}).get("activity"), language)
            if words:
                yield StepDraft(
                    key=f"{prefix}-{number}",
                    phase=phase,
                    title=_title(words),
                    text=paragraphs(words) if len(" ".join(words.split())) > TITLE_LIMIT else "",
                    when=line_in(entry.get("timing"), language),
                )


def _title(words: str) -> str:
    """The whole activity on one line, or its first sentence when it is too long for a title."""
    line = " ".join(words.split())
    return line if len(line) <= TITLE_LIMIT else first_sentence(words, TITLE_LIMIT)


def costs(version: Mapping[str, Any], language: str) -> Iterator[CostDraft]:
    """One line per input. When only a total was given, one line with the total and nothing else."""
    code, words = _currency(version, language)
    shared: dict[str, Any] = {
        "currency": code,
        "currency_words": words,
        "year": documentation_year(version),
        "basis": _basis(version, language),
    }
    for phase, prefix in PHASES:
        lines = list(_cost_lines(version.get(f"{phase}_cost_breakdown") or {}, prefix, phase, language, shared))
        total = version.get(f"{phase}_total_estimation")
        if not lines and total is not None:
            lines = [CostDraft(key=f"{prefix}-total", item="", phase=phase, amount_per_unit=decimal(total), **shared)]
        yield from lines


def _cost_lines(breakdown: Mapping[str, Any], prefix: str, phase: str, language: str, shared: Mapping[str, Any]) -> Iterator[CostDraft]:
    for kind in COST_KINDS:
        for number, line in enumerate(breakdown.get(kind) or (), 1):
            item = line_in((line or {}).get("specify_text"), language)
            quantity, amount = decimal((line or {}).get("quantity")), decimal((line or {}).get("cost_per_unit"))
            if item or quantity is not None or amount is not None:
                yield CostDraft(
                    key=f"{prefix}-{kind.replace('_', '-')}-{number}",
                    item=item,
                    phase=phase,
                    quantity=quantity,
                    unit=line_in(line.get("units"), language),
                    amount_per_unit=amount,
                    **shared,
                )


def _currency(version: Mapping[str, Any], language: str) -> tuple[str, str]:
    """(ISO 4217 code, the author's words): one of them is empty. A name that may mean several currencies stays words."""
    stated = version.get("cost_calculation_currency") or {}
    if stated.get("currency_base") == "USD":
        return "USD", ""
    words = line_in(stated.get("currency_other"), language)
    code = currencies.code_of(words, language)
    return code, "" if code else shortened(words, 60)


def _basis(version: Mapping[str, Any], language: str) -> str:
    """Per what the costs are counted, in the author's words: the size of the area, or the unit and its size."""
    stated = version.get("cost_calculation") or {}
    if stated.get("calculation_base") == "area":
        return line_in(stated.get("size_and_area_unit"), language)
    if stated.get("calculation_base") == "unit":
        unit, size = line_in(stated.get("unit"), language), line_in(stated.get("volume"), language)
        return f"{unit} ({size})" if unit and size else unit or size
    return ""


def documentation_year(version: Mapping[str, Any]) -> int | None:
    """The year in which the record was written down: that of its prices."""
    year = (version.get("date_documentation") or "")[:4]
    return int(year) if year.isascii() and year.isdecimal() and 1900 <= int(year) <= last_year() else None


def decimal(value: float | None) -> Decimal | None:
    """The number as it is written in the file, without the tail of a binary fraction."""
    return None if value is None else Decimal(str(value))
