"""A sending from its list of readers to its end, whatever the database does meanwhile."""

import threading
import time
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter import audience
from newsletter.models import Recipient, Sending, SendingState, Subscriber
from newsletter.sending import housekeeping, ledger
from newsletter.sending.desk import desk, row_message_id
from newsletter.sending.states import Delivery
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, a_subscriber, subscribers
from tests.newsletter.sending.working import LEASE, states, work


@pytest.mark.django_db
def test_every_reader_gets_one_mail_and_the_sending_says_finished(sink):
    subscribers(30)
    sending = a_sending()
    work(connections=4)
    sending.refresh_from_db()
    assert sorted(sink.taken) == sorted(Subscriber.objects.values_list("email", flat=True))
    assert (sending.state, sending.counts()) == (SendingState.FINISHED, {"accepted": 30})


@pytest.mark.django_db
def test_a_worker_that_stops_as_soon_as_nothing_is_due_has_called_its_sending_finished(sink, monkeypatch):
    a_subscriber()
    sending, looked, look = a_sending(), [], Worker._look
    monkeypatch.setattr(Worker, "_look", lambda worker, pace: looked or looked.append(look(worker, pace)))  # the last mail is younger than it
    work()
    sending.refresh_from_db()
    assert (sending.state, len(sink.taken)) == (SendingState.FINISHED, 1)


@pytest.mark.django_db
def test_each_mail_bears_the_day_it_leaves(sink):
    a_subscriber()
    a_sending()
    Sending.objects.update(made_at=timezone.now() - timedelta(days=9))
    at = desk(connections=1)
    rows = ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    at.prepare(rows)
    mail = message_from_bytes(at.compose(rows[0])[1], policy=policy.default)
    assert abs(mail["Date"].datetime - timezone.now()) < timedelta(minutes=1)


@pytest.mark.django_db
def test_readers_are_listed_once_and_the_mail_of_other_sendings_leaves_meanwhile(sink, monkeypatch):
    subscribers(25)
    a_sending()
    other = a_sending(is_running=False)
    other.recipients.all().delete()
    Sending.objects.filter(pk=other.pk).update(state=SendingState.PREPARING, start_at=timezone.now())
    monkeypatch.setattr("newsletter.audience.CHUNK", 1)
    chunk, looks, look = audience.list_chunk, [], housekeeping.look
    left: list[int] = []

    def slowly(*arguments, **named):
        time.sleep(0.05)
        left.append(len(sink.taken))
        return chunk(*arguments, **named)

    monkeypatch.setattr("newsletter.sending.listing.list_chunk", slowly)
    monkeypatch.setattr(housekeeping, "look", lambda **arguments: looks.append(len(left)) or look(**arguments))
    work(connections=2)
    assert len(left) == 25 + 1, "one way through all readers, and the look that finds nobody more"
    assert 0 < left[-1] <= 25, "mail of the first left while readers of the second were listed"
    assert len([at for at in looks if 0 < at < 26]) >= 2, "and the worker said that it lives, and kept its leases"
    assert other.counts() == {"accepted": 25}


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans by what a table holds: a small one is read whole")
def test_rows_that_wait_for_hours_are_not_looked_at_by_each_claim():
    a_subscriber()
    a_sending()
    with CaptureQueriesContext(connection) as asked:
        ledger.claim(worker="w", now=timezone.now(), lease=LEASE, number=5)
    (retry,) = [query["sql"] for query in asked if 'next_at" <=' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + retry)
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "recipient_due (sending_id=? AND state=? AND next_at<?)" in plan
    assert "TEMP B-TREE" not in plan, "found in their order"


@pytest.mark.django_db
def test_a_sending_whose_time_has_come_starts_without_anybody_asking(sink):
    a_subscriber()
    sending = a_sending(is_running=False)
    Sending.objects.update(start_at=timezone.now() - timedelta(hours=3))
    worker = Worker(desk(connections=1))
    threading.Timer(1.5, worker.stop.set).start()
    worker.run()
    assert sending.counts() == {"accepted": 1}


@pytest.mark.django_db
def test_a_paused_sending_begins_nothing_more(sink):
    subscribers(5)
    sending = a_sending()
    held = ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    ledger.pause(sending_id=sending.pk, reason="an editor paused it")
    assert not ledger.turn(worker="w", now=timezone.now(), lease=LEASE, starting=[row.pk for row in held])
    work()
    assert sink.taken == []
    assert set(states().values()) == {"pending"}


@pytest.mark.django_db
def test_a_sending_with_a_row_to_be_tried_again_is_not_finished():
    a_subscriber()
    sending = a_sending()
    Recipient.objects.update(state=Delivery.RETRY, next_at=timezone.now() + timedelta(hours=8))
    assert ledger.finish(now=timezone.now()) == 0
    Recipient.objects.update(state=Delivery.UNCERTAIN)
    assert ledger.finish(now=timezone.now()) == 1
    sending.refresh_from_db()
    assert sending.state == SendingState.FINISHED


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [1, -1], ids=["forward", "back"])
def test_a_clock_that_is_set_by_an_hour_doubles_nobody_and_loses_nobody(sink, monkeypatch, hours):
    """In the middle, with rows claimed and rows being handed over: to the worker it looks as if every lease had run out, or none ever would."""
    subscribers(60)
    sending = a_sending()
    turn, turns = ledger.turn, []

    def counted(**arguments):
        turns.append(arguments)
        return turn(**arguments)

    monkeypatch.setattr(ledger, "turn", counted)
    monkeypatch.setattr("newsletter.sending.worker.LOOK_AGAIN_SECONDS", 0)
    work(connections=4, now=lambda: timezone.now() + timedelta(hours=hours if 5 < len(turns) < 9 else 0))
    assert sending.counts() == {"accepted": 60}
    assert sorted(sink.taken) == sorted(Subscriber.objects.values_list("email", flat=True))


@pytest.mark.django_db
def test_a_database_that_is_away_for_a_moment_costs_no_outcome(sink, monkeypatch):
    subscribers(10)
    sending = a_sending()
    turn, falls = ledger.turn, iter([False, True, False, True])

    def sometimes(**arguments):
        if next(falls, False):
            raise OperationalError("the server closed the connection")
        return turn(**arguments)

    monkeypatch.setattr(ledger, "turn", sometimes)
    monkeypatch.setattr("newsletter.sending.worker.connection.close", lambda: None)  # the test's own transaction lives in it
    work()
    assert sending.counts() == {"accepted": 10}
    assert len(sink.taken) == 10


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [IntegrityError("violates foreign key constraint"), DataError("invalid byte sequence")])
def test_whatever_the_database_refuses_the_worker_goes_on(sink, monkeypatch, fault):
    a_subscriber()
    sending = a_sending()
    look, falls = housekeeping.look, iter([True])

    def sometimes(**arguments):
        if next(falls, False):
            raise fault
        return look(**arguments)

    monkeypatch.setattr(housekeeping, "look", sometimes)
    monkeypatch.setattr("newsletter.sending.worker.connection.close", lambda: None)  # the test's own transaction lives in it
    work()
    assert sending.counts() == {"accepted": 1}


@pytest.mark.django_db
def test_a_message_keeps_its_id_over_attempts(sink):
    reader = a_subscriber()
    sending = a_sending()
    work()
    Recipient.objects.update(state=Delivery.PENDING)
    work()
    assert set(sink.message_ids) == {row_message_id(sending.pk, reader.pk)}
