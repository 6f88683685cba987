"""Quantities as science prints them: a value, its interval, its unit. Pure.

Unknown is ``None`` and never zero. Nothing is converted or rounded: what a source printed is what is kept.
"""

import enum
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


class Unit(enum.Enum):
    """Units the bank understands. The value is what is printed; it is the same in every language."""

    T_C_HA = "t C/ha"
    """Stock of organic carbon, tonnes per hectare, down to a depth that must be said."""
    T_C_HA_YR = "t C/ha/yr"
    """Yearly change of a stock. A rate holds for some decades and can be lost again."""
    G_KG = "g/kg"
    """Content (concentration) of organic carbon in soil."""
    PERCENT = "%"
    """Relative difference from the comparison."""
    RATIO = "ratio"
    """With the practice divided by without; 1 means no change."""
    FACTOR = "factor"
    """A default multiplier from a guideline, not a measurement; 1 means no change."""
    NONE = ""
    """A text result without a number."""

    @property
    def code(self) -> str:
        """The stable name used in files and in the database, such as ``t_c_ha_yr``."""
        return self.name.lower()

    @property
    def no_change(self) -> Decimal:
        """The value that means "no difference" in this unit."""
        return Decimal(1) if self in (Unit.RATIO, Unit.FACTOR) else Decimal(0)

    @classmethod
    def from_code(cls, code: str) -> "Unit":
        """The unit with this code. Raises `UnknownUnit` with the list of codes when there is none."""
        try:
            return cls[code.upper()]
        except KeyError:
            raise UnknownUnit(code) from None


class UnknownUnit(ValueError):
    """A unit code the bank does not know; trying again cannot help."""

    def __init__(self, code: str):
        known = ", ".join(unit.code for unit in Unit)
        super().__init__(f"“{code}” is not a unit of the bank; use one of {known}")


class AmbiguousQuantity(ValueError):
    """A printed number that can be read in two ways ("1.234"); a person has to decide."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, either of which may be unknown. Raises ``ValueError`` when turned round."""

    low: Decimal | None
    high: Decimal | None

    def __post_init__(self):
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"{self.low} is more than {self.high}; the lower bound comes first")

    def __contains__(self, value: Decimal) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    @property
    def is_closed(self) -> bool:
        """Whether both bounds are known."""
        return self.low is not None and self.high is not None


class IntervalKind(enum.StrEnum):
    """What the interval of a result means."""

    CI95 = "ci95"
    """95 % confidence interval."""
    SE = "se"
    """Value plus and minus one standard error."""
    SD = "sd"
    """Value plus and minus one standard deviation."""
    RANGE = "range"
    """Smallest and largest value found."""
    AS_REPORTED = "as_reported"
    """Printed as plus or minus without saying which kind."""
    NONE = "none"
    """No interval is reported."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A central value with bounds in one unit; any part may be unknown."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Unit = Unit.NONE
    interval: IntervalKind = IntervalKind.NONE

    def __post_init__(self):
        bounds = Interval(self.low, self.high)
        if self.value is not None and self.value not in bounds:
            raise ValueError(f"the value {self.value} lies outside its interval {self.low} to {self.high}")

    @property
    def is_known(self) -> bool:
        """Whether there is any number at all."""
        return any(part is not None for part in (self.value, self.low, self.high))

    @property
    def includes_no_change(self) -> bool:
        """Whether the interval contains "no difference": then the result is not clear."""
        return self.low is not None and self.high is not None and self.low <= self.unit.no_change <= self.high


_NUMBER = r"[−+-]?\d{1,12}(?:[.,]\d{1,12})?"
"""Twelve digits on each side: more than anybody printed, and few enough that sums of two stay exact."""
_PLUS_MINUS = re.compile(rf"^({_NUMBER})\s*(?:±|\+/-)\s*({_NUMBER})$")
_RANGE = re.compile(rf"^({_NUMBER})\s*(?:–|—|to|\bà\b|\ba\b|(?<=\d)-|(?<=\s)-(?=\s))\s*({_NUMBER})$")
_SINGLE = re.compile(rf"^({_NUMBER})\s*(%?)$")
_UNKNOWN = {"", "na", "n/a", "n.a.", "nd", "n.d.", "-", "–", "—", "not reported", "non renseigné", "sin datos"}


def parse_quantity(text: str, unit: Unit) -> Quantity | None:
    """Read a published value such as ``"0.65 ± 0.2"``, ``"0.3–0.8"`` or ``"12,5"`` as one quantity in `unit`.

    Returns ``None`` for "NA" and blanks: unknown is not zero. A range has bounds and no central value.
    Raises `AmbiguousQuantity` when two readings are possible ("1.234", "1,234"), ``ValueError`` when it is no number.
    Source of the accepted forms: the tables of FAO & ITPS (2021), Recarbonizing global soils.
    """
    text = " ".join(text.split())
    if text.lower() in _UNKNOWN:
        return None
    if match := _PLUS_MINUS.match(text):
        value, spread = _decimal(match[1]), abs(_decimal(match[2]))
        return Quantity(value=value, low=value - spread, high=value + spread, unit=unit, interval=IntervalKind.AS_REPORTED)
    if match := _RANGE.match(text):
        return Quantity(value=None, low=_decimal(match[1]), high=_decimal(match[2]), unit=unit, interval=IntervalKind.RANGE)
    if (match := _SINGLE.match(text)) and (not match[2] or unit is Unit.PERCENT):
        return Quantity(value=_decimal(match[1]), unit=unit)
    raise ValueError(f"“{text}” is not a number, a range or a number with ±")


def _decimal(text: str) -> Decimal:
    if re.fullmatch(r"[−+-]?[1-9]\d{0,2}[.,]\d{3}", text):
        raise AmbiguousQuantity(f"“{text}” can be read with a thousands separator or a decimal sign; write it another way")
    try:
        return Decimal(text.replace("−", "-").replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"“{text}” is not a number") from None
