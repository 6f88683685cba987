"""What keeps a draft out of the bank, or what a person must correct at its source. Pure.

Every fault at once, as (field, sentence). The numbers of results follow the same rules as the editor's form; the conditions of sites
are checked in `draft_limits`, where the vocabularies are at hand.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from practices import currencies, doi
from practices.result_rules import IN_WORDS, result_faults
from practices.sentences import Sentence
from practices.sentences import marked as _
from practices.years import FIRST_YEAR, OLDEST_PRICE, OLDEST_WORK, WORKS_AHEAD, last_year
from site4p1000.common import countries

LARGEST = Decimal(10**12)
"""Beyond it an amount is an error of the source, and no page could print it."""

Found = tuple[str, str]
"""(field of the draft, sentence)"""


def draft_faults(draft: Any) -> Iterator[Found]:
    """Everything wrong with a `PracticeDraft`, in the order of its parts. Raises nothing, whatever the numbers are."""
    for check in CHECKS:
        yield from check(draft)


def _name(draft: Any) -> Iterator[Found]:
    if not draft.title.strip():
        yield "title", Sentence(_("the practice has no name; give it one at the source"))
    if not draft.rights.licence:
        yield "licence", Sentence(_("no licence is stated, so the text may not be reused"))


def _coordinates(draft: Any) -> Iterator[Found]:
    for site in draft.sites:
        for name, value, limit in (("latitude", site.latitude, 90), ("longitude", site.longitude, 180)):
            if value is not None and not (value.is_finite() and -limit <= value <= limit):
                yield f"sites.{site.key}.{name}", Sentence(_("%(value)s is outside −%(limit)s to %(limit)s degrees"), value=value, limit=limit)
        if (site.latitude is None) != (site.longitude is None):
            yield f"sites.{site.key}", Sentence(_("a point needs both latitude and longitude"))


def _countries(draft: Any) -> Iterator[Found]:
    stated = [(f"sites.{site.key}.country", site.country) for site in draft.sites]
    stated += [(f"experiences.{part.key}.country", part.country) for part in draft.experiences]
    for name, code in stated:
        if code and not countries.is_known(countries.kept_code(code)):
            yield name, Sentence(_("“%(code)s” is no country of ISO 3166-1; use its two letters, such as ML for Mali"), code=code)


def _amounts(draft: Any) -> Iterator[Found]:
    """Every number that a page prints and that no other check bounds."""
    for name, number in _printed_numbers(draft):
        if number is not None and not (number.is_finite() and abs(number) < LARGEST):
            yield name, Sentence(_("%(number)s is larger than anything a page can print; correct it at the source"), number=number)
        elif number is not None and number < 0 and name != "sites":
            yield name, Sentence(_("%(number)s is below zero, which no amount, cost or length can be; correct it at the source"), number=number)


def _printed_numbers(draft: Any) -> Iterator[tuple[str, Decimal | None]]:
    for cost in draft.costs:
        yield from (("costs", number) for number in (cost.quantity, cost.amount_per_unit))
    for step in draft.steps:
        amounts = (step.labour_person_days_per_ha, step.cost_amount, *(item.quantity for item in step.input_items))
        yield from (("steps", number) for number in amounts)
    for site in draft.sites:
        yield from (("sites", condition.value) for condition in site.conditions)
    yield from (("videos", video.size_mb) for video in draft.videos)


def _results(draft: Any) -> Iterator[Found]:
    for result in draft.results:
        numbers = _numbers_of(result)
        name = f"results.{result.key}"
        if not all(_is_printable(number) for number in vars(numbers).values() if isinstance(number, Decimal)):
            yield name, Sentence(_("a number is larger than anything a page can print; correct it at the source"))
            continue
        yield from ((f"{name}.{fault.field}", Sentence(fault.text, **fault.params)) for fault in result_faults(numbers))
        if result.outcome == IN_WORDS and not result.label.strip():
            yield f"{name}.label", Sentence(_("say in words what was measured"))
        if result.quantity.is_known and not result.reference_key:
            yield f"{name}.reference_key", Sentence(_("a number needs its source: name the reference it comes from"))
        elif result.reference_key and result.reference_key not in {reference.key for reference in draft.references}:
            yield f"{name}.reference_key", Sentence(_("“%(key)s” is not among the references of the practice"), key=result.reference_key)


def _is_printable(number: Decimal | None) -> bool:
    return number is not None and number.is_finite() and abs(number) < LARGEST


def _numbers_of(result: Any) -> SimpleNamespace:
    """A drafted result as the rules look at it."""
    quantity, depth = result.quantity, result.depth_cm
    return SimpleNamespace(
        outcome=result.outcome,
        kind=result.kind,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit.code,
        depth_top_cm=depth.low if depth else None,
        depth_bottom_cm=depth.high if depth else None,
        depth_not_reported=result.depth_not_reported,
        duration_years=result.duration_years,
        duration_not_reported=result.duration_not_reported,
        n=result.n,
        n_of=result.n_of,
    )


def _years(draft: Any) -> Iterator[Found]:
    now = last_year()
    stated = [(f"sites.{site.key}.since_year", site.since_year, FIRST_YEAR, now) for site in draft.sites]
    stated += [(f"experiences.{part.key}.since_year", part.since_year, FIRST_YEAR, now) for part in draft.experiences]
    stated += [(f"costs.{part.key}.year", part.year, OLDEST_PRICE, now) for part in draft.costs]
    stated += [(f"steps.{part.key}.cost_year", part.cost_year, OLDEST_PRICE, now) for part in draft.steps]
    stated += [(f"references.{part.key}.year", part.year, OLDEST_WORK, last_year(ahead=WORKS_AHEAD)) for part in draft.references]
    for name, year, first, last in stated:
        if year is not None and not first <= year <= last:
            yield name, Sentence(_("%(year)s is not a year from %(first)s to %(last)s"), year=year, first=first, last=last)


def _currencies(draft: Any) -> Iterator[Found]:
    stated = [(f"costs.{part.key}.currency", part.currency) for part in draft.costs]
    stated += [(f"steps.{part.key}.cost_currency", part.cost_currency) for part in draft.steps]
    for name, code in stated:
        if code and not currencies.is_valid(code):
            yield name, Sentence(_("“%(code)s” is not a currency of ISO 4217; use three letters such as EUR or XOF"), code=code)


def _references(draft: Any) -> Iterator[Found]:
    for reference in draft.references:
        if reference.doi and not doi.is_valid(doi.normalised(reference.doi)):
            yield f"references.{reference.key}.doi", Sentence(_("“%(doi)s” is not a DOI such as 10.1111/gcb.14658"), doi=reference.doi)


def _failures(draft: Any) -> Iterator[Found]:
    if draft.failures and draft.failures_not_yet_reported:
        yield "failures", Sentence(_("failures are described, so they cannot be “not yet reported” as well"))


def _judgements(draft: Any) -> Iterator[Found]:
    for judgement in draft.judgements:
        if not -3 <= judgement.score <= 3:
            yield judgement.indicator, Sentence(_("the score %(score)s is outside −3 to 3"), score=judgement.score)


def _keys(draft: Any) -> Iterator[Found]:
    """Keys make the identifiers of rows, so each may stand once only."""
    for name, parts in _keyed_parts(draft):
        seen: set[str] = set()
        for part in parts:
            if part.key in seen:
                yield f"{name}.{part.key}", Sentence(_("two entries have the key “%(key)s”; every key may stand once"), key=part.key)
            seen.add(part.key)


def _keyed_parts(draft: Any) -> Iterator[tuple[str, Iterable[Any]]]:
    for field in fields(draft) if is_dataclass(draft) else ():
        parts = getattr(draft, field.name)
        if isinstance(parts, tuple) and parts and hasattr(parts[0], "key"):
            yield field.name, parts


CHECKS: tuple[Callable[[Any], Iterator[Found]], ...] = (
    _name, _coordinates, _countries, _amounts, _results, _years, _currencies, _references, _failures, _judgements, _keys,
)  # fmt: skip
