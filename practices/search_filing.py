"""What a practice is filed under in the search: facets, spans and points, from its concepts, sites and levels."""

from collections.abc import Iterable, Iterator
from typing import Any

from practices.browsing.dimensions import EXPLAINED, FINER
from practices.classes import broader_codes, class_bounds
from practices.models import Concept, PracticePage
from practices.models.choices import Level
from site4p1000.search.bounds import OPEN_END
from site4p1000.search.documents import RANGES

MOISTURE, SOILS, PURPOSES = "agroclimate", ("texture3", "wrb"), ("slm_group", "purpose", "degradation")
LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH)
"""From the least work or money to the most; an unknown level is not among them."""

SCIENCE, FIELD, JUDGEMENT = "science", "field", "judgement"
"""Kinds of proof, values of the facet ``basis``."""


def facets(page: PracticePage, concepts: list[Concept], sites: list[Any], *, evidence_level: int) -> dict[str, Iterable[str]]:
    """Every facet of a practice but its type and language."""
    return {
        "climate": _places(concepts, sites, "climate"),
        "moisture": _places(concepts, sites, MOISTURE),
        "land_use": {code for concept in concepts for code in _with_parents(concept, "land_use")},
        "soil": {code for scheme in SOILS for code in _places(concepts, sites, scheme)},
        "purpose": {code for scheme in PURPOSES for concept in concepts for code in _with_parents(concept, scheme)},
        "country": {*(site.country for site in sites), *(block.value["country"] for block in page.experiences)} - {None},
        "basis": _basis(page, evidence_level),
        "evidence": (str(evidence_level),),
        "effort": (effort_level(page),),
        "labour": (page.labour_level,),
        "licence": (page.licence,),
        "class": {f"{scheme}:{code}" for scheme in EXPLAINED for code in _places(concepts, sites, scheme)},
    }


def effort_level(page: PracticePage) -> str:
    """The higher one of labour and cash, because that is what stops people; unknown where neither is reported."""
    reported = [level for level in LEVELS if level in (page.labour_level, page.cash_level)]
    return reported[-1].value if reported else Level.UNKNOWN.value


def effort_rank(page: PracticePage) -> int | None:
    """Order by effort, then by labour; ``None`` where nothing is reported."""
    level = effort_level(page)
    if level == Level.UNKNOWN:
        return None
    labour = LEVELS.index(page.labour_level) + 1 if page.labour_level in LEVELS else len(LEVELS) + 1
    return (LEVELS.index(level) + 1) * 10 + labour


def spans(concepts: list[Concept], sites: list[Any]) -> dict[str, tuple[int, int]]:
    """Lowest and highest value over all sites and all classes the page is filed under, by range; what nobody reports is left out."""
    found = {name: [*_class_spans(_codes(concepts, name), name), *_bounds(sites, name)] for name in RANGES}
    return {name: (min(low for low, _ in pairs), max(high for _, high in pairs)) for name, pairs in found.items() if pairs}


def points(sites: list[Any]) -> tuple[tuple[float, float], ...]:
    """(latitude, longitude) of the sites that have a point."""
    return tuple((float(site.latitude), float(site.longitude)) for site in sites if site.latitude is not None and site.longitude is not None)


def _basis(page: PracticePage, evidence_level: int) -> Iterator[str]:
    told = {SCIENCE: evidence_level > 0, FIELD: bool(page.experiences), JUDGEMENT: bool(page.judgements)}
    return (kind for kind, is_there in told.items() if is_there)


def _bounds(sites: list[Any], name: str) -> Iterator[tuple[int, int]]:
    for condition in (block.value for site in sites for block in site.conditions):
        if condition["scheme"] == name:
            yield from _class_spans([condition["code"]], name)
        elif condition["attribute"] == name and condition["value"] is not None:
            yield round(condition["value"]), round(condition["value"])


def _class_spans(codes: Iterable[str], name: str) -> Iterator[tuple[int, int]]:
    for low, high in (class_bounds(name)[code] for code in codes if code in class_bounds(name)):
        yield low, OPEN_END if high is None else high


def _places(concepts: list[Concept], sites: list[Any], scheme: str) -> set[str]:
    """Codes of a scheme that describes places, from concepts and sites; a class of the finer scheme counts for the one it belongs to."""
    said = {*_codes(concepts, scheme), *_conditions(sites, scheme)}
    if scheme not in FINER:
        return said
    finer = (*_codes(concepts, FINER[scheme]), *_conditions(sites, FINER[scheme]))
    return said | {broader_codes(scheme)[code] for code in finer if code in broader_codes(scheme)}


def _codes(concepts: Iterable[Concept], scheme: str) -> list[str]:
    return [concept.code for concept in concepts if concept.scheme == scheme]


def _with_parents(concept: Concept | None, scheme: str) -> Iterator[str]:
    """The code and those of its broader terms in the same scheme: who looks for cropland finds annual crops."""
    while concept is not None and concept.scheme == scheme:
        yield concept.code
        concept = concept.parent


def _conditions(sites: Iterable[Any], scheme: str) -> list[str]:
    return [block.value["code"] for site in sites for block in site.conditions if block.value["scheme"] == scheme]
