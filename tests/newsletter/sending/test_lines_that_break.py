"""Lines that break at a reader before the message is complete: nothing left, and it is hardly the reader's fault."""

from itertools import count

import pytest
from django.utils import timezone

from newsletter.models import Recipient, SendingState
from newsletter.sending import control
from newsletter.sending.judging import LOST_LATELY
from newsletter.sending.states import BACK_OFF, LOSSES_WITHOUT_AN_ATTEMPT, Answer, Delivery, Outcome
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, subscribers
from tests.newsletter.sending.working import work, work_with

pytestmark = pytest.mark.django_db

TAKEN = Outcome(answer=Answer.ACCEPTED)
BROKEN = Outcome(answer=Answer.LOST_AT_READER, reason="ConnectionResetError: reset by peer")


@pytest.mark.parametrize("connections", [1, 4])
def test_a_server_that_drops_one_line_in_four_pauses_the_sending_and_uses_up_nobodys_attempt(connections):
    subscribers(100)
    sending = a_sending()
    numbers = count()
    work_with(lambda _address: TAKEN if next(numbers) % 4 else BROKEN, connections=connections)
    sending.refresh_from_db()
    counts = sending.counts()
    assert sending.state == SendingState.PAUSED
    assert LOST_LATELY <= counts["retry"] <= LOST_LATELY + connections
    assert counts["accepted"] < 50
    assert sending.pause_reason == f"{LOST_LATELY} of the latest mails were broken off, the last: {BROKEN.reason}"
    assert set(Recipient.objects.filter(state=Delivery.RETRY).values_list("attempts", flat=True)) == {0}


def test_however_often_it_pauses_so_and_goes_on_everybody_gets_their_mail_at_the_first_attempt():
    subscribers(60)
    sending = a_sending()
    numbers, clock = count(), [timezone.now()]
    while Recipient.objects.exclude(state=Delivery.ACCEPTED).exists():
        work_with(lambda _address: TAKEN if next(numbers) % 4 else BROKEN, now=lambda: clock[-1])
        sending.refresh_from_db()
        if sending.state == SendingState.PAUSED:
            control.resume(sending=sending, by=an_operator())
        clock.append(clock[-1] + BACK_OFF[0])
    assert (len(clock) < 12, set(Recipient.objects.values_list("attempts", flat=True))) == (True, {1})


def test_a_line_lost_now_and_then_pauses_nothing():
    subscribers(100)
    sending = a_sending()
    numbers = count()
    work_with(lambda _address: TAKEN if next(numbers) % 10 else BROKEN)
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.RUNNING, {"accepted": 90, "retry": 10})


@pytest.mark.parametrize("kind", ["gone", "bye"])
def test_a_row_that_breaks_each_line_it_is_tried_on_comes_to_an_end(sink, kind):
    a_subscriber(f"{kind}.1@example.org")
    sending = a_sending()
    clock, attempts = [timezone.now()], []
    while sending.counts() != {"failed": 1}:
        work(now=lambda: clock[-1])
        row = Recipient.objects.get()
        attempts.append(row.attempts)
        clock.append(row.next_at or clock[-1])
        assert len(clock) < 20
    assert attempts == [0] * LOSSES_WITHOUT_AN_ATTEMPT + [1, 2, 3, 4, 5]


def test_who_is_tried_again_by_a_person_begins_anew():
    a_subscriber()
    sending = a_sending()
    Recipient.objects.update(state=Delivery.FAILED, attempts=5, losses=3)
    control.retry_failed(sending=sending, by=an_operator())
    row = Recipient.objects.get()
    assert (row.attempts, row.losses) == (0, 0)
