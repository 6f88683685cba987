"""What stands between a practice and its readers: findings before publishing, and what is filled of what a reader asks. Pure.

Publishing is refused only for what would mislead: a number without its unit, its source or its name, a picture without licence or
credit. Everything else is a warning. Sentences are English here and are translated where they are shown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from practices.condition_rules import owes_unit
from practices.findings import Finding, Path, Weight
from practices.findings import marked as _
from practices.findings import said as _text
from practices.findings import warning as _warn
from practices.own_source import OWN_SOURCE
from practices.result_readiness import result_findings

SHEET_CHARACTERS = (1000, 1500)
"""A technical sheet within these can stand alone; see the field `abstract`."""


def findings(practice: Any) -> tuple[Finding, ...]:
    """Everything to mend or to add on a practice page, what stops publishing first, then in the order of the page."""
    found = [finding for check in CHECKS for finding in check(practice)]
    return tuple(sorted(found, key=lambda finding: not finding.stops_publishing))


def refusals(practice: Any) -> tuple[Finding, ...]:
    """What forbids publishing."""
    return tuple(finding for check in REFUSING for finding in check(practice) if finding.stops_publishing)


def characters(html: str) -> int:
    """Length of a text as readers see it: without tags, entities as one character, citations left out, runs of blanks as one.

    `static/admin/length_meters.js` counts the same while an editor types: a tag inside a sentence is nothing, one around it a blank.
    """
    plain = re.sub(r"</?(?:a|b|i|em|strong)(?:\s[^>]*)?>", "", html or "")
    plain = re.sub(r"<[^>]*>", " ", plain)
    plain = re.sub(r"\[ref:[^\]\s]+\]", "", plain)
    plain = re.sub(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);", "x", plain)
    return len(re.sub(r"\s+", " ", plain).strip())


def _sheet(practice: Any) -> Iterator[Finding]:
    if not practice.summary:
        yield _warn(("summary",), _("There is no summary. Search engines and shared links show it."))
    length, (low, high) = characters(practice.abstract), SHEET_CHARACTERS
    if not length:
        yield _warn(("abstract",), _("There is no technical sheet. It leads this page, its line in lists, the newsletter and the feeds."))
    elif not low <= length <= high:
        text = _("The technical sheet has %(length)s characters; from %(low)s to %(high)s it can stand alone.")
        yield _warn(("abstract",), text, length=length, low=low, high=high)


def _media(practice: Any) -> Iterator[Finding]:
    for number, (kind, value) in enumerate(blocks(practice.media)):
        if kind == "picture":
            yield from _picture(("media", number), value)
        elif kind == "source_picture" and not value.get("licence"):
            yield _warn(("media", number, "licence"), _("The picture at the source has no licence, so it cannot be taken over."))
        elif kind == "video":
            yield from _video(number, value)


def _video(number: int, value: Mapping) -> Iterator[Finding]:
    if value.get("size_mb") is None:
        yield _warn(("media", number, "size_mb"), _("This video has no size: people who pay for data ask how much it takes."))
    if not (value.get("length_seconds") and value.get("transcript")):
        yield _warn(("media", number, "transcript"), _("A video needs its length and a transcript, for people who pay for data or cannot hear."))
    for name in [name for name in ("credit", "licence") if not _text(value.get(name))]:
        yield _warn(("media", number, name), _("This video says not whose it is: give its credit and its licence."))


def _picture(path: Path, value: Mapping) -> Iterator[Finding]:
    for name, text in (
        ("credit", _("This picture has no credit. Name who made it.")),
        ("licence", _("This picture has no licence. Write the one under which it may be shown, such as CC BY 4.0.")),
    ):
        if name in value and not _text(value.get(name)):
            yield Finding(Weight.REFUSE, (*path, name), text)
    if not (value.get("alt") or value.get("caption")):
        yield _warn((*path, "alt"), _("Say what the picture shows, for those who cannot see it."))


def _where(practice: Any) -> Iterator[Finding]:
    if not _rows(practice, "concept_links"):
        yield _warn(("concept_links",), _("No concept is chosen, so readers cannot find this practice by climate, land use or soil."))
    if not _rows(practice, "sites"):
        yield _warn(("sites",), _("No site is named: readers ask where it was tried."))
    for number, site in enumerate(_rows(practice, "sites")):
        if not site.country:
            yield _warn(("sites", number, "country"), _("This site has no country."))
        yield from _conditions(number, site)


def _conditions(number: int, site: Any) -> Iterator[Finding]:
    for place, (_kind, value) in enumerate(blocks(site.conditions)):
        if value.get("value") is not None and owes_unit(value.get("attribute") or "", _text(value.get("unit"))):
            yield Finding(Weight.REFUSE, ("sites", number, "conditions", place, "value"), _("This number has no unit."))


def _effort(practice: Any) -> Iterator[Finding]:
    if "unknown" in (practice.labour_level, practice.cash_level) or not (practice.labour_level and practice.cash_level):
        yield _warn(("labour_level",), _("The effort is not told: farmers ask first how much work and cash it takes."))


def _steps(practice: Any) -> Iterator[Finding]:
    found = blocks(practice.steps)
    if not found:
        yield _warn(("steps",), _("There are no steps: readers cannot do it after reading."))
    for number, (_kind, value) in enumerate(found):
        if not value.get("when"):
            yield _warn(("steps", number, "when"), _("This step has no season or crop stage."))
        for place, item in enumerate(value.get("input_items") or []):
            yield from _quantity(("steps", number, "input_items", place), item)
        for place, picture in enumerate(value.get("pictures") or []):
            yield from _picture(("steps", number, "pictures", place), picture)
        if value.get("cost_amount") is not None:
            currency, year = ("steps", number, "cost_currency"), ("steps", number, "cost_year")
            yield from _price(currency, year, _text(value.get("cost_currency")), value.get("cost_year"))


def _costs(practice: Any) -> Iterator[Finding]:
    for number, (_kind, value) in enumerate(blocks(practice.costs)):
        yield from _quantity(("costs", number), value)
        if value.get("amount_per_unit") is not None:
            named = _text(value.get("currency")) or _text(value.get("currency_words"))
            yield from _price(("costs", number, "currency"), ("costs", number, "year"), named, value.get("year"))


def _effort_source(practice: Any) -> Iterator[Finding]:
    """Figures of labour, inputs and costs are claims as results are: somebody reported them."""
    is_sourced = _text(practice.effort_source) or _rows(practice, "citations") or _is_read_elsewhere(practice)
    if not is_sourced and any(_effort_figures(practice)):
        text = _("The figures of labour, inputs or costs have no source. Say who reported them, or cite a work.")
        yield _warn(("effort_source",), text)


def _effort_figures(practice: Any) -> Iterator[bool]:
    """For each number of the steps and costs, whether it is there."""
    for _kind, value in blocks(practice.steps):
        numbers = (
            value.get("labour_person_days_per_ha"),
            value.get("cost_amount"),
            *(item.get("quantity") for item in value.get("input_items") or ()),
        )
        yield from (number is not None for number in numbers)
    for _kind, value in blocks(practice.costs):
        yield from (value.get(name) is not None for name in ("quantity", "amount_per_unit"))


def _is_read_elsewhere(practice: Any) -> bool:
    """Whether the record comes from another database, which is then the source of all it says."""
    return bool(practice.pk) and any(link.source != OWN_SOURCE for link in practice.source_links.all())


def _quantity(path: Path, value: Mapping) -> Iterator[Finding]:
    if value.get("quantity") is not None and not _text(value.get("unit")):
        yield Finding(Weight.REFUSE, (*path, "unit"), _("This quantity has no unit."))


def _price(currency_path: Path, year_path: Path, currency: str, year: int | None) -> Iterator[Finding]:
    """A currency is the unit of an amount: without it nobody knows how much it is."""
    if not currency:
        yield Finding(Weight.REFUSE, currency_path, _("This amount has no currency."))
    if not year:
        yield _warn(year_path, _("This cost has no year: prices change."))


def _results(practice: Any) -> Iterator[Finding]:
    results = _rows(practice, "results")
    for number, result in enumerate(results):
        yield from result_findings(number, result)
    if not results and not practice.science and not blocks(practice.experiences):
        yield _warn(("results",), _("Nothing is said yet about what the practice rests on: results, science or field experience."))


def _failures(practice: Any) -> Iterator[Finding]:
    if not blocks(practice.failures) and not practice.failures_not_yet_reported:
        yield _warn(("failures",), _("Tell where it did not work, or tick that no failure has been reported yet."))


def _sources(practice: Any) -> Iterator[Finding]:
    for number, citation in enumerate(_rows(practice, "citations")):
        reference = citation.reference if citation.reference_id else None
        if reference and reference.kind in ("study", "review") and not reference.doi:
            yield _warn(("citations", number, "reference"), _("“%(title)s” has no DOI."), title=reference.title[:80])


def _rights(practice: Any) -> Iterator[Finding]:
    if not practice.licence:
        yield _warn(("licence",), _("There is no licence: others cannot use the record."))
    if not practice.credit and not blocks(practice.people):
        yield _warn(("people",), _("Nobody is credited for this record."))
    if practice.text_language and practice.text_language != practice.language:
        yield _warn(("text_language",), _("The words are not translated yet; readers are told so."))


REFUSING = (_media, _where, _steps, _costs, _results)
"""The checks that may forbid publishing."""
CHECKS = (_sheet, _where, _effort, _steps, _costs, _effort_source, _results, _failures, _media, _sources, _rights)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Something a reader asks, whether it is there, and where an editor writes it."""

    name: str
    path: Path
    is_filled: bool


