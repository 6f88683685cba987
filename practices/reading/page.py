"""A practice page as a reader meets it: everything the template prints, in order, ready to print.

`practice_reading` takes the page by its attributes and asks the database once per relation (five queries; one more where sites have
conditions, one more where there are pictures). It is imported by the models, so it must not import them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practices import proof
from practices.browsing.cards import Proof, ZoneBadge
from practices.browsing.lead import rich_lead_of
from practices.browsing.similar import SimilarPractice, similar_practices
from practices.models.choices import Constraint as ConstraintKind
from practices.models.choices import Coping, FailureKind, Hazard, Level, Origin, label_of
from practices.reading.display import proof_words
from practices.reading.judgements import JudgementReading, read_judgements
from practices.reading.places import SiteReading, Topics, condition_concepts, map_of, place_name, read_sites, topics, zones
from practices.reading.results import ResultsReading, read_results
from practices.reading.site_map import SiteMap
from practices.reading.sources import RightsReading, cited_works, counted_works, read_rights
from practices.reading.steps import CostTable, PhaseReading, cost_tables, phases
from practices.reading.words import PageWords, language_attributes, words_for
from site4p1000.common import languages
from site4p1000.common.shown_pictures import fetched_together

LETTERS_OF_A_SHORT_TITLE = 12
"""What fits on one line of large letters beside the drawing on a phone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """An entry of the contents list."""

    anchor: str
    heading: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """Work and money asked for, in an editor's words. `remark` says so where no sums stand behind the word for money.

    `source` is where the figures of the steps and costs come from; empty where nobody says it.
    """

    labour: str
    cash: str
    remark: str
    has_costs: bool
    source: SafeString


@dataclass(frozen=True, kw_only=True, slots=True)
class ExperienceReading:
    """What people who do it say."""

    title: SafeString
    about: SafeString
    text: SafeString
    source: SafeString


@dataclass(frozen=True, kw_only=True, slots=True)
class FailureReading:
    """Where it did not work, and how that is known."""

    kind: str
    title: SafeString
    text: SafeString


@dataclass(frozen=True, kw_only=True, slots=True)
class ConstraintReading:
    """Something that can keep people from doing it."""

    kind: str
    text: SafeString


@dataclass(frozen=True, kw_only=True, slots=True)
class ExposureReading:
    """How the practice stands one hazard of weather or climate, as somebody reports it, and how that is known."""

    hazard: str
    coping: str
    text: SafeString
    origin: str
    source: SafeString


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticeReading:
    """All of a practice, for its template. Words are safe to print; what is empty is not reported."""

    title: SafeString
    is_long_title: bool
    words: SafeString
    """Attributes for words in another language than the page's; see `language_attributes`."""
    waits_in: str
    """Name of the language the words wait in for a translator; empty when they are translated."""
    names: tuple[SafeString, ...]
    lead: SafeString
    """The technical sheet, whole; see `practices.browsing.lead`."""
    drawing: str
    zones: tuple[ZoneBadge, ...]
    effort: Effort
    science: Proof
    field: Proof
    contents: tuple[Section, ...]
    needs: tuple[SafeString, ...]
    not_for: tuple[SafeString, ...]
    phases: tuple[PhaseReading, ...]
    upkeep: SafeString
    costs: tuple[CostTable, ...]
    changes: SafeString
    experiences: tuple[ExperienceReading, ...]
    science_says: SafeString
    works_counted: str
    results: ResultsReading
    judgements: tuple[JudgementReading, ...]
    failures: tuple[FailureReading, ...]
    has_failure_from_the_field: bool
    tradeoffs: tuple[SafeString, ...]
    constraints: tuple[ConstraintReading, ...]
    climate_risks: SafeString
    exposures: tuple[ExposureReading, ...]
    media: Any
    sites: tuple[SiteReading, ...]
    site_map: SiteMap | None
    """Nothing where no site has a point or a country."""
    similar: tuple[SimilarPractice, ...] | None
    """Asked for on the page only, empty elsewhere; nothing while the search engine is down, which the page says."""
    references: tuple[Any, ...]
    """The works cited, numbered by their place from 1."""
    rights: RightsReading
    topics: Topics


@dataclass(frozen=True, slots=True)
class _Rows:
    """The page's relations, each read once."""

    concept_links: tuple[Any, ...]
    results: tuple[Any, ...]
    sites: tuple[Any, ...]
    citations: tuple[Any, ...]
    source_links: tuple[Any, ...]


def practice_reading(page: Any, *, with_similar: bool = False) -> PracticeReading:
    """Everything `page` says, in the language of the tree it stands in; `with_similar` asks the search engine for practices like it."""
    rows = _rows(page)
    works = cited_works(rows.citations, rows.results, rows.sites)
    words = words_for(page, (work.key for work in works))
    with translation.override(page.language), fetched_together(page.steps, page.media):
        similar = similar_practices(page, [link.concept for link in rows.concept_links]) if with_similar else ()
        return _reading(page, rows, works, words, similar)


def science_of(citations: Iterable[Any], results: Iterable[Any]) -> proof.Science:
    """What science has found, from the page's citations and results."""
    works = [proof.Work(key=row.reference.key, kind=row.reference.kind) for row in citations]
    findings = [
        proof.Finding(outcome=row.outcome, quantity=row.quantity, work=row.reference.key, is_level=row.is_level) for row in results if row.reference
    ]
    return proof.science(works, findings)


