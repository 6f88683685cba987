"""A line to the database that breaks at a commit: whether it was taken is not known, and no mail becomes uncertain for that."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import OperationalError, transaction

from newsletter.models import Recipient, Sending
from newsletter.sending import housekeeping, ledger
from newsletter.sending.desk import desk
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, subscribers
from tests.newsletter.sending.working import work

LOST = OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def stays_open(monkeypatch):
    """The test's own transaction lives in the connection."""
    monkeypatch.setattr("newsletter.sending.worker.connection.close", lambda: None)


def breaking(falls: Iterator[bool], *, is_taken: bool) -> SimpleNamespace:
    """Django's `transaction` for the worker, whose commits fail now and then: before the database took them, or after."""

    @contextmanager
    def atomic():
        falls_now = next(falls, False)
        with transaction.atomic():
            yield
            if falls_now and not is_taken:
                raise LOST
        if falls_now:
            raise LOST

    return SimpleNamespace(atomic=atomic)


@pytest.mark.django_db
@pytest.mark.parametrize("is_taken", [True, False], ids=["taken, answer lost", "not taken"])
@pytest.mark.parametrize("rate", [1e6, 200], ids=["begun as they are claimed", "claimed before they begin"])
def test_a_commit_whose_answer_is_lost_makes_no_mail_uncertain_and_doubles_none(sink, monkeypatch, stays_open, is_taken, rate):
    subscribers(40)
    sending = a_sending()
    Sending.objects.update(rate_per_second=rate, domain_rate_per_second=rate)
    monkeypatch.setattr("newsletter.sending.worker.transaction", breaking(iter([True, False, False, True, True]), is_taken=is_taken))
    work(connections=4)
    assert sending.counts() == {"accepted": 40}
    assert sorted(sink.taken) == sorted(Recipient.objects.values_list("subscriber__email", flat=True))
    assert set(Recipient.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db
def test_a_database_that_is_away_while_the_worker_stops_costs_no_outcome(slow_sink, monkeypatch, stays_open):
    subscribers(60)
    sending = a_sending()
    worker = Worker(desk(connections=4))
    turn, falls = ledger.turn, iter([True, True])

    def away(**arguments):
        if worker.stop.is_set() and next(falls, False):
            raise LOST
        return turn(**arguments)

    monkeypatch.setattr(ledger, "turn", away)
    threading.Timer(0.6, worker.stop.set).start()
    worker.run()
    assert set(sending.counts()) == {"accepted", "pending"}
    assert sending.counts()["accepted"] == len(slow_sink.taken) > 0
    assert next(falls, "none") == "none", "it was away"


@pytest.mark.django_db
def test_a_database_that_stays_away_is_not_waited_for_for_ever(sink, monkeypatch, stays_open, caplog):
    subscribers(3)
    a_sending()
    monkeypatch.setattr("newsletter.sending.worker.LAST_WRITE_SECONDS", 1)

    def away(**_arguments):
        raise LOST

    monkeypatch.setattr(housekeeping, "leave", away)
    with pytest.raises(OperationalError):
        work()
    assert "without having written" in caplog.text
