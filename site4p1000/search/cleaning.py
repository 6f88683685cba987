"""Text from outside made fit to search for, compare and show. Pure; never raises."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

MAX_TEXT_LENGTH = 200
INVISIBLE = frozenset({"Cc", "Cs", "Cn", "Co"})
"""Unicode categories that nobody can see or type: controls, surrogates, unassigned, private use."""
JOINERS = "\u200c\u200d"
"""They make no mark either, but shape the letters and pictures they stand between: words of Persian, families of emoji."""
_EDGES = " " + JOINERS
_CONTACT = re.compile(r"\w\s?@\s?\w[\w-]*\s?\.\s?\w|\+\s?\d(?:\W{0,2}\d){6}|\(\d{1,4}\)(?:\W{0,2}\d){5}|\b0\d(?:[ ./()–-]{0,2}\d){7}")
"""A number to call begins with a plus, a bracket or a zero; years and yields do not."""


def clean(text: str, length: int = MAX_TEXT_LENGTH) -> str:
    """Without what nobody can see, blanks single, at most `length` characters.

    Marks that turn the direction of writing go too: they would turn round the sentence of the page that quotes these words.
    """
    # Cut first: ten times the length is more than enough blanks, and a megabyte of text costs nothing.
    spaced = " ".join(text[: length * 10].split())
    visible = "".join(char for char in spaced if not _is_invisible(char))
    return " ".join(visible.split()).strip(_EDGES)[:length].strip(_EDGES)


def _is_invisible(char: str) -> bool:
    kind = unicodedata.category(char)
    if kind == "Cf":  # marks of format: blanks without width, breaks of words, directions. Those of Arabic numbers (AN) can be seen.
        return char not in JOINERS and unicodedata.bidirectional(char) != "AN"
    return kind in INVISIBLE


def tells_how_to_reach_somebody(text: str) -> bool:
    """Whether an e-mail address or a telephone number stands in it, also in the wide letters of East Asian keyboards."""
    return bool(_CONTACT.search(unicodedata.normalize("NFKC", text)))


def all_values(params: Mapping[str, Any], name: str) -> list[str]:
    """Every text given under a name, in a QueryDict or a mapping of lists."""
    values = params.getlist(name) if hasattr(params, "getlist") else params.get(name, ())
    return [values] if isinstance(values, str) else [value for value in values if isinstance(value, str)]


def last_value(params: Mapping[str, Any], name: str) -> str:
    """The last text given under a name; empty when there is none."""
    return next(reversed(all_values(params, name)), "")
