"""What is kept of a mail server's words holds no address, and nothing of a reader who is erased."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from newsletter.bounces.applying import Event, take_event
from newsletter.bounces.rules import Kind
from newsletter.masking import MASK, kept_words
from newsletter.models import Recipient, Sending, Subscriber, SubscriberList, SubscriberState
from newsletter.people import actions
from newsletter.people.actions import GONE_DAYS
from newsletter.sending import ledger
from newsletter.sending.states import Change, Delivery
from tests.factories.newsletter import a_sending, a_subscriber

ANSWER = "550 5.1.1 <ana@example.org>: user unknown in table; ana@example.org"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (ANSWER, f"550 5.1.1 <{MASK}>: user unknown in table; {MASK}"),
        ("451 4.7.1 busy (in reply to RCPT TO:<ana+soil@xn--bcher-kva.example>)", f"451 4.7.1 busy (in reply to RCPT TO:<{MASK}>)"),
        ('550 "ana b"@[192.0.2.1] no', f"550 {MASK} no"),
        ("returns+12-abc=x@example.org", MASK),
        ("421 4.4.2 mail.example.org timed out\0 at 12:00", "421 4.4.2 mail.example.org timed out at 12:00"),
        ("\ud800 half", "? half"),
        ("", ""),
    ],
)
def test_the_sentence_stays_and_the_address_goes(said, kept):
    assert kept_words(said) == kept


@given(st.text(max_size=300), st.emails(), st.text(max_size=300))
def test_whatever_stands_around_an_address_it_does_not_stay_readable(before, address, after):
    kept = kept_words(f"{before} <{address}> {after}")
    assert f"<{address}>" not in kept
    kept.encode()
    assert "\0" not in kept


def everything_kept() -> str:
    """All rows of all tables of the newsletter, as text."""
    return "\n".join(str(row) for model in apps.get_app_config("newsletter").get_models() for row in model._default_manager.values())


@pytest.fixture
def written_to() -> Subscriber:
    """A reader whose mail was refused, came back, and paused the sending; the answers name the address each time."""
    reader = a_subscriber("ana@example.org")
    sending = a_sending()
    row = Recipient.objects.get()
    Recipient.objects.update(state=Delivery.SENDING, claimed_by="w")
    ledger.turn(worker="w", now=timezone.now(), lease=None, outcomes=[(row.pk, Change(state=Delivery.FAILED, attempts=1, reason=ANSWER))])
    ledger.pause(sending_id=sending.pk, reason=f"the mail server cannot be reached: {ANSWER}")
    event = Event(kind=Kind.SOFT, fingerprint="f", source="imap", status="5.1.1", words=ANSWER, raw=ANSWER.encode())
    take_event(recipient=row, subscriber=reader, event=event)
    return reader


@pytest.mark.django_db
def test_what_an_operator_reads_of_a_sending_names_no_address(written_to):
    row = Recipient.objects.get()
    assert row.reason.startswith("550 5.1.1 <…@…>: user unknown")
    assert row.came_back_words.startswith("5.1.1 550 5.1.1")
    for words in (row.reason, row.came_back_words, Sending.objects.get().pause_reason, written_to.bounces.get().words):
        assert "user unknown" in words
        assert "ana" not in words


@pytest.mark.django_db
def test_no_table_of_the_newsletter_knows_an_erased_reader(written_to):
    Recipient.objects.update(reason=ANSWER, came_back_words=ANSWER)
    text = "email,language\nANA@example.org,fr\njuliana@example.org,es\n"
    SubscriberList.objects.create(name="list.csv", text=text, result=text, language="en", given_on=timezone.now(), email_column=0)
    assert everything_kept().lower().count("ana@example.org") > 4
    actions.erase(subscriber=written_to)
    kept = everything_kept()
    assert "ana@example.org" not in kept.replace("juliana@example.org", "").lower()
    assert "user unknown in table" not in "".join(Recipient.objects.values_list("reason", flat=True))
    assert SubscriberList.objects.get().text == "email,language\n…,fr\njuliana@example.org,es\n"
    assert Recipient.objects.get().state == Delivery.FAILED, "the counts of the report stay"


@pytest.mark.django_db
def test_who_has_long_been_gone_leaves_no_words_behind_either(written_to):
    Recipient.objects.update(reason=ANSWER, came_back_words=ANSWER)
    actions.stop(subscriber=written_to, state=SubscriberState.BOUNCED, wording=None)
    Subscriber.objects.update(state_at=timezone.now() - timedelta(days=GONE_DAYS + 1))
    assert actions.erase_long_gone(now=timezone.now()) == 1
    assert "ana@example.org" not in everything_kept()
    assert Recipient.objects.get().reason == ""
