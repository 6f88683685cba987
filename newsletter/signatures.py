"""Signs as Django's ``Signer`` does, with the key of each purpose worked out once: each mail of a sending holds four signatures.

What we sign here is read with Django's own ``Signer`` (`newsletter.addresses`).
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Signature:
    """What one purpose is signed with."""

    key: bytes

    def text_of(self, value: str) -> str:
        """For links; as ``Signer.signature`` writes it."""
        return urlsafe_b64encode(self._digest(value)).rstrip(b"=").decode("ascii")

    def hexadecimal_of(self, value: str) -> str:
        """For addresses of mailboxes, which may lose the case of their letters."""
        return self._digest(value).hex()

    def _digest(self, value: str) -> bytes:
        return hmac.digest(self.key, value.encode(), "sha256")


def signature(salt: str) -> Signature:
    """As ``django.utils.crypto.salted_hmac`` with SHA-256 signs; ``Signer`` adds "signer" to its salt."""
    return _signature(salt, settings.SECRET_KEY)


@lru_cache(maxsize=16)
def _signature(salt: str, secret: str) -> Signature:
    return Signature(hashlib.sha256((salt + secret).encode()).digest())
