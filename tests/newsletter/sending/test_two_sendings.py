"""Two sendings at once: each has its turn, and one that waits slows down nobody."""

from datetime import timedelta
from itertools import chain, repeat

import pytest
from django.utils import timezone

from newsletter.models import Sending
from newsletter.sending import ledger
from newsletter.sending.desk import rates
from newsletter.sending.states import Answer, Outcome
from tests.factories.newsletter import a_sending, subscribers
from tests.newsletter.sending.working import LEASE, work_with

pytestmark = pytest.mark.django_db


def test_a_short_sending_does_not_wait_for_the_end_of_a_long_one():
    subscribers(200)
    long, short = a_sending(), a_sending()
    first = short.recipients.order_by("pk").values_list("pk", flat=True)[:20]
    short.recipients.exclude(pk__in=list(first)).delete()
    answers = chain(repeat(Outcome(answer=Answer.ACCEPTED), 80), repeat(Outcome(answer=Answer.SENDER_REFUSED)))
    work_with(lambda _address: next(answers))
    assert short.counts() == {"accepted": 20}
    assert long.counts()["accepted"] == 60, "and the long one had its turns meanwhile"


def test_each_sending_in_turn_gives_the_first_rows_of_a_batch():
    subscribers(50)
    one, other = a_sending(), a_sending()
    given = [{row.sending_id for row in ledger.claim(worker="w", now=timezone.now(), lease=LEASE, number=20, first=turn)} for turn in range(4)]
    assert given == [{one.pk}, {other.pk}, {one.pk}, {other.pk}]
    rest = [row.sending_id for row in ledger.claim(worker="w", now=timezone.now(), lease=LEASE, number=20, first=4)]
    assert rest == [one.pk] * 10 + [other.pk] * 10, "what one leaves free is the other's"


def test_a_sending_that_waits_for_the_mail_server_slows_down_no_other():
    slow = a_sending()
    a_sending()
    Sending.objects.update(rate_per_second=50, domain_rate_per_second=10)
    Sending.objects.filter(pk=slow.pk).update(rate_per_second=1, domain_rate_per_second=1)
    assert rates() == (1, 1)
    Sending.objects.filter(pk=slow.pk).update(held_until=timezone.now() + timedelta(hours=8))
    assert rates() == (50, 10)
