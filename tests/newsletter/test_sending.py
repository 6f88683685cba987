"""A sending over a real connection to a mail server that takes, refuses, delays and breaks off."""

import json
import re
import smtplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter import audience
from newsletter.audience import list_recipients
from newsletter.models import Recipient, Sending, SendingState, Subscriber, SubscriberState, WorkerPulse
from newsletter.sending import control, housekeeping, ledger
from newsletter.sending.desk import desk, row_message_id
from newsletter.sending.states import Answer, Delivery, Outcome, after
from newsletter.sending.transport import Relay, SmtpTransport
from newsletter.sending.worker import LOST_IN_A_ROW, Desk, Worker
from tests.factories.newsletter import a_sending, a_subscriber, an_operator

LEASE = timedelta(seconds=60)


def work(**changes) -> None:
    """Run a worker until nothing is due; one connection, since the test's database has one."""
    made = desk(connections=changes.pop("connections", 1))
    Worker(replace(made, **changes)).run(until_idle=True)


def states() -> dict[str, str]:
    return dict(Recipient.objects.values_list("subscriber__email", "state"))


@pytest.mark.django_db
def test_every_reader_gets_one_mail_and_the_sending_says_finished(sink):
    for number in range(30):
        a_subscriber(f"reader{number}@example.org")
    sending = a_sending()
    work(connections=4)
    ledger.finish(now=timezone.now())
    sending.refresh_from_db()
    assert sorted(sink.taken) == sorted(Subscriber.objects.values_list("email", flat=True))
    assert (sending.state, sending.counts()) == (SendingState.FINISHED, {"accepted": 30})


@pytest.mark.django_db
def test_answers_of_the_server_decide_each_row_alone(sink):
    for email in ("good@example.org", "later.1@example.org", "never.1@example.org", "cut.1@example.org", "good2@example.org"):
        a_subscriber(email)
    a_sending()
    work()
    assert states() == {
        "good@example.org": "accepted",
        "good2@example.org": "accepted",
        "later.1@example.org": "retry",
        "never.1@example.org": "failed",
        "cut.1@example.org": "uncertain",
    }
    assert Recipient.objects.get(subscriber__email="never.1@example.org").reason == "550 no such reader"
    waits = Recipient.objects.get(state=Delivery.RETRY).next_at - timezone.now()
    assert timedelta(minutes=4) < waits <= timedelta(minutes=5)


@pytest.mark.parametrize(
    ("address", "answer", "reason"),
    [
        ("good@example.org", Answer.ACCEPTED, ""),
        ("later.1@example.org", Answer.NOT_NOW, "451 come again"),
        ("full.1@example.org", Answer.NOT_NOW, "452 no room"),
        ("never.1@example.org", Answer.REFUSED, "550 no such reader"),
        ("spam.1@example.org", Answer.REFUSED, "554 not from you"),
        ("cut.1@example.org", Answer.LOST_AFTER, "Connection"),
        ("hang.1@example.org", Answer.LOST_AFTER, "timed out"),
        ("odd.1@example.org", Answer.REFUSED, "550 no such reader"),
        ("bye.1@example.org", Answer.LOST_AT_READER, "421 too much from you"),
        ("gone.1@example.org", Answer.LOST_AT_READER, "Connection"),
        ("noise.1@example.org", Answer.LOST_AT_READER, "no SMTP"),
        ("mumble.1@example.org", Answer.LOST_AFTER, "no SMTP"),
        ("endless.1@example.org", Answer.LOST_AFTER, "too long"),
        ("josé@example.org", Answer.REFUSED, "ASCII"),
    ],
)
@pytest.mark.parametrize("sink", ["250-PIPELINING\r\n", ""], ids=["pipelined", "one by one"], indirect=True)
def test_what_a_server_does_is_told_truthfully_and_the_line_serves_the_next(sink, address, answer, reason):
    transport = SmtpTransport(Relay(host="127.0.0.1", port=sink.port, timeout_seconds=0.5))
    outcome = transport.hand_over(sender="bank@example.org", address=address, message=b"Subject: x\r\n\r\nx\r\n")
    assert outcome.answer is answer
    assert reason in outcome.reason
    again = transport.hand_over(sender="bank@example.org", address="next@example.org", message=b"Subject: x\r\n\r\nx\r\n")
    assert again.answer is Answer.ACCEPTED
    transport.close()


