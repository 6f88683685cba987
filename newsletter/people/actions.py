"""What people do with their subscription. Each action writes the proof of what was done.

Asking gives the same outcome whether or not the address is known: who asks learns nothing about others.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.log_actions import log

from newsletter.addresses import CONFIRM_DAYS, Asking
from newsletter.models import Consent, ConsentAct, Recipient, SignUp, Subscriber, SubscriberList, SubscriberState, Suppression, Topic
from newsletter.people.addressing import Address
from newsletter.people.suppressing import is_final, lift, suppress, suppression_of
from newsletter.people.wordings import Wording

MAILS_PER_DAY = 3
"""Confirmation mails to one address in a day: who types a stranger's address again and again cannot fill their mailbox."""
MAILS_PER_MONTH = 10
"""And in thirty days."""
GONE_DAYS = 3 * 365
"""How long the proof of consent and of leaving is kept after somebody left: what the form promises."""
NOBODY = 0
"""No subscriber has this number."""
STOPPED, ERASED, BARRED, LIFTED = "newsletter.stopped", "newsletter.erased", "newsletter.barred", "newsletter.lifted"
"""What the history of the admin says an editor did."""


STRUCK = "…"
"""What stands in a list in the place of an address that was erased."""


class Letter(Enum):
    """Which mail follows from asking."""

    CONFIRM = "confirm"
    """Please confirm, by a button."""
    ALREADY = "already"
    """You are a subscriber already: here are your choices."""
    NONE = "none"
    """No further mail: enough were written, or nobody may write to this address."""


class Confirmed(Enum):
    """What pressing the button did."""

    DONE = "done"
    ALREADY = "already"
    """They were a subscriber before; nothing changed."""
    OUTDATED = "outdated"
    """They left, or were erased, after this link was asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The mail to write, in which language, and what it is about. Without a letter nobody is written to."""

    letter: Letter
    address: Address
    asking: Asking


@transaction.atomic
def ask(*, address: Address, language: str, topics: Iterable[str], wording: Wording, now: datetime) -> Asked:
    """Somebody asked for mail to this address. Nothing is sent to it but one confirmation until its reader confirms.

    What is asked for takes effect on confirming: until then the choices and the state of who subscribed or left before stand.
    """
    chosen = known_topics(topics)
    nobody = Asked(letter=Letter.NONE, address=address, asking=Asking(subscriber_id=NOBODY, language=language, topics=tuple(chosen), at=now))
    if is_final(address):
        return nobody
    new = {"language": language, "topics": chosen, "state_at": now}
    subscriber, _is_new = Subscriber.objects.select_for_update().get_or_create(email=address.text, defaults=new)
    if _was_written_to_enough(subscriber, now):
        return nobody
    _prove(subscriber, ConsentAct.ASKED, wording, topics=chosen)
    is_active = subscriber.state == SubscriberState.ACTIVE
    spoken = subscriber.language if is_active else language
    asking = Asking(subscriber_id=subscriber.pk, language=spoken, topics=tuple(chosen), at=now)
    return Asked(letter=Letter.ALREADY if is_active else Letter.CONFIRM, address=address, asking=asking)


def _was_written_to_enough(subscriber: Subscriber, now: datetime) -> bool:
    asked = subscriber.consents.filter(act=ConsentAct.ASKED, at__gt=now - timedelta(days=30)).values_list("at", flat=True)
    today = [at for at in asked if at > now - timedelta(days=1)]
    return len(today) >= MAILS_PER_DAY or len(asked) >= MAILS_PER_MONTH


@transaction.atomic
def confirm(*, asking: Asking, wording: Wording) -> Confirmed:
    """The reader of the address pressed the button. It is the person's own will, so it also lifts an earlier suppression."""
    subscriber = Subscriber.objects.select_for_update().filter(pk=asking.subscriber_id).first()
    if subscriber is None:
        return Confirmed.OUTDATED
    if subscriber.state == SubscriberState.ACTIVE:
        return Confirmed.ALREADY
    if asking.at < subscriber.state_at or is_final(Address(subscriber.email)):
        return Confirmed.OUTDATED
    subscriber.language, subscriber.topics = asking.language, known_topics(asking.topics)
    subscriber.save(update_fields=["language", "topics"])
    subscriber.turn(SubscriberState.ACTIVE)
    lift(Address(subscriber.email))
    _prove(subscriber, ConsentAct.CONFIRMED, wording)
    return Confirmed.DONE


@transaction.atomic
def choose(*, subscriber: Subscriber, language: str, topics: Iterable[str], rhythm: str, wording: Wording) -> None:
    """Change language, topics and how often. Without any topic nothing is left to send, so it is the same as leaving."""
    chosen = known_topics(topics)
    if not chosen:
        return leave(subscriber=subscriber, wording=wording)
    if not is_held(subscriber):
        return
    subscriber.language, subscriber.topics, subscriber.rhythm = language, chosen, rhythm
    subscriber.save(update_fields=["language", "topics", "rhythm"])
    _prove(subscriber, ConsentAct.CHANGED, wording)


@transaction.atomic
def leave(*, subscriber: Subscriber, wording: Wording, topic: str = "") -> None:
    """No more mail of `topic`; without one, or when it is the reader's last, no more mail at all. Doing it twice changes nothing."""
    if not is_held(subscriber):
        return
    others = [one for one in subscriber.topics if one != topic]
    if not topic or not others:
        return stop(subscriber=subscriber, state=SubscriberState.UNSUBSCRIBED, wording=wording)
    if topic in subscriber.topics and subscriber.state == SubscriberState.ACTIVE:
        subscriber.topics = others
        subscriber.save(update_fields=["topics"])
        _prove(subscriber, ConsentAct.CHANGED, wording)


