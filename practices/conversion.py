"""Quantities in another unit, for display and comparison. Pure; what is stored stays as the source gave it.

Why units are kept as given, and what is never converted: `docs/adr/0012-units-stored-as-given.md`.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from practices.quantities import Dimension, IntervalKind, Quantity, Unit

CARBON_IN_CO2 = (Decimal(12), Decimal(44))
"""Mass of carbon in carbon dioxide: 12 of 44. Source: IPCC (2006), Guidelines, volume 4, chapter 2."""
FEWEST_DIGITS = 3
"""Significant digits shown of a number that does not convert exactly, even where the source printed fewer."""
SOIL_CARBON_RATES = frozenset({"soc_stock_change_rate"})
"""Outcomes whose CO₂ equivalents are carbon of the soil and nothing else. Methane and whole balances are not."""

_EXACT = Context(prec=60)
_SYMMETRIC = (IntervalKind.SE, IntervalKind.SD, IntervalKind.AS_REPORTED)
_DISPLAY_UNITS = {Unit.LN_RATIO: Unit.RATIO, Unit.RATIO: Unit.RATIO, Unit.PERCENT: Unit.PERCENT}
"""Relative changes keep their form, but nobody reads logarithms."""


class NotConvertible(ValueError):
    """The two units measure different things, or the number has no counterpart in the other. Trying again cannot help."""


def convert(quantity: Quantity, to: Unit) -> Quantity:
    """The same quantity in the unit `to`: value and bounds, the order of which is kept.

    Exact, but for logarithms. A log response ratio becomes a ratio by exp(): of a mean of logarithms this is the geometric mean.
    A spread of ± (standard error or deviation, or of a kind not said) has no counterpart there and is left out; confidence
    intervals and ranges are carried over bound by bound.

    Raises `NotConvertible` between dimensions: a content is no stock, CO₂ equivalents are no soil carbon (see `soil_carbon_of`),
    a default factor is no measured ratio.
    """
    if quantity.unit is to:
        return quantity
    if quantity.unit.dimension is not to.dimension or to is Unit.NONE:
        raise NotConvertible(f"{quantity.unit.value or 'a text'} cannot be given in {to.value or 'words'}: they measure different things")
    with localcontext(_EXACT):
        value, low, high = (None if part is None else _part(part, quantity.unit, to) for part in (quantity.value, quantity.low, quantity.high))
    if Unit.LN_RATIO in (quantity.unit, to) and quantity.interval in _SYMMETRIC and value is not None:
        return Quantity(value=value, unit=to)
    return Quantity(value=value, low=low, high=high, unit=to, interval=quantity.interval)


def soil_carbon_of(quantity: Quantity) -> Quantity:
    """A yearly stock change printed in t CO₂e/ha/yr as t C/ha/yr: 12/44 of it, the sign kept.

    Only for results about the carbon of the soil (`SOIL_CARBON_RATES`). Raises `NotConvertible` for any other unit.
    """
    if quantity.unit is not Unit.T_CO2E_HA_YR:
        raise NotConvertible(f"{quantity.unit.value or 'a text'} holds no CO₂ equivalents")
    carbon, dioxide = CARBON_IN_CO2
    with localcontext(_EXACT):
        value, low, high = (None if part is None else part * carbon / dioxide for part in (quantity.value, quantity.low, quantity.high))
    return Quantity(value=value, low=low, high=high, unit=Unit.T_C_HA_YR, interval=quantity.interval)


def quantity_in(quantity: Quantity, to: Unit, *, outcome: str = "") -> Quantity:
    """`convert`, and for results about soil carbon also from CO₂ equivalents to carbon. `outcome` is a code such as ``soc_stock``."""
    if quantity.unit is Unit.T_CO2E_HA_YR and to.dimension is Dimension.CARBON_STOCK_RATE and outcome in SOIL_CARBON_RATES:
        quantity = soil_carbon_of(quantity)
    return convert(quantity, to)


def display_quantity(quantity: Quantity, *, outcome: str = "") -> Quantity:
    """The quantity in the unit in which pages compare it: t C/ha, t C/ha/yr, g/kg, t/ha; per cent and ratios as they are.

    Numbers that do not convert exactly are rounded to the significant digits of the source, at least `FEWEST_DIGITS`.
    What is already in that unit is returned untouched.
    """
    to = display_unit(quantity.unit, outcome=outcome)
    shown = quantity_in(quantity, to, outcome=outcome)
    return _rounded(shown, like=quantity) if quantity.unit in (Unit.LN_RATIO, Unit.T_CO2E_HA_YR) and shown is not quantity else shown


def display_unit(unit: Unit, *, outcome: str = "") -> Unit:
    """The unit pages print for results stored in `unit`."""
    if unit is Unit.T_CO2E_HA_YR and outcome in SOIL_CARBON_RATES:
        return Unit.T_C_HA_YR
    return _DISPLAY_UNITS.get(unit) or unit.dimension.canonical


def _part(part: Decimal, unit: Unit, to: Unit) -> Decimal:
    if unit.dimension is Dimension.RELATIVE_CHANGE:
        return _of_ratio(_ratio(part, unit), to)
    return part * unit.scale / to.scale


def _ratio(part: Decimal, unit: Unit) -> Decimal:
    """With the practice divided by without, whatever the form the change is given in."""
    if unit is Unit.LN_RATIO:
        return part.exp()
    return 1 + part / 100 if unit is Unit.PERCENT else part


def _of_ratio(ratio: Decimal, to: Unit) -> Decimal:
    if to is Unit.LN_RATIO:
        if ratio <= 0:
            raise NotConvertible("only a ratio above zero has a logarithm")
        return ratio.ln()
    return (ratio - 1) * 100 if to is Unit.PERCENT else ratio


def _rounded(quantity: Quantity, *, like: Quantity) -> Quantity:
    """All three numbers to the same significant digits, so that they stay in order."""
    printed = [len(part.normalize().as_tuple().digits) for part in (like.value, like.low, like.high) if part is not None]
    context = Context(prec=max([FEWEST_DIGITS, *printed]), rounding=ROUND_HALF_EVEN)
    value, low, high = (None if part is None else context.plus(part) for part in (quantity.value, quantity.low, quantity.high))
    return Quantity(value=value, low=low, high=high, unit=quantity.unit, interval=quantity.interval)
