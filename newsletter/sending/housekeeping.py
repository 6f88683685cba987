"""What a worker does for sendings beside sending: say that it lives, take back what dead workers held, say what is finished."""

from datetime import datetime, timedelta

from newsletter.models import Recipient, Sending, SendingState, WorkerPulse
from newsletter.sending import ledger
from newsletter.sending.states import Delivery

PULSE = timedelta(seconds=5)
FORGOTTEN_AFTER = timedelta(days=1)


def look(*, worker: str, now: datetime) -> bool:
    """Do what is due; whether a sending runs. Costs three reads when there is nothing to do."""
    beat(worker=worker, now=now)
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
