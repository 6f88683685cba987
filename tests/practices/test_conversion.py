"""Units: what a source gave, in another unit of the same dimension; and what is never converted."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.conversion import NotConvertible, convert, display_quantity, display_unit, quantity_in, soil_carbon_of
from practices.models.choices import UNIT_CHOICES
from practices.quantities import Dimension, IntervalKind, Quantity, Unit
from practices.reading.display import UNIT_WORDS
from practices.result_rules import DIMENSIONS

quick = settings(deadline=None, database=None)
PAIRS = [(one, other) for one in Unit for other in Unit if one.dimension is other.dimension and one is not other]
LINEAR = [pair for pair in PAIRS if Unit.LN_RATIO not in pair]
numbers = st.decimals(-1000, 1000, places=6)
positive = st.decimals("0.000001", 100, places=6)


def q(value=None, unit=Unit.NONE, low=None, high=None, interval=IntervalKind.NONE) -> Quantity:
    value, low, high = (None if part is None else Decimal(str(part)) for part in (value, low, high))
    return Quantity(value=value, low=low, high=high, unit=unit, interval=interval)


@pytest.mark.parametrize(
    ("given", "to", "expected"),
    [
        (q("2.5", Unit.KG_C_M2), Unit.T_C_HA, "25"),
        (q("2500", Unit.G_C_M2), Unit.T_C_HA, "25"),
        (q("25", Unit.MG_C_HA), Unit.T_C_HA, "25"),
        (q("320", Unit.KG_C_HA_YR), Unit.T_C_HA_YR, "0.32"),
        (q("32", Unit.G_C_M2_YR), Unit.T_C_HA_YR, "0.32"),
        (q("0.032", Unit.KG_C_M2_YR), Unit.MG_C_HA_YR, "0.32"),
        (q("1.2", Unit.PERCENT_WEIGHT), Unit.G_KG, "12"),
        (q("12", Unit.MG_G), Unit.G_KG, "12"),
        (q("1.25", Unit.RATIO), Unit.PERCENT, "25"),
        (q("-24", Unit.PERCENT), Unit.RATIO, "0.76"),
        (q("3500", Unit.KG_HA), Unit.T_HA, "3.5"),
        (q("12", Unit.T_HA_YR), Unit.KG_HA_YR, "12000"),
    ],
)
def test_units_of_one_dimension_convert_exactly(given, to, expected):
    assert convert(given, to) == q(expected, to)


def test_unknown_stays_unknown():
    assert convert(q(None, Unit.KG_C_M2), Unit.T_C_HA) == q(None, Unit.T_C_HA)


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        (Unit.G_KG, Unit.T_C_HA),
        (Unit.PERCENT_WEIGHT, Unit.PERCENT),
        (Unit.PERCENT, Unit.PERCENT_WEIGHT),
        (Unit.T_C_HA, Unit.T_C_HA_YR),
        (Unit.T_CO2E_HA_YR, Unit.T_C_HA_YR),
        (Unit.FACTOR, Unit.RATIO),
        (Unit.T_HA, Unit.T_C_HA),
        (Unit.NONE, Unit.PERCENT),
    ],
)
def test_what_measures_something_else_is_never_converted(unit, to):
    with pytest.raises(NotConvertible, match="they measure different things"):
        convert(q(1, unit), to)


def test_co2_equivalents_are_carbon_only_where_the_result_is_about_the_carbon_of_the_soil():
    given = q("3.67", Unit.T_CO2E_HA_YR, "1.1", "4.4", IntervalKind.CI95)
    assert display_quantity(given, outcome="soc_stock_change_rate") == q("1.00", Unit.T_C_HA_YR, "0.300", "1.20", IntervalKind.CI95)
    for outcome in sorted(DIMENSIONS.keys() - {"soc_stock_change_rate"}):
        assert display_quantity(given, outcome=outcome) is given
        with pytest.raises(NotConvertible):
            quantity_in(given, Unit.T_C_HA_YR, outcome=outcome)


def test_a_loss_in_co2_equivalents_stays_a_loss():
    assert soil_carbon_of(q("-44", Unit.T_CO2E_HA_YR)) == q("-12", Unit.T_C_HA_YR)
    with pytest.raises(NotConvertible, match="holds no CO₂ equivalents"):
        soil_carbon_of(q("1", Unit.T_C_HA_YR))


def test_a_log_response_ratio_is_shown_as_a_ratio_with_its_confidence_interval():
    given = q("0.2", Unit.LN_RATIO, "0.1", "0.3", IntervalKind.CI95)
    assert display_quantity(given) == q("1.22", Unit.RATIO, "1.11", "1.35", IntervalKind.CI95)


@pytest.mark.parametrize("kind", [IntervalKind.SE, IntervalKind.SD, IntervalKind.AS_REPORTED])
def test_a_spread_of_logarithms_has_no_counterpart_and_is_left_out(kind):
    assert display_quantity(q("0", Unit.LN_RATIO, "-0.1", "0.1", kind)) == q("1", Unit.RATIO)


def test_a_ratio_of_nothing_has_no_logarithm():
    with pytest.raises(NotConvertible, match="above zero"):
        convert(q("0", Unit.RATIO), Unit.LN_RATIO)


def test_what_is_already_in_the_unit_of_pages_is_not_touched():
    given = q("0.3200", Unit.T_C_HA_YR)
    assert display_quantity(given, outcome="soc_stock_change_rate") is given


@pytest.mark.parametrize("pair", LINEAR, ids=lambda pair: f"{pair[0].code}-{pair[1].code}")
@settings(quick, max_examples=25)
@given(value=numbers)
def test_there_and_back_gives_the_same_number(pair, value):
    there = convert(q(value, pair[0]), pair[1])
    assert convert(there, pair[0]).value == value


@quick
@given(value=st.decimals(-7, 7, places=6), to=st.sampled_from([Unit.RATIO, Unit.PERCENT]))
def test_logarithms_come_back_to_fifty_digits(value, to):
    assert abs(convert(convert(q(value, Unit.LN_RATIO), to), Unit.LN_RATIO).value - value) < Decimal("1e-50")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0].code}-{pair[1].code}")
@settings(quick, max_examples=25)
@given(parts=st.lists(positive, min_size=3, max_size=3))
def test_conversion_and_display_keep_the_order_of_an_interval(pair, parts):
    low, value, high = sorted(parts)
    given = q(value, pair[0], low, high, IntervalKind.CI95)
    for shown in (convert(given, pair[1]), display_quantity(given)):
        assert shown.low <= shown.value <= shown.high


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0].code}-{pair[1].code}")
def test_no_change_is_no_change_in_every_unit(pair):
    one, other = pair
    if one.dimension in (Dimension.RELATIVE_CHANGE, Dimension.CARBON_STOCK_RATE):
        assert convert(q(one.no_change, one), other).value == other.no_change


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_has_a_dimension_whose_canonical_unit_has_it_too(unit):
    assert unit.dimension.canonical.dimension is unit.dimension
    assert display_unit(unit).dimension is unit.dimension


def test_every_unit_can_be_chosen_in_the_form_and_is_printed():
    assert [code for code, _words in UNIT_CHOICES] == [unit.code for unit in Unit]
    assert all(unit in UNIT_WORDS or "yr" not in unit.value for unit in Unit), "a year is a word of a language"
