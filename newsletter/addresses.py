"""The addresses in a mail that are one reader's own. Signed and never ending: a link in a mail of years ago still works."""

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.signing import BadSignature, Signer

from site4p1000.common.addresses import absolute

_SALT = "newsletter.subscriber"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mail comes from."""

    name: str
    address: str


def sender() -> Sender:
    """The installation's own name and address (``DEFAULT_FROM_EMAIL``)."""
    return Sender(*parseaddr(settings.DEFAULT_FROM_EMAIL))


def leave_address() -> str:
    """Where a mail program may write to leave: the sender's own mailbox."""
    return sender().address


def token(subscriber_id: int) -> str:
    """Says who a link is for; nobody can make one up."""
    return Signer(salt=_SALT, sep=".").sign(str(subscriber_id))


def subscriber_of(text: str) -> int | None:
    """Whose token this is; ``None`` for one that we did not sign."""
    try:
        return int(Signer(salt=_SALT, sep=".").unsign(text))
    except (BadSignature, ValueError):
        return None


def unsubscribe_url(subscriber_id: int) -> str:
    """For the button of mail programs (POST, RFC 8058) and for the link in the mail (a page with one button)."""
    return absolute(f"/newsletter/leave/{token(subscriber_id)}/")


def preferences_url(subscriber_id: int) -> str:
    """Where a reader sees and changes what the bank holds."""
    return absolute(f"/newsletter/choices/{token(subscriber_id)}/")
