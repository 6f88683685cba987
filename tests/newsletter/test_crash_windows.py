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

from newsletter.models import Edition, Recipient, Sending, SendingState
from newsletter.sending import control, ledger
from newsletter.sending.desk import desk
from newsletter.sending.listing import Lister
from newsletter.sending.states import Delivery
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, list_and_begin

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


def test_2_killed_while_readers_are_listed_drops_no_tail_and_doubles_nobody(own_database):
    command = [sys.executable, "-m", "tests.newsletter.racing", "3000", "1", "5"]
    done = subprocess.run(command, env=own_database, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    killed = told.pop("killed")
    assert 0 < killed[0][0] < 3000, "killed in the middle"
    assert {state for number, state in killed if number < 3000} == {"preparing"}, "nothing is sent before all are listed"
    assert told == {"rows": 3000, "doubled": 0, "wrong": 0, "state": "ready", "ended_well": 1}


def test_2_a_worker_that_lists_what_another_has_listed_and_begun_adds_nobody(monkeypatch):
    """Its look is up to half a second old: meanwhile the sending may have begun, and ended, and somebody confirmed since."""
    monkeypatch.setattr("newsletter.audience.CHUNK", 2)
    readers(5)
    sending = a_sending(is_running=False)
    Recipient.objects.all().delete()
    Sending.objects.update(state=SendingState.READY, start_at=timezone.now())
    ahead, behind = Lister(), Lister()
    for lister in (ahead, behind):
        lister.look(now=timezone.now())
    behind.step(now=timezone.now())
    while ahead.is_at_work:
        ahead.step(now=timezone.now())
    late = a_subscriber("confirmed-since@example.org")
    assert not behind.step(now=timezone.now())
    sending.recipients.update(state=Delivery.ACCEPTED)
    assert ledger.finish(now=timezone.now()) == 1
    while behind.is_at_work:
        assert not behind.step(now=timezone.now())
    assert not sending.recipients.filter(subscriber=late).exists()
    assert (Sending.objects.get().state, sending.counts()) == (SendingState.FINISHED, {"accepted": 5})


def test_2_what_is_asked_for_while_another_worker_lists_it_is_listed_with_the_words_there_are_then(monkeypatch):
    monkeypatch.setattr("newsletter.audience.CHUNK", 2)
    readers(5)
    a_subscriber("es@example.org", language="es")
    sending = a_sending(languages=("en",))
    control.widen(sending=sending, by=an_operator())
    behind = Lister()
    behind.look(now=timezone.now())
    behind.step(now=timezone.now())
    Edition.objects.create(sending=sending, for_language="es", language="es", subject="Suelo", html="<p>Suelo</p>", text="Suelo")
    control.widen(sending=sending, by=an_operator())
    assert not behind.step(now=timezone.now()), "what it lists is not wanted any more"
    assert Sending.objects.get().list_wanted_at, "and what is wanted is still to be done"
    list_and_begin(now=timezone.now())
    assert sending.recipients.filter(edition__language="es").count() == 1


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
