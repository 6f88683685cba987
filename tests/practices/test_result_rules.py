"""What a scientist and a farmer accept as a result: refused at its field, with a sentence that says what to do."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.conversion import display_unit
from practices.models import Result
from practices.models.choices import Outcome
from practices.quantities import Unit
from practices.reading.result_words import FAMILY_OF, UNIT_SENTENCES
from practices.result_rules import DIMENSIONS, NEEDS_DEPTH, NEEDS_DURATION, result_faults


def told(**values) -> dict[str, list[str]]:
    """What the form would say, field by field."""
    try:
        Result(**values).clean()
    except ValidationError as refused:
        return refused.message_dict
    return {}


def missing(**values) -> dict[str, str]:
    """What is missing, field by field: told to the editor and no reason to lose a draft (see `practices.readiness`)."""
    return {fault.field: str(fault) for fault in result_faults(Result(**values)) if fault.is_gap}


def a_stock(**changes) -> dict:
    return {"outcome": "soc_stock", "value": Decimal(40), "unit": "t_c_ha", "depth_top_cm": 0, "depth_bottom_cm": 30, **changes}


def a_rate(**changes) -> dict:
    return a_stock(**{"outcome": "soc_stock_change_rate", "unit": "t_c_ha_yr", "value": Decimal("0.3"), "duration_years": 10, **changes})


def test_a_complete_stock_and_a_complete_rate_are_taken():
    assert told(**a_stock()) == told(**a_rate()) == {}


def test_a_stock_needs_its_depth_or_the_word_that_the_source_has_none():
    without = a_stock(depth_top_cm=None, depth_bottom_cm=None)
    assert missing(**without) == {
        "depth_bottom_cm": "Carbon in the soil needs its depth; tick “the source does not report the depth” where it is missing."
    }
    assert missing(**without, depth_not_reported=True) == told(**without) == {}


def test_a_rate_needs_its_duration_or_the_word_that_the_source_has_none():
    without = a_rate(duration_years=None)
    assert missing(**without) == {"duration_years": "A rate needs its duration; tick “the source does not report the duration” where it is missing."}
    assert missing(**without, duration_not_reported=True) == told(**without) == {}


def test_what_is_given_cannot_be_not_reported_as_well():
    assert list(told(**a_rate(depth_not_reported=True, duration_not_reported=True))) == ["duration_not_reported", "depth_not_reported"]


def test_a_yield_is_not_in_grams_of_carbon_per_kilogram():
    (sentence,) = told(outcome="yield", value=5, unit="g_kg")["unit"]
    assert sentence == "This cannot be measured in g/kg. Use one of: %, ratio, ln ratio, t/ha, kg/ha, t/ha/yr, kg/ha/yr."


def test_a_content_is_no_stock():
    assert list(told(**a_stock(unit="g_kg"))) == ["unit"]


def test_a_count_says_what_it_counts():
    assert missing(**a_stock(n=12)) == {"n_of": "Say what the number n counts: studies, plots, sites …"}
    assert missing(**a_stock(n=12, n_of="not_reported")) == told(**a_stock(n=12)) == {}
    assert list(told(**a_stock(n=0, n_of="plots"))) == ["n"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"depth_bottom_cm": 1001}, "depth_bottom_cm", "A depth is between 0 and 1000 cm."),
        ({"depth_top_cm": -1}, "depth_top_cm", "A depth is between 0 and 1000 cm."),
        ({"depth_top_cm": 40}, "depth_top_cm", "The depth begins below where it ends."),
        ({"duration_years": 0}, "duration_years", "A duration is above 0 and at most 1\u202f000 years."),
        ({"duration_years": 5000}, "duration_years", "A duration is above 0 and at most 1\u202f000 years."),
        ({"low": 50, "high": 45}, "low", "The lower bound is above the upper bound."),
        ({"low": 41, "high": 45}, "value", "The value lies outside its interval."),
        ({"unit": "percent", "value": -101}, "value", "In % a number lies between −100 and 10\u202f000."),
        ({"unit": "ratio", "value": -1}, "value", "In ratio a number lies between 0 and 101."),
        ({"unit": "percent", "value": 1, "high": 20_000}, "value", "In % a number lies between −100 and 10\u202f000."),
    ],
)
def test_what_cannot_be_is_refused_with_the_range_named(changes, field, sentence):
    assert told(**a_stock(**changes)) == {field: [sentence]}


def test_gases_may_change_by_more_than_all_of_them():
    assert told(outcome="net_ghg", value=-150, unit="percent") == {}


def test_a_result_in_words_needs_no_number_unit_or_depth():
    assert told(outcome="soc_stock", label="No difference was found") == {}


def test_the_sentence_is_in_the_language_of_the_editor():
    with translation.override("fr"):
        assert told(**a_stock(depth_bottom_cm=2000)) == {"depth_bottom_cm": ["Une profondeur est comprise entre 0 et 1000\u00a0cm."]}


def test_a_unit_nobody_knows_is_left_to_the_field_itself():
    assert told(**a_stock(unit="furlong")) == {}
    with pytest.raises(ValidationError) as refused:
        Result(**a_stock(unit="furlong")).clean_fields(exclude=["page", "reference", "label", "comparison", "locale"])
    assert "unit" in refused.value.message_dict


def test_every_outcome_says_in_what_it_is_measured():
    assert set(Outcome.values) == set(DIMENSIONS)
    assert set(Outcome.values) >= NEEDS_DEPTH | NEEDS_DURATION


def test_a_row_is_given_in_another_unit_and_keeps_what_the_source_gave():
    row = Result(**a_stock(unit="kg_c_m2", value=Decimal("4.2"), low=Decimal(4), high=Decimal("4.4")))
    assert (row.display_quantity.value, row.display_quantity.unit) == (Decimal(42), Unit.T_C_HA)
    assert row.quantity_in(Unit.G_C_M2).value == 4200
    assert (row.value, row.unit) == (Decimal("4.2"), "kg_c_m2")


anything = st.none() | st.decimals(-(10**7), 10**7, places=2)


@settings(deadline=None, database=None)
@given(
    values=st.fixed_dictionaries({
        "outcome": st.sampled_from(["", *Outcome.values]),
        "unit": st.sampled_from(["", *(unit.code for unit in Unit)]),
        **dict.fromkeys(("value", "low", "high", "depth_top_cm", "depth_bottom_cm", "duration_years"), anything),
        **dict.fromkeys(("depth_not_reported", "duration_not_reported"), st.booleans()),
        "n": st.none() | st.integers(0, 10**6),
    })
)  # fmt: skip
def test_whatever_numbers_are_typed_the_answer_is_sentences_at_fields_of_the_row(values):
    names = {field.name for field in Result._meta.get_fields()}
    for field, sentences in told(**values).items():
        assert field in names
        assert all(sentence.endswith(".") or sentence.endswith("…") for sentence in sentences)


def test_every_unit_fits_an_outcome_and_every_outcome_can_be_drawn_with_a_sentence_for_its_unit():
    allowed = set().union(*DIMENSIONS.values())
    assert {unit for unit in Unit if unit.dimension not in allowed} == {Unit.NONE}
    shown = {display_unit(unit, outcome=outcome) for outcome, kinds in DIMENSIONS.items() for unit in Unit if unit.dimension in kinds}
    assert shown <= set(UNIT_SENTENCES)
    assert set(FAMILY_OF) == set(Outcome.values)


@pytest.mark.parametrize(
    ("outcome", "unit"), [("runoff", "mm"), ("infiltration", "mm_h"), ("soil_water", "percent_volume"), ("nitrous_oxide", "kg_ha_yr")]
)
def test_water_and_nitrous_oxide_are_measured_in_their_units(outcome, unit):
    assert told(outcome=outcome, value=Decimal(5), unit=unit) == {}
    assert list(told(outcome=outcome, value=Decimal(5), unit="t_c_ha")) == ["unit"]


@pytest.mark.parametrize(
    ("outcome", "side"), [("erosion", "lower"), ("nitrous_oxide", "lower"), ("runoff", "lower"), ("yield", "higher"), ("other", "neither")]
)
def test_which_way_is_better_follows_from_what_was_measured(outcome, side):
    assert Result(outcome=outcome).better_side == side
    assert Result(outcome=outcome, better="higher").better_side == "higher"


def test_a_level_is_not_below_zero_where_a_loss_would_be_a_difference():
    assert told(**a_stock(kind="level", value=-1)) == {"value": ["A level is not below zero. If the number is a loss, say that it is a difference."]}
    assert told(**a_stock(value=-1)) == told(outcome="net_ghg", kind="level", value=-2, unit="t_co2e_ha_yr") == {}