def parts(practice: Any) -> tuple[Part, ...]:
    """What a reader asks of a practice (the groups of DESIGN.md, section 3), and whether it is answered."""
    concepts = {link.concept.scheme for link in _rows(practice, "concept_links") if link.concept_id}
    at_sites = {value.get("scheme") for site in _rows(practice, "sites") for _kind, value in blocks(site.conditions) if value.get("code")}
    told = {name: bool(getattr(practice, name)) for name in ("summary", "upkeep", "changes", "science", "climate_risks", "licence")}
    listed = {
        name: bool(blocks(getattr(practice, name)))
        for name in ("needs", "steps", "costs", "experiences", "tradeoffs", "constraints", "media", "people")
    }
    related = {name: bool(_rows(practice, name)) for name in ("results", "sites", "citations")}
    known = {
        **told,
        **listed,
        **related,
        "abstract": bool(characters(practice.abstract)),
        "climate": bool(CLIMATE_SCHEMES & (concepts | at_sites)),
        "land_use": "land_use" in concepts,
        "effort": practice.labour_level not in ("", "unknown") and practice.cash_level not in ("", "unknown"),
        "failures": bool(blocks(practice.failures)) or practice.failures_not_yet_reported,
    }
    known["climate_risks"] = known["climate_risks"] or bool(blocks(practice.exposures))
    return tuple(Part(name=name, path=(FIELD_OF.get(key, key),), is_filled=bool(known[key])) for key, name in ASKED.items())


