"""Text from outside made fit to search for, compare and show. Pure; never raises."""

import unicodedata
from collections.abc import Mapping
from typing import Any

MAX_TEXT_LENGTH = 200
INVISIBLE = frozenset({"Cc", "Cs", "Cn", "Co"})
"""Unicode categories that nobody can see or type: controls, surrogates, unassigned, private use."""


def clean(text: str, length: int = MAX_TEXT_LENGTH) -> str:
    """Without control characters, blanks single, at most `length` characters."""
    # Cut first: ten times the length is more than enough blanks, and a megabyte of text costs nothing.
    spaced = " ".join(text[: length * 10].split())
    visible = "".join(char for char in spaced if unicodedata.category(char) not in INVISIBLE)
    return " ".join(visible.split())[:length].strip()


def all_values(params: Mapping[str, Any], name: str) -> list[str]:
    """Every text given under a name, in a QueryDict or a mapping of lists."""
    values = params.getlist(name) if hasattr(params, "getlist") else params.get(name, ())
    return [values] if isinstance(values, str) else [value for value in values if isinstance(value, str)]


def last_value(params: Mapping[str, Any], name: str) -> str:
    """The last text given under a name; empty when there is none."""
    return next(reversed(all_values(params, name)), "")