@transaction.atomic
def stop(*, subscriber: Subscriber, state: SubscriberState, wording: Wording, by=None) -> None:
    """No more mail, because the reader left, the mail comes back, or the reader complained. `by` is who did it for the reader."""
    if not is_held(subscriber) or subscriber.state == state:
        return
    subscriber.turn(state)
    suppress(Address(subscriber.email), reason=state.value)
    if state == SubscriberState.UNSUBSCRIBED:
        _prove(subscriber, ConsentAct.WITHDRAWN, wording)
    if by is not None:
        log(instance=subscriber, action=STOPPED, user=by, data={"state": state.value})


@transaction.atomic
def erase(*, subscriber: Subscriber, by=None) -> None:
    """Forget the person. Only a keyed hash stays, so that no list brings the address back. The history names a number, no address."""
    SignUp.objects.filter(email=subscriber.email).delete()  # first, as whoever answers a sign-up takes the two in this order
    is_held(subscriber)  # so that a sending which lists its readers at this moment has its row written, and it is forgotten with the others
    suppress(Address(subscriber.email), reason=Suppression.ERASED)
    if by is not None:
        log(instance=subscriber, action=ERASED, user=by, deleted=True)
    _strike_from_lists(subscriber.email)
    _forget(Subscriber.objects.filter(pk=subscriber.pk))


def _forget(people: QuerySet[Subscriber]) -> int:
    """Erase rows of people; gives how many. Of their mail the bare counts stay, without a word of what a mail server said of them."""
    number = people.count()
    Recipient.objects.filter(subscriber__in=people.values("pk")).update(reason="", came_back_words="")
    people.delete()
    return number


def _strike_from_lists(address: str) -> None:
    """A list that came in within the last days still has its words: the address is struck out of them, the other rows stay as they were."""
    whole = whole_address(address)
    for held in lists_with(address):
        held.text, held.result = whole.sub(STRUCK, held.text), whole.sub(STRUCK, held.result)
        held.save(update_fields=["text", "result"])


def lists_with(address: str) -> QuerySet[SubscriberList]:
    """Lists that may still hold this address; `whole_address` says which do."""
    return SubscriberList.objects.filter(Q(text__icontains=address) | Q(result__icontains=address))


def whole_address(address: str) -> re.Pattern[str]:
    """Finds the address in a text, and not where it is a part of another."""
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-])", re.IGNORECASE)


@transaction.atomic
def bar(*, address: Address, wording: Wording, by) -> None:
    """Somebody asked never to be written to. Not even a confirmation goes there any more; it need not be a subscriber's address."""
    subscriber = Subscriber.objects.filter(email=address.text).first()
    if subscriber is not None:
        stop(subscriber=subscriber, state=SubscriberState.UNSUBSCRIBED, wording=wording)
    suppress(address, reason=Suppression.BARRED)
    log(instance=suppression_of(address), action=BARRED, user=by)


@transaction.atomic
def allow_again(*, address: Address, by) -> None:
    """Somebody who was not to be written to wants to come back: from now on the form works for them. Nobody is a subscriber by this."""
    suppression = suppression_of(address)
    if suppression is not None:
        log(instance=suppression, action=LIFTED, user=by, data={"reason": suppression.reason}, deleted=True)
        lift(address)


@transaction.atomic
def erase_long_gone(*, now: datetime) -> int:
    """Erase people who have been gone for three years, with the proof of their consent; the hash stays. Gives how many."""
    gone = (SubscriberState.UNSUBSCRIBED, SubscriberState.BOUNCED, SubscriberState.COMPLAINED)
    late = Subscriber.objects.filter(state__in=gone, state_at__lt=now - timedelta(days=GONE_DAYS))
    return _forget(late)


def erase_unconfirmed(*, now: datetime) -> int:
    """Erase the addresses nobody confirmed in time; gives how many. They leave no trace: a person may never have asked."""
    late = Subscriber.objects.filter(state=SubscriberState.UNCONFIRMED, created_at__lt=now - timedelta(days=CONFIRM_DAYS))
    recent = Consent.objects.filter(act=ConsentAct.ASKED, at__gte=now - timedelta(days=CONFIRM_DAYS)).values("subscriber")
    gone = late.exclude(pk__in=recent)
    number = gone.count()
    gone.delete()
    return number


def is_held(subscriber: Subscriber) -> bool:
    """Whether the row is still there. It is read anew and held to the end of the transaction: two requests at once come one after the other."""
    held = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).values_list("state", "topics").first()
    subscriber.state, subscriber.topics = held or (subscriber.state, subscriber.topics)
    return held is not None


def known_topics(topics: Iterable[str]) -> list[str]:
    """Those of `topics` there are, once each, in the order of the list."""
    return [topic for topic in Topic.values if topic in set(topics)]


def _prove(subscriber: Subscriber, act: ConsentAct, wording: Wording, *, topics: Iterable[str] | None = None) -> None:
    agreed = subscriber.topics if topics is None else list(topics)
    Consent.objects.create(
        subscriber=subscriber, act=act, topics=agreed, text_version=wording.text_version, language=wording.language, source=wording.source[:120]
    )
