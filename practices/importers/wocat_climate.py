"""How a WOCAT practice copes with weather and climate: opinions of land users, on a scale of words. Pure.

Which question stands for which hazard, with our own short words for it, is data: `crosswalks/wocat_hazards.csv`; the scale is `wocat_coping.csv`.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from practices.importers.base import CROSSWALKS, crosswalk
from practices.importers.wocat_words import line_in
from practices.records import ExposureDraft, UnmappedTerm

BLOCKS = (
    "gradual_climate_change",
    "meteorological_disaster_coping",
    "climatological_disaster_coping",
    "hydrological_disaster_coping",
    "biological_disaster_coping",
    "other_disaster_coping",
    "other_climate_consequences_coping",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the questionnaire: `field` where it stands, `term` what it is about, `cope` how well, with the author's own words."""

    field: str
    term: str
    cope: str
    season: str = ""
    words: str = ""


@cache
def hazards() -> Mapping[str, Mapping[str, str]]:
    """The lines of `wocat_hazards.csv` by term."""
    with (CROSSWALKS / "wocat_hazards.csv").open(encoding="utf-8", newline="") as lines:
        return {row["term"]: row for row in csv.DictReader(lines)}


def exposures(version: Mapping[str, Any], language: str, technology: int) -> Iterator[ExposureDraft]:
    """Every hazard somebody answered about. Words in `language` where we have them, else in English."""
    seen: dict[str, int] = {}
    for answer in _answers(version, language):
        line, coping = hazards().get(answer.term), crosswalk("wocat_coping").lookup(answer.cope)
        if coping and (line or answer.words):
            key = answer.term.lower().replace(".", "-").replace("_", "-")
            seen[key] = seen.get(key, 0) + 1
            yield ExposureDraft(
                key=key if seen[key] == 1 else f"{key}-{seen[key]}",
                hazard=line["hazard"] if line else "other",
                coping=coping[0].code,
                text=_text(answer, line, language),
                source=f"WOCAT, technology {technology}",
            )


def unknown_hazards(version: Mapping[str, Any], language: str) -> Iterator[UnmappedTerm]:
    """Answers we have no word for, or on another scale: kept as text and counted."""
    for answer in _answers(version, language):
        if answer.term not in hazards() and not answer.words:
            yield UnmappedTerm(source_field=answer.field, term=answer.term)
        elif crosswalk("wocat_coping").lookup(answer.cope) is None:
            yield UnmappedTerm(source_field=f"{answer.field}.{answer.term}", term=answer.cope)
        if answer.season and f"season.{answer.season}" not in hazards():
            yield UnmappedTerm(source_field=f"{answer.field}.season", term=answer.season)


def _text(answer: Answer, line: Mapping[str, str] | None, language: str) -> str:
    if answer.words or line is None:
        return answer.words
    season = hazards().get(f"season.{answer.season}")
    return _label(line, language) + (f" ({_label(season, language)})" if season else "")


def _label(line: Mapping[str, str], language: str) -> str:
    return line.get(f"label_{language}") or line["label_en"]


def _answers(version: Mapping[str, Any], language: str) -> Iterator[Answer]:
    for block in BLOCKS:
        for name, given in (version.get(block) or {}).items():
            for entry in given if isinstance(given, list) else [given]:
                stated = entry if isinstance(entry, dict) else {"cope": entry}
                if stated.get("cope"):
                    yield _answer(block, name, stated, language)


def _answer(block: str, name: str, stated: Mapping[str, Any], language: str) -> Answer:
    """A gradual change has a trend and perhaps a season; a sudden one has neither."""
    trend = _code(stated.get("trend"))
    term = f"{name}.{trend}" if trend else name
    return Answer(block, term, _code(stated["cope"]), _code(stated.get("season")), _own_words(stated, language))


def _code(value: Any) -> str:
    """A code of WOCAT as text; anything else is kept readable for the list of unmapped terms."""
    return value if isinstance(value, str) else "" if value is None else str(value)[:80]


def _own_words(entry: Mapping[str, Any], language: str) -> str:
    """What the author calls a hazard that WOCAT has no name for."""
    for name in ("name", "specify", "other"):
        texts = entry.get(name)
        if isinstance(texts, dict) and all(isinstance(words, str) or words is None for words in texts.values()):
            return line_in(texts, language)
    return ""
