"""The content that ships with the project, as a source like any other: `content/practices/*` → `PracticeDraft`. Pure.

A practice is a folder: `facts.yaml` holds numbers and codes, `<language>.yaml` the words of one language.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from practices.importers.bank_checks import FACTS, WORDS, link_faults, shape_faults
from practices.importers.base import InvalidRecordError
from practices.quantities import Interval, IntervalKind, Quantity, Unit
from practices.records import (
    ConceptDraft,
    ConditionDraft,
    ExperienceDraft,
    ExposureDraft,
    FailureDraft,
    PersonDraft,
    PracticeDraft,
    Problem,
    ReferenceDraft,
    ResultDraft,
    Rights,
    SiteDraft,
    SourceRecord,
    StepDraft,
)
from practices.result_rules import NEEDS_DEPTH, NEEDS_DURATION
from practices.sentences import Sentence, sentence_of
from practices.sentences import marked as _

RIGHTS = Rights(licence="CC BY 4.0", licence_url="https://creativecommons.org/licenses/by/4.0/", credit="4p1000 knowledge bank")
WORDS_AS_THEY_ARE = ("slug", "title", "summary", "abstract", "upkeep", "changes", "science", "climate_risks")


class BankContent:
    """Adapter for the project's own content folder."""

    name = "bank"
    title = "4p1000 knowledge bank"
    licence = RIGHTS.licence

    def __init__(self, content_dir: Path):
        self.content_dir = content_dir

    @cached_property
    def references(self) -> dict[str, ReferenceDraft]:
        """All works of `references.yaml`, by key."""
        rows = yaml.safe_load((self.content_dir / "references.yaml").read_text())
        return {row["key"]: ReferenceDraft(**row) for row in rows}

    def read(self, path: Path | None = None) -> Iterator[SourceRecord | Problem]:
        """One record per practice folder; a file that is no YAML, or a folder without facts, is a problem."""
        for folder in sorted((path or self.content_dir / "practices").glob("*")):
            if folder.is_dir():
                yield _record(folder)

    def to_draft(self, record: SourceRecord, *, locale: str) -> PracticeDraft:
        """The practice in the language `locale`. Raises `InvalidRecordError` where a number cannot be, or the language has no words."""
        facts, words = record.payload["facts"], record.payload.get(locale)
        if words is None:
            raise _invalid(record, f"{locale}.yaml", Sentence(_("the record has no words in this language")))
        for place, reason in link_faults(facts, words, self.references):
            raise _invalid(record, f"{locale}.yaml: {place}", reason)
        try:
            return self._draft(record, facts, words, locale)
        except (ValueError, ArithmeticError) as error:
            raise _invalid(record, "facts.yaml", sentence_of(error)) from error

    def _draft(self, record: SourceRecord, facts: Mapping[str, Any], words: Mapping[str, Any], locale: str) -> PracticeDraft:
        return PracticeDraft(
            source=self.name,
            source_id=record.source_id,
            payload_sha256=record.payload_sha256,
            locale=locale,
            text_language=locale,
            rights=RIGHTS,
            drawing=facts["drawing"],
            local_names=tuple(words["also"]),
            needs=tuple(words["need"]),
            not_for=tuple(words["not_for"]),
            tradeoffs=tuple(words["tradeoffs"]),
            constraints=tuple(words["constraints"].items()),
            labour_level=facts["labour"],
            cash_level=facts["cash"],
            effort_source=(words.get("effort_source") or "").strip(),
            steps=tuple(_step(step, (facts.get("steps") or {}).get(step["key"]) or {}) for step in words["steps"]),
            experiences=tuple(_experience(row, words["experience"]) for row in facts.get("experience") or ()),
            results=tuple(_result(row, words["results"][row["key"]]) for row in facts["results"]),
            failures=tuple(FailureDraft(**row) for row in words["failures"]),
            failures_not_yet_reported=not words["failures"],
            exposures=tuple(_exposure(row, words.get("exposures") or {}) for row in facts.get("exposures") or ()),
            tags=tuple(words.get("tags") or ()),
            sites=tuple(_site(row, words["sites"][row["key"]]) for row in facts.get("sites") or ()),
            concepts=tuple(_concepts(facts)),
            references=tuple(self.references[key] for key in facts["references"]),
            people=(PersonDraft(role="compiler", name=self.title),),
            **{name: words[name].strip() for name in WORDS_AS_THEY_ARE},
        )


def read_yaml_folder(folder: Path) -> dict[str, Any]:
    """All YAML files of a folder, by file name without ending. Raises ``yaml.YAMLError`` with the line of a fault."""
    return {path.stem: yaml.safe_load(path.read_text()) for path in sorted(folder.glob("*.yaml"))}


