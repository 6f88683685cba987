"""Takes e-mails, phone numbers and postal addresses of people out of a record before anything keeps it. Pure.

Whole fields go by their name; inside other texts an e-mail or phone number becomes “[…]” (a mark every language reads).
When in doubt about a number it is kept: yields, dates, prices and coordinates look like phone numbers too.
"""

import re
from functools import lru_cache
from typing import Any

from practices.importers.base import InvalidRecord
from practices.records import Problem

REDACTED = "[…]"
MAX_DEPTH = 40
"""Levels of nesting a record may have; WOCAT's own has eight."""

CONTACT_WORDS = frozenset(
    "email emails mail phone phones telephone tel mobile cellphone fax address addresses street postal postcode zip zipcode pobox whatsapp skype".split()
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_AT = r"(?:[@＠﹫]|&#64;|&commat;|[(\[]at[)\]])"
_DOT = r"(?:\.|\s?[(\[]dot[)\]]\s?)"
_PLAIN = r"[^\s<>()\[\],;:\"]"
_HAS_AT = re.compile(_AT, re.IGNORECASE)
_EMAIL = re.compile(rf"[^\s@＠﹫<>()\[\],;:\"]{{1,64}}\s?{_AT}\s?{_PLAIN}*?{_DOT}[^\W\d_]{_PLAIN}*", re.IGNORECASE)

_BREAK = r"[\s().\-/‑–]{0,3}"
_MANY_DIGITS = re.compile(rf"\d(?:{_BREAK}\d){{6}}")
_PHONE = re.compile(
    rf"""(?:(?<![\w=/]) \+ \(?                          # +41 31 631 52 22
        |  (?<![\w.,=/-])(?<!\d\s) (?=\(?[0٠۰])          # 0041 31 631 52 22, 06 12 34 56 78, (044) 631 52 22
        |  (?P<label>\b(?:tel|tél|phone|téléphone|teléfono|telefone|móvil|celular|mobile|cell|fax|whatsapp|gsm|هاتف|جوال|тел)
           (?:ephone)?[\s:.=№°-]{{0,6}})                 # Tel. 631 52 22
        )(?P<number>\(?\d(?:{_BREAK}\d){{6,}})""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_PHONE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d+\.\d+$|[0٠۰]{2}(?![1-9])|[0٠۰]\D")
"""What looks like a phone number and is none: dates, decimals, “000 …” and “0 …”."""
_BOOK_NUMBER = re.compile(r"(?:ISBN|ISSN|DOI)[\s:\d-]*$", re.IGNORECASE)


def without_contacts(value: Any, *, record: str, depth: int = 0) -> Any:
    """The same tree without contact data. Raises `InvalidRecord` when it is nested deeper than any record is."""
    if isinstance(value, str):
        return redact(value)
    if not isinstance(value, dict | list):
        return value
    if depth >= MAX_DEPTH:
        raise InvalidRecord(Problem(record=record, field="", reason=f"the record is nested deeper than {MAX_DEPTH} levels, so it is not from WOCAT"))
    if isinstance(value, list):
        return [without_contacts(item, record=record, depth=depth + 1) for item in value]
    return {
        redact(name): without_contacts(item, record=record, depth=depth + 1) for name, item in value.items() if not is_contact_field(name)
    }


def redact(text: str) -> str:
    """`text` with every e-mail and phone number replaced by “[…]”; other text is returned untouched."""
    if _HAS_AT.search(text):
        text = _EMAIL.sub(REDACTED, text)
    if _MANY_DIGITS.search(text):
        text = _PHONE.sub(_redact_phone, text)
    return text


@lru_cache(maxsize=4096)
def is_contact_field(name: str) -> bool:
    """Whether a field is contact data by its name: ``email``, ``person_phone1``, ``postalAddress``."""
    return any(word.lower() in CONTACT_WORDS for word in _WORD.findall(name)) or name.lower() in CONTACT_WORDS


def _redact_phone(match: re.Match[str]) -> str:
    number = match["number"]
    digits = sum(character.isdigit() for character in number)
    before = match.string[max(0, match.start() - 24) : match.start()]
    is_long_enough = digits >= (7 if match["label"] else 9)
    return REDACTED if is_long_enough and not _NO_PHONE.match(number) and not _BOOK_NUMBER.search(before) else match[0]
