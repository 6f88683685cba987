"""What an operator does, and what a mail server does, while a worker is at work: it runs here as it does in a process of its own.

The worker asks its desk for the rates twice a second; there the tests do what an operator would do meanwhile.
"""

import itertools
import json
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from newsletter.audience import CHUNK
from newsletter.models import Recipient, Sending, SendingState
from newsletter.sending import control, ledger
from newsletter.sending.desk import desk, rates
from newsletter.sending.judging import LOST_IN_A_ROW
from newsletter.sending.transport import Relay, SmtpTransport
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, a_subscriber, an_operator

pytestmark = pytest.mark.django_db

MOST_A_PAUSE_TAKES_SECONDS = 2.0


class Work:
    """A worker that notes when each mail is composed, does `acts` at their moments, and stops at `stop_s`; all in seconds from its start."""

    def __init__(self, *, stop_s: float, acts: dict | None = None, connections: int = 2):
        self.acts, self.stop_s, self.left = dict(acts or {}), stop_s, []
        own = desk(connections=connections)
        self.worker = Worker(replace(own, rates=self.look, compose=lambda row: self.note(row) or own.compose(row)))
        self.began = time.monotonic()
        self.worker.run()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def note(self, row) -> None:
        self.left.append((self.seconds, row.domain))

    def look(self) -> tuple[float, float]:
        if self.seconds > self.stop_s:
            self.worker.stop.set()
        for at in [at for at in self.acts if self.seconds > at]:
            self.acts.pop(at)()
        return rates()

    def number(self, since_s: float = 0, until_s: float = 1e9, domain: str = "") -> int:
        """How many mails left in that time."""
        return sum(since_s <= at < until_s and domain in ("", at_domain) for at, at_domain in self.left)


class Stopping(SmtpTransport):
    """Lets the mail server hang for a while once so many mails were handed over by all of its kind."""

    def __init__(self, relay, hang):
        super().__init__(relay)
        self.hang = hang

    def hand_over(self, **mail):
        self.hang()
        return super().hand_over(**mail)


@pytest.mark.parametrize(("hangs_s", "patience_s"), [(0.5, 30), (3, 0.5)], ids=["shorter than it is waited for", "longer"])
def test_a_mail_server_that_hangs_for_a_while_costs_nobody_their_mail_and_doubles_nobody(sink, hangs_s, patience_s):
    readers(60)
    sending = a_sending()
    relay = Relay(host="127.0.0.1", port=sink.port, timeout_seconds=patience_s)
    number, process = itertools.count(1), sink.process

    def hang():
        if next(number) == 20:
            process.send_signal(signal.SIGSTOP)
            threading.Timer(hangs_s, process.send_signal, [signal.SIGCONT]).start()

    own = replace(desk(connections=4), transport=lambda: Stopping(relay, hang))
    Worker(own).run(until_idle=True)
    process.send_signal(signal.SIGCONT)
    sending.refresh_from_db()
    if patience_s < hangs_s:
        assert sending.state == SendingState.PAUSED
        control.resume(sending=sending, by=an_operator())
        Recipient.objects.filter(state="retry").update(next_at=timezone.now())
        Worker(desk(connections=4)).run(until_idle=True)
    counts = sending.counts()
    assert counts.pop("accepted") + counts.get("uncertain", 0) == 60
    assert counts.pop("uncertain", 0) <= (4 + LOST_IN_A_ROW if patience_s < hangs_s else 0)
    assert counts == {}
    accepted = set(Recipient.objects.filter(state="accepted").values_list("subscriber__email", flat=True))
    assert len(sink.taken) == len(set(sink.taken))
    assert accepted <= set(sink.taken)


def readers(number: int) -> None:
    for one in range(number):
        a_subscriber(f"reader{one}@example.org")


def a_sending_at(per_second: float, *, per_domain: float = 1e6) -> Sending:
    sending = a_sending()
    Sending.objects.update(rate_per_second=per_second, domain_rate_per_second=per_domain)
    return sending


