"""Addresses as people type them and as they are kept; and the keyed hash that recognises one without keeping it."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from site4p1000.common.hosts import ascii_mail_address

_VALID = EmailValidator()


class AddressFault(Enum):
    """Why an address cannot be written to."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    NOT_AN_ADDRESS = "not an address"
    NOT_ASCII = "letters that mail servers may not take"


@dataclass(frozen=True, slots=True)
class Address:
    """An address that can be written to, in the one form in which the bank keeps it."""

    text: str


def read_address(typed: str) -> Address | AddressFault:
    """The address in what somebody typed or pasted: blanks and invisible marks gone, lower case, the domain in ASCII (IDNA)."""
    text = "".join(char for char in unicodedata.normalize("NFKC", typed) if unicodedata.category(char) not in {"Cc", "Cf", "Zs"}).lower()
    if not text:
        return AddressFault.EMPTY
    if len(text) > 254:
        return AddressFault.TOO_LONG
    return _checked(ascii_mail_address(text))


def address_hash(address: Address, *, secret: str) -> str:
    """The same for the same address and secret; nobody reads the address from it."""
    return hmac.new(f"newsletter.suppression.{secret}".encode(), address.text.encode(), hashlib.sha256).hexdigest()


def _checked(text: str) -> Address | AddressFault:
    if not text.isascii():
        return AddressFault.NOT_ASCII
    try:
        _VALID(text)
    except ValidationError:
        return AddressFault.NOT_AN_ADDRESS
    return Address(text)
