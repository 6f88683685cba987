"""What travels from a source to the bank: a source record, and the draft of a practice.

Pure: frozen dataclasses, tuples, no Django. An adapter makes these; `practices.intake` takes them.
One draft holds one language; drafts of the same record in other languages share `source` and `source_id`.
Unknown is ``None`` or an empty text, never zero.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from practices.draft_checks import draft_faults
from practices.quantities import Interval, Quantity
from practices.sentences import told

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
        return self.told(str)

    def told(self, translate: Callable[[str], str]) -> str:
        """The problem in the language of whoever reads it; the names of record and field stay as they stand in the file."""
        return ": ".join(part for part in (self.record, self.field, told(self.reason, translate)) if part)


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
    """One cost line. The amount is in `currency` (ISO 4217) of `year`; `basis` says per what.

    `currency_words` is how the source writes a currency whose code is not certain.
    """

    key: str
    item: str
    phase: str
    quantity: Decimal | None = None
    unit: str = ""
    amount_per_unit: Decimal | None = None
    currency: str = ""
    currency_words: str = ""
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
    cost_amount: Decimal | None = None
    cost_currency: str = ""
    cost_year: int | None = None
    cost_per: str = ""
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
    depth_not_reported: bool = False
    duration_years: Decimal | None = None
    duration_is_median: bool = False
    duration_not_reported: bool = False
    n: int | None = None
    n_of: str = ""
    method: str = ""
    better: str = ""
    """As is usual for the outcome where it is empty."""
    kind: str = "difference"
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
class ExposureDraft:
    """How the practice stands one hazard of weather or climate, as `source` tells it: an opinion, not a measurement."""

    key: str
    hazard: str
    coping: str = "unknown"
    text: str = ""
    origin: str = "source"
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceDraft:
    """A work that is cited. Names that were not seen stay empty."""

    key: str
    kind: str
    title: str
    authors: str = ""
    year: int | None = None
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    language: str = ""
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
    credit: str = ""
    licence: str = ""


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
    effort_source: str = ""
    """Where the figures of labour, inputs and costs come from, in words or as ``[ref:key]``."""
    changes: str = ""
    science: str = ""
    experiences: tuple[ExperienceDraft, ...] = ()
    results: tuple[ResultDraft, ...] = ()
    judgements: tuple[JudgementDraft, ...] = ()
    failures: tuple[FailureDraft, ...] = ()
    failures_not_yet_reported: bool = False
    tradeoffs: tuple[str, ...] = ()
    constraints: tuple[tuple[str, str], ...] = ()
    exposures: tuple[ExposureDraft, ...] = ()
    climate_risks: str = ""
    sites: tuple[SiteDraft, ...] = ()
    concepts: tuple[ConceptDraft, ...] = ()
    tags: tuple[str, ...] = ()
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
        record = f"{self.source} {self.source_id}"
        return tuple(Problem(record=record, field=name, reason=reason) for name, reason in draft_faults(self))
