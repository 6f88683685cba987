"""The addresses in a mail that are one reader's own. Signed: nobody can make one up, or turn one reader's into another's.

Links for leaving and for choices never end: a link in a mail of years ago still works. A link to confirm ends, and says what was asked for.
Each purpose has a signature of its own, so that the link for leaving, which mail programs and their makers see, opens nothing else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import Enum
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, Signer

from newsletter.signatures import signature
from site4p1000.common.addresses import absolute
from site4p1000.common.hosts import ascii_mail_address

SEPARATOR = "."
CONFIRM_DAYS = 30
"""How long a link to confirm works; as long as the address it went to is kept."""


class Purpose(Enum):
    """What a link is for."""

    LEAVE = "leave"
    CHOICES = "choices"


class LinkFault(Enum):
    """Why a link to confirm does nothing."""

    FORGED = "forged"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who a link for leaving is for, and from what: the topic of the mail it stood in. Links of before topics were named have none: all mail."""

    subscriber_id: int
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mail comes from."""

    name: str
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """What somebody asked for: it travels in the link and takes effect when its reader confirms."""

    subscriber_id: int
    language: str
    topics: tuple[str, ...]
    at: datetime


def sender() -> Sender:
    """The installation's own name and address (``DEFAULT_FROM_EMAIL``)."""
    return _sender(settings.DEFAULT_FROM_EMAIL)


@lru_cache(maxsize=4)
def _sender(text: str) -> Sender:
    """Kept, since it is asked for with every mail."""
    name, address = parseaddr(text)
    return Sender(name, ascii_mail_address(address))


def token(subscriber_id: int, purpose: Purpose = Purpose.CHOICES) -> str:
    """Says who a link is for."""
    return _signed(str(subscriber_id), purpose)


def subscriber_of(text: str, purpose: Purpose = Purpose.CHOICES) -> int | None:
    """Whose token this is; ``None`` for one that we did not sign, or signed for another purpose."""
    try:
        return int(_signer(purpose.value).unsign(text))
    except (BadSignature, ValueError):
        return None


def leave_token(leaving: Leaving) -> str:
    """Says who leaves what."""
    parts = [str(leaving.subscriber_id), *filter(None, [leaving.topic])]
    return _signed("-".join(parts), Purpose.LEAVE)


def read_leaving(text: str) -> Leaving | None:
    """Who leaves what; ``None`` for a token that we did not sign for leaving."""
    try:
        number, _dash, topic = _signer(Purpose.LEAVE.value).unsign(text).partition("-")
        return Leaving(int(number), topic)
    except (BadSignature, ValueError):
        return None


def asking_token(asking: Asking) -> str:
    """Says what was asked for, by whom and when."""
    parts = [asking.subscriber_id, asking.language, list(asking.topics), asking.at.isoformat()]
    return _signer("confirm").sign_object(parts)


def read_asking(text: str, *, now: datetime) -> Asking | LinkFault:
    """What a link to confirm says, while it works."""
    try:
        subscriber_id, language, topics, at = _signer("confirm").unsign_object(text)
        asking = Asking(subscriber_id=int(subscriber_id), language=str(language), topics=tuple(topics), at=datetime.fromisoformat(at))
    except (BadSignature, ValueError, TypeError):
        return LinkFault.FORGED
    return LinkFault.EXPIRED if now - asking.at > timedelta(days=CONFIRM_DAYS) else asking


def unsubscribe_url(subscriber_id: int, topic: str = "") -> str:
    """For the button of mail programs (POST, RFC 8058) and for the link in the mail (a page). Leaves `topic`, or all mail without one."""
    return absolute(f"/newsletter/leave/{leave_token(Leaving(subscriber_id, topic))}/")


def preferences_url(subscriber_id: int) -> str:
    """Where a reader sees and changes what the bank holds."""
    return absolute(f"/newsletter/choices/{token(subscriber_id, Purpose.CHOICES)}/")


def confirm_url(asking: Asking) -> str:
    """Where a reader confirms what was asked for: a page with one button, in the language that was asked for, also once the link has ended."""
    return absolute(f"/newsletter/confirm/{asking_token(asking)}/?l={asking.language}")


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"newsletter.{purpose}", sep=SEPARATOR)


def _signed(value: str, purpose: Purpose) -> str:
    """What `_signer` would sign, for the links that stand in every mail."""
    own = signature(f"newsletter.{purpose.value}signer", secret=settings.SECRET_KEY)
    return f"{value}{SEPARATOR}{own.text_of(value)}"
