"""How often one source may ask for mail. Where a request comes from is never kept in clear: a keyed hash counts, and its key changes every hour."""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from newsletter.models import Attempt

PER_HOUR = 20
"""A school or an office behind one address may fill in the form so often; a program that tries addresses soon stops."""


@transaction.atomic
def admit(*, source: str, now: datetime) -> bool:
    """Whether `source` may ask once more in this hour; counts it. Counters of past hours are erased on the way."""
    row, is_new = Attempt.objects.select_for_update().get_or_create(source_hash=_hash(source, now), defaults={"at": now})
    if is_new:
        forget_attempts(now=now)
    Attempt.objects.filter(pk=row.pk).update(number=F("number") + 1)
    return row.number < PER_HOUR


def forget_attempts(*, now: datetime) -> int:
    """Erase the counters of past hours; gives how many."""
    number, _by_model = Attempt.objects.filter(at__lt=now - timedelta(hours=1)).delete()
    return number


def source_of(request: HttpRequest) -> str:
    """Where a request comes from: behind proxies, what the outermost of ours saw. Of an IPv6 address, the half that is one household."""
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    count = settings.PROXIES
    text = said[-count] if 0 < count <= len(said) and said[-count] else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text[:64]
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _hash(source: str, now: datetime) -> str:
    key = f"newsletter.throttle.{now:%Y%m%d%H}.{settings.SECRET_KEY}"
    return hmac.new(key.encode(), source.encode(), hashlib.sha256).hexdigest()
