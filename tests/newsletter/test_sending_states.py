"""What an answer of a mail server makes of a row, and how fast mail may leave."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.sending.pacing import Pace
from newsletter.sending.states import BACK_OFF, OPEN, Answer, Delivery, Outcome, after

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 5), (1, 30), (2, 120), (3, 480)])
def test_not_now_is_tried_again_later_and_later(attempts, minutes):
    change = after(Outcome(answer=Answer.NOT_NOW, reason="451 busy"), attempts=attempts, now=NOW)
    assert (change.state, change.next_at, change.attempts, change.reason) == (
        Delivery.RETRY,
        NOW + timedelta(minutes=minutes),
        attempts + 1,
        "451 busy",
    )


def test_after_the_last_wait_the_row_is_refused_with_the_servers_words():
    change = after(Outcome(answer=Answer.NOT_NOW, reason="451 busy"), attempts=len(BACK_OFF), now=NOW)
    assert (change.state, change.reason) == (Delivery.FAILED, "451 busy")


@given(answer=st.sampled_from(Answer), attempts=st.integers(0, 10))
def test_a_message_that_may_have_left_never_waits_to_be_sent_again(answer, attempts):
    change = after(Outcome(answer=answer), attempts=attempts, now=NOW)
    assert not (answer in (Answer.ACCEPTED, Answer.LOST_AFTER) and change.state in OPEN)


def test_a_lost_connection_uses_up_no_attempt():
    assert after(Outcome(answer=Answer.LOST_BEFORE), attempts=2, now=NOW).attempts == 2


@given(st.lists(st.tuples(st.sampled_from(["a.org", "b.org"]), st.floats(0, 0.5)), max_size=300))
def test_no_second_ever_sees_more_than_the_rate_and_its_burst(wishes):
    clock = [0.0]
    pace = Pace(10, 4, clock=lambda: clock[0])
    left: list[tuple[float, str]] = []
    for domain, pause in wishes:
        clock[0] += pause
        if pace.take(domain):
            left.append((clock[0], domain))
    for start, _domain in left:
        window = [domain for at, domain in left if start <= at < start + 1]
        assert len(window) <= 20
        assert window.count("a.org") <= 8


def test_a_changed_rate_counts_from_the_next_mail():
    clock = [0.0]
    pace = Pace(1, 1, clock=lambda: clock[0])
    assert pace.take("a.org")
    assert not pace.take("a.org")
    pace.change(rate_per_second=1000, domain_rate_per_second=1000)
    clock[0] = 0.01
    assert pace.take("a.org")


def test_a_clock_that_goes_back_neither_stops_nor_floods():
    clock = [100.0]
    pace = Pace(1, 1, clock=lambda: clock[0])
    pace.take("a.org")
    clock[0] = 50.0
    assert not pace.take("a.org")
    clock[0] = 51.0
    assert pace.take("a.org")


def test_a_domain_nothing_was_sent_to_for_a_while_is_forgotten_and_no_faster_for_it():
    clock = [0.0]
    pace = Pace(1e6, 1, clock=lambda: clock[0])
    clock[0] = 1.0  # a second's worth for all domains together
    for number in range(1000):
        assert pace.take(f"{number}.example")
    clock[0] = 31.0
    assert pace.take("0.example")
    clock[0] = 62.0
    pace.change(rate_per_second=1e6, domain_rate_per_second=1)
    assert list(pace._domains) == ["0.example"]
    assert pace.take("1.example")
    assert not pace.take("1.example"), "a domain that is met again begins with one mail"


def test_a_domain_whose_next_mail_may_not_leave_yet_is_not_forgotten():
    clock = [0.0]
    pace = Pace(10, 0.01, clock=lambda: clock[0])
    assert pace.take("slow.example")
    clock[0] = 70.0
    pace.change(rate_per_second=10, domain_rate_per_second=0.01)
    assert not pace.take("slow.example")
    clock[0] = 101.0
    assert pace.take("slow.example")
