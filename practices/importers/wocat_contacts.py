"""Takes e-mails, phone numbers and postal addresses of people out of a record before anything keeps it. Pure.

Whole fields go by their name; inside other texts an e-mail or phone number becomes “[…]” (a mark every language reads).
When in doubt about a number it is kept: yields, dates, prices and coordinates look like phone numbers too.
"""

import math
import re
from functools import lru_cache
from typing import Any

from practices.sentences import Sentence
from practices.sentences import marked as _

REDACTED = "[…]"
MAX_DEPTH = 40
"""Levels of nesting a record may have; WOCAT's own has eight."""

SHORTEST_CONTACT = 6
"""Characters of the shortest contact (“a@b.co”): codes and years need no search."""

CONTACT_WORDS = frozenset({
    "email", "emails", "mail", "fax", "skype", "whatsapp",
    "phone", "phones", "telephone", "tel", "mobile", "cellphone",
    "address", "addresses", "street", "postal", "postcode", "zip", "zipcode", "pobox",
})  # fmt: skip
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_AT = r"(?:[@＠﹫]|&#64;|&commat;|[(\[]at[)\]])"
_DOT = r"(?:\.|\s?[(\[]dot[)\]]\s?)"
_PLAIN = r"[^\s<>()\[\],;:\"]"
_MAY_HAVE_AT = re.compile(r"[@＠﹫&(\[]")
_HAS_AT = re.compile(_AT, re.IGNORECASE)
_EMAIL = re.compile(rf"[^\s@＠﹫<>()\[\],;:\"]{{1,64}}\s?{_AT}\s?{_PLAIN}*?{_DOT}[^\W\d_]{_PLAIN}*", re.IGNORECASE)

_BREAK = r"[\s().\-/‑–]{0,3}"
_MANY_DIGITS = re.compile(rf"\d(?:{_BREAK}\d){{6}}")
_MAY_BE_CONTACT = re.compile(rf"{_MAY_HAVE_AT.pattern}|{_MANY_DIGITS.pattern}")
_PHONE = re.compile(
    rf"""(?:(?<![\w=/]) \+ \(?                          # +41 31 631 52 22
        |  (?<![\w.,=/-])(?<!\d\s) (?=\(?[0٠۰])          # 0041 31 631 52 22, 06 12 34 56 78, (044) 631 52 22
        |  (?P<label>\b(?:tel|tél|phone|téléphone|teléfono|telefone|móvil|celular|mobile|cell|fax|whatsapp|gsm|هاتف|جوال|тел)
           (?:ephone)?[\s:.=№°-]{{0,6}}\+?)              # Tel. 631 52 22
        )(?P<number>\(?\d(?:{_BREAK}\d){{6,}})""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_PHONE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d+\.\d+$|[0٠۰]{2}(?![1-9])|[0٠۰]\D")
"""What looks like a phone number and is none: dates, decimals, “000 …” and “0 …”."""
_BOOK_NUMBER = re.compile(r"(?:ISBN|ISSN|DOI)[\s:\d-]*$", re.IGNORECASE)


def without_contacts(value: Any, levels: int = MAX_DEPTH) -> Any:
    """The same tree without contact data. Raises ``ValueError`` when it cannot be stored: nested too deep, or NaN."""
    if not levels:
        raise ValueError(Sentence(_("the record is nested deeper than %(levels)s levels, so it is not from WOCAT"), levels=MAX_DEPTH))
    if isinstance(value, dict):
        return _fields_without_contacts(value, levels - 1)
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [without_contacts(item, levels - 1) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(Sentence(_("the record holds %(value)s, which is no number that can be stored"), value=value))
    return value


def _fields_without_contacts(value: dict[str, Any], levels: int) -> dict[str, Any]:
    """An object's fields. Texts and nothing, which most fields are, are done here: a call per value would double the time of an import."""
    kept = {}
    for key, item in value.items():
        name = field_name(key)
        if name is not None:
            kept[name] = item if item is None else redact(item) if type(item) is str else without_contacts(item, levels)
    return kept


@lru_cache(maxsize=4096)
def field_name(name: str) -> str | None:
    """The name under which a field is kept; ``None`` for contact data such as ``email``, ``person_phone1``, ``postalAddress``."""
    words = {word.lower() for word in (name, *_WORD.findall(name))}
    return None if words & CONTACT_WORDS else redact(name)


def redact(text: str) -> str:
    """`text` with every e-mail and phone number replaced by “[…]”; other text is returned untouched."""
    if len(text) < SHORTEST_CONTACT or text.isalpha() or not _MAY_BE_CONTACT.search(text):  # much faster than the rest, and mostly ends here
        return text
    if _MAY_HAVE_AT.search(text) and _HAS_AT.search(text):
        text = _EMAIL.sub(REDACTED, text)
    if _MANY_DIGITS.search(text):
        text = _PHONE.sub(_redact_phone, text)
    return text


def _redact_phone(match: re.Match[str]) -> str:
    number = match["number"]
    digits = sum(character.isdigit() for character in number)
    before = match.string[max(0, match.start() - 24) : match.start()]
    is_long_enough = digits >= (7 if match["label"] else 9)
    return REDACTED if is_long_enough and not _NO_PHONE.match(number) and not _BOOK_NUMBER.search(before) else match[0]
