"""Addresses nobody may write to, kept as keyed hashes.

The key is the bank's secret. After it changed, hashes made with the old one are recognised as long as it stands in ``SECRET_KEY_FALLBACKS``.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from newsletter.models import Suppression
from newsletter.people.addressing import Address, address_hash


def hashes(address: Address) -> tuple[str, ...]:
    """What the address may be known by; the first is what is written today."""
    return tuple(address_hash(address, secret=secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def suppression_of(address: Address) -> Suppression | None:
    """Why nobody may write to it, if so."""
    return Suppression.objects.filter(address_hash__in=hashes(address)).first()


def is_suppressed(address: Address) -> bool:
    """Whether no list may bring it in."""
    return suppression_of(address) is not None


def is_final(address: Address) -> bool:
    """Whether not even a confirmation may go there: its reader complained, or asked never to be written to."""
    return Suppression.objects.filter(address_hash__in=hashes(address), reason__in=Suppression.FINAL).exists()


@transaction.atomic
def suppress(address: Address, *, reason: str) -> None:
    """Write down that nobody may write to it. A final reason stays, whatever comes after it."""
    if not is_final(address):
        newest, *older = hashes(address)
        Suppression.objects.filter(address_hash__in=older).delete()
        Suppression.objects.update_or_create(address_hash=newest, defaults={"reason": reason, "at": timezone.now()})


def lift(address: Address) -> None:
    """It may be written to again, once its reader confirms."""
    Suppression.objects.filter(address_hash__in=hashes(address)).delete()
