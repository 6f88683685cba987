"""Quantities as science prints them: a value, its interval, its unit. Pure.

Unknown is ``None`` and never zero. Nothing is converted or rounded: what a source printed is what is kept.
"""

import enum
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from practices.sentences import Sentence
from practices.sentences import marked as _


class Dimension(enum.Enum):
    """What a unit measures. Only units of one dimension can be compared; the value is the code of its canonical unit."""

    CARBON_STOCK = "t_c_ha"
    """Organic carbon of an area down to a depth."""
    CARBON_STOCK_RATE = "t_c_ha_yr"
    """Yearly change of such a stock."""
    GAS_RATE = "t_co2e_ha_yr"
    """Greenhouse gases as carbon dioxide equivalents, which is carbon of a soil only where the source says so."""
    CONTENT = "g_kg"
    """Share of the soil's mass. It is no stock: that needs the bulk density and the stones of the same sample."""
    RELATIVE_CHANGE = "percent"
    """With the practice against without it."""
    DEFAULT_FACTOR = "factor"
    """A multiplier a guideline recommends. Nobody measured it, so it stays apart from ratios."""
    MASS_PER_AREA = "t_ha"
    """What is harvested from, brought to or carried off an area."""
    MASS_PER_AREA_RATE = "t_ha_yr"
    """The same each year."""
    WATER_DEPTH = "mm"
    """Rain, run-off or stored water as the height of its layer."""
    WATER_RATE = "mm_h"
    """Height of a layer of water that soaks in each hour."""
    VOLUME_SHARE = "percent_volume"
    """Share of the soil's volume, such as water."""
    NONE = "none"
    """No number."""

    @property
    def canonical(self) -> "Unit":
        """The unit in which quantities of this dimension are compared."""
        return Unit.from_code(self.value)


class Unit(enum.Enum):
    """Units the bank understands. The value is what is printed where no language has words of its own for it."""

    T_C_HA = "t C/ha"
    """Stock of organic carbon, tonnes per hectare, down to a depth that must be said."""
    MG_C_HA = "Mg C/ha"
    """The same stock as many journals write it: one megagram is one tonne."""
    KG_C_M2 = "kg C/m²"
    G_C_M2 = "g C/m²"
    T_C_HA_YR = "t C/ha/yr"
    """Yearly change of a stock. A rate holds for some decades and can be lost again."""
    MG_C_HA_YR = "Mg C/ha/yr"
    KG_C_HA_YR = "kg C/ha/yr"
    KG_C_M2_YR = "kg C/m²/yr"
    G_C_M2_YR = "g C/m²/yr"
    T_CO2E_HA_YR = "t CO₂e/ha/yr"
    """Greenhouse gases as carbon dioxide equivalents."""
    G_KG = "g/kg"
    """Content (concentration) of organic carbon in soil."""
    MG_G = "mg/g"
    """The same number as g/kg."""
    PERCENT_WEIGHT = "% by weight"
    """Content: grams in a hundred grams of soil. Not to be confused with a difference in per cent."""
    PERCENT = "%"
    """Relative difference from the comparison."""
    RATIO = "ratio"
    """With the practice divided by without; 1 means no change."""
    LN_RATIO = "ln ratio"
    """Natural logarithm of that ratio (log response ratio); 0 means no change."""
    FACTOR = "factor"
    """A default multiplier from a guideline, not a measurement; 1 means no change."""
    T_HA = "t/ha"
    """A yield, or anything else by mass on an area."""
    KG_HA = "kg/ha"
    T_HA_YR = "t/ha/yr"
    """Soil carried off, or anything else by mass on an area in a year."""
    KG_HA_YR = "kg/ha/yr"
    MM = "mm"
    MM_H = "mm/h"
    """Infiltration: the water a soil takes in each hour."""
    PERCENT_VOLUME = "% by volume"
    NONE = ""
    """A text result without a number."""

    @property
    def dimension(self) -> Dimension:
        """What it measures."""
        return _SCALES[self][0]

    @property
    def scale(self) -> Decimal:
        """How many of the canonical unit one of this unit is. Without meaning for ratios, which `conversion` treats apart."""
        return _SCALES[self][1]

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


def _scales() -> dict[Unit, tuple[Dimension, Decimal]]:
    """Dimension of each unit, and how many of the canonical unit it is. Definitions of the SI: 1 Mg = 1 t, 1 ha = 10,000 m²."""
    kinds = Dimension
    table = (
        (kinds.CARBON_STOCK, {Unit.T_C_HA: "1", Unit.MG_C_HA: "1", Unit.KG_C_M2: "10", Unit.G_C_M2: "0.01"}),
        (
            kinds.CARBON_STOCK_RATE,
            {Unit.T_C_HA_YR: "1", Unit.MG_C_HA_YR: "1", Unit.KG_C_HA_YR: "0.001", Unit.KG_C_M2_YR: "10", Unit.G_C_M2_YR: "0.01"},
        ),
        (kinds.GAS_RATE, {Unit.T_CO2E_HA_YR: "1"}),
        (kinds.CONTENT, {Unit.G_KG: "1", Unit.MG_G: "1", Unit.PERCENT_WEIGHT: "10"}),
        (kinds.RELATIVE_CHANGE, {Unit.PERCENT: "1", Unit.RATIO: "100", Unit.LN_RATIO: "1"}),
        (kinds.DEFAULT_FACTOR, {Unit.FACTOR: "1"}),
        (kinds.MASS_PER_AREA, {Unit.T_HA: "1", Unit.KG_HA: "0.001"}),
        (kinds.MASS_PER_AREA_RATE, {Unit.T_HA_YR: "1", Unit.KG_HA_YR: "0.001"}),
        (kinds.WATER_DEPTH, {Unit.MM: "1"}),
        (kinds.WATER_RATE, {Unit.MM_H: "1"}),
        (kinds.VOLUME_SHARE, {Unit.PERCENT_VOLUME: "1"}),
        (kinds.NONE, {Unit.NONE: "1"}),
    )
    return {unit: (dimension, Decimal(scale)) for dimension, units in table for unit, scale in units.items()}


_SCALES = _scales()


class UnknownUnit(ValueError):
    """A unit code the bank does not know; trying again cannot help."""

    def __init__(self, code: str):
        known = ", ".join(unit.code for unit in Unit)
        super().__init__(Sentence(_("“%(code)s” is not a unit of the bank; use one of %(known)s"), code=code, known=known))


class AmbiguousQuantity(ValueError):
    """A printed number that can be read in two ways ("1.234"); a person has to decide."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, either of which may be unknown. Raises ``ValueError`` when turned round."""

    low: Decimal | None
    high: Decimal | None

    def __post_init__(self):
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(Sentence(_("%(low)s is more than %(high)s; the lower bound comes first"), low=self.low, high=self.high))

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
            text = _("the value %(value)s lies outside its interval %(low)s to %(high)s")
            raise ValueError(Sentence(text, value=self.value, low=self.low, high=self.high))

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
    raise ValueError(Sentence(_("“%(number)s” is not a number, a range or a number with ±"), number=text))


def _decimal(text: str) -> Decimal:
    if re.fullmatch(r"[−+-]?[1-9]\d{0,2}[.,]\d{3}", text):
        said = _("“%(number)s” can be read with a thousands separator or a decimal sign; write it another way")
        raise AmbiguousQuantity(Sentence(said, number=text))
    try:
        return Decimal(text.replace("−", "-").replace(",", "."))
    except InvalidOperation:
        raise ValueError(Sentence(_("“%(number)s” is not a number"), number=text)) from None
