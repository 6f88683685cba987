"""Corrections come from the bank's own words, and only where a word is in none of them."""

import pytest

from site4p1000.search.spelling import Speller, correct

EN = Speller("en", {"compost": 9, "manure": 5, "termites": 2, "soil": 40, "terraces": 3, "terrace": 1, "legumes": 4})
FR = Speller("fr", {"érosion": 7, "légumineuses": 4, "compost": 3})


@pytest.mark.parametrize(
    ("typed", "meant"), [("compst", "compost"), ("manrue", "manure"), ("termits", "termits"), ("trraces", "terraces"), ("sol", "soil")]
)
def test_the_nearest_word_of_the_bank_is_proposed(typed, meant):
    assert correct(typed, [EN]).text == meant


def test_forms_of_known_words_and_words_of_other_languages_are_no_mistakes():
    for text in ("composts", "legume", "erosion", "Légumineuses", "SOIL", "12 t/ha", "pH"):
        assert correct(text, [EN], [FR]).text == text


def test_a_correction_has_its_accents():
    assert correct("erosoin", [FR]).text == "érosion"


def test_short_words_may_have_one_mistake_and_strangers_none():
    assert correct("xoxl", [EN]).text == "xoxl"
    assert correct("qwertyuiop", [EN]).text == "qwertyuiop"


def test_names_stay_as_they_are():
    assert correct("compst heap", [EN], known=[(0, 6)]).text == "compst heap"


def test_a_short_word_is_never_corrected_by_itself():
    boron = correct("bore", [Speller("fr", {"boue": 3})])
    assert (boron.text, boron.is_sure) == ("boue", False)
    assert correct("manrue compst", [EN]).is_sure
