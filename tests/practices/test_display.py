"""Quantities in words: every digit kept, unknown said."""

from decimal import Decimal

import pytest
from django.utils import translation

from practices.quantities import Interval, IntervalKind, Quantity, Unit
from practices.reading.display import (
    amount_text,
    counted_text,
    depth_text,
    duration_text,
    interval_kind_text,
    interval_text,
    number_text,
    sentences,
    short_text,
    unit_text,
    value_text,
)

RATE = Quantity(value=Decimal("0.32"), low=Decimal("0.24"), high=Decimal("0.4"), unit=Unit.T_C_HA_YR, interval=IntervalKind.AS_REPORTED)
UNKNOWN = Quantity(value=None, unit=Unit.PERCENT)


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        ("-5.4", "en", "−5.4"),
        ("-5.4", "fr", "−5,4"),
        ("-5.4", "es", "−5,4"),
        ("3049", "en", "3,049"),
        ("3049", "fr", "3\u202f049"),
        ("0.320000", "en", "0.32"),
        ("3E+3", "en", "3,000"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(value, language, text):
    assert number_text(Decimal(value), language) == text


def test_no_digit_is_lost():
    assert number_text(Decimal("0.000125"), "en") == "0.000125"


def test_a_gain_in_per_cent_has_its_sign_and_a_rate_has_none():
    assert value_text(Quantity(value=Decimal("6"), unit=Unit.PERCENT), "en") == "+6\u00a0%"
    assert value_text(Quantity(value=Decimal("-80.5"), unit=Unit.PERCENT), "fr") == "−80,5\u00a0%"
    assert value_text(RATE, "en") == "0.32"


def test_a_share_has_no_sign():
    assert value_text(Quantity(value=Decimal("12"), unit=Unit.PERCENT), "en", is_signed=False) == "12\u00a0%"


def test_bounds_have_as_many_decimals_as_their_value():
    assert interval_text(RATE, "en") == "0.24 to 0.40"
    assert short_text(RATE, "en") == "0.32 (0.24 to 0.40)"


def test_a_range_stands_in_place_of_a_value():
    carbon = Quantity(value=None, low=Decimal("2.1"), high=Decimal("5.2"), unit=Unit.T_C_HA_YR, interval=IntervalKind.RANGE)
    assert (value_text(carbon, "en"), interval_text(carbon, "en"), interval_kind_text(carbon)) == (
        "2.1 to 5.2",
        "",
        "Interval: smallest to largest",
    )


def test_a_missing_interval_is_said():
    assert interval_text(Quantity(value=Decimal("6"), unit=Unit.PERCENT), "en") == "no interval"


def test_an_unknown_value_is_not_reported_and_never_zero():
    assert value_text(UNKNOWN, "en") == "not reported"
    assert interval_text(UNKNOWN, "en") == interval_kind_text(UNKNOWN) == ""


def test_units_are_the_same_everywhere_but_for_the_year():
    assert [unit_text(unit) for unit in (Unit.T_C_HA, Unit.G_KG, Unit.PERCENT, Unit.NONE)] == ["t C/ha", "g/kg", "%", ""]
    with translation.override("en"):
        assert unit_text(Unit.T_C_HA_YR) == "t C/ha/yr"


@pytest.mark.parametrize(
    ("depth", "is_median", "text"),
    [
        (Interval(Decimal("0"), Decimal("30")), False, "0–30\u00a0cm"),
        (Interval(None, Decimal("12.5")), True, "median depth 12.5\u00a0cm"),
        (Interval(None, Decimal("30")), False, "down to 30\u00a0cm"),
        (Interval(Decimal("20"), None), False, "from 20\u00a0cm down"),
        (None, False, ""),
    ],
)
def test_depths_are_intervals(depth, is_median, text):
    assert depth_text(depth, "en", is_median=is_median) == text


@pytest.mark.parametrize(("language", "text"), [("en", "3.5\u00a0years"), ("es", "3,5\u00a0años")])
def test_durations_are_in_years(language, text):
    assert duration_text(Decimal("3.5"), language) == text


def test_what_n_counts_follows_its_number():
    assert [counted_text(number, "studies") for number in (1, 12)] == ["study", "studies"]
    assert counted_text(16, "") == ""


def test_an_amount_and_its_unit_stay_together():
    assert amount_text(Decimal("300.00"), "kg", "en") == "300\u00a0kg"
    assert amount_text(None, "kg", "en") == ""


def test_remarks_become_sentences_and_empty_ones_nothing():
    assert sentences("World", "", "Against winter fallow.", " ") == "World. Against winter fallow."
