"""WOCAT's questions about weather and climate: which hazard, how the practice copes, in whose words."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.importers.base import CROSSWALKS, crosswalk
from practices.importers.wocat_climate import exposures, hazards, unknown_hazards
from practices.models.choices import Coping, Hazard

ANSWERED = {
    "gradual_climate_change": {
        "annual_temp": {"cope": "WELL", "trend": "INCREASE"},
        "other_change": None,
        "seasonal_rainfall": [
            {"cope": "NOT_WELL", "trend": "DECREASE", "season": "SPRING"},
            {"cope": "WELL", "trend": "DECREASE", "season": "SUMMER"},
        ],
    },
    "climatological_disaster_coping": {"drought": "MODERATELY", "land_fire": "UNKNOWN"},
    "other_disaster_coping": {"other": [{"name": {"en": "Elephants"}, "cope": "NOT_WELL_AT_ALL"}]},
    "hydrological_disaster_coping": None,
}


def told(version, language="en") -> list[tuple[str, str, str]]:
    return [(one.hazard, one.coping, one.text) for one in exposures(version, language, 7)]


def test_every_answer_becomes_a_hazard_with_how_the_practice_copes():
    assert told(ANSWERED) == [
        ("warming", "well", "Warmer years"),
        ("less_rain", "badly", "Less rain in a season (spring)"),
        ("less_rain", "well", "Less rain in a season (summer)"),
        ("drought", "partly", "Drought"),
        ("fire", "unknown", "Land fire"),
        ("other", "badly", "Elephants"),
    ]
    keys = [one.key for one in exposures(ANSWERED, "en", 7)]
    assert len(set(keys)) == len(keys)
    assert {(one.origin, one.source) for one in exposures(ANSWERED, "en", 7)} == {("source", "WOCAT, technology 7")}


def test_the_words_are_those_of_the_language_and_an_authors_own_words_are_not_translated():
    assert told(ANSWERED, "fr")[0][2] == "Années plus chaudes"
    assert told(ANSWERED, "es")[3][2] == "Sequía"
    assert told(ANSWERED, "ar")[3][2] == "Drought"
    assert len(told(ANSWERED, "fr")) == 5, "what has no French words is not shown in English"


def test_what_no_crosswalk_knows_is_kept_as_text():
    version = {
        "meteorological_disaster_coping": {"frogs": "WELL", "tornado": "SPLENDIDLY"},
        "gradual_climate_change": {"annual_temp": {"cope": "WELL", "trend": "INCREASE", "season": "CARNIVAL"}},
    }
    assert told(version) == [("warming", "well", "Warmer years")]
    assert [(one.source_field, one.term) for one in unknown_hazards(version, "en")] == [
        ("gradual_climate_change.season", "CARNIVAL"),
        ("meteorological_disaster_coping", "frogs"),
        ("meteorological_disaster_coping.tornado", "SPLENDIDLY"),
    ]


def test_every_hazard_and_every_word_for_coping_is_one_of_the_bank():
    assert {row["hazard"] for row in hazards().values()} <= {*Hazard.values, ""}
    codes = {concept.code for concepts in crosswalk("wocat_coping").concepts.values() for concept in concepts}
    assert codes == set(Coping.values)


def test_every_line_has_its_words_in_three_languages():
    with (CROSSWALKS / "wocat_hazards.csv").open(encoding="utf-8", newline="") as lines:
        assert all(row["label_en"] and row["label_fr"] and row["label_es"] for row in csv.DictReader(lines))


leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["WELL", "INCREASE", "drought"])
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["cope", "trend", "season", "name", "x"]), inner)
)


@pytest.mark.parametrize("block", ["gradual_climate_change", "climatological_disaster_coping"])
@settings(deadline=None, database=None)
@given(given_answers=st.dictionaries(st.sampled_from(["drought", "annual_temp", "other"]), anything, max_size=3))
def test_whatever_shape_an_answer_has_nothing_breaks(block, given_answers):
    version = {block: given_answers}
    for one in exposures(version, "en", 1):
        assert one.hazard in Hazard.values
        assert one.coping in Coping.values
    assert all(isinstance(one.term, str) for one in unknown_hazards(version, "en"))
