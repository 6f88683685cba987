"""Why something stands where it stands, in the language of whoever reads it; what a server said stays as it was said."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from newsletter.models import Recipient, Sending, Subscriber, SubscriberState
from newsletter.sending import control, ledger
from newsletter.sending.composing import BAD_LETTERS, BAD_SENDER, BAD_SITE, ONE_LINE
from newsletter.sending.ledger import DROPPED
from newsletter.sending.mail_backend import NO_SERVER, NOT_SAID
from newsletter.sending.presentation import report_reading
from newsletter.sending.reasons import in_words
from newsletter.sending.states import Delivery
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, subscribers

MADE_OF = (NO_SERVER, NOT_SAID, ONE_LINE, BAD_SENDER, BAD_SITE, BAD_LETTERS)
LATER = timedelta(minutes=5)
ONE_LINE_IN_FRENCH = "L’objet, un nom ou une adresse d’un message doit tenir sur une seule ligne\u00a0; supprimez le saut de ligne."
SERVER = "550 5.1.1 <…@…>: user unknown"


def english(state: SubscriberState) -> str:
    with translation.override("en"):
        return str(state.label)


@pytest.mark.parametrize("kept", [*map(english, SubscriberState), DROPPED, *MADE_OF, "erased", "the worker stopped while handing it over"])
@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_the_bank_says_is_read_in_the_readers_language(kept, language):
    with translation.override(language):
        assert in_words(kept) not in ("", kept)
    with translation.override("en"):
        assert in_words(kept) == kept


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        (f"the mail server cannot be reached: {SERVER}", f"le serveur de messagerie est injoignable\u00a0: {SERVER}"),
        (f"50 refusals one after another, the last: {SERVER}", f"50 refus d’affilée, le dernier\u00a0: {SERVER}"),
        (
            f"the mail server takes mail and does not answer, so nobody knows whether it arrives: {SERVER}",
            f"le serveur de messagerie prend les messages sans répondre, et nul ne sait s’ils arrivent\u00a0: {SERVER}",
        ),
        (
            f"the mail server takes nothing from us for now: {SERVER}",
            f"le serveur de messagerie n’accepte rien de nous pour l’instant\u00a0: {SERVER}",
        ),
        (f"this mail cannot be made: {ONE_LINE}", f"ce message ne peut pas être composé\u00a0: {ONE_LINE_IN_FRENCH}"),
        ("paused by ana", "mis en pause par ana"),
        ("ended by ana: wrong: all", "clos par ana\u00a0: wrong: all"),
        (
            f"20 readers in a row were put off by the mail server, the last: {SERVER}",
            f"le serveur de messagerie a remis à plus tard 20 lecteurs d’affilée, le dernier\u00a0: {SERVER}",
        ),
        (f"10 of the latest mails were broken off, the last: {SERVER}", f"10 des derniers messages ont été interrompus, le dernier\u00a0: {SERVER}"),
        (SERVER, SERVER),
    ],
)
def test_a_servers_words_stay_as_they_were_said(kept, read):
    with translation.override("fr"):
        assert in_words(kept).casefold() == read.casefold()


@given(st.text(max_size=400))
def test_any_words_can_be_shown(words):
    assert isinstance(in_words(words), str)
    assert in_words(f"the mail server cannot be reached: {words}").endswith(in_words(words))


@pytest.mark.django_db
def test_who_paused_is_read_in_the_language_of_the_reader_not_of_who_paused():
    a_subscriber()
    sending = a_sending()
    with translation.override("fr"):
        control.pause(sending=sending, by=an_operator("ana"))
    for language, words in (("en", "Paused: paused by ana"), ("es", "ana")):
        with translation.override(language):
            assert words in report_reading(Sending.objects.get(), now=timezone.now()).headline
    with translation.override("es"):
        assert "paused" not in report_reading(Sending.objects.get(), now=timezone.now()).headline


@pytest.mark.django_db
def test_every_reason_the_ledger_writes_can_be_read_in_another_language():
    subscribers(3)
    a_sending()
    Subscriber.objects.filter(email="reader0@example.org").update(state=SubscriberState.UNSUBSCRIBED)
    Subscriber.objects.filter(email="reader1@example.org").update(topics=["events"])
    Recipient.objects.filter(subscriber__email="reader2@example.org").update(state=Delivery.SENDING, lease_until=timezone.now() - LATER)
    ledger.expire(now=timezone.now())
    with translation.override("fr"):
        ledger.claim(worker="w", now=timezone.now(), lease=LATER)
    kept = list(Recipient.objects.values_list("reason", flat=True))
    assert all(kept)
    assert "unsubscribed" in kept, "in English, although the worker's process speaks French"
    with translation.override("es"):
        assert not {in_words(reason) for reason in kept} & set(kept)
