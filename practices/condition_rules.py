"""What the conditions of a site may say: which numbers, in which unit, between which limits. Pure.

Classes are terms of the vocabularies (`practices/vocabularies`); whether a code exists is asked where a database is at hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from practices.result_rules import Fault, _, printed


@dataclass(frozen=True, slots=True)
class NumberOf:
    """One kind of number: its unit, and what is possible on this planet."""

    unit: str
    low: float
    high: float


NUMBERS: Mapping[str, NumberOf] = {
    "rainfall_mm": NumberOf("mm", 0, 15_000),
    "temperature_c": NumberOf("°C", -60, 60),
    "altitude_m": NumberOf("m", -430, 8850),
    "slope_pct": NumberOf("%", 0, 400),
    "growing_days": NumberOf("d", 0, 366),
    "aridity_index": NumberOf("", 0, 20),
    "soil_depth_cm": NumberOf("cm", 0, 10_000),
    "groundwater_m": NumberOf("m", 0, 1000),
    "soil_ph": NumberOf("", 0, 14),
    "clay_pct": NumberOf("%", 0, 100),
    "sand_pct": NumberOf("%", 0, 100),
    "silt_pct": NumberOf("%", 0, 100),
    "soil_organic_carbon_g_kg": NumberOf("g/kg", 0, 600),
    "topsoil_organic_matter_pct": NumberOf("%", 0, 100),
    "bulk_density_g_cm3": NumberOf("g/cm³", 0, 2.65),
}
"""By attribute. The extremes: rain of Mawsynram in its wettest years, the Dead Sea and Mount Everest, stone without pores (2.65 g/cm³)."""


def condition_faults(*, attribute: str, scheme: str, code: str, value: Decimal | None, unit: str, schemes: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with a condition. `schemes` are the vocabularies there are; a number has no scheme, a class no number."""
    kind = NUMBERS.get(attribute)
    if kind is None and attribute not in schemes:
        yield Fault(
            "attribute", _("“%(name)s” is not known. Use one of: %(known)s."), {"name": attribute, "known": ", ".join(sorted({*NUMBERS, *schemes}))}
        )
    if value is None and not code:
        yield Fault("value", _("Say which class it is (scheme and code), or give a number."))
    if scheme and scheme not in schemes:
        yield Fault(
            "scheme", _("“%(name)s” is not a vocabulary of the bank. Use one of: %(known)s."), {"name": scheme, "known": ", ".join(sorted(schemes))}
        )
    if code and not scheme:
        yield Fault("scheme", _("A code needs the vocabulary it comes from."))
    if value is not None:
        yield from _number_faults(kind, value, unit)


def _number_faults(kind: NumberOf | None, value: Decimal, unit: str) -> Iterator[Fault]:
    if kind is None:
        yield Fault("value", _("This is told as a class, not as a number."))
        return
    if unit and unit != kind.unit:  # without one, the attribute says it
        yield Fault("unit", _("The unit of this number is “%(unit)s”; convert it first."), {"unit": kind.unit})
    if not (value.is_finite() and Decimal(str(kind.low)) <= value <= Decimal(str(kind.high))):
        params = {"low": printed(kind.low), "high": printed(kind.high), "unit": kind.unit}
        yield Fault("value", _("A number from %(low)s to %(high)s %(unit)s is possible here."), params)
