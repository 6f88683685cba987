"""Reading printed numbers: what is read, what is unknown, and what a person has to decide."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.quantities import AmbiguousQuantity, Interval, IntervalKind, Quantity, Unit, UnknownUnit, parse_quantity

quick = settings(deadline=None, database=None)


def parts(text: str, unit: Unit = Unit.G_KG) -> tuple[str | None, ...]:
    """Value, low and high as texts."""
    quantity = parse_quantity(text, unit)
    return tuple(None if part is None else str(part) for part in (quantity.value, quantity.low, quantity.high))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", ("12", None, None)),
        ("12,5", ("12.5", None, None)),
        ("−0.3", ("-0.3", None, None)),
        ("-0.3", ("-0.3", None, None)),
        (" 0.302 ", ("0.302", None, None)),
        ("0.65 ± 0.2", ("0.65", "0.45", "0.85")),
        ("0.65±0.2", ("0.65", "0.45", "0.85")),
        ("0,65 +/- 0,2", ("0.65", "0.45", "0.85")),
        ("0.3–0.8", (None, "0.3", "0.8")),
        ("0.3-0.8", (None, "0.3", "0.8")),
        ("0.3 - 0.8", (None, "0.3", "0.8")),
        ("−0.8 to −0.3", (None, "-0.8", "-0.3")),
        ("0,3 à 0,8", (None, "0.3", "0.8")),
        ("0,3 a 0,8", (None, "0.3", "0.8")),
    ],
)
def test_a_printed_number_is_read_exactly(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize("text", ["", " ", "NA", "n/a", "n.a.", "N.D.", "-", "–", "—", "not reported", "Non renseigné", "sin datos"])
def test_unknown_is_none_and_never_zero(text):
    assert parse_quantity(text, Unit.T_C_HA) is None


def test_zero_is_a_number():
    assert parse_quantity("0", Unit.T_C_HA) == Quantity(value=Decimal(0), unit=Unit.T_C_HA)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345 ± 1", "1 – 2,500", "−1.234"])
def test_a_number_with_two_readings_is_for_a_person(text):
    with pytest.raises(AmbiguousQuantity):
        parse_quantity(text, Unit.G_KG)


@pytest.mark.parametrize("text", ["much", "1 2", "1..2", "1e5", "nan", "inf", "1–2–3", "± 3", "0.8–0.3", "1 ±", "9" * 40, "12 t/ha"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="."):
        parse_quantity(text, Unit.G_KG)


def test_a_percent_sign_belongs_to_percent_only():
    assert parts("12 %", Unit.PERCENT) == ("12", None, None)
    with pytest.raises(ValueError, match="not a number"):
        parse_quantity("12 %", Unit.T_C_HA)


def test_the_kind_of_interval_says_what_was_printed():
    assert parse_quantity("5 ± 1", Unit.G_KG).interval is IntervalKind.AS_REPORTED
    assert parse_quantity("4–6", Unit.G_KG).interval is IntervalKind.RANGE
    assert parse_quantity("5", Unit.G_KG).interval is IntervalKind.NONE


@quick
@given(text=st.text() | st.from_regex(r"[−+-]?\d{0,40}[.,]?\d{0,40} ?(±|–|-|to|\+/-)? ?[−+-]?\d{0,40}[.,]?\d{0,40} ?%?", fullmatch=True))
def test_any_text_is_a_quantity_unknown_or_a_value_error(text):
    try:
        quantity = parse_quantity(text, Unit.PERCENT)
    except ValueError:
        return
    assert quantity is None or quantity.is_known


@quick
@given(value=st.decimals(-(10**6), 10**6, places=2), spread=st.decimals(0, 10**3, places=2))
def test_the_bounds_of_plus_minus_are_exact(value, spread):
    quantity = parse_quantity(f"{value} ± {spread}", Unit.G_KG)
    assert (quantity.low, quantity.high) == (value - spread, value + spread)


@quick
@given(low=st.decimals(-(10**6), 10**6, places=1), high=st.decimals(-(10**6), 10**6, places=1))
def test_a_range_turned_round_is_refused(low, high):
    if low > high:
        with pytest.raises(ValueError, match="lower bound comes first"):
            parse_quantity(f"{low} to {high}", Unit.G_KG)
    else:
        assert parse_quantity(f"{low} to {high}", Unit.G_KG) == Quantity(value=None, low=low, high=high, unit=Unit.G_KG, interval=IntervalKind.RANGE)


def test_a_value_outside_its_interval_is_refused():
    with pytest.raises(ValueError, match="lies outside its interval"):
        Quantity(value=Decimal(9), low=Decimal(1), high=Decimal(2))


@pytest.mark.parametrize(
    ("low", "high", "unit", "includes"),
    [
        ("-1", "1", Unit.PERCENT, True),
        ("0.1", "1", Unit.PERCENT, False),
        ("0.9", "1.1", Unit.RATIO, True),
        ("1.1", "1.2", Unit.RATIO, False),
    ],
)
def test_no_change_is_zero_for_differences_and_one_for_ratios(low, high, unit, includes):
    assert Quantity(value=None, low=Decimal(low), high=Decimal(high), unit=unit).includes_no_change is includes


def test_an_open_interval_does_not_claim_to_include_no_change():
    assert not Quantity(value=Decimal(1), low=Decimal(-1), unit=Unit.PERCENT).includes_no_change


def test_an_interval_may_be_open_on_either_side():
    assert Decimal(5) in Interval(None, Decimal(5))
    assert Decimal(4) not in Interval(Decimal(5), None)
    assert not Interval(Decimal(5), None).is_closed
    assert Interval(Decimal(0), Decimal(30)).is_closed


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_is_found_by_its_code(unit):
    assert Unit.from_code(unit.code) is unit


def test_an_unknown_unit_names_those_there_are():
    with pytest.raises(UnknownUnit, match="“kg” is not a unit of the bank; use one of t_c_ha, "):
        Unit.from_code("kg")
