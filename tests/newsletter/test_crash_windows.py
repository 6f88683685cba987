"""The four moments at which a newsletter system in wide use lost mail or doubled it when it was killed, worked through there one after another.

Each is a test here: saved and never begun; killed while readers are listed; killed while handing over; outcome unknown.
"""

import json
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from newsletter.audience import list_recipients
from newsletter.models import Recipient, Sending, SendingState
from newsletter.sending import control, ledger
from newsletter.sending.desk import desk
from newsletter.sending.listing import list_and_begin
from newsletter.sending.states import Delivery
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, a_subscriber, an_operator

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=60)


def readers(number: int) -> None:
    for one in range(number):
        a_subscriber(f"reader{one}@example.org")


def work() -> None:
    Worker(desk(connections=1)).run(until_idle=True)


def test_1_a_sending_that_was_saved_and_never_begun_is_begun_by_any_worker(sink):
    readers(7)
    sending = a_sending(is_running=False)
    Recipient.objects.all().delete()
    Sending.objects.update(state=SendingState.PREPARING, start_at=timezone.now())
    work()
    assert sending.counts() == {"accepted": 7}


def test_1_a_sending_without_words_yet_is_left_to_whoever_makes_it():
    readers(1)
    a_sending(languages=(), is_running=False)
    Sending.objects.update(state=SendingState.PREPARING)
    list_and_begin(now=timezone.now())
    assert Sending.objects.get().state == SendingState.PREPARING


def test_2_killed_while_readers_are_listed_drops_no_tail(sink, monkeypatch):
    monkeypatch.setattr("newsletter.audience.CHUNK", 10)
    readers(45)
    sending = a_sending(is_running=False)
    Recipient.objects.all().delete()
    Sending.objects.update(state=SendingState.PREPARING, start_at=timezone.now())
    make, calls = Recipient.objects.bulk_create, iter(range(100))

    def killed_in_the_third(rows, **options):
        if next(calls) == 2:
            raise SystemExit
        return make(rows, **options)

    monkeypatch.setattr(Recipient.objects, "bulk_create", killed_in_the_third)
    with pytest.raises(SystemExit):
        list_recipients(sending=sending)
    assert (sending.recipients.count(), Sending.objects.get().state) == (20, SendingState.PREPARING), "nothing is sent before all are listed"
    work()
    assert sending.counts() == {"accepted": 45}


def test_3_stopped_while_handing_over_waits_for_the_answers_and_goes_on_later(slow_sink):
    readers(60)
    sending = a_sending()
    worker = Worker(desk(connections=4))
    threading.Timer(0.4, worker.stop.set).start()
    worker.run()
    counts = sending.counts()
    assert set(counts) == {"accepted", "pending"}, "nothing is left half done"
    assert len(slow_sink.taken) == counts["accepted"]
    work()
    assert sending.counts() == {"accepted": 60}
    assert len(slow_sink.taken) == len(set(slow_sink.taken)) == 60


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_3_the_command_told_to_stop_ends_in_order_and_the_next_one_goes_on(own_database, name):
    command = [sys.executable, "-m", "tests.newsletter.stopping", "1500", name]
    done = subprocess.run(command, env=own_database, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    states = told["stopped"]["states"]
    assert told["ended"] == 0
    assert set(states) == {"accepted", "pending"}, "stopped in the middle, and nothing is left half done"
    assert states["accepted"] == told["stopped"]["taken"], "every answer was waited for and written down"
    assert told["end"]["states"] == {"accepted": 1500}
    assert (told["end"]["taken"], told["end"]["doubled"]) == (1500, 0)


def test_4_an_unknown_outcome_is_named_and_sent_again_only_when_a_person_chooses(sink):
    readers(3)
    sending = a_sending()
    now = timezone.now() - 2 * LEASE
    held = ledger.claim(worker="dead", now=now, lease=LEASE)
    ledger.turn(worker="dead", now=now, lease=LEASE, starting=[held[0].pk])
    work()
    work()
    ledger.finish(now=timezone.now())
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.FINISHED, {"accepted": 2, "uncertain": 1})
    with pytest.raises(control.NotPossible, match="1 uncertain"):
        control.resend_uncertain(sending=sending, confirmed_number=2, by=an_operator())
    control.resend_uncertain(sending=sending, confirmed_number=1, by=an_operator())
    assert Recipient.objects.filter(state=Delivery.PENDING).count() == 1
    work()
    assert sending.counts() == {"accepted": 3}