def test_a_server_that_takes_the_line_and_says_nothing_loses_no_mail():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        transport = SmtpTransport(Relay(host="127.0.0.1", port=silent.getsockname()[1], timeout_seconds=0.3))
        outcome = transport.hand_over(sender="bank@example.org", address="ana@example.org", message=b"x")
    assert outcome.answer is Answer.LOST_BEFORE


def test_with_tls_from_the_first_byte_the_server_must_prove_its_name(monkeypatch):
    """Python checks no certificate unless it is told to."""
    asked = {}

    class Server:
        def __init__(self, *_where, context=None, **_options):
            asked["context"] = context
            raise OSError("far enough")

    monkeypatch.setattr(smtplib, "SMTP_SSL", Server)
    SmtpTransport(Relay(host="mail.example.org", port=465, use_ssl=True)).hand_over(sender="bank@example.org", address="a@example.org", message=b"x")
    assert (asked["context"].verify_mode, asked["context"].check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["gone", "bye", "noise"])
@pytest.mark.parametrize("sink", ["250-PIPELINING\r\n", ""], ids=["pipelined", "one by one"], indirect=True)
def test_an_address_that_makes_the_server_hang_up_holds_up_nobody_else(sink, kind):
    a_subscriber(f"{kind}.1@example.org")
    for number in range(20):
        a_subscriber(f"reader{number}@example.org")
    sending = a_sending()
    work()
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.RUNNING, {"accepted": 20, "retry": 1})


@pytest.mark.django_db
def test_a_server_that_hangs_up_at_every_reader_pauses_the_sending_before_all_have_been_tried(sink):
    for number in range(40):
        a_subscriber(f"bye.{number}@example.org")
    sending = a_sending()
    work()
    sending.refresh_from_db()
    assert sending.state == SendingState.PAUSED
    assert LOST_IN_A_ROW <= sending.counts()["retry"] <= LOST_IN_A_ROW + 1, "one more was on its way"
    assert sending.counts()["pending"] == 40 - sending.counts()["retry"]
    assert "421 too much from you" in sending.pause_reason


@pytest.mark.django_db
@pytest.mark.parametrize("connections", [1, 4, 10])
def test_mail_that_is_taken_and_never_answered_pauses_the_sending_before_everybody_is_uncertain(sink, connections):
    for number in range(60):
        a_subscriber(f"cut.{number}@example.org")
    sending = a_sending()
    work(connections=connections)
    sending.refresh_from_db()
    counts = sending.counts()
    assert sending.state == SendingState.PAUSED
    assert LOST_IN_A_ROW <= counts["uncertain"] <= LOST_IN_A_ROW + connections - 1, "those on their way at the fifth, and none begun after it"
    assert counts == {"uncertain": counts["uncertain"], "pending": 60 - counts["uncertain"]}
    assert re.fullmatch("the mail server takes mail and does not answer, so nobody knows whether it arrives: .*Connection.*", sending.pause_reason)


@pytest.mark.django_db
def test_now_and_then_a_mail_without_an_answer_pauses_nothing(sink):
    for number in range(40):
        a_subscriber(f"cut.{number}@example.org" if number % 5 else f"reader{number}@example.org")
    sending = a_sending()
    work()
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.RUNNING, {"accepted": 8, "uncertain": 32})


