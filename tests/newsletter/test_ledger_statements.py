"""Statements that are put into SQL once do what Django's own querysets do, on every database."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter.models import Recipient, Sending, SendingState
from newsletter.sending import ledger_statements as hot
from newsletter.sending.statements import MANY, some_ids
from newsletter.sending.states import Delivery
from tests.factories.newsletter import a_sending, a_subscriber

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SOON = NOW + timedelta(minutes=5)
MINE = {"claimed_by": "me"}
OUTCOME = {"state": Delivery.RETRY, "attempts": 3, "losses": 1, "reason": "450 é 'later'", "next_at": SOON}


@pytest.fixture
def rows():
    """Of two sendings: one of mine and one of another worker's in each state."""
    for number in range(2 * len(Delivery)):
        a_subscriber(f"reader{number}@example.org")
    a_sending(), a_sending()
    found = list(Recipient.objects.order_by("sending_id", "pk"))
    for number, row in enumerate(found):
        row.state, row.claimed_by = list(Delivery)[number % len(Delivery)], "me" if number // len(Delivery) % 2 else "other"
        row.next_at = None if row.state != Delivery.RETRY else NOW + timedelta(minutes=number - 5)
        row.lease_until, row.attempts = SOON, 1
        row.save()
    return [row.pk for row in found]


def after(change) -> list[dict]:
    """What all rows hold after a change, which is undone."""
    with transaction.atomic():
        change()
        held = list(Recipient.objects.order_by("pk").values())
        transaction.set_rollback(True)
    return held


WRITINGS = [
    (hot.CLAIMING, {}, {"state": Delivery.CLAIMED, "claimed_by": "me", "lease_until": SOON, "changed_at": NOW}),
    (hot.BEGINNING, {}, {"state": Delivery.SENDING, "claimed_by": "me", "lease_until": SOON, "changed_at": NOW}),
    (hot.OPENING, {**MINE, "state": Delivery.SENDING}, {**OUTCOME, "lease_until": None, "changed_at": NOW}),
    (hot.ENDING, {**MINE, "state__in": [Delivery.SENDING, Delivery.UNCERTAIN]}, {**OUTCOME, "lease_until": None, "changed_at": NOW}),
    (hot.FREEING, {**MINE, "state": Delivery.RETRY}, {"attempts": 0}),
    (hot.GIVING_BACK, {**MINE, "state": Delivery.CLAIMED}, {"state": Delivery.PENDING, "claimed_by": "", "lease_until": None, "next_at": None}),
]


@pytest.mark.parametrize("place", range(len(WRITINGS)))
def test_a_change_changes_the_rows_and_columns_its_queryset_would(rows, place):
    statement, condition, change = WRITINGS[place]
    some = rows[1:] if place else rows[:5]
    given = {"worker": "me", "lease_until": SOON, "now": NOW, **OUTCOME}
    ours = after(lambda: statement.run_for(some, **given))
    assert ours == after(lambda: Recipient.objects.filter(pk__in=some, **condition).update(**change))
    assert ours != list(Recipient.objects.order_by("pk").values()), "and it changed some"


@pytest.mark.parametrize("state", [Delivery.PENDING, Delivery.RETRY])
@pytest.mark.parametrize("number", [1, 2, MANY])
def test_due_rows_are_read_as_their_queryset_reads_them(rows, state, number):
    sending_id = Recipient.objects.get(pk=rows[0]).sending_id
    due = Recipient.objects.filter(sending_id=sending_id, state=state)
    if state is Delivery.RETRY:
        due = due.filter(next_at__lte=NOW)
    with transaction.atomic():
        read = hot.waiting(state, number).rows(sending_id=sending_id, now=NOW)
    assert read
    assert read == list(due.order_by("next_at", "pk").values_list(*hot.ROW)[:number])


def test_rows_that_may_begin_are_read_as_their_queryset_reads_them(rows):
    held, _others = Sending.objects.order_by("pk")
    for until in (None, NOW - timedelta(seconds=1), SOON):
        Sending.objects.filter(pk=held.pk).update(held_until=until)
        free = Recipient.objects.filter(Q(sending__held_until=None) | Q(sending__held_until__lte=NOW), sending__state=SendingState.RUNNING)
        wanted = free.filter(pk__in=rows[-MANY:], claimed_by="me", state=Delivery.CLAIMED).values_list("pk", *hot.CONSENT)
        with transaction.atomic():
            read = hot.STILL_DUE.rows(worker="me", now=NOW, **some_ids(rows[-MANY:]))
            assert hot.BEGUN.rows(now=NOW) == list(hot.begun(NOW).order_by("pk").values_list("pk"))
        assert sorted(read) == sorted(wanted)
        assert read


def test_more_rows_than_stand_in_one_statement_are_all_written_and_none_cost_nothing():
    for number in range(2 * MANY + 1):
        a_subscriber(f"reader{number}@example.org")
    a_sending()
    ids = list(Recipient.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as asked:
        hot.CLAIMING.run_for([], worker="me", lease_until=SOON, now=NOW)
        hot.CLAIMING.run_for(ids, worker="me", lease_until=SOON, now=NOW)
    assert len(asked) == 3
    assert Recipient.objects.filter(state=Delivery.CLAIMED, claimed_by="me").count() == len(ids)
