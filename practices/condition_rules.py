"""What the conditions of a site may say: which numbers, in which unit, between which limits. Pure.

Classes are terms of the vocabularies (`practices/vocabularies`); whether a code exists is asked where a database is at hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from practices.result_rules import Fault, _, printed


@dataclass(frozen=True, slots=True)
class NumberOf:
    """One kind of number: its unit (empty: it has none), what is possible on this planet, and what people write in place of no unit."""

    unit: str
    low: float
    high: float
    also_written: frozenset[str] = frozenset()


NUMBERS: Mapping[str, NumberOf] = {
    "rainfall_mm": NumberOf("mm", 0, 15_000),
    "temperature_c": NumberOf("°C", -60, 60),
    "altitude_m": NumberOf("m", -430, 8850),
    "slope_pct": NumberOf("%", 0, 400),
    "growing_days": NumberOf("d", 0, 366),
    "aridity_index": NumberOf("", 0, 20),
    "soil_depth_cm": NumberOf("cm", 0, 10_000),
    "groundwater_m": NumberOf("m", 0, 1000),
    "soil_ph": NumberOf("", 0, 14, frozenset({"ph"})),
    "clay_pct": NumberOf("%", 0, 100),
    "sand_pct": NumberOf("%", 0, 100),
    "silt_pct": NumberOf("%", 0, 100),
    "soil_organic_carbon_g_kg": NumberOf("g/kg", 0, 600),
    "topsoil_organic_matter_pct": NumberOf("%", 0, 100),
    "bulk_density_g_cm3": NumberOf("g/cm³", 0, 2.65),
}
"""By attribute. The extremes: rain of Mawsynram in its wettest years, the Dead Sea and Mount Everest, stone without pores (2.65 g/cm³)."""


NOT_OF_A_PLACE = frozenset({"agrovoc", "practice_name", "purpose", "slm_group"})
"""Vocabularies about practices: none of their terms is a condition of a place."""


def owes_unit(attribute: str, unit: str) -> bool:
    """Whether a number of this attribute misleads as it is: a pH and an index have no unit, all others name theirs."""
    kind = NUMBERS.get(attribute)
    return not unit.strip() and (kind is None or bool(kind.unit))


def kept_unit(attribute: str, unit: str) -> str:
    """The unit as the bank keeps it: that of the attribute where none is written, none where “pH” stands for it, else what is written."""
    kind = NUMBERS.get(attribute)
    if kind is None:
        return unit
    written = unit.strip()
    return kind.unit if not written or written.casefold() in kind.also_written else written


def condition_faults(*, attribute: str, scheme: str, code: str, value: Decimal | None, unit: str, schemes: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with a condition. `schemes` are the vocabularies there are; a number has no scheme, a class no number."""
    kind = NUMBERS.get(attribute)
    known = {*NUMBERS, *(schemes - NOT_OF_A_PLACE)}
    if attribute not in known:
        yield Fault("attribute", _("“%(name)s” is not known. Use one of: %(known)s."), {"name": attribute, "known": ", ".join(sorted(known))})
    if value is None and not code:
        yield Fault("value", _("Say which class it is (scheme and code), or give a number."))
    if scheme and scheme not in schemes:
        yield Fault(
            "scheme", _("“%(name)s” is not a vocabulary of the bank. Use one of: %(known)s."), {"name": scheme, "known": ", ".join(sorted(schemes))}
        )
    if code and not scheme:
        yield Fault("scheme", _("A code needs the vocabulary it comes from."))
    elif code and scheme in schemes and attribute in known and scheme != attribute:
        yield Fault("code", _("This class does not tell what was chosen above it. Choose one of the same name."))
    if value is not None:
        yield from _number_faults(kind, value, unit)


def _number_faults(kind: NumberOf | None, value: Decimal, unit: str) -> Iterator[Fault]:
    if kind is None:
        yield Fault("value", _("This is told as a class, not as a number."))
        return
    if unit.strip() and unit.strip() != kind.unit and unit.strip().casefold() not in kind.also_written:  # without one, the attribute says it
        text = _("The unit of this number is “%(unit)s”; convert it first.") if kind.unit else _("This number has no unit: leave the unit empty.")
        yield Fault("unit", text, {"unit": kind.unit} if kind.unit else {})
    if not (value.is_finite() and Decimal(str(kind.low)) <= value <= Decimal(str(kind.high))):
        params = {"low": printed(kind.low), "high": printed(kind.high), "unit": f"\u00a0{kind.unit}" if kind.unit else ""}
        yield Fault("value", _("A number from %(low)s to %(high)s%(unit)s is possible here."), params)
