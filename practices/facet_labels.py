"""The words for the values of the facets that practices bring: concepts, countries, levels. In the order readers see them."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.utils.translation import gettext_lazy as _

from practices.models import Concept
from practices.models.choices import Level
from practices.search_filing import FIELD, JUDGEMENT, SCIENCE
from site4p1000.common.languages import country_name

PROOF_LABELS = {
    "4": _("several reviews"),
    "3": _("one or two reviews, or reviews that disagree"),
    "2": _("a few studies"),
    "1": _("one or two studies"),
    "0": _("nothing found yet"),
}
"""Levels of the meter of science, the strongest first."""

LABOUR_LABELS = {level.value: level.label for level in (Level.LOW, Level.MEDIUM, Level.HIGH, Level.UNKNOWN)}


def concept_labels(values: Iterable[str], language: str, *, schemes: tuple[str, ...]) -> Mapping[str, str]:
    """Labels of concepts by code, scheme by scheme, each in its own order: one query."""
    rows = Concept.objects.filter(scheme__in=schemes, code__in=list(values)).only("scheme", "code", "position", "labels")
    ordered = sorted(rows, key=lambda row: (schemes.index(row.scheme), row.position))
    return {row.code: row.label(language) for row in ordered}


def class_labels(values: Iterable[str], language: str) -> Mapping[str, str]:
    """Labels of classes written as ``scheme:code``, in the order of their vocabularies: one query."""
    concepts = Concept.objects.by_key(tuple(value.partition(":")[::2]) for value in values)
    ordered = sorted(concepts.values(), key=lambda concept: (concept.scheme, concept.position))
    return {concept.key: concept.label(language) for concept in ordered}


def country_labels(values: Iterable[str], language: str) -> Mapping[str, str]:
    """Names of countries, sorted by name."""
    names = {value: country_name(value, language) for value in values}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def fixed_labels(values: Iterable[str], language: str, *, labels: Mapping[str, str]) -> Mapping[str, str]:
    """Labels of a closed list, in its order."""
    wanted = set(values)
    return {value: str(label) for value, label in labels.items() if value in wanted}


EFFORT_LABELS = LABOUR_LABELS

BASIS_LABELS = {
    SCIENCE: _("measured in studies"),
    FIELD: _("told by those who do it"),
    JUDGEMENT: _("judged by experts"),
}


def licence_labels(values: Iterable[str], language: str) -> Mapping[str, str]:
    """Licences under their own names, sorted."""
    return {value: value for value in sorted(values)}


FACET_LABELS = {
    "climate": partial(concept_labels, schemes=("climate",)),
    "moisture": partial(concept_labels, schemes=("agroclimate",)),
    "land_use": partial(concept_labels, schemes=("land_use",)),
    "soil": partial(concept_labels, schemes=("texture3", "wrb")),
    "purpose": partial(concept_labels, schemes=("slm_group", "purpose", "degradation")),
    "country": country_labels,
    "basis": partial(fixed_labels, labels=BASIS_LABELS),
    "evidence": partial(fixed_labels, labels=PROOF_LABELS),
    "effort": partial(fixed_labels, labels=EFFORT_LABELS),
    "licence": licence_labels,
    "labour": partial(fixed_labels, labels=LABOUR_LABELS),
    "class": class_labels,
}