CLIMATE_SCHEMES = frozenset({"climate", "koppen"})
"""Vocabularies whose classes say the climate: the five that readers browse by, and the Köppen–Geiger classes, each of which belongs to one."""
ASKED: Mapping[str, str] = {
    "summary": _("What it is, in two sentences"),
    "abstract": _("Technical sheet"),
    "climate": _("Climates"),
    "land_use": _("Land use"),
    "effort": _("Work and cash it takes"),
    "needs": _("What you need"),
    "steps": _("Steps"),
    "upkeep": _("Upkeep"),
    "costs": _("Costs"),
    "changes": _("What changes, and when"),
    "experiences": _("Field experience"),
    "science": _("What science says"),
    "results": _("Measured results"),
    "failures": _("Where it did not work"),
    "tradeoffs": _("Drawbacks and trade-offs"),
    "constraints": _("Constraints"),
    "climate_risks": _("Climate risks"),
    "media": _("Pictures and videos"),
    "sites": _("Sites"),
    "citations": _("References"),
    "people": _("People to credit"),
    "licence": _("Licence"),
}
"""What a reader asks, in the order of the page, with the words for it."""
FIELD_OF: Mapping[str, str] = {"climate": "concept_links", "land_use": "concept_links", "effort": "labour_level"}


def blocks(stream: Iterable | None) -> list[tuple[str, Any]]:
    """The blocks of a stream as (kind, value)."""
    return [(block.block_type, block.value) for block in stream or ()]


def _rows(practice: Any, relation: str) -> list:
    """The rows of a child relation in the order readers see them."""
    return sorted(getattr(practice, relation).all(), key=lambda row: row.sort_order or 0)