@pytest.mark.django_db
@pytest.mark.parametrize("sink", ["250-PIPELINING\r\n", ""], ids=["pipelined", "one by one"], indirect=True)
def test_a_server_that_refuses_our_own_name_pauses_the_sending_and_fails_no_reader(sink, settings):
    settings.DEFAULT_FROM_EMAIL = "Bank <unwanted@example.org>"
    for number in range(60):
        a_subscriber(f"reader{number}@example.org")
    sending = a_sending()
    work(connections=4)
    sending.refresh_from_db()
    assert sending.pause_reason == "the mail server does not take mail from the sender’s address: 553 sender rejected"
    assert (sending.state, sending.counts()) == (SendingState.PAUSED, {"pending": 60})
    assert not Recipient.objects.exclude(attempts=0).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("sink", ["250-PIPELINING\r\n", ""], ids=["pipelined", "one by one"], indirect=True)
def test_a_server_that_takes_nothing_from_us_for_now_holds_the_whole_sending_and_uses_up_nobodys_attempts(sink, settings):
    settings.DEFAULT_FROM_EMAIL = "Bank <tired@example.org>"
    for number in range(60):
        a_subscriber(f"reader{number}@example.org")
    sending = a_sending()
    clock = [timezone.now()]
    waits = []
    for _turn in range(4):
        work(connections=4, now=lambda: clock[-1])
        sending.refresh_from_db()
        assert (sending.state, sending.counts()) == (SendingState.RUNNING, {"pending": 60})
        assert sending.is_held(clock[-1])
        waits.append(int((sending.held_until - clock[-1]).total_seconds() / 60))
        clock.append(sending.held_until)
    assert waits == [5, 30, 120, 480], "one wait each time, however many lines were told it"
    assert not Recipient.objects.exclude(attempts=0).exists()
    work(connections=4, now=lambda: clock[-1])
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.PAUSED, {"pending": 60})
    assert sending.pause_reason == "the mail server takes nothing from us for now: 451 not from you now"


@pytest.mark.django_db
def test_a_held_sending_goes_on_by_itself_and_the_next_wait_is_a_first_one(sink, settings):
    for number in range(8):
        a_subscriber(f"reader{number}@example.org")
    sending = a_sending()
    settings.DEFAULT_FROM_EMAIL = "Bank <tired@example.org>"
    work()
    work()
    assert sink.taken == [], "nothing is begun while it waits"
    settings.DEFAULT_FROM_EMAIL = "Bank <bank@example.org>"
    Sending.objects.update(held_until=timezone.now())
    work()
    assert sending.counts() == {"accepted": 8}
    ledger.taken_again(sending_ids=[sending.pk])
    sending.refresh_from_db()
    assert (sending.times_held, sending.held_until) == (0, None)


@pytest.mark.django_db
def test_an_operator_who_lets_a_held_sending_go_on_waits_no_longer(sink, settings):
    a_subscriber()
    sending = a_sending()
    settings.DEFAULT_FROM_EMAIL = "Bank <tired@example.org>"
    work()
    settings.DEFAULT_FROM_EMAIL = "Bank <bank@example.org>"
    operator = an_operator()
    control.pause(sending=sending, by=operator)
    control.resume(sending=sending, by=operator)
    work()
    assert sending.counts() == {"accepted": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("narrow_sink", [1, 3], indirect=True)
def test_a_server_that_takes_fewer_lines_gets_the_mail_over_those_it_takes(narrow_sink):
    for number in range(80):
        a_subscriber(f"reader{number}@example.org")
    sending = a_sending()
    work(connections=10)
    ledger.finish(now=timezone.now())
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.FINISHED, {"accepted": 80})
    assert len(narrow_sink.taken) == 80


@pytest.mark.django_db
def test_a_dead_mail_server_met_with_many_lines_pauses_and_burns_no_row(sink):
    for number in range(60):
        a_subscriber(f"reader{number}@example.org")
    sending = a_sending()
    sink.process.kill()
    sink.process.wait()
    work(connections=10)
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.PAUSED, {"pending": 60})
    assert sending.pause_reason.startswith("the mail server cannot be reached: ConnectionRefusedError")


