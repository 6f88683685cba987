"""What WOCAT's compilers and land users think of a practice: judgements, strengths, weaknesses. Opinions, never results. Pure.

The score points to the desirable end (“soil loss” +2 is less soil loss), so the labels of `wocat_impacts.csv` name that end.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from practices.importers.base import CROSSWALKS
from practices.importers.wocat_words import in_language, line_in, paragraphs
from practices.records import ExperienceDraft, JudgementDraft, UnmappedTerm

VOICES = ("landuser", "compiler")


@cache
def impact_labels() -> Mapping[str, Mapping[str, str]]:
    """The labels of each indicator, by language."""
    with (CROSSWALKS / "wocat_impacts.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["indicator"]: {name.removeprefix("label_"): label for name, label in row.items() if name != "indicator"}
            for row in csv.DictReader(lines)
        }


def judgements(version: Mapping[str, Any], language: str) -> Iterator[JudgementDraft]:
    """Every impact that has a score. Label in `language` where there is one, else in English."""
    for indicator, number, entry in _scored(version):
        own_name = line_in(entry.get("name"), language)
        yield JudgementDraft(
            key=f"{indicator}-{number}" if number else indicator,
            indicator=indicator,
            label=own_name or _label(indicator, language),
            score=entry["value"],
            comment=in_language(entry.get("comment"), language),
            before=line_in(entry.get("quantity_before"), language),
            after=line_in(entry.get("quantity_after"), language),
        )


def unknown_impacts(version: Mapping[str, Any]) -> Iterator[UnmappedTerm]:
    """Indicators that `wocat_impacts.csv` does not have: shown by WOCAT's own name, and counted."""
    for indicator, _number, _entry in _scored(version):
        if indicator not in impact_labels():
            block, _, name = indicator.partition(".")
            yield UnmappedTerm(source_field=block, term=name)


def _scored(version: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """(indicator, number among several or 0, entry) of everything with a score."""
    for block in version:
        if block.startswith("impacts_") and not block.endswith("_comments") and version[block]:
            for name, value in version[block].items():
                entries = enumerate(value, 1) if isinstance(value, list) else [(0, value)]
                for number, entry in entries:
                    if entry and entry.get("value") is not None:
                        yield f"{block}.{name}", number, entry


def _label(indicator: str, language: str) -> str:
    labels = impact_labels().get(indicator)
    if labels is None:
        return indicator.partition(".")[2].replace("_", " ")
    return labels.get(language) or labels["en"]


def strengths(version: Mapping[str, Any], language: str, **where: Any) -> Iterator[ExperienceDraft]:
    """What land users, and what the compiler, name as strengths. No title: it would be in a language the record may not have."""
    for voice in VOICES:
        text = paragraphs(*(in_language(entry, language) for entry in version.get(f"strengths_{voice}") or ()))
        if text:
            yield ExperienceDraft(key=f"strengths-{voice}", title="", text=text, **where)


def weaknesses(version: Mapping[str, Any], language: str) -> Iterator[str]:
    """Each weakness, and after a dash how to overcome it."""
    for voice in VOICES:
        for entry in version.get(f"weaknesses_{voice}") or ():
            parts = [line_in((entry or {}).get(name), language) for name in ("weakness", "overcome")]
            if any(parts):
                yield " — ".join(part for part in parts if part)
