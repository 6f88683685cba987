"""The same story under several mastheads."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.press.titles import SAME_STORY_DAYS, Headline, same_story, without_outlet

DAY = date(2026, 3, 1)


def headline(title, key="a", outlet="The Daily", day=DAY):
    return Headline(key=key, title=title, outlet=outlet, published_on=day)


def known(*titles):
    return [headline(title, key=str(number)) for number, title in enumerate(titles)]


ALIKE = [
    ("Soils store more carbon than thought, study finds", "Study finds soils store more carbon than thought"),
    ("Les sols stockent plus de carbone qu’estimé, selon une étude", "Les sols stockent plus de carbone qu'estimé selon une étude"),
    ("EU adopts soil monitoring law | The Daily", "EU adopts soil monitoring law"),
    ("El suelo pierde carbono con la sequía", "El suelo pierde carbono con la sequia"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_the_same_news_in_other_words_is_one_story(one, other):
    assert same_story(headline(one), known("Farmers march in the capital", other)) == "1"


APART = [
    ("World Soil Day 2025 is celebrated in Rome", "World Soil Day 2024 is celebrated in Rome"),
    ("Living soils", "Living soils of Mali"),
    ("Farmers plant hedges against wind in Mali", "Farmers plant hedges against floods in France"),
    ("!!!", "???"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_news_stay_apart(one, other):
    assert same_story(headline(one), known(other)) is None


def test_the_same_title_long_after_is_another_story():
    late = headline("Soils store more carbon than thought", day=DAY + timedelta(days=SAME_STORY_DAYS + 1))
    assert same_story(late, known("Soils store more carbon than thought")) is None


def test_the_most_alike_one_is_taken():
    others = known("Soils store more carbon than we thought", "Soils store more carbon than thought")
    assert same_story(headline("Soils store more carbon than thought"), others) == "1"


NAMED = [
    ("Soils breathe | The Daily", "The Daily", "Soils breathe"),
    ("Soils breathe - again - Daily News", "daily news", "Soils breathe - again"),
    ("Le sol – un puits de carbone", "Le Monde", "Le sol – un puits de carbone"),
    ("Sol-ution", "ution", "Sol-ution"),
    ("The Daily", "The Daily", "The Daily"),
]


@pytest.mark.parametrize(("title", "outlet", "wanted"), NAMED)
def test_the_masthead_is_no_part_of_the_title(title, outlet, wanted):
    assert without_outlet(title, outlet) == wanted


@given(st.text(max_size=60), st.text(max_size=20))
def test_a_title_never_disappears_with_its_masthead(title, outlet):
    kept = without_outlet(title, outlet)
    assert kept in title
    assert bool(kept) == bool(title.strip())


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_does_not_depend_on_who_was_first(one, other):
    assert bool(same_story(headline(one), [headline(other)])) == bool(same_story(headline(other), [headline(one)]))