@pytest.mark.django_db
def test_an_answer_nobody_can_read_is_uncertain_and_neither_accepted_nor_refused(sink):
    a_subscriber("mumble.1@example.org")
    a_subscriber("endless.1@example.org")
    a_subscriber("good@example.org")
    a_sending()
    work()
    assert states() == {"mumble.1@example.org": "uncertain", "endless.1@example.org": "uncertain", "good@example.org": "accepted"}


@pytest.mark.django_db
def test_a_fault_of_our_own_while_handing_over_is_uncertain_and_the_others_get_theirs(sink):
    for name in ("one", "two", "three"):
        a_subscriber(f"{name}@example.org")
    a_sending()
    good = desk(connections=1)

    class Faulty(SmtpTransport):
        def hand_over(self, *, sender, address, message):
            if address == "two@example.org":
                raise UnicodeEncodeError("ascii", address, 0, 1, "no")
            return super().hand_over(sender=sender, address=address, message=message)

    line = Relay(host="127.0.0.1", port=sink.port)
    Worker(replace(good, transport=lambda: Faulty(line))).run(until_idle=True)
    assert states() == {"one@example.org": "accepted", "two@example.org": "uncertain", "three@example.org": "accepted"}


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
def test_a_dead_mail_server_pauses_the_sending_and_burns_no_row(sink):
    a_subscriber()
    sending = a_sending()
    sink.process.kill()
    sink.process.wait()
    work()
    sending.refresh_from_db()
    row = Recipient.objects.get()
    assert (sending.state, row.state, row.attempts) == (SendingState.PAUSED, Delivery.PENDING, 0)
    assert "cannot be reached" in sending.pause_reason


@pytest.mark.django_db
def test_who_unsubscribes_while_the_issue_is_sent_is_left_out(sink):
    early, late = a_subscriber("a@example.org"), a_subscriber("b@example.org")
    a_sending()
    held = ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    Subscriber.objects.filter(pk=late.pk).update(state=SubscriberState.UNSUBSCRIBED)
    begun = ledger.turn(worker="w", now=timezone.now(), lease=LEASE, starting=[row.pk for row in held])
    assert [row.subscriber_id for row in held if row.pk in begun] == [early.pk]
    ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    assert states()["b@example.org"] == "skipped"


@pytest.mark.django_db
def test_who_takes_the_newsletter_off_and_stays_for_the_press_gets_no_issue(sink):
    early, late, before = (a_subscriber(f"{name}@example.org", topics=["newsletter", "press_review"]) for name in "abc")
    sending = a_sending()
    Subscriber.objects.filter(pk=before.pk).update(topics=["press_review"])
    held = ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    assert [row.subscriber_id for row in held] == [early.pk, late.pk], "asked when the row is claimed"
    Subscriber.objects.filter(pk=late.pk).update(topics=["press_review"])
    begun = ledger.turn(worker="w", now=timezone.now(), lease=LEASE, starting=[row.pk for row in held])
    assert begun == {held[0].pk}, "and again when it begins"
    work()
    assert sink.taken == []
    assert states() == {"a@example.org": "sending", "b@example.org": "skipped", "c@example.org": "skipped"}
    assert set(sending.recipients.filter(state=Delivery.SKIPPED).values_list("reason", flat=True)) == {ledger.DROPPED}


@pytest.mark.django_db
def test_asking_for_consent_costs_no_query_of_its_own(django_assert_num_queries):
    for number in range(20):
        a_subscriber(f"reader{number}@example.org")
    a_sending()
    with django_assert_num_queries(3 if not connection.in_atomic_block else 5):  # a save point besides
        held = ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    assert len(held) == 20


@pytest.mark.django_db
def test_an_erased_reader_is_skipped_and_the_count_still_adds_up(sink):
    gone = a_subscriber("gone@example.org")
    sending = a_sending()
    gone.delete()
    work()
    assert sending.counts() == {"skipped": 1}


