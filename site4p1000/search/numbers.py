"""How numbers are read, the same way in documents and in queries, so that a number finds that number only. Pure.

A decimal sign is a point wherever it is kept: "0,65" is "0.65". The signs that part thousands go: "10,000", "10.000" and "10 000" are
"10000". Three digits behind a sign are thousands, unless a zero or more than three digits stand before it ("0.125", "1302.125").
An ordinary blank may part two numbers as well as thousands, so there each group of digits is found besides the whole.
"""

import re

_BLANK, _NO_BREAK = " ", "\u00a0\u202f"
KEPT_BLANK, KEPT_NO_BREAK = "\u2062", "\u2063"
KEPT_BLANKS = KEPT_BLANK + KEPT_NO_BREAK
"""Stand for the blanks between thousands where a text is parted at its blanks."""

_WITH_BLANKS = re.compile(rf"(?<![^\W_])(?<!\d[.,])[1-9]\d{{0,2}}(?:[{_BLANK}{_NO_BREAK}]\d{{3}})+(?![^\W_])")
_IN_A_NUMBER = re.compile(rf"[{_BLANK}{_NO_BREAK}]\d\d\d(?<=\d.\d\d\d)")
"""Begins with the blank itself, which is quick: it is looked for in every text of the bank, and few have it."""
_FIRST_DIGITS = "123456789"
"""What thousands begin with. A text without any is left without reading it letter by letter."""
_KEPT = str.maketrans({_BLANK: KEPT_BLANK, **dict.fromkeys(_NO_BREAK, KEPT_NO_BREAK)})
_THOUSANDS = rf"[1-9]\d{{0,2}}(?P<sign>[.,{_BLANK}{_NO_BREAK}{KEPT_BLANKS}])\d{{3}}(?:(?P=sign)\d{{3}})*"
_NUMBER = re.compile(rf"(?:(?P<thousands>{_THOUSANDS})(?:(?!(?P=sign))[.,](?P<parts>\d+))?|(?P<whole>\d+)[.,](?P<decimals>\d+))(?P<unit>(?!\d)\w*)")
_SIGNS = re.compile(r"\D")


def with_kept_blanks(text: str) -> str:
    """The text, as long as it was, with other signs for blanks between thousands."""
    if not (any(map(text.__contains__, _FIRST_DIGITS)) and _IN_A_NUMBER.search(text)):
        return text
    return _WITH_BLANKS.sub(lambda found: found.group().translate(_KEPT), text)


def is_number(text: str) -> bool:
    """Whether this is one number, perhaps with its unit right behind it. Thousands parted by ordinary blanks alone may be several."""
    found = _NUMBER.fullmatch(text)
    return bool(found) and not (found["sign"] in {_BLANK, KEPT_BLANK} and not found["parts"])


def as_number(text: str) -> str:
    """A number with a point as its only sign, where it has decimals. What is no number comes back as it is."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    whole, parts = (_SIGNS.sub("", found["thousands"]), found["parts"]) if found["thousands"] else (found["whole"], found["decimals"])
    return whole + (f".{parts}" if parts else "") + found["unit"]
