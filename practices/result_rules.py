"""What makes a result impossible or incomplete: one set of rules for the form, the files and the interfaces. Pure.

A sentence is English here and is translated where it is shown; the numbers it names come as `params`.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from practices.conversion import SOIL_CARBON_RATES
from practices.quantities import Dimension, Unit, UnknownUnit

DEEPEST_CM = 1000
LONGEST_YEARS = 1000
"""Long enough for what was found beside old settlements and under old forests."""

KINDS = Dimension
_RELATIVE = frozenset({KINDS.RELATIVE_CHANGE})
_NOT_CARBON = frozenset(KINDS) - {KINDS.NONE, KINDS.DEFAULT_FACTOR, KINDS.CARBON_STOCK, KINDS.CARBON_STOCK_RATE}
_GASES = _RELATIVE | {KINDS.GAS_RATE, KINDS.MASS_PER_AREA, KINDS.MASS_PER_AREA_RATE, KINDS.DEFAULT_FACTOR}

DIMENSIONS: Mapping[str, frozenset[Dimension]] = {
    "soc_stock": _RELATIVE | {KINDS.CARBON_STOCK},
    "soc_stock_change_rate": _RELATIVE | {KINDS.CARBON_STOCK_RATE, KINDS.GAS_RATE},
    "soc_content": _RELATIVE | {KINDS.CONTENT},
    "soc_response_ratio": _RELATIVE,
    "soc_stock_factor": frozenset({KINDS.DEFAULT_FACTOR, KINDS.RELATIVE_CHANGE}),
    "soc_fraction": _RELATIVE | {KINDS.CONTENT, KINDS.CARBON_STOCK},
    "carbon_input_retained": _RELATIVE,
    "total_carbon_rate": _RELATIVE | {KINDS.CARBON_STOCK_RATE, KINDS.GAS_RATE},
    "methane": _GASES,
    "co2_soil": _GASES | {KINDS.CARBON_STOCK_RATE},
    "nitrous_oxide": _GASES,
    "net_ghg": _GASES,
    "yield": _RELATIVE | {KINDS.MASS_PER_AREA, KINDS.MASS_PER_AREA_RATE},
    "erosion": _RELATIVE | {KINDS.MASS_PER_AREA, KINDS.MASS_PER_AREA_RATE, KINDS.WATER_DEPTH},
    "carbon_in_sediment": _RELATIVE | {KINDS.CARBON_STOCK, KINDS.CARBON_STOCK_RATE, KINDS.MASS_PER_AREA, KINDS.MASS_PER_AREA_RATE},
    "runoff": _RELATIVE | {KINDS.WATER_DEPTH},
    "infiltration": _RELATIVE | {KINDS.WATER_DEPTH, KINDS.WATER_RATE},
    "soil_water": _RELATIVE | {KINDS.WATER_DEPTH, KINDS.VOLUME_SHARE},
    "biodiversity": _RELATIVE,
    "income": _RELATIVE,
    "other": _NOT_CARBON,
}
"""What each outcome can be measured in. A yield is not in grams of carbon per kilogram."""

NEEDS_DEPTH = frozenset({"soc_stock", "soc_stock_change_rate", "soc_content", "soc_response_ratio", "soc_stock_factor", "soc_fraction"})
"""Outcomes about carbon in the soil: without a depth nobody can compare them."""
NEEDS_DURATION = SOIL_CARBON_RATES | {"total_carbon_rate"}
"""Rates of change: they hold for some years only, so how many were observed belongs to them."""
MAY_TURN_SIGN = frozenset({"methane", "co2_soil", "nitrous_oxide", "net_ghg", "soc_stock_change_rate", "total_carbon_rate", "income", "other"})
"""Outcomes that can change from a loss to a gain, and so by more than −100 %; their levels may lie below zero."""
IN_WORDS = "other"
"""The outcome that only its words name."""

LEVEL = "level"
"""The kind of a result that is the amount itself (a yield of 2.1 t/ha), no difference from anything; see `ResultKind`."""
SHARES = frozenset({"carbon_input_retained"})
"""Outcomes whose per cent are parts of a whole, not a difference."""
_ONLY_DIFFERENCES = frozenset({"soc_stock_change_rate", "total_carbon_rate", "soc_response_ratio", "soc_stock_factor"})
"""Outcomes that are changes by themselves, whatever their unit."""

HIGHER_IS_BETTER, LOWER_IS_BETTER, NEITHER_IS_BETTER = "higher", "lower", "neither"
_LOWER = frozenset({"methane", "co2_soil", "nitrous_oxide", "net_ghg", "erosion", "carbon_in_sediment", "runoff"})
_NEITHER = frozenset({"carbon_input_retained", IN_WORDS, ""})


def usual_side(outcome: str) -> str:
    """Which way is better for the land as a rule: less erosion and less gas, more carbon and more yield. A value of `Better`."""
    if outcome in _NEITHER:
        return NEITHER_IS_BETTER
    return LOWER_IS_BETTER if outcome in _LOWER else HIGHER_IS_BETTER


def contradicts(better: str, outcome: str) -> bool:
    """Whether a chosen side is the opposite of the usual one."""
    return {better, usual_side(outcome)} == {HIGHER_IS_BETTER, LOWER_IS_BETTER}


def is_only_a_difference(outcome: str, unit: str) -> bool:
    """Whether a number of this outcome in this unit says a change and nothing else: "12 %", a response ratio, carbon gained each year."""
    if outcome in SHARES:
        return False
    try:
        dimension = Unit.from_code(unit or Unit.NONE.code).dimension
    except UnknownUnit:
        return False
    return outcome in _ONLY_DIFFERENCES or dimension in (KINDS.RELATIVE_CHANGE, KINDS.DEFAULT_FACTOR)


_BOUNDS: Mapping[Unit, tuple[int, int]] = {
    Unit.PERCENT: (-100, 10_000),
    Unit.RATIO: (0, 101),
    Unit.FACTOR: (0, 101),
    Unit.LN_RATIO: (-7, 7),
    Unit.PERCENT_WEIGHT: (-100, 100),
    Unit.PERCENT_VOLUME: (-100, 100),
    Unit.G_KG: (-1000, 1000),
    Unit.MG_G: (-1000, 1000),
}
"""From and to within which a number of this unit makes sense. Contents may be differences, so they may be negative."""


class ResultNumbers(Protocol):
    """What the rules look at. The model's row and the draft of a record both can say it; see `practices.models.Result`."""

    outcome: str
    kind: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    depth_top_cm: Decimal | None
    depth_bottom_cm: Decimal | None
    depth_not_reported: bool
    duration_years: Decimal | None
    duration_not_reported: bool
    n: int | None
    n_of: str


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field. `text` may hold ``%(name)s`` for the `params`."""

    field: str
    text: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    is_gap: bool = False
    """Something is missing, and nothing that is there is wrong: a draft may be kept like that."""

    def __str__(self) -> str:
        return self.text % self.params if self.params else self.text


def _(text: str) -> str:
    """Marks a sentence for the catalogues; it is translated where it is shown."""
    return text


def result_faults(result: ResultNumbers) -> Iterator[Fault]:
    """Everything that is wrong or missing in the numbers of a result; nothing for a result in words."""
    numbers = [part for part in (result.value, result.low, result.high) if part is not None]
    yield from _order_faults(result)
    yield from _depth_faults(result)
    yield from _duration_faults(result)
    if numbers:
        yield from _unit_faults(result, numbers)
        yield from _missing(result)
    if result.n is not None and not result.n_of:
        yield Fault("n_of", _("Say what the number n counts: studies, plots, sites …"), is_gap=True)
    if result.n is not None and result.n < 1:
        yield Fault("n", _("The number n is at least 1; leave it empty when it is unknown."))


def _order_faults(result: ResultNumbers) -> Iterator[Fault]:
    if _is_turned_round(result.low, result.high):
        yield Fault("low", _("The lower bound is above the upper bound."))
    elif result.value is not None and (_is_turned_round(result.low, result.value) or _is_turned_round(result.value, result.high)):
        yield Fault("value", _("The value lies outside its interval."))


def _unit_faults(result: ResultNumbers, numbers: list[Decimal]) -> Iterator[Fault]:
    if result.unit in ("", Unit.NONE.code):
        yield Fault("unit", _("A number needs its unit."), is_gap=True)
        return
    try:
        unit = Unit.from_code(result.unit)
    except UnknownUnit:
        return  # the field itself refuses what is not among its choices
    allowed = DIMENSIONS.get(result.outcome)
    if allowed is not None and unit.dimension not in allowed:
        units = ", ".join(one.value for one in Unit if one.dimension in allowed)
        yield Fault("unit", _("This cannot be measured in %(unit)s. Use one of: %(units)s."), {"unit": unit.value, "units": units})
        return
    if result.kind == LEVEL and result.outcome not in MAY_TURN_SIGN and not is_only_a_difference(result.outcome, result.unit) and min(numbers) < 0:
        yield Fault("value", _("A level is not below zero. If the number is a loss, say that it is a difference."))
        return
    low, high = _BOUNDS.get(unit, (None, None))
    if low is None or high is None:
        return
    if unit is Unit.PERCENT and result.outcome in MAY_TURN_SIGN:
        low = -high
    if not all(low <= number <= high for number in numbers):
        params = {"low": printed(low), "high": printed(high), "unit": unit.value}
        yield Fault("value", _("In %(unit)s a number lies between %(low)s and %(high)s."), params)


def _depth_faults(result: ResultNumbers) -> Iterator[Fault]:
    top, bottom = result.depth_top_cm, result.depth_bottom_cm
    for name, depth in (("depth_top_cm", top), ("depth_bottom_cm", bottom)):
        if depth is not None and not 0 <= depth <= DEEPEST_CM:
            yield Fault(name, _("A depth is between %(low)s and %(high)s cm."), {"low": 0, "high": DEEPEST_CM})
    if _is_turned_round(top, bottom):
        yield Fault("depth_top_cm", _("The depth begins below where it ends."))
    if result.depth_not_reported and (top is not None or bottom is not None):
        yield Fault("depth_not_reported", _("A depth is given, so it cannot be “not reported” as well."))


def _duration_faults(result: ResultNumbers) -> Iterator[Fault]:
    years = result.duration_years
    if years is not None and not 0 < years <= LONGEST_YEARS:
        text = _("A duration is above %(low)s and at most %(high)s years.")
        yield Fault("duration_years", text, {"low": 0, "high": printed(LONGEST_YEARS)})
    if result.duration_not_reported and years is not None:
        yield Fault("duration_not_reported", _("A duration is given, so it cannot be “not reported” as well."))


def _missing(result: ResultNumbers) -> Iterator[Fault]:
    has_depth = result.depth_top_cm is not None or result.depth_bottom_cm is not None
    if result.outcome in NEEDS_DEPTH and not has_depth and not result.depth_not_reported:
        yield Fault(
            "depth_bottom_cm", _("Carbon in the soil needs its depth; tick “the source does not report the depth” where it is missing."), is_gap=True
        )
    if result.outcome in NEEDS_DURATION and result.duration_years is None and not result.duration_not_reported:
        yield Fault(
            "duration_years", _("A rate needs its duration; tick “the source does not report the duration” where it is missing."), is_gap=True
        )


def _is_turned_round(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def printed(number: float) -> str:
    """With the true minus sign, as sentences print it."""
    return f"{number:,}".replace("-", "−").replace(",", "\u202f")
