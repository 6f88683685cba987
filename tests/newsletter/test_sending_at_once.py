"""What two transactions do to a sending at the same moment. On PostgreSQL, where they really run side by side."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from newsletter import audience
from newsletter.models import Recipient, Sending, SendingState, Subscriber
from newsletter.people.actions import erase
from newsletter.sending import control, ledger
from newsletter.sending.states import Delivery
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, list_again

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time"),
]


def beside(act) -> threading.Thread:
    """`act` in a transaction and on a line of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_sending_is_not_finished_while_the_refused_are_being_opened_again():
    a_subscriber()
    sending = a_sending()
    Recipient.objects.update(state=Delivery.FAILED)
    operator = an_operator()
    with transaction.atomic():
        control.retry_failed(sending=sending, by=operator)
        other = beside(lambda: ledger.finish(now=timezone.now()))
        other.join(1)
        assert other.is_alive(), "waits for what the operator has begun"
    other.join(10)
    assert (Sending.objects.get().state, Recipient.objects.get().state) == (SendingState.RUNNING, Delivery.PENDING)


def test_the_refused_that_are_opened_again_while_it_is_finished_wake_the_sending():
    a_subscriber()
    sending = a_sending()
    Recipient.objects.update(state=Delivery.FAILED)
    operator = an_operator()
    with transaction.atomic():
        assert ledger.finish(now=timezone.now()) == 1
        other = beside(lambda: control.retry_failed(sending=sending, by=operator))
        other.join(1)
        assert other.is_alive()
    other.join(10)
    assert (Sending.objects.get().state, Recipient.objects.get().state) == (SendingState.RUNNING, Delivery.PENDING)


def test_a_row_a_worker_takes_is_not_deleted_with_those_of_a_language_that_is_held_back():
    reader = a_subscriber()
    sending = a_sending(languages=("en",))
    Subscriber.objects.filter(pk=reader.pk).update(language="es")
    Sending.objects.update(started_at=timezone.now())
    held: list = []

    def take() -> None:
        held.extend(ledger.claim(worker="w", now=timezone.now(), lease=timedelta(minutes=1)))

    def taken_meanwhile(execute, sql, *arguments):
        if sql.startswith('DELETE FROM "newsletter_recipient"'):
            beside(take).join(10)
        return execute(sql, *arguments)

    with connection.execute_wrapper(taken_meanwhile):
        list_again(sending)
    assert sorted(row.pk for row in held) == sorted(Recipient.objects.values_list("pk", flat=True))


def test_a_reader_erased_while_readers_are_listed_stops_nothing(monkeypatch):
    """Without a lock on both sides the row would point to nobody, and one of the two transactions would fail at its end."""
    stays, goes = a_subscriber("a@example.org"), a_subscriber("b@example.org")
    sending = a_sending(is_running=False)
    Recipient.objects.all().delete()
    make, erasing = audience._row, []

    def erased_meanwhile(*arguments):
        if not erasing:
            erasing.append(beside(lambda: erase(subscriber=goes)))
            erasing[0].join(1)
        return make(*arguments)

    monkeypatch.setattr(audience, "_row", erased_meanwhile)
    list_again(sending)
    erasing[0].join(10)
    assert Sending.objects.get().state == SendingState.READY
    assert list(Subscriber.objects.all()) == [stays]
    Sending.objects.update(state=SendingState.RUNNING)
    held = ledger.claim(worker="w", now=timezone.now(), lease=timedelta(minutes=1))
    assert [row.subscriber_id for row in held] == [stays.pk]