def _rows(page: Any) -> _Rows:
    return _Rows(
        tuple(page.concept_links.select_related("concept__parent")),
        tuple(page.results.select_related("reference")),
        tuple(page.sites.select_related("reference")),
        tuple(page.citations.select_related("reference")),
        tuple(page.source_links.all()) if page.pk else (),
    )


def _reading(page: Any, rows: _Rows, works: tuple[Any, ...], words: PageWords, similar: tuple[SimilarPractice, ...] | None) -> PracticeReading:
    results = read_results(rows.results, words)
    conditions = condition_concepts(rows.sites)
    return PracticeReading(
        title=words.line(page.title),
        is_long_title=len(page.title) > LETTERS_OF_A_SHORT_TITLE,
        words=language_attributes(page),
        waits_in="" if page.is_translated else languages.name_in(page.words_language, page.language),
        names=words.lines(page.local_names),
        lead=words.rich(rich_lead_of(page)),
        drawing=page.drawing,
        zones=zones(rows.concept_links, rows.sites, conditions, words.language),
        effort=_effort(page, words),
        science=_proof(science_of(rows.citations, rows.results)),
        field=_proof(proof.field(len(page.experiences))),
        contents=tuple(_contents(page, has_similar=similar != ())),
        needs=words.lines(page.needs),
        not_for=words.lines(page.not_for),
        phases=phases(page.steps, words),
        upkeep=words.rich(page.upkeep),
        costs=cost_tables(page.costs, words),
        changes=words.rich(page.changes),
        experiences=tuple(_experience(block.value, words) for block in page.experiences),
        science_says=words.rich(page.science),
        works_counted=counted_works(works),
        results=results,
        judgements=read_judgements(page.judgements, words),
        failures=tuple(_failure(block.value, words) for block in page.failures),
        has_failure_from_the_field=any(block.value["kind"] == FailureKind.REPORTED for block in page.failures),
        tradeoffs=words.lines(page.tradeoffs),
        constraints=tuple(_constraint(block.value, words) for block in page.constraints),
        climate_risks=words.rich(page.climate_risks),
        exposures=tuple(_exposure(block.value, words) for block in page.exposures),
        media=tuple(page.media),
        sites=read_sites(rows.sites, conditions, words),
        site_map=map_of(rows.sites),
        similar=similar,
        references=works,
        rights=read_rights(page, rows.source_links),
        topics=topics(rows.concept_links, words.language),
    )


def _contents(page: Any, *, has_similar: bool) -> Iterator[Section]:
    """The sections of the page; those that say "not reported" when empty are always there."""
    sections = (
        ("before", _("Before you start"), page.needs or page.not_for),
        ("steps", _("Step by step"), True),
        ("changes", _("What changes, and when"), page.changes),
        ("basis", _("What it rests on"), True),
        ("results", _("Results"), True),
        ("judgements", _("Experts’ judgements"), page.judgements),
        ("failures", _("Where it did not work"), True),
        ("limits", _("Drawbacks and limits"), page.tradeoffs or page.constraints or page.climate_risks or page.exposures),
        ("media", _("Pictures and videos"), page.media),
        ("sites", _("Where it was tried"), True),
        ("similar", _("Similar practices"), has_similar),
        ("references", _("References"), True),
        ("cite", _("Cite and reuse"), True),
    )
    return (Section(anchor=anchor, heading=heading) for anchor, heading, is_there in sections if is_there)


def _proof(found: proof.Science | proof.Field) -> Proof:
    return Proof(level=found.level, words=proof_words(found))


def _effort(page: Any, words: PageWords) -> Effort:
    is_judged_only = page.cash_level not in ("", Level.UNKNOWN) and not page.costs
    return Effort(
        labour=label_of(Level, page.labour_level or Level.UNKNOWN),
        cash=label_of(Level, page.cash_level or Level.UNKNOWN),
        remark=_("no sums reported") if is_judged_only else "",
        has_costs=bool(page.costs),
        source=words.line(page.effort_source),
    )


def _experience(value: Any, words: PageWords) -> ExperienceReading:
    place = place_name(value["place"], value["country"], words.language)
    since = _("since %(year)s") % {"year": value["since_year"]} if value["since_year"] else ""
    title, *about = [part for part in (value["title"], value["who"], place, since) if part] or [_("An account")]
    return ExperienceReading(
        title=words.line(title),
        about=words.line(" · ".join(about)),
        text=words.rich(value["text"]),
        source=words.line(value["source"]),
    )


def _failure(value: Any, words: PageWords) -> FailureReading:
    return FailureReading(kind=label_of(FailureKind, value["kind"]), title=words.line(value["title"]), text=words.rich(value["text"]))


def _exposure(value: Any, words: PageWords) -> ExposureReading:
    return ExposureReading(
        hazard=label_of(Hazard, value["hazard"]),
        coping=label_of(Coping, value["coping"]),
        text=words.line(value["text"]),
        origin=label_of(Origin, value["origin"]),
        source=words.line(value["source"]),
    )


def _constraint(value: Any, words: PageWords) -> ConstraintReading:
    return ConstraintReading(kind=label_of(ConstraintKind, value["kind"]), text=words.line(value["text"]))
