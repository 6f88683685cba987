"""Numbers as people type and paste them: decimal comma, thin spaces, a real minus sign. Pure.

Nothing is guessed: what can be read in two ways is given back to the person who typed it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

LONGEST = 60
"""More characters than any number of a practice has; a longer text was pasted by mistake."""

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]")
_MINUS = re.compile(r"^[−–]")
_SHAPE = re.compile(r"[+-]?(?P<whole>[\d.,]+)(?P<exponent>[eE][+-]?\d{1,3})?")


class NotANumber(ValueError):
    """A text that is no number in any way of writing it."""


class AmbiguousNumber(ValueError):
    """A number that can be read with a thousands separator or with a decimal sign; its writer has to decide."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes numbers; `thousands` is empty where it uses a space."""

    decimal: str
    thousands: str


WRITINGS = {"en": Writing(".", ","), "es": Writing(",", "."), "fr": Writing(",", "")}


def writing_of(language: str) -> Writing:
    """How numbers are written in `language` (ISO 639-1); as in English where it is not listed."""
    return WRITINGS.get(language[:2], WRITINGS["en"])


def read_number(text: str, *, language: str) -> Decimal:
    """The number `text` means to a person who writes in `language`. Raises `AmbiguousNumber` or `NotANumber`."""
    plain = _MINUS.sub("-", _SPACES.sub("", text)) if len(text) <= LONGEST else ""
    shape = _SHAPE.fullmatch(plain)
    if not shape:
        raise NotANumber(text[:LONGEST])
    whole = _with_point(shape["whole"], writing_of(language))
    try:
        return Decimal(("-" if plain.startswith("-") else "") + whole + (shape["exponent"] or ""))
    except InvalidOperation:
        raise NotANumber(text) from None


def write_number(number: Decimal, *, language: str) -> str:
    """`number` as `read_number` reads it back in the same language: no grouping, no useless zeros, no exponent."""
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(".", writing_of(language).decimal)


def _with_point(digits: str, writing: Writing) -> str:
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return digits
    if len(signs) == 1:
        return _with_one_sign(digits, signs[0], writing)
    if len(set(signs)) == 1:
        return _grouped(digits, signs[0])
    whole, part = digits.rsplit(signs[-1], 1)
    return f"{_grouped(whole, signs[0])}.{part}"


def _with_one_sign(digits: str, sign: str, writing: Writing) -> str:
    if sign == writing.thousands and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        raise AmbiguousNumber(digits)
    return digits.replace(sign, ".")


def _grouped(digits: str, sign: str) -> str:
    """The digits of "1.234.567" without their separators."""
    if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+", digits):
        raise NotANumber(digits)
    return digits.replace(sign, "")
