"""Signs as Django's ``Signer`` does, with the key of each purpose worked out once: each mail of a sending holds four signatures.

What we sign here is read with Django's own ``Signer`` (`newsletter.addresses`). Pure.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Signature:
    """What one purpose is signed with.

    A copy of what has the key in it already is signed with: `hmac.digest` lets other threads run each time, and twenty of them wait for that.
    """

    keyed: hmac.HMAC

    def text_of(self, value: str) -> str:
        """For links; as ``Signer.signature`` writes it."""
        return urlsafe_b64encode(self._digest(value)).rstrip(b"=").decode("ascii")

    def hexadecimal_of(self, value: str) -> str:
        """For addresses of mailboxes, which may lose the case of their letters."""
        return self._digest(value).hex()

    def _digest(self, value: str) -> bytes:
        signed = self.keyed.copy()
        signed.update(value.encode())
        return signed.digest()


@lru_cache(maxsize=16)
def signature(salt: str, *, secret: str) -> Signature:
    """As ``django.utils.crypto.salted_hmac`` with SHA-256 signs; ``Signer`` adds "signer" to its salt."""
    return signature_with(hashlib.sha256((salt + secret).encode()).digest())


@lru_cache(maxsize=16)
def signature_with(key: bytes) -> Signature:
    """HMAC with SHA-256 and this key."""
    return Signature(hmac.new(key, digestmod="sha256"))
