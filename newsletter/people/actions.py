"""What people do with their subscription, and what a list brings in. Each writes the proof of what was done.

Asking gives the same outcome whether or not the address is known: who asks learns nothing about others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import transaction

from newsletter.models import Consent, ConsentAct, Subscriber, SubscriberState, Suppression, Topic
from newsletter.people.addressing import Address, address_hash

UNCONFIRMED_DAYS = 30
"""How long an address waits for its confirmation before it is erased."""
MAILS_PER_DAY = 3
"""Confirmation mails to one address in a day: who types a stranger's address again and again cannot fill their mailbox."""


class Letter(Enum):
    """Which mail follows from asking."""

    CONFIRM = "confirm"
    """Please confirm, by a button."""
    ALREADY = "already"
    """You are a subscriber already: here are your choices."""
    NONE = "none"
    """No further mail today."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """What a person agreed to: the version of the form's text, its language, and where the form stood."""

    text_version: str
    language: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The subscriber a person asked for, and the mail to write."""

    subscriber: Subscriber
    letter: Letter


@transaction.atomic
def ask(*, address: Address, topics: Iterable[str], wording: Wording, now: datetime) -> Asked:
    """Somebody asked for mail to this address. Nothing is sent to it but one confirmation until its reader confirms."""
    subscriber, _is_new = Subscriber.objects.select_for_update().get_or_create(email=address.text, defaults={"language": wording.language})
    if subscriber.state == SubscriberState.ACTIVE:
        return Asked(subscriber=subscriber, letter=_letter(subscriber, Letter.ALREADY, wording, now))
    letter = _letter(subscriber, Letter.CONFIRM, wording, now)
    if letter is not Letter.NONE:
        subscriber.state, subscriber.language, subscriber.topics = SubscriberState.UNCONFIRMED, wording.language, _known(topics)
        subscriber.save(update_fields=["state", "language", "topics"])
    return Asked(subscriber=subscriber, letter=letter)


def _letter(subscriber: Subscriber, letter: Letter, wording: Wording, now: datetime) -> Letter:
    """`letter`, or none when enough was written today. The request is kept as proof."""
    today = subscriber.consents.filter(act=ConsentAct.ASKED, at__gt=now - timedelta(days=1)).count()
    if today >= MAILS_PER_DAY:
        return Letter.NONE
    _prove(subscriber, ConsentAct.ASKED, wording)
    return letter


@transaction.atomic
def confirm(*, subscriber: Subscriber, wording: Wording) -> None:
    """The reader of the address pressed the button. It is the person's own will, so it also lifts an earlier suppression."""
    if subscriber.state == SubscriberState.ACTIVE:
        return
    subscriber.state = SubscriberState.ACTIVE
    subscriber.save(update_fields=["state"])
    Suppression.objects.filter(address_hash=_hash(subscriber)).delete()
    _prove(subscriber, ConsentAct.CONFIRMED, wording)


@transaction.atomic
def choose(*, subscriber: Subscriber, language: str, topics: Iterable[str], wording: Wording) -> None:
    """Change language and topics. Without any topic nothing is left to send, so it is the same as leaving."""
    chosen = _known(topics)
    if not chosen:
        return leave(subscriber=subscriber, wording=wording)
    subscriber.language, subscriber.topics = language, chosen
    subscriber.save(update_fields=["language", "topics"])
    _prove(subscriber, ConsentAct.CHANGED, wording)


def leave(*, subscriber: Subscriber, wording: Wording) -> None:
    """No more mail. Doing it twice changes nothing."""
    stop(subscriber=subscriber, state=SubscriberState.UNSUBSCRIBED, wording=wording)


@transaction.atomic
def stop(*, subscriber: Subscriber, state: SubscriberState, wording: Wording) -> None:
    """No more mail, because the reader left, the mail comes back, or the reader complained."""
    if subscriber.state == state:
        return
    subscriber.state = state
    subscriber.save(update_fields=["state"])
    Suppression.objects.update_or_create(address_hash=_hash(subscriber), defaults={"reason": state.value})
    if state == SubscriberState.UNSUBSCRIBED:
        _prove(subscriber, ConsentAct.WITHDRAWN, wording)


@transaction.atomic
def erase(*, subscriber: Subscriber) -> None:
    """Forget the person. Only a keyed hash stays, so that no list brings the address back."""
    Suppression.objects.update_or_create(address_hash=_hash(subscriber), defaults={"reason": "erased"})
    subscriber.delete()


def erase_unconfirmed(*, now: datetime) -> int:
    """Erase the addresses nobody confirmed in time; gives how many. They leave no trace: a person may never have asked."""
    late = Subscriber.objects.filter(state=SubscriberState.UNCONFIRMED, created_at__lt=now - timedelta(days=UNCONFIRMED_DAYS))
    recent = Consent.objects.filter(act=ConsentAct.ASKED, at__gte=now - timedelta(days=UNCONFIRMED_DAYS)).values("subscriber")
    gone = late.exclude(pk__in=recent)
    number = gone.count()
    gone.delete()
    return number


def held_data(subscriber: Subscriber) -> dict[str, Any]:
    """All the bank holds of a person, for the person."""
    consents = subscriber.consents.values("act", "at", "text_version", "language", "source")
    mails = subscriber.recipients.order_by("pk").values("sending__title", "state", "changed_at")
    return {
        "email": subscriber.email,
        "language": subscriber.language,
        "state": subscriber.state,
        "topics": subscriber.topics,
        "since": subscriber.created_at.isoformat(),
        "consents": [{**row, "at": row["at"].isoformat()} for row in consents],
        "mails": [
            {"issue": row["sending__title"], "state": row["state"], "at": row["changed_at"].isoformat() if row["changed_at"] else ""} for row in mails
        ],
    }


def is_suppressed(address: Address) -> bool:
    """Whether nobody may write to it."""
    return Suppression.objects.filter(address_hash=address_hash(address, secret=settings.SECRET_KEY)).exists()


def _hash(subscriber: Subscriber) -> str:
    return address_hash(Address(subscriber.email), secret=settings.SECRET_KEY)


def _known(topics: Iterable[str]) -> list[str]:
    return [topic for topic in Topic.values if topic in set(topics)]


def _prove(subscriber: Subscriber, act: ConsentAct, wording: Wording) -> None:
    Consent.objects.create(subscriber=subscriber, act=act, text_version=wording.text_version, language=wording.language, source=wording.source[:120])
