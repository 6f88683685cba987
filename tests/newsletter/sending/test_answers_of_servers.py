"""What a mail server answers, refuses, delays and breaks off, told truthfully for each message."""

import smtplib
import socket
import socketserver
import ssl
import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest
from django.utils import timezone

from newsletter.models import Recipient
from newsletter.sending.desk import desk
from newsletter.sending.states import Answer, Delivery
from newsletter.sending.transport import Relay, SmtpTransport
from newsletter.sending.worker import Desk, Worker
from tests.factories.newsletter import a_sending, a_subscriber
from tests.newsletter.sending.working import states, work


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


class HangingServer(socketserver.StreamRequestHandler):
    """Answers every command well until the one of its name, which it never answers."""

    answers: ClassVar = {b"EHLO": b"250 slow", b"DATA": b"354 go on"}
    hangs_at: ClassVar = b""

    def handle(self):
        self.wfile.write(b"220 slow\r\n")
        is_data = False
        for line in self.rfile:
            verb = line.strip()[:4].upper()
            if is_data and verb != b".":
                continue
            is_data = verb == b"DATA"
            if verb != self.hangs_at:
                self.wfile.write(self.answers.get(verb, b"250 ok") + b"\r\n")


@pytest.mark.parametrize(("at", "answer"), [(b"EHLO", Answer.LOST_BEFORE), (b"RCPT", Answer.LOST_AT_READER), (b".", Answer.LOST_AFTER)])
def test_a_mail_is_given_up_when_the_time_for_one_is_over_whatever_the_patience_for_a_step(monkeypatch, at, answer):
    monkeypatch.setattr(HangingServer, "hangs_at", at)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), HangingServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        transport = SmtpTransport(Relay(host="127.0.0.1", port=server.server_address[1], timeout_seconds=60, longest_seconds=1))
        began = time.monotonic()
        outcome = transport.hand_over(sender="bank@example.org", address="ana@example.org", message=b"Subject: x\r\n\r\nx\r\n")
        took = time.monotonic() - began
        transport.close()
        server.shutdown()
    assert outcome.answer is answer
    assert took < 30


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
