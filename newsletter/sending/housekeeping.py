"""What a worker does for sendings beside sending: list readers, begin what is due, take back what dead workers held, say what is finished."""

from datetime import datetime, timedelta

from newsletter.audience import list_recipients
from newsletter.models import Recipient, Sending, SendingState, WorkerPulse
from newsletter.sending import ledger
from newsletter.sending.states import Delivery

PULSE = timedelta(seconds=5)
FORGOTTEN_AFTER = timedelta(days=1)


def look(*, worker: str, now: datetime) -> bool:
    """Do what is due; whether a sending runs. Costs three reads when there is nothing to do."""
    beat(worker=worker, now=now)
    list_what_is_not_listed()
    begin_what_is_due(now=now)
    if Recipient.objects.filter(state__in=(Delivery.CLAIMED, Delivery.SENDING), lease_until__lt=now).exists():
        ledger.expire(now=now)
    if not Sending.objects.filter(state=SendingState.RUNNING).exists():
        return False
    ledger.finish(now=now)
    return True


def beat(*, worker: str, now: datetime) -> None:
    """Say that the worker lives."""
    if WorkerPulse.objects.filter(name=worker, seen_at__gt=now - PULSE).exists():
        return
    WorkerPulse.objects.update_or_create(name=worker, defaults={"seen_at": now})
    WorkerPulse.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()


def leave(*, worker: str) -> None:
    """Say that the worker stops: the others may go the faster."""
    WorkerPulse.objects.filter(name=worker).delete()


def list_what_is_not_listed() -> None:
    """Go on listing readers where whoever began was killed, or left it to us."""
    for sending in Sending.objects.filter(state=SendingState.PREPARING, editions__isnull=False).distinct():
        list_recipients(sending=sending)


def begin_what_is_due(*, now: datetime) -> None:
    """Begin the sendings whose time has come, with the readers who subscribed since they were listed, and what was chosen since."""
    for sending in Sending.objects.filter(state=SendingState.READY, start_at__lte=now):
        list_recipients(sending=sending)
        Sending.objects.filter(pk=sending.pk, state=SendingState.READY, start_at__lte=now).update(state=SendingState.RUNNING, started_at=now)
