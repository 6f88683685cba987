"""Names for free tags while an editor types: labels and synonyms of AGROVOC in their language, and tags in use."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from taggit.models import Tag

from practices.models.vocabularies import Concept

MOST = 10
SCHEMES = ("agrovoc", "land_use", "slm_group", "degradation", "climate", "wrb")
"""Vocabularies a tag may stand in for, in the order in which they are proposed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A name to choose. With a concept, linking it tells more than a tag: readers of every language find it."""

    value: str
    label: str
    kind: str
    concept_id: int | None = None


def folded(text: str) -> str:
    """Without accents and capitals, as people search."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().split())


def suggestions(term: str, *, language: str) -> list[Suggestion]:
    """At most ten names for what was typed: those that begin with it first."""
    wanted = folded(term)
    if not wanted:
        return []
    found = [*_of_concepts(wanted, language), *_of_tags(wanted)]
    ranked = sorted(found, key=lambda pair: pair[0])
    unique = {folded(one.value): one for _rank, one in reversed(ranked)}
    return [one for _rank, one in ranked if unique[folded(one.value)] is one][:MOST]


def concept_of(name: str, *, language: str) -> Concept | None:
    """The concept whose label or synonym in `language` is exactly `name`, accents and capitals aside."""
    wanted = folded(name)
    return next((concept for concept in _concepts() if wanted in map(folded, _names(concept, language))), None)


def _of_concepts(wanted: str, language: str) -> Iterator[tuple[tuple, Suggestion]]:
    for concept in _concepts():
        name = _best(_names(concept, language), wanted)
        if name:
            label = concept.label(language)
            said = label if name == label else f"{name} → {label}"
            yield _rank(name, wanted, 0), Suggestion(value=label, label=said, kind=_("concept"), concept_id=concept.pk)


def _of_tags(wanted: str) -> Iterator[tuple[tuple, Suggestion]]:
    for name in Tag.objects.order_by("name").values_list("name", flat=True):
        if wanted in folded(name):
            yield _rank(name, wanted, 1), Suggestion(value=name, label=name, kind=_("tag in use"))


def _concepts() -> Iterable[Concept]:
    rows = Concept.objects.filter(scheme__in=SCHEMES).only("scheme", "labels", "synonyms", "code")
    return sorted(rows, key=lambda row: SCHEMES.index(row.scheme))


def _names(concept: Concept, language: str) -> list[str]:
    return [concept.label(language), *concept.synonyms.get(language, [])]


def _best(names: Iterable[str], wanted: str) -> str:
    fitting = [name for name in names if wanted in folded(name)]
    return min(fitting, key=lambda name: (not folded(name).startswith(wanted), len(name))) if fitting else ""


def _rank(name: str, wanted: str, kind: int) -> tuple:
    return (not folded(name).startswith(wanted), kind, len(name), name)
