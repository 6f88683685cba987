"""What is no reader's fault pauses the sending, or holds it, before it burns the list."""

import re

import pytest
from django.utils import timezone

from newsletter.models import Recipient, Sending, SendingState
from newsletter.sending import control, ledger
from newsletter.sending import desk as desk_module
from newsletter.sending.desk import desk
from newsletter.sending.judging import LOST_IN_A_ROW, LOST_LATELY
from newsletter.sending.states import Delivery
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, subscribers
from tests.newsletter.sending.working import work


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["gone", "bye", "noise"])
@pytest.mark.parametrize("sink", ["250-PIPELINING\r\n", ""], ids=["pipelined", "one by one"], indirect=True)
def test_an_address_that_makes_the_server_hang_up_holds_up_nobody_else(sink, kind):
    a_subscriber(f"{kind}.1@example.org")
    subscribers(20)
    sending = a_sending()
    work()
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.RUNNING, {"accepted": 20, "retry": 1})


@pytest.mark.django_db
def test_a_server_that_hangs_up_at_every_reader_pauses_the_sending_before_all_have_been_tried(sink):
    subscribers(40, "bye.{}@example.org")
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
    subscribers(60, "cut.{}@example.org")
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
    for number in range(60):
        a_subscriber(f"reader{number}@example.org" if number % 6 else f"cut.{number}@example.org")
    sending = a_sending()
    work()
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.FINISHED, {"accepted": 50, "uncertain": 10})


@pytest.mark.django_db
def test_one_mail_in_four_without_an_answer_pauses_before_a_quarter_of_the_list_is_uncertain(sink):
    for number in range(100):
        a_subscriber(f"reader{number}@example.org" if number % 4 else f"cut.{number}@example.org")
    sending = a_sending()
    work()
    sending.refresh_from_db()
    assert (sending.state, sending.counts()["uncertain"]) == (SendingState.PAUSED, LOST_LATELY)


@pytest.mark.django_db
@pytest.mark.parametrize("sink", ["250-PIPELINING\r\n", ""], ids=["pipelined", "one by one"], indirect=True)
def test_a_server_that_refuses_our_own_name_pauses_the_sending_and_fails_no_reader(sink, settings):
    settings.DEFAULT_FROM_EMAIL = "Bank <unwanted@example.org>"
    subscribers(60)
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
    subscribers(60)
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
    subscribers(8)
    sending = a_sending()
    settings.DEFAULT_FROM_EMAIL = "Bank <tired@example.org>"
    work()
    work()
    assert sink.taken == [], "nothing is begun while it waits"
    ledger.taken_again(sending_ids=[sending.pk], now=timezone.now())
    sending.refresh_from_db()
    assert sending.is_held(timezone.now()), "what was on its way does not end the wait"
    settings.DEFAULT_FROM_EMAIL = "Bank <bank@example.org>"
    Sending.objects.update(held_until=timezone.now())
    work()
    assert sending.counts() == {"accepted": 8}
    ledger.taken_again(sending_ids=[sending.pk], now=timezone.now())
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
    subscribers(80)
    sending = a_sending()
    work(connections=10)
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.FINISHED, {"accepted": 80})
    assert len(narrow_sink.taken) == 80


@pytest.mark.django_db
def test_a_dead_mail_server_met_with_many_lines_pauses_and_burns_no_row(sink):
    subscribers(60)
    sending = a_sending()
    sink.process.kill()
    sink.process.wait()
    work(connections=10)
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.PAUSED, {"pending": 60})
    assert sending.pause_reason.startswith("the mail server cannot be reached: ConnectionRefusedError")


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
@pytest.mark.parametrize("error", [None, RuntimeError("a fault of ours")])
def test_an_edition_that_cannot_be_made_pauses_its_own_sending_and_the_worker_goes_on(sink, monkeypatch, error):
    subscribers(6)
    evil, good = a_sending(languages=("en",)), a_sending(languages=("en",))
    evil.editions.update(subject="Soil\r\nBcc: all@example.org")
    original = desk_module.compose_edition

    def compose(parts):
        if error and "Bcc" in parts.subject:
            raise error
        return original(parts)

    monkeypatch.setattr(desk_module, "compose_edition", compose)
    work(connections=4)
    for sending in (evil, good):
        sending.refresh_from_db()
    assert (good.state, good.counts()) == (SendingState.FINISHED, {"accepted": 6})
    assert (evil.state, evil.counts()) == (SendingState.PAUSED, {"pending": 6})
    assert evil.pause_reason.startswith("this mail cannot be made: ")
    assert ("RuntimeError: a fault of ours" if error else "must be one line") in evil.pause_reason
    assert not Recipient.objects.filter(sending=evil).exclude(attempts=0).exists()


@pytest.mark.django_db
def test_an_edition_that_was_mended_leaves_when_its_sending_is_resumed(sink):
    a_subscriber()
    sending, running = a_sending(languages=("en",)), desk(connections=1)
    sending.editions.update(subject="Soil\nX: y")
    Worker(running).run(until_idle=True)
    sending.editions.update(subject="Soil")
    control.resume(sending=Sending.objects.get(), by=an_operator())
    Worker(running).run(until_idle=True)
    assert sending.counts() == {"accepted": 1}


@pytest.mark.django_db
def test_a_sender_no_mail_server_reads_pauses_and_leaves_nobody_uncertain(sink, settings):
    subscribers(8)
    sending = a_sending(languages=("en",))
    settings.NEWSLETTER_BOUNCE_ADDRESS = "rücklauf@example.org"
    work()
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.PAUSED, {"pending": 8})
    assert "the sender’s address has letters outside ASCII" in sending.pause_reason


@pytest.mark.django_db
def test_many_refusals_in_a_row_pause_before_everybody_is_refused(sink):
    subscribers(120, "never.{}@example.org")
    sending = a_sending()
    work()
    sending.refresh_from_db()
    assert sending.state == SendingState.PAUSED
    assert sending.counts()["failed"] < 60
