"""The drawing of results: everything inside it, the line of no change always there, no text upon another."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.quantities import Quantity, Unit
from practices.reading.results_chart import GAP_PX, TEXT_WIDTH_PX, Point, Role, Verdict, can_be_drawn, draw, end_of, text_width, verdict

NUMBERS = st.decimals(min_value=-100, max_value=1000, places=3)
RATIOS = st.decimals(min_value=0, max_value=20, places=3)
NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCÉé ,()0123456789", min_size=1, max_size=90)


@st.composite
def quantities(draw_from, unit: Unit):
    numbers = sorted(draw_from(st.lists(RATIOS if unit in (Unit.RATIO, Unit.FACTOR) else NUMBERS, min_size=3, max_size=3)))
    shape = draw_from(st.sampled_from(["value", "interval", "both"]))
    value = numbers[1] if shape != "interval" else None
    low, high = (numbers[0], numbers[2]) if shape != "value" else (None, None)
    return Quantity(value=value, low=low, high=high, unit=unit)


@st.composite
def drawings(draw_from):
    unit = draw_from(st.sampled_from([unit for unit in Unit if unit is not Unit.NONE]))
    rows = draw_from(st.lists(st.tuples(NAMES, quantities(unit), st.sampled_from(["", "Burkina Faso, western plateau"])), min_size=1, max_size=8))
    return [a_point(quantity, name=name, place=place, text=f"{quantity.value} ({quantity.low} to {quantity.high})") for name, quantity, place in rows]


def a_point(quantity: Quantity, **changes) -> Point:
    told = {"name": "World", "better": "higher", "text": str(quantity.value), "short": str(quantity.value), "number": 1, **changes}
    return Point(quantity=quantity, **told)


def percent(value, low=None, high=None) -> Quantity:
    return Quantity(value=_decimal(value), low=_decimal(low), high=_decimal(high), unit=Unit.PERCENT)


def _decimal(number):
    return None if number is None else Decimal(str(number))


@given(drawings())
def test_everything_lies_inside_the_drawing(points):
    chart = draw(points, number_text=str)
    for x in [tick.x for tick in chart.ticks] + [x for mark in chart.marks for x in (mark.x, mark.start, mark.end) if x is not None]:
        assert 0 <= x <= 100
    assert all(0 <= mark.top < mark.y < chart.floor < chart.axis_y < chart.height for mark in chart.marks)


@given(drawings())
def test_a_dot_lies_on_its_interval(points):
    for mark in draw(points, number_text=str).marks:
        if mark.x is not None and mark.start is not None:
            assert mark.start <= mark.x <= mark.end


@given(drawings())
def test_the_line_of_no_change_is_always_there_once(points):
    assert [tick.is_no_change for tick in draw(points, number_text=str).ticks].count(True) == 1


@given(drawings())
def test_texts_never_meet(points):
    for mark in draw(points, number_text=str).marks:
        for y in {text.y for text in mark.texts}:
            widths = [text_width(text.text) for text in mark.texts if text.y == y]
            assert len(widths) < 2 or sum(widths) + GAP_PX <= TEXT_WIDTH_PX


@given(drawings())
def test_rows_follow_each_other_without_touching(points):
    marks = draw(points, number_text=str).marks
    assert all(upper.y + 6.5 < lower.top + 1 for upper, lower in pairwise(marks))


@given(drawings())
def test_the_axis_has_few_round_steps(points):
    assert 2 <= len(draw(points, number_text=str).ticks) <= 7


def test_the_place_of_a_mark_is_its_share_of_the_axis():
    chart = draw([a_point(percent(6)), a_point(percent(34.4))], number_text=lambda number: f"{number:.0f}")
    assert [(tick.text, tick.x) for tick in chart.ticks] == [
        ("-10", 2.0),
        ("0", 21.2),
        ("10", 40.4),
        ("20", 59.6),
        ("30", 78.8),
        ("40", 98.0),
    ]
    assert chart.marks[0].x == 32.72


def test_a_ratio_is_drawn_around_one_and_never_below_zero():
    chart = draw([a_point(Quantity(value=Decimal("9"), unit=Unit.RATIO))], number_text=lambda number: f"{number:.0f}")
    assert [tick.text for tick in chart.ticks if tick.is_no_change] == ["1"]
    assert all(float(tick.text) >= 0 for tick in chart.ticks)


@pytest.mark.parametrize(
    ("quantity", "better", "expected"),
    [
        (percent(6), "higher", Verdict.BETTER),
        (percent(-5.2), "higher", Verdict.WORSE),
        (percent(-52.3), "lower", Verdict.BETTER),
        (percent(44.8), "lower", Verdict.WORSE),
        (percent(2, -1, 5), "higher", Verdict.OPEN),
        (percent(0), "lower", Verdict.OPEN),
        (percent(6), "neither", Verdict.NEUTRAL),
        (percent(None, 2, 5), "higher", Verdict.BETTER),
    ],
)
def test_a_mark_says_what_the_result_means(quantity, better, expected):
    assert verdict(quantity, better) is expected


def test_a_result_without_a_number_is_not_drawn():
    assert not can_be_drawn(percent(None))
    assert not can_be_drawn(percent(None, low=2))
    assert can_be_drawn(percent(None, 2, 5))


def test_a_short_name_shares_its_line_with_the_value_and_its_interval():
    (mark,) = draw([a_point(percent(6, 1, 9), text="+6 % (1 to 9)", short="+6 %")], number_text=str).marks
    assert [(text.role, text.text) for text in mark.texts] == [(Role.NAME, "World [1]"), (Role.VALUE, "+6 % (1 to 9)")]
    assert len({text.y for text in mark.texts}) == 1


def test_a_long_name_gets_a_line_of_its_own_and_ends_with_a_word():
    name = "Loose plant remains in the soil (particulate organic carbon), measured by sieving"
    (mark,) = draw([a_point(percent(6, 1, 9), name=name, text="+6 % (1 to 9)", short="+6.125 %")], number_text=str).marks
    assert [text.role for text in mark.texts] == [Role.NAME, Role.VALUE]
    shortened = mark.texts[0].text
    assert shortened.endswith("… [1]")
    assert name.startswith(shortened.removesuffix("… [1]") + " ")
    assert mark.texts[0].y < mark.texts[1].y


def test_two_comparisons_that_begin_alike_are_told_apart_by_their_ends():
    assert end_of("Flat sowing") == "Flat sowing"
    ends = [end_of(f"Semis direct par rapport à un travail du sol {kind}") for kind in ("intensif", "d’intensité moyenne")]
    assert ends == ["…par rapport à un travail du sol intensif", "…à un travail du sol d’intensité moyenne"]
    chart = draw([a_point(percent(5), name=name) for name in ends], number_text=str)
    assert [mark.texts[0].text for mark in chart.marks] == [f"{name} [1]" for name in ends]


def test_levels_begin_at_nothing_have_no_line_of_no_change_and_no_verdict():
    stocks = [a_point(Quantity(value=Decimal(value), unit=Unit.T_C_HA), is_level=True) for value in ("45", "62.5")]
    chart = draw(stocks, number_text=str)
    assert [Decimal(tick.text) for tick in chart.ticks] == [0, 20, 40, 60, 80]
    assert not any(tick.is_no_change for tick in chart.ticks)
    assert {mark.verdict for mark in chart.marks} == {Verdict.LEVEL}
    assert {mark.style for mark in chart.marks} == {"neutral"}


def test_a_level_below_zero_is_drawn_where_it_lies():
    chart = draw([a_point(Quantity(value=Decimal(-3), unit=Unit.T_CO2E_HA_YR), is_level=True)], number_text=str)
    (mark,) = chart.marks
    assert mark.x < next(tick.x for tick in chart.ticks if Decimal(tick.text) == 0)
