"""Readers whose mail is to come again later: one by one when they are few, all together when it is the mail server that takes nothing."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.utils import timezone

from newsletter.models import Recipient, Sending, SendingState
from newsletter.sending import ledger
from newsletter.sending.judging import NOT_NOW_IN_A_ROW
from newsletter.sending.states import BACK_OFF, Answer, Delivery, Outcome
from tests.factories.newsletter import a_sending, a_subscriber, subscribers
from tests.newsletter.sending.working import work, work_with

pytestmark = pytest.mark.django_db

TAKEN = Outcome(answer=Answer.ACCEPTED)
LATER = Outcome(answer=Answer.NOT_NOW, reason="454 throttled")
NEVER = Outcome(answer=Answer.REFUSED, reason="550 no such reader")


def test_a_row_goes_through_all_its_retries_and_is_taken_at_the_last():
    a_subscriber()
    sending = a_sending()
    clock = [timezone.now()]
    for number, wait in enumerate(BACK_OFF, start=1):
        work_with(lambda _address: LATER, now=lambda: clock[-1])
        row = Recipient.objects.get()
        assert (row.state, row.attempts, row.next_at, row.reason) == (Delivery.RETRY, number, clock[-1] + wait, "454 throttled")
        assert ledger.finish(now=clock[-1]) == 0
        clock.append(clock[-1] + wait - timedelta(seconds=1))
        work_with(lambda _address: NEVER, now=lambda: clock[-1])
        assert Recipient.objects.get().attempts == number, "not before its time"
        clock.append(clock[-1] + timedelta(seconds=1))
    work_with(lambda _address: TAKEN, now=lambda: clock[-1])
    assert (sending.counts(), Recipient.objects.get().attempts) == ({"accepted": 1}, 5)
    assert clock[-1] - clock[0] == timedelta(hours=10, minutes=35)


def test_a_row_that_is_told_later_at_its_last_retry_too_has_failed_with_the_servers_words(sink):
    a_subscriber("later.1@example.org")
    sending = a_sending()
    clock = [timezone.now()]
    for wait in BACK_OFF:
        work(now=lambda: clock[-1])
        assert sending.counts() == {"retry": 1}
        clock.append(clock[-1] + wait)
    work(now=lambda: clock[-1])
    row = Recipient.objects.get()
    assert (row.state, row.attempts, row.reason) == (Delivery.FAILED, 5, "451 come again")
    sending.refresh_from_db()
    assert sending.state == SendingState.FINISHED


@pytest.mark.parametrize("kind", ["later", "full"], ids=["when the reader is named", "after the message"])
@pytest.mark.parametrize("connections", [1, 10])
def test_a_server_that_puts_everybody_off_holds_the_sending_and_burns_no_row(sink, kind, connections):
    subscribers(70, kind + ".{}@example.org")
    sending = a_sending()
    clock, waits = [timezone.now()], []
    for _turn in BACK_OFF:
        work(connections=connections, now=lambda: clock[-1])
        sending.refresh_from_db()
        assert sending.state == SendingState.RUNNING
        assert sending.is_held(clock[-1])
        waits.append(sending.held_until - clock[-1])
        clock.append(sending.held_until)
        assert not Recipient.objects.exclude(attempts=0).exists(), "nobody's attempt is used up"
    assert tuple(waits) == BACK_OFF
    assert "readers in a row were put off by the mail server, the last: 45" in sending.pause_reason
    work(connections=connections, now=lambda: clock[-1])
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.PAUSED, {"retry": 70})
    assert not Recipient.objects.exclude(attempts=0).exists()
    assert sink.taken == []


def test_when_the_server_takes_mail_again_a_held_sending_goes_to_its_end():
    subscribers(60)
    sending = a_sending()
    now = timezone.now()
    work_with(lambda _address: LATER, now=lambda: now)
    work_with(lambda _address: TAKEN, now=lambda: now)
    assert sending.counts() == {"retry": NOT_NOW_IN_A_ROW, "pending": 60 - NOT_NOW_IN_A_ROW}, "nothing is begun while it waits"
    later = now + BACK_OFF[0]
    work_with(lambda _address: TAKEN, now=lambda: later)
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.FINISHED, {"accepted": 60})
    assert set(Recipient.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.parametrize("kind", ["later", "full"])
def test_a_few_who_are_put_off_among_many_are_tried_again_alone(sink, kind):
    for number in range(60):
        a_subscriber(f"{kind}.{number}@example.org" if number % 6 == 3 else f"reader{number}@example.org")
    sending = a_sending()
    work(connections=4)
    sending.refresh_from_db()
    assert (sending.counts(), sending.held_until) == ({"accepted": 50, "retry": 10}, None)
    assert set(Recipient.objects.filter(state=Delivery.RETRY).values_list("attempts", flat=True)) == {1}


def test_busy_mailboxes_that_are_left_at_the_end_hold_up_nothing_and_come_to_an_end():
    subscribers(30, "busy{}@example.org")
    a_sending()
    Recipient.objects.update(state=Delivery.RETRY, attempts=4, next_at=timezone.now())
    work_with(lambda _address: LATER)
    assert set(Recipient.objects.values_list("state", flat=True)) == {Delivery.FAILED}
    assert Sending.objects.get().held_until is None


def test_refusals_with_putting_off_in_between_pause_all_the_same():
    subscribers(200)
    sending = a_sending()
    Recipient.objects.filter(pk__gt=0).update(attempts=1)
    answers = cycle([NEVER, LATER])
    work_with(lambda _address: next(answers))
    sending.refresh_from_db()
    assert (sending.state, sending.counts()["failed"]) == (SendingState.PAUSED, 50)
