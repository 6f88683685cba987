"""Countries by their ISO 3166-1 alpha-2 code. Pure; the list is that of the Unicode CLDR, which Babel ships."""

from functools import cache

from babel.core import Locale

NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())
"""CLDR territories without an ISO 3166-1 country code of their own."""


@cache
def all_codes() -> frozenset[str]:
    """Every country's code, in capitals."""
    return frozenset(code for code in Locale("en").territories if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES)


def is_known(code: str) -> bool:
    """Whether it is a country's code as the bank keeps it: two capitals, such as ML."""
    return code in all_codes()


def kept_code(text: str) -> str:
    """What somebody typed as the bank keeps it: " ml" is "ML". Whether it is a country is another question."""
    return text.strip().upper()
