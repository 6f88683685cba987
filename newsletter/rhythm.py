"""Readers who want at most one mail a month get the first that leaves in it; of the others the report says why they are left out."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from newsletter.models import Recipient, Rhythm, Sending, SendingState, Subscriber
from newsletter.sending.states import OPEN, Delivery

HAD_THEIRS = "has had a mail this month, and wants no more than one"


def leave_out_who_had_theirs(*, sending: Sending, readers: Iterable[Subscriber], now: datetime) -> int:
    """Leave the rows that wait of readers out who have a mail of another sending this month, or one on its way; gives how many.

    A calendar month in the time zone of the bank. Of a sending that begins later nobody is left out yet: it is looked at when it begins.
    Within the transaction that holds the readers: of two sendings listed at once, one is theirs.
    """
    asking = [reader.pk for reader in readers if reader.rhythm == Rhythm.MONTHLY]
    if not asking or (sending.start_at and sending.start_at > now):
        return 0
    waiting = sending.recipients.filter(subscriber__in=_with_another_mail(sending, asking, now), state=Delivery.PENDING)
    return waiting.update(state=Delivery.SKIPPED, reason=HAD_THEIRS, changed_at=now)


def who_had_theirs(readers: QuerySet[Subscriber], *, sending: Sending | None, now: datetime) -> QuerySet[Subscriber]:
    """Those of these readers who would be left out of a sending that began now: for counting before it does. `sending` is left out of account."""
    mails = _mails_of_this_month(sending, now).filter(subscriber=OuterRef("pk"))
    return readers.filter(Exists(mails), rhythm=Rhythm.MONTHLY)


def is_this_month(moment: datetime, *, now: datetime) -> bool:
    """Whether a moment lies in the calendar month of now, in the time zone of the bank."""
    one, other = timezone.localtime(moment), timezone.localtime(now)
    return (one.year, one.month) == (other.year, other.month)


def _with_another_mail(sending: Sending, readers: Collection[int], now: datetime) -> list[int]:
    return list(_mails_of_this_month(sending, now).filter(subscriber__in=readers).values_list("subscriber_id", flat=True))


def _mails_of_this_month(sending: Sending | None, now: datetime) -> QuerySet[Recipient]:
    """Mails that left this month, or are on their way, of other sendings.

    On its way is what waits in a sending that runs, or that pauses and was begun this month. What lies in one nobody begins, or forgot while it
    pauses, may never leave: it silences nobody.
    """
    month = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    left = Q(state__in=(Delivery.ACCEPTED, Delivery.UNCERTAIN), changed_at__gte=month)
    goes_on = Q(sending__state=SendingState.RUNNING) | Q(sending__state=SendingState.PAUSED, sending__started_at__gte=month)
    on_its_way = Q(state__in=OPEN) & goes_on
    mails = Recipient.objects.filter(left | on_its_way)
    return mails.exclude(sending=sending) if sending else mails
