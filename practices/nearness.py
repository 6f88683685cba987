"""How near the values of a facet are to one another: for readers whose own zone, soil or land use has nothing yet."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from practices.models import Concept

SAME_BRANCH, RELATED, FAR = 1, 2, 9

CLIMATE_NEIGHBOURS = {
    "tropical": ("dry", "temperate"),
    "dry": ("tropical", "mediterranean", "temperate", "cold"),
    "mediterranean": ("dry", "temperate"),
    "temperate": ("mediterranean", "cold", "tropical", "dry"),
    "cold": ("temperate", "dry"),
}
"""Climates with a limit in common, the likest first: the warmth of the coldest month, the line of dryness, the dry summer.

Limits of the Köppen–Geiger classes they are made of, as in Kottek et al. 2006; the order among several is ours."""

SOIL_GROUPS = ("HS", "AT TC", "CR LP SN VR SC", "GL AN PZ PT PL ST NT FR", "CH KS PH UM", "DU GY CL", "RT AC LX AL LV", "CM FL AR RG")
"""Reference soil groups with the same main mark, such as peat, human work, salts or clay below: the simplified guide of the IUSS WRB 2022."""


class Term(NamedTuple):
    """Where a value stands in its vocabulary."""

    scheme: str
    code: str
    position: int
    parent: str | None


Step = Callable[[Term, Term], int]
"""How far one term is from another; 1 is next to it."""


def climate_step(one: Term, other: Term) -> int:
    """By `CLIMATE_NEIGHBOURS`."""
    near = CLIMATE_NEIGHBOURS.get(one.code, ())
    return near.index(other.code) + 1 if other.code in near else FAR


def ladder_step(one: Term, other: Term) -> int:
    """Rungs between two classes of a vocabulary that runs from one end to the other."""
    return abs(one.position - other.position)


def soil_step(one: Term, other: Term) -> int:
    """Textures by their ladder, soil groups by their main mark; a texture says nothing of a group."""
    if one.scheme != other.scheme:
        return FAR
    if one.scheme == "texture3":
        return ladder_step(one, other)
    return SAME_BRANCH if any({one.code, other.code} <= set(codes.split()) for codes in SOIL_GROUPS) else FAR


def land_use_step(one: Term, other: Term) -> int:
    """What is broader or narrower or has the same broader term is next; mixed uses have something of crops, grazing and forest."""
    branches = {one.parent or one.code, other.parent or other.code}
    if len(branches) == 1:
        return SAME_BRANCH
    return RELATED if "mixed" in branches and branches <= {"mixed", "cropland", "grazing", "forest"} else FAR


def steps(chosen: Iterable[str], others: Iterable[str], *, schemes: tuple[str, ...], step: Step) -> Mapping[str, int]:
    """For each of these values how far it is from the nearest chosen one: one query."""
    chosen, others = set(chosen), set(others)
    rows = Concept.objects.filter(scheme__in=schemes, code__in=chosen | others).values_list("scheme", "code", "position", "parent__code")
    terms = [Term(*row) for row in rows]
    from_ = [term for term in terms if term.code in chosen]
    return {term.code: min((step(one, term) for one in from_), default=FAR) for term in terms if term.code in others}


NEARNESS = {
    "climate": partial(steps, schemes=("climate",), step=climate_step),
    "moisture": partial(steps, schemes=("agroclimate",), step=ladder_step),
    "land_use": partial(steps, schemes=("land_use",), step=land_use_step),
    "soil": partial(steps, schemes=("texture3", "wrb"), step=soil_step),
}
