"""Numbers as people type and paste them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site4p1000.common.typed_numbers import LONGEST, AmbiguousNumber, NotANumber, read_number, write_number


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("0,5", "fr", "0.5"),
        ("0,5", "es", "0.5"),
        ("0,5", "en", "0.5"),
        ("0.5", "fr", "0.5"),
        ("1.234,5", "es", "1234.5"),
        ("1.234,5", "en", "1234.5"),
        ("1,234.5", "fr", "1234.5"),
        ("1 234,5", "fr", "1234.5"),
        ("12\u202f345,6", "fr", "12345.6"),
        ("1\u2009000", "en", "1000"),
        ("−0,3", "fr", "-0.3"),
        ("–2", "en", "-2"),
        ("+7", "en", "7"),
        ("1.234.567", "es", "1234567"),
        ("1,234,567", "en", "1234567"),
        ("1.234", "en", "1.234"),
        ("1,234", "fr", "1.234"),
        ("0.234", "es", "0.234"),
        ("1e3", "en", "1000"),
    ],
)
def test_a_number_is_read_as_its_writer_means_it(typed, language, number):
    assert read_number(typed, language=language) == Decimal(number)


@pytest.mark.parametrize(("typed", "language"), [("1,234", "en"), ("1.234", "es")])
def test_what_can_be_read_in_two_ways_is_given_back(typed, language):
    with pytest.raises(AmbiguousNumber):
        read_number(typed, language=language)


@pytest.mark.parametrize("typed", ["", "NA", "NaN", "inf", "1,2,3", "1.2.3", "1..2", "--1", "0x10", "1 kg", "½", "9" * (LONGEST + 1), "1e9999", "."])
def test_what_is_no_number_is_said(typed):
    with pytest.raises(NotANumber):
        read_number(typed, language="en")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**8), max_value=10**8), st.sampled_from(["en", "fr", "es"]))
def test_what_the_form_writes_it_reads_back(number, language):
    assert read_number(write_number(number, language=language), language=language) == number
