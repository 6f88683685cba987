"""The envelope sender of each mail (VERP): what comes back says by its address whose mail it was. Signed, so that nobody can make one up."""

import re
from collections.abc import Iterator
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import constant_time_compare

from newsletter.addresses import sender
from newsletter.signatures import signature

_SALT = "newsletter.return_address"
_SIGNED = re.compile(r"\+(\d{1,18})-([0-9a-f]{20})@", re.IGNORECASE)


def return_address(recipient_id: int) -> str:
    """Where mail of this recipient row comes back to. Without an address for returns it is the sender's own, and nothing can be told."""
    name, at, domain = _parts(settings.NEWSLETTER_BOUNCE_ADDRESS)
    return f"{name}+{recipient_id}-{_signature(recipient_id, settings.SECRET_KEY)}{at}{domain}" if at else sender().address


def leave_address(recipient_id: int) -> str:
    """Where the reader of this row may write "unsubscribe" to; empty where no mailbox for returns is read."""
    is_read = settings.NEWSLETTER_BOUNCE_MAILDIR or settings.NEWSLETTER_BOUNCE_IMAP
    return return_address(recipient_id) if settings.NEWSLETTER_BOUNCE_ADDRESS and is_read else ""


@lru_cache(maxsize=4)
def _parts(address: str) -> tuple[str, str, str]:
    """Kept, since they are asked for with every mail."""
    return parseaddr(address)[1].rpartition("@")


def recipient_in(text: str) -> int | None:
    """The recipient row whose return address stands anywhere in `text`; ``None`` when none does that we have signed. Letters may be of any case."""
    for number, signed in _SIGNED.findall(text):
        if any(constant_time_compare(signed.lower(), own) for own in _signatures(int(number))):
            return int(number)
    return None


def _signatures(recipient_id: int) -> Iterator[str]:
    """With the secret of now and with those of before: what comes back, and who leaves by mail, answers a mail of long ago."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _signature(recipient_id, secret)


def _signature(recipient_id: int, secret: str) -> str:
    return signature(_SALT, secret=secret).hexadecimal_of(str(recipient_id))[:20]