def program(environment: dict, name: str, *arguments: float) -> dict:
    """What a program of processes that meet in a database tells."""
    command = [sys.executable, "-m", f"tests.newsletter.{name}", *map(str, arguments)]
    done = subprocess.run(command, env=environment, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_pause_holds_within_two_seconds_though_a_slow_pace_keeps_rows_waiting(sink):
    readers(200)
    sending, operator = a_sending_at(20), an_operator()
    work = Work(stop_s=4, acts={1: lambda: control.pause(sending=sending, by=operator)})
    assert work.number(until_s=1) > 5, "it was on its way"
    assert work.number(since_s=1 + MOST_A_PAUSE_TAKES_SECONDS) == 0
    sending.refresh_from_db()
    counts = sending.counts()
    assert (sending.state, set(counts)) == (SendingState.PAUSED, {"accepted", "pending"})
    assert counts["accepted"] == len(sink.taken) == len(work.left)


def test_a_pause_and_a_reader_who_leaves_wait_for_no_list_of_readers_however_long(own_database):
    told = program(own_database, "pausing", 40_000)
    assert told["sent"] > 0
    assert 300 < told["listed"] < 10_000, "in the middle of the list"
    assert told["listed_meanwhile"] <= 4 * CHUNK, "their turn came between two parts of the list: counted in parts, for machines differ in speed"
    assert told["listed_at_the_end"] - told["listed"] - told["listed_meanwhile"] > 10 * CHUNK, "most of the list came after"
    assert (told["state"], told["late"]) == ("paused", 0)
    assert told["listed_at_the_end"] >= 300 + 40_000 - 1, "the list was made to its end all the same"


def test_who_leaves_while_a_worker_sends_gets_no_mail_that_begins_later(own_database):
    told = program(own_database, "leaving", 400)
    assert (told["left"], told["late"]) == (75, 0)
    assert told["states_of_theirs"].get("skipped", 0) >= 70, "a few may have been on their way"
    assert set(told["states_of_theirs"]) <= {"skipped", "accepted"}
    assert told["states"]["accepted"] == told["taken"] == 400 - told["states"]["skipped"]


def test_a_worker_keeps_the_pace_in_all_and_to_each_domain(sink):
    for number in range(120):
        a_subscriber(f"reader{number}@{'abc'[number % 3]}.example")
    a_sending_at(10, per_domain=4)
    work = Work(stop_s=3)
    lasted = max(at for at, _domain in work.left)
    assert 10 <= len(work.left) <= 10 * (lasted + 1) + 1, "what is allowed, and one second's worth at once at most"
    for domain in ("a.example", "b.example", "c.example"):
        assert 2 <= work.number(domain=domain) <= 4 * (lasted + 1) + 1


@pytest.mark.parametrize("looked_through", [2000, 7])
def test_readers_of_other_domains_do_not_wait_behind_one_that_takes_its_time(sink, monkeypatch, looked_through):
    """A list sorted by domain: a large provider's readers stand first."""
    monkeypatch.setattr(ledger, "LOOKED_THROUGH", looked_through)
    for number in range(90):
        a_subscriber(f"reader{number}@slow.example" if number < 60 else f"reader@{number}.example")
    sending = a_sending_at(1000, per_domain=2)
    work = Work(stop_s=4)
    assert sum(domain != "slow.example" for _at, domain in work.left) == 30
    assert 4 <= work.number(domain="slow.example") <= 2 * (4 + 1) + 1, "which goes on at its own pace"
    assert len(sink.taken) == len(set(sink.taken)) == len(work.left)
    assert set(sending.counts()) == {"accepted", "pending"}


def test_workers_side_by_side_keep_together_the_pace_of_one(own_database):
    told = program(own_database, "side_by_side", 2, 30, 4)
    assert told["workers"] == 2
    assert 30 * 0.6 < told["per_second"] < 30 * 1.2


def test_a_pace_changed_while_mail_leaves_holds_from_then_on(sink):
    readers(300)
    sending, operator = a_sending_at(4), an_operator()
    faster = {1.5: lambda: control.change_rate(sending=sending, per_second=60, domain_per_second=60, by=operator)}
    work = Work(stop_s=4, acts=faster)
    assert work.number(until_s=1.5) <= 4 * 2.5 + 1
    assert work.number(since_s=2.5, until_s=3.5) > 20


def test_a_server_that_never_answers_holds_up_one_line_for_its_patience_and_the_mail_is_uncertain(sink):
    a_subscriber("hang.1@example.org")
    readers(20)
    sending = a_sending()
    line = Relay(host="127.0.0.1", port=sink.port, timeout_seconds=1)
    Worker(replace(desk(connections=2), transport=lambda: SmtpTransport(line))).run(until_idle=True)
    assert sending.counts() == {"accepted": 20, "uncertain": 1}
    assert "timed out" in sending.recipients.get(state="uncertain").reason
