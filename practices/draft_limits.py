"""What the bank's own columns and closed lists allow, asked of a draft before anything is written.

The lists and lengths are those of the models: a new choice or a longer column needs no line here.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from practices.condition_rules import condition_faults
from practices.models import Concept, PracticePage, Reference, Result, Site, SourceLink
from practices.models.choices import (
    DRAWINGS,
    Better,
    Certainty,
    Constraint,
    Coping,
    CostPer,
    CountOf,
    FailureKind,
    Hazard,
    Level,
    Origin,
    Outcome,
    Phase,
    ReadIn,
    ReferenceKind,
    ResultKind,
    Role,
)
from practices.records import PracticeDraft, Problem
from practices.sentences import Sentence
from practices.sentences import marked as _

CHOICES: dict[tuple[str, str], type[models.TextChoices]] = {
    ("results", "outcome"): Outcome,
    ("results", "better"): Better,
    ("results", "kind"): ResultKind,
    ("results", "n_of"): CountOf,
    ("steps", "phase"): Phase,
    ("steps", "cost_per"): CostPer,
    ("costs", "phase"): Phase,
    ("failures", "kind"): FailureKind,
    ("exposures", "hazard"): Hazard,
    ("exposures", "coping"): Coping,
    ("exposures", "origin"): Origin,
    ("concepts", "certainty"): Certainty,
    ("concepts", "origin"): Origin,
    ("references", "kind"): ReferenceKind,
    ("references", "read_in"): ReadIn,
    ("people", "role"): Role,
}
"""The closed list of each field of a draft's parts: (part, field)."""

CONDITION = ("attribute", "scheme", "code", "value", "unit")
"""What the rules look at in a condition of a site."""

ROWS: dict[str, type[models.Model]] = {"results": Result, "sites": Site, "references": Reference}
"""Parts of a draft that become rows, whose columns have lengths."""


def limit_problems(draft: PracticeDraft) -> tuple[Problem, ...]:
    """Everything in the draft that no list or column of the bank could hold, all at once."""
    record = f"{draft.source} {draft.source_id}"[:200]
    return tuple(
        Problem(record=record, field=name, reason=reason) for check in (_own, _choices, _lengths, _conditions) for name, reason in check(draft)
    )


def _own(draft: PracticeDraft) -> Iterator[tuple[str, str]]:
    for name in ("labour_level", "cash_level"):
        yield from _not_in_list(name, getattr(draft, name), Level.values)
    if draft.drawing:
        yield from _not_in_list("drawing", draft.drawing, list(DRAWINGS))
    for kind, _text in draft.constraints:
        yield from _not_in_list("constraints", kind, Constraint.values)
    yield from _too_long("source_id", draft.source_id, SourceLink._meta.get_field("source_id").max_length)
    yield from _too_long("licence", draft.rights.licence, PracticePage._meta.get_field("licence").max_length)
    yield from _too_long("effort_source", draft.effort_source, PracticePage._meta.get_field("effort_source").max_length)
    for tag in draft.tags:
        yield from _too_long("tags", tag, 100)


def _choices(draft: PracticeDraft) -> Iterator[tuple[str, str]]:
    for (part, name), choices in CHOICES.items():
        for entry in getattr(draft, part):
            value = getattr(entry, name)
            if value or name not in ("n_of", "cost_per", "better"):
                yield from _not_in_list(f"{part}.{name}", value, choices.values)


def _lengths(draft: PracticeDraft) -> Iterator[tuple[str, str]]:
    for part, model in ROWS.items():
        limits = {field.name: field.max_length for field in model._meta.get_fields() if getattr(field, "max_length", None)}
        for entry in getattr(draft, part):
            for name, limit in limits.items():
                yield from _too_long(f"{part}.{entry.key[:80]}.{name}", getattr(entry, name, ""), limit)


def _conditions(draft: PracticeDraft) -> Iterator[tuple[str, str]]:
    """What is wrong with the conditions of sites: the rules of the form, with the vocabularies there are."""
    stated = [(site, condition) for site in draft.sites for condition in site.conditions]
    schemes = Concept.objects.schemes() if stated else frozenset()
    known = Concept.objects.by_key((condition.scheme, condition.code) for _site, condition in stated) if stated else {}
    for site, condition in stated:
        name = f"sites.{site.key[:80]}.{condition.attribute[:80]}"
        faults = list(condition_faults(**{key: getattr(condition, key) for key in CONDITION}, schemes=schemes))
        yield from ((name, Sentence(fault.text, **fault.params)) for fault in faults)
        if not faults and condition.code and (condition.scheme, condition.code) not in known:
            yield name, Sentence(_("The vocabulary has no “%(code)s”."), code=condition.code)


def _not_in_list(name: str, value: Any, known: list[str]) -> Iterator[tuple[str, str]]:
    if value not in known:
        yield name, Sentence(_("“%(value)s” is not known; use one of %(known)s"), value=value, known=", ".join(filter(None, known)))


def _too_long(name: str, value: Any, limit: int | None) -> Iterator[tuple[str, str]]:
    if limit and isinstance(value, str) and len(value) > limit:
        yield name, Sentence(_("the text has %(length)s characters; %(limit)s are possible"), length=len(value), limit=limit)
