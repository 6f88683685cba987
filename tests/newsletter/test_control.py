"""What an operator does with a sending, and what is refused with a sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from newsletter.models import Edition, Recipient, Sending, SendingState, Subscriber, SubscriberState
from newsletter.sending import control, ledger
from newsletter.sending.control import NotPossible
from newsletter.sending.listing import Lister
from newsletter.sending.states import Delivery
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, list_again, list_and_begin

pytestmark = pytest.mark.django_db


def readers(number: int, language: str = "en") -> list:
    return [a_subscriber(f"{language}{one}@example.org", language=language) for one in range(number)]


def set_states(*states: Delivery) -> None:
    for row, state in zip(Recipient.objects.order_by("pk"), states, strict=True):
        Recipient.objects.filter(pk=row.pk).update(state=state, attempts=3, reason="550 no")


def states() -> list[str]:
    return list(Recipient.objects.order_by("pk").values_list("state", flat=True))


def test_paused_and_resumed_with_the_operators_name_in_the_log():
    readers(1)
    sending, ana = a_sending(), an_operator("ana")
    control.pause(sending=sending, by=ana)
    assert (sending.state, "ana" in sending.pause_reason) == (SendingState.PAUSED, True)
    control.resume(sending=sending, by=ana)
    assert (sending.state, sending.pause_reason) == (SendingState.RUNNING, "")
    entries = ModelLogEntry.objects.for_instance(sending).order_by("timestamp")
    assert [(entry.action, entry.user) for entry in entries] == [("newsletter.pause", ana), ("newsletter.resume", ana)]


def test_what_two_operators_press_at_once_happens_once():
    readers(1)
    sending = a_sending()
    same = Sending.objects.get()
    control.pause(sending=sending, by=an_operator())
    with pytest.raises(NotPossible, match="paused"):
        control.pause(sending=same, by=an_operator("bo"))


def test_only_the_refused_are_tried_again():
    readers(4)
    sending = a_sending()
    set_states(Delivery.ACCEPTED, Delivery.FAILED, Delivery.UNCERTAIN, Delivery.SKIPPED)
    Sending.objects.update(state=SendingState.FINISHED, finished_at=timezone.now())
    assert control.retry_failed(sending=sending, by=an_operator()) == 1
    assert states() == ["accepted", "pending", "uncertain", "skipped"]
    assert (sending.state, sending.finished_at) == (SendingState.RUNNING, None)
    assert Recipient.objects.get(state=Delivery.PENDING).attempts == 0
    with pytest.raises(NotPossible):
        control.retry_failed(sending=sending, by=an_operator())


def test_mail_that_became_uncertain_after_it_was_counted_is_not_sent_again_with_the_others(monkeypatch):
    readers(3)
    sending = a_sending()
    set_states(Delivery.UNCERTAIN, Delivery.SENDING, Delivery.ACCEPTED)
    Recipient.objects.filter(state=Delivery.SENDING).update(lease_until=timezone.now() - timedelta(minutes=1))
    again = ledger.again

    def after_a_lease_ran_out(**arguments):
        ledger.expire(now=timezone.now())
        return again(**arguments)

    monkeypatch.setattr(ledger, "again", after_a_lease_ran_out)
    with pytest.raises(NotPossible, match="2 uncertain"):
        control.resend_uncertain(sending=sending, confirmed_number=1, by=an_operator())
    assert states() == ["uncertain", "sending", "accepted"], "nothing was changed"
    assert not ModelLogEntry.objects.for_instance(sending).exists()


def test_trying_the_refused_again_does_not_wake_what_pauses():
    readers(2)
    sending = a_sending()
    set_states(Delivery.FAILED, Delivery.PENDING)
    Sending.objects.update(state=SendingState.PAUSED)
    control.retry_failed(sending=sending, by=an_operator())
    assert (sending.state, states()) == (SendingState.PAUSED, ["pending", "pending"])


def test_send_remaining_finds_the_language_that_was_held_back_and_touches_nobody_else():
    readers(3)
    readers(2, "es")
    sending = a_sending(languages=("en", "fr"))
    set_states(Delivery.ACCEPTED, Delivery.FAILED, Delivery.UNCERTAIN)
    Sending.objects.update(state=SendingState.FINISHED, started_at=timezone.now())
    sending.refresh_from_db()
    with pytest.raises(NotPossible, match="Nobody remains"):
        control.send_remaining(sending=sending, by=an_operator())
    assert Sending.objects.get().state == SendingState.FINISHED
    Edition.objects.create(sending=sending, for_language="es", language="es", subject="Suelo", html="<p>Suelo</p>", text="Suelo")
    assert control.send_remaining(sending=sending, by=an_operator()) == 2
    assert ledger.finish(now=timezone.now()) == 0, "not before its readers are listed"
    list_and_begin(now=timezone.now())
    assert states() == ["accepted", "failed", "uncertain", "pending", "pending"]


def test_who_subscribes_after_the_sending_began_gets_the_next_issue():
    readers(2)
    sending = a_sending(is_running=False)
    control.start(sending=sending, by=an_operator())
    list_and_begin(now=timezone.now())
    a_subscriber("late@example.org")
    control.pause(sending=sending, by=an_operator("bo"))
    control.send_remaining(sending=sending, by=an_operator("cy"))
    list_and_begin(now=timezone.now())
    assert sending.recipients.count() == 2


def test_who_confirms_or_comes_back_after_the_sending_began_gets_the_next_issue():
    readers(1)
    late, back = a_subscriber("late@example.org", state=SubscriberState.UNCONFIRMED), a_subscriber("back@example.org", state="unsubscribed")
    Subscriber.objects.update(created_at=timezone.now() - timedelta(days=7))
    sending = a_sending(is_running=False)
    control.start(sending=sending, by=an_operator())
    list_and_begin(now=timezone.now())
    for reader in (late, back):
        reader.turn(SubscriberState.ACTIVE)
    Recipient.objects.update(state=Delivery.ACCEPTED)
    sending.refresh_from_db()
    with pytest.raises(NotPossible, match="Nobody remains"):
        control.send_remaining(sending=sending, by=an_operator())
    control.widen(sending=sending, by=an_operator())
    list_and_begin(now=timezone.now())
    assert sending.recipients.count() == 1


def test_paused_while_its_readers_are_listed_it_stays_paused_and_begins_with_the_readers_of_then():
    readers(1)
    sending = a_sending(is_running=False)
    control.start(sending=sending, by=an_operator())
    control.pause(sending=sending, by=an_operator("bo"))
    list_and_begin(now=timezone.now())
    sending.refresh_from_db()
    assert (sending.state, sending.started_at) == (SendingState.PAUSED, None)
    a_subscriber("early@example.org")
    control.resume(sending=sending, by=an_operator())
    list_and_begin(now=timezone.now())
    sending.refresh_from_db()
    assert (sending.state, sending.list_wanted_at, sending.recipients.count()) == (SendingState.RUNNING, None, 2)
    assert sending.started_at


def test_a_language_that_comes_while_readers_are_listed_is_not_forgotten(monkeypatch):
    monkeypatch.setattr("newsletter.audience.CHUNK", 2)
    readers(5)
    readers(3, "es")
    sending = a_sending(languages=("en",))
    operator, lister, now = an_operator(), Lister(), timezone.now()
    control.widen(sending=sending, by=operator)
    lister.look(now=now)
    lister.step(now=now)
    Edition.objects.create(sending=sending, for_language="es", language="es", subject="Suelo", html="<p>Suelo</p>", text="Suelo")
    control.widen(sending=sending, by=operator)
    while lister.is_at_work:
        lister.step(now=now)
        lister.look(now=now)
    assert sending.recipients.filter(edition__language="es").count() == 3
    assert Sending.objects.get().list_wanted_at is None


def test_who_subscribes_before_a_scheduled_sending_begins_gets_it():
    readers(1)
    sending = a_sending(is_running=False)
    control.schedule(sending=sending, at=timezone.now() + timedelta(hours=1), by=an_operator())
    a_subscriber("early@example.org")
    later = timezone.now() + timedelta(hours=2)
    list_and_begin(now=later)
    sending.refresh_from_db()
    assert (sending.state, sending.started_at, sending.recipients.count()) == (SendingState.RUNNING, later, 2)


def begin_by_hand(sending) -> None:
    control.start(sending=sending, by=an_operator())
    assert ledger.claim(worker="w", now=timezone.now(), lease=timedelta(minutes=1)) == (), "nothing leaves before the list is made again"
    list_and_begin(now=timezone.now())


def begin_by_the_clock(_sending) -> None:
    Sending.objects.update(start_at=timezone.now())
    list_and_begin(now=timezone.now())


@pytest.mark.parametrize("begin", [begin_by_hand, begin_by_the_clock])
def test_what_a_reader_chooses_before_a_sending_begins_holds_for_it(begin):
    (to_french, to_held, to_nothing, stays) = readers(4)
    sending = a_sending(languages=("en", "fr"), is_running=False)
    for reader, choices in ((to_french, {"language": "fr"}), (to_held, {"language": "es"}), (to_nothing, {"topics": ["press_review"]})):
        Subscriber.objects.filter(pk=reader.pk).update(**choices)
    a_subscriber("early@example.org", language="fr")
    begin(sending)
    claimed = ledger.claim(worker="w", now=timezone.now(), lease=timedelta(minutes=1))
    words = {row.address: Edition.objects.get(pk=row.edition_id).language for row in claimed}
    assert words == {to_french.email: "fr", stays.email: "en", "early@example.org": "fr"}
    assert not sending.recipients.filter(subscriber=to_held).exists(), "waits with the readers of the language that is held back"
    assert sending.recipients.get(subscriber=to_nothing).state == Delivery.SKIPPED


def test_a_mail_that_left_keeps_the_words_it_left_in():
    (reader,) = readers(1)
    sending = a_sending(languages=("en", "fr"))
    set_states(Delivery.ACCEPTED)
    Subscriber.objects.filter(pk=reader.pk).update(language="fr")
    list_again(sending)
    assert sending.recipients.get().edition.language == "en"


def test_a_time_that_has_passed_is_refused_and_a_plan_can_be_taken_back():
    readers(1)
    sending = a_sending(is_running=False)
    with pytest.raises(NotPossible, match="passed"):
        control.schedule(sending=sending, at=timezone.now() - timedelta(minutes=1), by=an_operator())
    control.schedule(sending=sending, at=timezone.now() + timedelta(days=1), by=an_operator("bo"))
    control.schedule(sending=sending, at=None, by=an_operator("cy"))
    assert sending.start_at is None


@pytest.mark.parametrize("rate", [0, -1, 1e9, float("nan")])
def test_a_rate_that_cannot_be_is_refused(rate):
    sending = a_sending()
    with pytest.raises(NotPossible, match="between"):
        control.change_rate(sending=sending, per_second=rate, domain_per_second=1, by=an_operator())
