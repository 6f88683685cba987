"""How much is known: counted, never scored."""

from dataclasses import replace
from decimal import Decimal

import pytest

from practices.proof import Direction, Field, Finding, Science, Work, cells, direction, disagree, field, science
from practices.quantities import Quantity, Unit

GAIN = Quantity(value=Decimal("6"), unit=Unit.PERCENT)
LOSS = Quantity(value=Decimal("-5"), unit=Unit.PERCENT)
UNCLEAR = Quantity(value=Decimal("1.02"), low=Decimal("0.95"), high=Decimal("1.1"), unit=Unit.RATIO)


def reviews(*keys: str) -> list[Work]:
    return [Work(key=key, kind="review") for key in keys]


def finding(work: str, quantity: Quantity = GAIN, outcome: str = "soc_content") -> Finding:
    return Finding(outcome=outcome, quantity=quantity, work=work)


def test_nothing_cited_is_nothing_found():
    assert science([], []) is Science.NOTHING
    assert Science.NOTHING.level == 0


@pytest.mark.parametrize(
    ("kinds", "found", "level"),
    [
        (["study"], Science.ONE_STUDY, 1),
        (["study", "data"], Science.TWO_STUDIES, 1),
        (["study", "study", "data"], Science.FEW_STUDIES, 2),
        (["review"], Science.ONE_REVIEW, 3),
        (["review", "study", "review"], Science.TWO_REVIEWS, 3),
        (["review", "review", "review"], Science.SEVERAL_REVIEWS, 4),
        (["guideline", "report", "press"], Science.NOTHING, 0),
    ],
)
def test_works_are_counted_by_kind(kinds, found, level):
    works = [Work(key=str(number), kind=kind) for number, kind in enumerate(kinds)]
    assert science(works, []) is found
    assert found.level == level


def test_a_review_without_a_result_here_does_not_count_beside_works_that_have_one():
    works = [*reviews("cited-in-passing"), Work(key="measured-here", kind="study")]
    assert science(works, [finding("measured-here")]) is Science.ONE_STUDY


def test_a_guideline_with_a_default_factor_is_no_proof():
    works = [Work(key="ipcc", kind="guideline")]
    assert science(works, [finding("ipcc", Quantity(value=Decimal("1.1"), unit=Unit.FACTOR), "soc_stock_factor")]) is Science.NOTHING


def test_reviews_that_point_in_opposite_directions_disagree():
    assert science(reviews("a", "b", "c"), [finding("a"), finding("b"), finding("c", LOSS)]) is Science.DISAGREEING_REVIEWS


def test_a_review_that_finds_no_clear_change_disagrees_with_one_that_finds_a_gain():
    assert science(reviews("a", "b"), [finding("a"), finding("b", UNCLEAR)]) is Science.DISAGREEING_REVIEWS


def test_one_review_with_a_gain_and_a_loss_for_two_land_uses_contradicts_nobody():
    findings = [finding("a"), finding("a", LOSS), finding("b"), finding("c")]
    assert science(reviews("a", "b", "c"), findings) is Science.SEVERAL_REVIEWS


def test_more_yield_and_less_carbon_are_no_disagreement():
    assert science(reviews("a", "b"), [finding("a", LOSS), finding("b", GAIN, "yield")]) is Science.TWO_REVIEWS


def test_a_study_against_reviews_does_not_lower_what_was_found():
    works = [*reviews("a", "b", "c"), Work(key="d", kind="data")]
    assert science(works, [finding("a"), finding("b"), finding("c"), finding("d", UNCLEAR)]) is Science.SEVERAL_REVIEWS


@pytest.mark.parametrize(
    ("accounts", "found", "level"),
    [(0, Field.NOTHING, 0), (1, Field.ONE_ACCOUNT, 1), (2, Field.TWO_ACCOUNTS, 1), (3, Field.FEW_ACCOUNTS, 2), (40, Field.FEW_ACCOUNTS, 2)],
)
def test_accounts_from_the_field_are_counted(accounts, found, level):
    assert field(accounts) is found
    assert found.level == level


def test_direction_is_measured_from_no_change_in_the_unit():
    assert direction(GAIN) is Direction.MORE
    assert direction(Quantity(value=Decimal("0.9"), unit=Unit.RATIO)) is Direction.LESS
    assert direction(UNCLEAR) is Direction.NO_CLEAR_CHANGE
    assert direction(Quantity(value=Decimal("0"), unit=Unit.PERCENT)) is Direction.NO_CLEAR_CHANGE
    assert direction(Quantity(value=None, low=Decimal("2"), high=Decimal("5"), unit=Unit.T_C_HA_YR)) is Direction.MORE
    assert direction(Quantity(value=None)) is None


def test_the_meter_has_four_cells_filled_from_the_left():
    assert [cells(level) for level in (0, 3, 4)] == [(False,) * 4, (True, True, True, False), (True,) * 4]


def test_a_level_of_soil_carbon_says_nothing_of_gain_or_loss():
    loss = Finding(outcome="soc_stock", quantity=Quantity(value=Decimal(-3), unit=Unit.T_C_HA), work="a")
    level = Finding(outcome="soc_stock", quantity=Quantity(value=Decimal(45), unit=Unit.T_C_HA), work="b", is_level=True)
    assert not disagree(frozenset("ab"), [loss, level])
    assert disagree(frozenset("ab"), [loss, replace(level, is_level=False)])
    assert science(reviews("a", "b"), [loss, level]) is Science.TWO_REVIEWS