@pytest.mark.django_db
def test_a_row_is_never_held_by_two_workers():
    for number in range(3 * ledger.BATCH + 5):
        a_subscriber(f"reader{number}@example.org")
    a_sending()
    now = timezone.now()
    takes = [ledger.claim(worker=name, now=now, lease=LEASE, number=1000) for name in ("one", "two", "one", "two", "one")]
    assert [len(rows) for rows in takes] == [20, 20, 20, 5, 0], "both meet free rows, and take a small batch whatever they ask for"
    ids = [row.pk for rows in takes for row in rows]
    assert len(ids) == len(set(ids))
    assert Recipient.objects.filter(claimed_by="two").count() == 25


@pytest.mark.django_db
@pytest.mark.parametrize("connections", [1, 30])
def test_a_worker_never_holds_more_than_a_small_batch_it_has_not_begun(slow_sink, connections):
    for number in range(150):
        a_subscriber(f"reader{number}@example.org")
    a_sending()
    turn, held = ledger.turn, []

    def counted(**arguments):
        held.append(Recipient.objects.filter(state=Delivery.CLAIMED).count())
        return turn(**arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "turn", counted)
        work(connections=connections)
    assert max(held) <= 20
    assert Recipient.objects.filter(state=Delivery.ACCEPTED).count() == 150


@pytest.mark.django_db
def test_a_worker_whose_lease_ran_out_begins_nothing_it_lost():
    a_subscriber()
    a_sending()
    now = timezone.now()
    (row,) = ledger.claim(worker="slow", now=now, lease=LEASE)
    ledger.expire(now=now + 2 * LEASE)
    (again,) = ledger.claim(worker="quick", now=now + 2 * LEASE, lease=LEASE)
    assert again.pk == row.pk
    assert not ledger.turn(worker="slow", now=now + 2 * LEASE, lease=LEASE, starting=[row.pk])
    assert ledger.turn(worker="quick", now=now + 2 * LEASE, lease=LEASE, starting=[row.pk]) == {row.pk}


@pytest.mark.django_db
def test_killed_while_handing_over_is_uncertain_and_stays_so():
    a_subscriber()
    a_sending()
    now = timezone.now()
    (row,) = ledger.claim(worker="dead", now=now, lease=LEASE)
    ledger.turn(worker="dead", now=now, lease=LEASE, starting=[row.pk])
    assert ledger.expire(now=now + 2 * LEASE) == ledger.Expired(pending=0, uncertain=1)
    assert ledger.claim(worker="next", now=now + timedelta(days=1), lease=LEASE) == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state"),
    [(Answer.ACCEPTED, "accepted"), (Answer.REFUSED, "failed"), (Answer.NOT_NOW, "uncertain"), (Answer.LOST_BEFORE, "uncertain")],
)
def test_a_slow_worker_may_tell_the_end_of_an_uncertain_row_and_never_opens_a_finished_sending(answer, state):
    a_subscriber()
    sending = a_sending()
    now = timezone.now()
    (row,) = ledger.claim(worker="slow", now=now, lease=LEASE)
    ledger.turn(worker="slow", now=now, lease=LEASE, starting=[row.pk])
    ledger.expire(now=now + 2 * LEASE)
    assert ledger.finish(now=now + 2 * LEASE) == 1
    change = after(Outcome(answer=answer), attempts=0, now=now)
    ledger.turn(worker="slow", now=now + 3 * LEASE, lease=LEASE, outcomes=[(row.pk, change)])
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.FINISHED, {state: 1})


@pytest.mark.django_db
def test_killed_while_recipients_were_listed_loses_nobody_and_doubles_nobody(monkeypatch):
    monkeypatch.setattr("newsletter.audience.CHUNK", 10)
    for number in range(35):
        a_subscriber(f"reader{number}@example.org")
    sending = a_sending(is_running=False)
    Recipient.objects.filter(pk__gt=Recipient.objects.order_by("pk")[19].pk).delete()
    Sending.objects.update(state=SendingState.PREPARING)
    assert list_recipients(sending=sending) == 35
    assert Sending.objects.get().state == SendingState.READY


