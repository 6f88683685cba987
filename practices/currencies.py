"""Currencies by their ISO 4217 code. Pure; the list is that of the Unicode CLDR, which Babel ships, with those that are history."""

from functools import cache

from babel.core import Locale
from babel.numbers import is_currency


def is_valid(code: str) -> bool:
    """Whether it is a currency of ISO 4217, such as ``XOF``; those of the past count, since prices have years."""
    return len(code) == 3 and code.isupper() and is_currency(code)


def code_of(words: str, language: str = "en") -> str:
    """The code of a currency written as a code (“usd”) or by its full name in `language` (“Moroccan dirham”).

    Empty where that is not certain: “dirham” or “$” may be several.
    """
    words = " ".join(words.split())
    if is_valid(words.upper()):
        return words.upper()
    return _names(language).get(words.casefold(), "")


@cache
def _names(language: str) -> dict[str, str]:
    """Code by name, without names that several currencies share."""
    try:
        names = Locale(language).currencies
    except Exception:  # noqa: BLE001  Babel raises several kinds for a language it has nothing for
        return {}
    found: dict[str, list[str]] = {}
    for code, name in names.items():
        found.setdefault(name.casefold(), []).append(code)
    return {name: codes[0] for name, codes in found.items() if len(codes) == 1}
