"""What follows from mail that came back: for the row, for the reader. Each message counts once, however often it comes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from newsletter.bounces.parsing import Notice, read_notice
from newsletter.bounces.return_addresses import recipient_in
from newsletter.bounces.rules import SOFT_IN_A_ROW, STATUS, Kind, judge
from newsletter.masking import kept_words
from newsletter.models import Bounce, Recipient, Subscriber, SubscriberState
from newsletter.people import actions
from newsletter.people.actions import Wording
from newsletter.sending.states import Delivery

RAW_DAYS = 30
"""How long the text of a returned mail is kept."""
LARGEST_RAW_BYTES = 200_000
FAILED_SOFTLY = (Kind.SOFT.value, Kind.HARD.value)


class Taken(StrEnum):
    """What became of a message."""

    RECORDED = "recorded"
    LEFT = "left"
    """The reader wrote to be taken off."""
    KNOWN = "known"
    """It was taken before."""
    REFUSED = "refused"
    """It is about nobody: no return address that we have signed, or a reader who is erased."""
    UNREADABLE = "unreadable"
    """It could not be recorded; the log says why."""
    TOO_LARGE = "too large"
    """It is larger than any report of a mail server; it was not read."""
    NOT_GIVEN = "not given"
    """The mail server of the mailbox gave no message; it was not touched."""


OF_MAILBOXES = (Taken.TOO_LARGE, Taken.NOT_GIVEN)
"""What only a message of a mailbox can become."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """A judged notice about one reader's mail."""

    kind: Kind
    fingerprint: str
    source: str
    status: str = ""
    words: str = ""
    raw: bytes | None = None


def take_message(raw: bytes, *, source: str) -> Taken:
    """Take one mail of the mailbox for returns."""
    notice = read_notice(raw)
    recipient = Recipient.objects.filter(pk=recipient_in(notice.text) or 0).select_related("subscriber", "sending").first()
    if recipient is None or recipient.subscriber is None:
        return Taken.REFUSED
    if notice.asks_to_leave:
        return _leave(recipient.subscriber, recipient.sending.topic)
    return take_event(recipient=recipient, subscriber=recipient.subscriber, event=_event(notice, raw, source))


def _leave(subscriber: Subscriber, topic: str) -> Taken:
    """As by the link in the mail: the signed address it was written to says whose wish it is, and what is left."""
    actions.leave(subscriber=subscriber, topic=topic, wording=Wording(text_version="", language=subscriber.language, source="mail"))
    return Taken.LEFT


def _event(notice: Notice, raw: bytes, source: str) -> Event:
    fingerprint = hashlib.sha256(raw).hexdigest()
    return Event(kind=notice.kind, status=notice.status, words=notice.words, fingerprint=fingerprint, source=source, raw=raw[:LARGEST_RAW_BYTES])


@transaction.atomic
def take_event(*, recipient: Recipient | None, subscriber: Subscriber, event: Event) -> Taken:
    """Record it, mark the row, and draw the consequence for the reader. What the other server said is kept without addresses."""
    if not actions.is_held(subscriber):  # the reader before the row of their mail, as whoever erases them: neither waits for the other for ever
        return Taken.REFUSED
    status, words = (kept_words(text) for text in (event.status, event.words))
    values = {"kind": event.kind, "status": status[:12], "words": words[:400], "source": event.source, "raw": event.raw}
    own = {"recipient": recipient, "subscriber": subscriber}
    _bounce, is_new = Bounce.objects.get_or_create(fingerprint=event.fingerprint, defaults={**values, **own})
    if not is_new:
        return Taken.KNOWN
    if recipient is not None and event.kind is not Kind.IGNORED:
        Recipient.objects.filter(pk=recipient.pk).update(came_back=event.kind.value, came_back_words=f"{status} {words}".strip()[:400])
    _stop_writing(subscriber, event.kind)
    return Taken.RECORDED


def _stop_writing(subscriber: Subscriber, kind: Kind) -> None:
    """Hard at once; soft after several sendings in a row; a complaint whatever the state. A mailbox that is gone undoes no one's own leaving."""
    wording = Wording(text_version="", language=subscriber.language, source="returned mail")
    if kind is Kind.COMPLAINT:
        actions.stop(subscriber=subscriber, state=SubscriberState.COMPLAINED, wording=wording)
    elif subscriber.state == SubscriberState.ACTIVE and (kind is Kind.HARD or (kind is Kind.SOFT and _nobody_reads_there(subscriber))):
        actions.stop(subscriber=subscriber, state=SubscriberState.BOUNCED, wording=wording)


def _nobody_reads_there(subscriber: Subscriber) -> bool:
    """Whether the mail of the last sendings all came back. One that arrived in between begins the count anew."""
    tried = subscriber.recipients.filter(state__in=(Delivery.ACCEPTED, Delivery.FAILED)).order_by("-sending__made_at", "-pk")
    latest = list(tried.values_list("came_back", flat=True)[:SOFT_IN_A_ROW])
    return len(latest) == SOFT_IN_A_ROW and all(kind in FAILED_SOFTLY for kind in latest)


def refused_at_once(*, recipient_id: int, words: str) -> None:
    """A mail server refused a reader while we spoke to it: as a report that comes later, but only by its code, never by its words."""
    status = STATUS.search(words)
    if not status or judge(status=status[1], words="") is not Kind.HARD:
        return
    recipient = Recipient.objects.filter(pk=recipient_id).select_related("subscriber").first()
    if recipient is None or recipient.subscriber is None:
        return
    fingerprint = hashlib.sha256(f"refused {recipient_id} {recipient.changed_at}".encode()).hexdigest()
    take_event(recipient=recipient, subscriber=recipient.subscriber, event=Event(kind=Kind.HARD, words=words, fingerprint=fingerprint, source="smtp"))


def erase_raw(*, now: datetime) -> int:
    """Erase the texts that were kept long enough; gives how many. What followed from them stays."""
    return Bounce.objects.filter(at__lt=now - timedelta(days=RAW_DAYS)).exclude(raw=None).update(raw=None)