@pytest.mark.django_db
def test_readers_are_listed_once_and_the_mail_of_other_sendings_leaves_meanwhile(sink, monkeypatch):
    for number in range(25):
        a_subscriber(f"reader{number}@example.org")
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
    for number in range(5):
        a_subscriber(f"reader{number}@example.org")
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
def test_a_database_that_is_away_for_a_moment_costs_no_outcome(sink, monkeypatch):
    for number in range(10):
        a_subscriber(f"reader{number}@example.org")
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
def test_workers_side_by_side_share_the_pace_and_one_that_stops_leaves_it_to_the_others(sink):
    a_sending()
    Sending.objects.update(rate_per_second=20, domain_rate_per_second=6)
    now = timezone.now()
    for number in range(2):
        housekeeping.beat(worker=f"w{number}", now=now)
    housekeeping.beat(worker="killed long ago", now=now - timedelta(minutes=1))
    assert desk().rates() == (10, 3)
    housekeeping.leave(worker="w1")
    assert desk().rates() == (20, 6)
    work()
    assert set(WorkerPulse.objects.values_list("name", flat=True)) == {"w0", "killed long ago"}, "a worker that ends says so"


@pytest.mark.django_db
def test_many_refusals_in_a_row_pause_before_everybody_is_refused(sink):
    for number in range(120):
        a_subscriber(f"never.{number}@example.org")
    sending = a_sending()
    work()
    sending.refresh_from_db()
    assert sending.state == SendingState.PAUSED
    assert sending.counts()["failed"] < 60


@pytest.mark.django_db
def test_a_message_keeps_its_id_over_attempts(sink):
    reader = a_subscriber()
    sending = a_sending()
    work()
    Recipient.objects.update(state=Delivery.PENDING)
    work()
    assert set(sink.message_ids) == {row_message_id(sending.pk, reader.pk)}


@pytest.mark.django_db
def test_a_message_that_cannot_be_made_fails_alone(sink):
    a_subscriber("one@example.org")
    two = a_subscriber("two@example.org")
    a_sending()
    good = desk(connections=1)

    def compose(row):
        if row.subscriber_id == two.pk:
            raise ValueError("no words")
        return good.compose(row)

    kept = {name: getattr(good, name) for name in ("transport", "prepare", "rates", "now")}
    Worker(Desk(name="w", compose=compose, connections=1, **kept)).run(until_idle=True)
    assert states() == {"one@example.org": "accepted", "two@example.org": "failed"}


def real_workers(environment: dict, *, recipients: int, kills: int, connections: int, workers: int) -> dict:
    command = [sys.executable, "-m", "tests.newsletter.killing", *map(str, (recipients, kills, connections, workers))]
    done = subprocess.run(command, env=environment, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["database"] == connection.vendor
    return report


def test_twenty_kills_lose_nobody_and_double_nobody(own_database):
    report = real_workers(own_database, recipients=2000, kills=20, connections=5, workers=1)
    uncertain = report["states"].pop("uncertain", 0)
    assert 0 < report["accepted_before_the_end"] < 2000, "the kills came while mail left"
    assert uncertain > 0, "and found some of it being handed over"
    assert report["states"].pop("accepted") + uncertain == 2000
    assert report["states"] == {}
    assert report["doubled"] == 0
    assert uncertain <= 20 * 5, "a killed worker leaves at most one uncertain row per connection"
    assert report["taken"] >= 2000 - uncertain


def test_workers_side_by_side_share_the_work_and_double_nobody(own_database):
    report = real_workers(own_database, recipients=1000, kills=0, connections=3, workers=3)
    assert report["states"] == {"accepted": 1000}
    assert (report["taken"], report["doubled"]) == (1000, 0)
    assert report["workers"] == 3


def test_workers_side_by_side_that_are_killed_double_nobody(own_database):
    report = real_workers(own_database, recipients=600, kills=4, connections=3, workers=2)
    assert report["states"].pop("accepted") + report["states"].pop("uncertain", 0) == 600
    assert (report["states"], report["doubled"]) == ({}, 0)
