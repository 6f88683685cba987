"""DOIs as people paste them, made one form. Pure."""

import re
from urllib.parse import unquote

VALID = re.compile(r"10\.\d{4,9}/\S+")
_PREFIX = re.compile(r"^(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi:\s*|doi\s+)+", re.IGNORECASE)
_AROUND = " \t\r\n<>\"'“”"
_AFTER = ".,;"


def normalised(text: str) -> str:
    """The bare DOI of an address (``https://doi.org/10…``) or of ``doi: 10…``; other text comes back trimmed, for `is_valid` to refuse.

    Case stays as typed: DOIs are compared without it, but publishers print theirs.
    """
    text = text.strip(_AROUND)
    bare = _PREFIX.sub("", text)
    if bare != text and "%" in bare:
        bare = unquote(bare)
    return bare.strip(_AROUND).rstrip(_AFTER) if VALID.match(bare) else bare.strip(_AROUND) or text


def is_valid(text: str) -> bool:
    """Whether it is a bare DOI, such as ``10.1111/gcb.14658``. Source of the form: DOI Handbook, 2.2."""
    return VALID.fullmatch(text) is not None