def _record(folder: Path) -> SourceRecord | Problem:
    try:
        payload = read_yaml_folder(folder)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return Problem(record=f"bank {folder.name}", field="", reason=Sentence(_("a file is not YAML: %(fault)s"), fault=sentence_of(error)))
    if "facts" not in payload:
        return Problem(record=f"bank {folder.name}", field="facts.yaml", reason=Sentence(_("the file is missing")))
    for name, content in payload.items():
        for place, reason in shape_faults(content, FACTS if name == "facts" else WORDS):
            return Problem(record=f"bank {folder.name}", field=f"{name}.yaml: {place}" if place else f"{name}.yaml", reason=reason)
    languages = tuple(name for name in payload if name != "facts")
    return SourceRecord(source="bank", source_id=folder.name, payload=payload, languages=languages)


def _invalid(record: SourceRecord, field: str, reason: str) -> InvalidRecordError:
    return InvalidRecordError(Problem(record=f"bank {record.source_id}", field=field, reason=reason))


def _step(words: Mapping[str, str], facts: Mapping[str, Any]) -> StepDraft:
    said: dict[str, Any] = {name: (text or "").strip() for name, text in words.items()}
    return StepDraft(
        **said,
        labour_person_days_per_ha=_decimal(facts.get("labour_person_days_per_ha")),
        cost_amount=_decimal(facts.get("cost_amount")),
        cost_currency=facts.get("cost_currency") or "",
        cost_year=facts.get("cost_year"),
        cost_per=facts.get("cost_per") or "",
    )


def _result(row: Mapping[str, Any], words: Mapping[str, str]) -> ResultDraft:
    numbers = {name: _decimal(row.get(name)) for name in ("value", "low", "high")}
    depths = _decimal(row.get("depth_top_cm")), _decimal(row.get("depth_bottom_cm"))
    return ResultDraft(
        key=row["key"],
        outcome=row["outcome"],
        quantity=Quantity(**numbers, unit=Unit.from_code(row["unit"] or "none"), interval=IntervalKind(row.get("interval") or "none")),
        depth_cm=Interval(*depths) if any(depth is not None for depth in depths) else None,
        depth_not_reported=row["outcome"] in NEEDS_DEPTH and all(depth is None for depth in depths),
        duration_not_reported=row["outcome"] in NEEDS_DURATION and row.get("duration_years") is None,
        depth_is_median=bool(row.get("depth_is_median")),
        duration_years=_decimal(row.get("duration_years")),
        duration_is_median=bool(row.get("duration_is_median")),
        n=row.get("n"),
        n_of=row.get("n_of") or ("" if row.get("n") is None else "not_reported"),
        better=row.get("better") or "",
        kind=row.get("kind") or "difference",
        reference_key=row["reference"],
        **{name: (words.get(name) or "").strip() for name in ("label", "comparison", "place", "note")},
    )


def _experience(row: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> ExperienceDraft:
    said = {name: (text or "").strip() for name, text in words[row["key"]].items()}
    return ExperienceDraft(key=row["key"], country=row.get("country") or "", since_year=row.get("since_year"), **said)


def _exposure(row: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> ExposureDraft:
    said = {name: (text or "").strip() for name, text in (words.get(row["key"]) or {}).items()}
    return ExposureDraft(key=row["key"], hazard=row["hazard"], coping=row.get("coping") or "unknown", **said)


def _site(row: Mapping[str, Any], words: Mapping[str, str]) -> SiteDraft:
    return SiteDraft(
        key=row["key"],
        country=row.get("country") or "",
        latitude=_decimal(row.get("latitude")),
        longitude=_decimal(row.get("longitude")),
        since_year=row.get("since_year"),
        reference_key=row.get("reference") or "",
        conditions=tuple(_condition(condition) for condition in row.get("conditions") or ()),
        place=words.get("place") or "",
        note=words.get("note") or "",
    )


def _condition(row: Mapping[str, Any]) -> ConditionDraft:
    texts = {name: row.get(name) or "" for name in ("scheme", "code", "unit")}
    return ConditionDraft(attribute=row["attribute"], value=_decimal(row.get("value")), origin=row.get("origin") or "source", **texts)


def _concepts(facts: Mapping[str, Any]) -> Iterator[ConceptDraft]:
    for row in facts["climate"]:
        yield ConceptDraft(scheme="climate", code=row["code"], certainty=row["certainty"])
    for scheme in ("land_use", "slm_group", "purpose", "degradation", "agrovoc"):
        for code in facts.get(scheme) or ():
            yield ConceptDraft(scheme=scheme, code=code)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
