"""Reading ranges, days and places from outside."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site4p1000.search.bounds import Box, Days, Near, Span, Unreadable, distance_km, read_box, read_days, read_near, read_span, write_box, written


def test_a_span_may_be_open_and_is_turned_round_when_upside_down():
    assert read_span("altitude_m", "500", "") == Span(500, None)
    assert read_span("altitude_m", "", "−20") == Span(None, -20)
    assert read_span("altitude_m", "900", "100") == Span(100, 900)
    assert read_span("altitude_m", "", "") is None


@pytest.mark.parametrize("text", ["abc", "1e3", "20001", "-1", "5 5", "1.5", "٣"])
def test_a_rainfall_nobody_can_read_is_refused(text):
    with pytest.raises(Unreadable):
        read_span("rainfall_mm", text, "")


def test_a_year_or_a_month_means_all_of_it():
    assert read_days("2015", "2015") == Days(date(2015, 1, 1), date(2015, 12, 31))
    assert read_days("2016-02", "2016-02") == Days(date(2016, 2, 1), date(2016, 2, 29))
    assert read_days("2020", "2015") == Days(date(2015, 1, 1), date(2020, 12, 31))
    assert (written(date(2015, 1, 1), is_last=False), written(date(2015, 12, 31), is_last=True)) == ("2015", "2015")


@pytest.mark.parametrize("text", ["15", "2015-13", "2015-02-30", "yesterday", "0000"])
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(Unreadable):
        read_days(text, "")


def test_a_readers_place_is_kept_to_ten_kilometres():
    assert read_near("13.5137", "-2.4567", "50") == Near(13.5, -2.5, 50)
    assert read_near("13,5", "2", "") == Near(13.5, 2.0)


@pytest.mark.parametrize(
    "texts", [("13", "", ""), ("91", "0", ""), ("0", "181", ""), ("x", "y", ""), ("1", "1", "0"), ("1", "1", "far"), ("nan", "1", ""), ("", "", "50")]
)
def test_a_place_that_is_none_is_refused(texts):
    with pytest.raises(Unreadable):
        read_near(*texts)


def test_a_box_may_cross_the_date_line():
    fiji = read_box("177,-20,-178,-15")
    assert fiji.holds(-18, 178)
    assert fiji.holds(-18, -179)
    assert not fiji.holds(-18, 0)
    assert read_box(write_box(Box(-17.5, 4, 16.25, 25))) == Box(-17.5, 4, 16.25, 25)


@pytest.mark.parametrize("text", ["1,2,3", "0,10,10,0", "a,b,c,d", "0,0,0,100", ",,,"])
def test_a_box_that_is_none_is_refused(text):
    with pytest.raises(Unreadable):
        read_box(text)


def test_distances_are_those_of_the_globe():
    assert distance_km(Near(48.86, 2.35), 12.37, -1.53) == pytest.approx(4070, rel=0.01)  # Paris to Ouagadougou
    assert distance_km(Near(0, 179.9), 0, -179.9) == pytest.approx(22, rel=0.02)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_read_or_refused(one, two, three):
    for reader in (lambda: read_span("altitude_m", one, two), lambda: read_days(one, two), lambda: read_near(one, two, three), lambda: read_box(one)):
        with suppress(Unreadable):
            reader()
