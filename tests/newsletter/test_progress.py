"""How far, how fast, how long: from counts and clocks alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from newsletter.sending.presentation import duration
from newsletter.sending.progress import NOTHING, Measured, Progress, by_language
from newsletter.sending.states import OPEN, Delivery

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def progress(*rows, **lately: Measured) -> Progress:
    """`lately`: what was done, by language."""
    return Progress(languages=by_language(rows, lately), next_retry_at=None, now=NOW)


def test_time_left_comes_from_the_measured_pace():
    found = progress(("fr", "fr", "pending", 1200), fr=Measured(number=300, since=NOW - timedelta(seconds=60)))
    assert (found.pace, found.time_left) == (5.0, timedelta(seconds=240))


@pytest.mark.parametrize("measured", [NOTHING, Measured(number=2, since=NOW - timedelta(seconds=30)), Measured(number=9, since=NOW)])
def test_what_is_not_known_is_not_guessed(measured):
    found = progress(("fr", "fr", "pending", 1200), fr=measured)
    assert (found.pace, found.time_left) == (None, None)


def test_those_who_wait_for_hours_are_not_counted_into_the_time_left():
    found = progress(("fr", "fr", "retry", 500), fr=Measured(number=300, since=NOW - timedelta(seconds=60)))
    assert found.time_left is None


def test_each_language_has_a_pace_and_a_time_left_of_its_own():
    ago = {"fr": Measured(number=300, since=NOW - timedelta(seconds=60)), "es": Measured(number=30, since=NOW - timedelta(seconds=30))}
    found = progress(("fr", "fr", "pending", 1200), ("es", "es", "pending", 30), ("en", "en", "pending", 5), ("en", "en", "retry", 9), **ago)
    left = {row.language: row.time_left(NOW) for row in found.languages}
    assert left == {"fr": timedelta(seconds=240), "es": timedelta(seconds=30), "en": None}
    assert found.pace == 330 / 60, "all of them since the first"


def test_each_language_has_its_line_and_all_add_up():
    found = progress(("fr", "fr", "accepted", 3), ("es", "en", "pending", 2), ("fr", "fr", "failed", 1))
    assert [(row.language, row.words_in, row.total) for row in found.languages] == [("es", "en", 2), ("fr", "fr", 4)]
    assert (found.total, found.at_an_end, found.percent) == (6, 4, 66)


@given(st.lists(st.tuples(st.sampled_from(["en", "fr"]), st.just("en"), st.sampled_from([state.value for state in Delivery]), st.integers(1, 10**6)),
                unique_by=lambda row: (row[0], row[2])))  # fmt: skip
def test_a_hundred_percent_only_when_nothing_is_open(rows):
    found = progress(*rows)
    is_open = any(state in OPEN for _language, _words, state, _number in rows)
    assert (found.percent == 100) == (bool(rows) and not is_open)


@pytest.mark.parametrize(("seconds", "words"), [(1, "1 second"), (90, "90 seconds"), (600, "10 minutes"), (7300, "2 hours"), (90000, "25 hours")])
def test_a_length_of_time_is_said_as_people_say_it(seconds, words):
    with translation.override("en"):
        assert duration(timedelta(seconds=seconds)) == words
