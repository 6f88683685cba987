"""What travels from a source to the bank: a source record, and the draft of a practice.

Pure: frozen dataclasses, tuples, no Django. An adapter makes these; `practices.intake` takes them.
One draft holds one language; drafts of the same record in other languages share `source` and `source_id`.
Unknown is ``None`` or an empty text, never zero.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from practices.quantities import Interval, Quantity

LARGEST = Decimal(10**12)
"""Beyond it an amount is an error of the source, and no page could print it."""

RICH_TEXT_FIELDS = ("abstract", "upkeep", "changes", "science", "climate_risks")
"""Draft fields in the small markup of `site4p1000.common.wording` (paragraphs, bold, citations)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRecord:
    """One record as its source gave it. `payload` is the source's own shape, untouched."""

    source: str
    source_id: str
    payload: Mapping[str, Any]
    source_version: str = ""
    source_url: str = ""
    languages: tuple[str, ...] = ()

    @property
    def payload_sha256(self) -> str:
        """A digest that changes when and only when the payload does (key order does not count)."""
        text = json.dumps(self.payload, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong with one record: which record, which field, and a sentence a person can act on."""

    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.record}: {self.field}: {self.reason}" if self.field else f"{self.record}: {self.reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rights:
    """Licence and credit that come in with a record and go out with it."""

    licence: str
    licence_url: str = ""
    credit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonDraft:
    """Somebody to credit. There is no place here for an address, a phone or an e-mail."""

    role: str
    name: str
    institution: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConceptDraft:
    """A term of a vocabulary by scheme and code. `certainty` says how sure the statement is."""

    scheme: str
    code: str
    certainty: str = "described"
    origin: str = "source"


@dataclass(frozen=True, kw_only=True, slots=True)
class UnmappedTerm:
    """A term of the source that no crosswalk knows: kept as text and counted, never guessed."""

    source_field: str
    term: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InputDraft:
    """Something a step uses, with its quantity and unit where the source gives them."""

    name: str
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CostDraft:
    """One cost line. `amount` is in `currency` of `year`; `basis` says per what."""

    key: str
    item: str
    phase: str
    quantity: Decimal | None = None
    unit: str = ""
    amount_per_unit: Decimal | None = None
    currency: str = ""
    year: int | None = None
    basis: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StepDraft:
    """One instruction of the tutorial."""

    key: str
    phase: str
    title: str
    text: str = ""
    when: str = ""
    tools: str = ""
    labour: str = ""
    labour_person_days_per_ha: Decimal | None = None
    inputs: str = ""
    input_items: tuple[InputDraft, ...] = ()
    cost: str = ""
    pitfall: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultDraft:
    """One measured outcome against a comparison. Numbers are as the reference gives them, never converted."""

    key: str
    outcome: str
    label: str
    quantity: Quantity
    comparison: str = ""
    place: str = ""
    note: str = ""
    depth_cm: Interval | None = None
    depth_is_median: bool = False
    duration_years: Decimal | None = None
    duration_is_median: bool = False
    n: int | None = None
    n_of: str = ""
    method: str = ""
    better: str = "higher"
    reference_key: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgementDraft:
    """An expert's opinion on a scale from −3 to +3. Never shown among measurements."""

    key: str
    indicator: str
    label: str
    score: int
    comment: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionDraft:
    """One condition of a site: a class (`scheme`, `code`) or a number with its unit, and where it was learned."""

    attribute: str
    scheme: str = ""
    code: str = ""
    value: Decimal | None = None
    unit: str = ""
    origin: str = "source"


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteDraft:
    """A place where the practice was tried. Coordinates are WGS 84 degrees, or unknown."""

    key: str
    place: str = ""
    country: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    since_year: int | None = None
    note: str = ""
    reference_key: str = ""
    conditions: tuple[ConditionDraft, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ExperienceDraft:
    """What people who do it say: one basis of two, never added to science."""

    key: str
    title: str
    text: str
    place: str = ""
    who: str = ""
    country: str = ""
    since_year: int | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FailureDraft:
    """Where it did not work. `kind`: measured, reported by somebody, or reasoned from a known cause."""

    key: str
    kind: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceDraft:
    """A work that is cited. Names that were not seen stay empty."""

    key: str
    kind: str
    title: str
    authors: str = ""
    year: int | None = None
    container: str = ""
    doi: str = ""
    url: str = ""
    read_in: str = "source"


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureDraft:
    """A picture at its source: address, caption, photographer, licence. The file itself stays there."""

    url: str
    caption: str = ""
    credit: str = ""
    licence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoDraft:
    """A video as a link, with what a reader on a slow line wants to know before tapping."""

    url: str
    title: str = ""
    length_seconds: int | None = None
    size_mb: Decimal | None = None
    transcript: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticeDraft:
    """A practice in one language, ready for `intake`.

    `locale` is the language tree the page stands in; `text_language` is the language its words are really in.
    They differ when a source is in a language the bank does not publish: the words wait there for a translator.
    """

    source: str
    source_id: str
    payload_sha256: str
    locale: str
    text_language: str
    title: str
    rights: Rights
    source_version: str = ""
    source_url: str = ""
    slug: str = ""
    drawing: str = ""
    local_names: tuple[str, ...] = ()
    summary: str = ""
    abstract: str = ""
    needs: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    steps: tuple[StepDraft, ...] = ()
    upkeep: str = ""
    costs: tuple[CostDraft, ...] = ()
    labour_level: str = "unknown"
    cash_level: str = "unknown"
    changes: str = ""
    science: str = ""
    experiences: tuple[ExperienceDraft, ...] = ()
    results: tuple[ResultDraft, ...] = ()
    judgements: tuple[JudgementDraft, ...] = ()
    failures: tuple[FailureDraft, ...] = ()
    tradeoffs: tuple[str, ...] = ()
    constraints: tuple[tuple[str, str], ...] = ()
    climate_risks: str = ""
    sites: tuple[SiteDraft, ...] = ()
    concepts: tuple[ConceptDraft, ...] = ()
    references: tuple[ReferenceDraft, ...] = ()
    people: tuple[PersonDraft, ...] = ()
    pictures: tuple[PictureDraft, ...] = ()
    videos: tuple[VideoDraft, ...] = ()
    unmapped: tuple[UnmappedTerm, ...] = field(default=())

    @property
    def is_translated(self) -> bool:
        """Whether the words are in the language of the tree the page stands in."""
        return self.text_language == self.locale

    def problems(self) -> tuple[Problem, ...]:
        """Everything that keeps this draft out of the bank, all at once; empty when it may enter."""
        return tuple(_problems(self))


def _problems(draft: PracticeDraft):
    record = f"{draft.source} {draft.source_id}"
    if not draft.title.strip():
        yield Problem(record=record, field="title", reason="the practice has no name; give it one at the source")
    if not draft.rights.licence:
        yield Problem(record=record, field="licence", reason="no licence is stated, so the text may not be reused")
    for site in draft.sites:
        yield from _coordinate_problems(record, site)
    for name, number in _amounts(draft):
        if number is not None and not (number.is_finite() and abs(number) < LARGEST):
            yield Problem(record=record, field=name, reason=f"{number} is larger than anything a page can print; correct it at the source")
    for judgement in draft.judgements:
        if not -3 <= judgement.score <= 3:
            yield Problem(record=record, field=judgement.indicator, reason=f"the score {judgement.score} is outside −3 to 3")


def _amounts(draft: PracticeDraft):
    """Every number that a page prints and that no other check bounds, with its field."""
    for cost in draft.costs:
        yield from (("costs", number) for number in (cost.quantity, cost.amount_per_unit))
    for step in draft.steps:
        yield from (("steps", number) for number in (step.labour_person_days_per_ha, *(item.quantity for item in step.input_items)))
    for site in draft.sites:
        yield from (("sites", condition.value) for condition in site.conditions)


def _coordinate_problems(record: str, site: SiteDraft):
    for name, value, limit in (("latitude", site.latitude, 90), ("longitude", site.longitude, 180)):
        if value is not None and not (value.is_finite() and -limit <= value <= limit):
            yield Problem(record=record, field=f"sites.{site.key}.{name}", reason=f"{value} is outside −{limit} to {limit} degrees")
    if (site.latitude is None) != (site.longitude is None):
        yield Problem(record=record, field=f"sites.{site.key}", reason="a point needs both latitude and longitude")
