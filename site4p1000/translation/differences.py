"""The difference between two texts, word by word. Pure."""

import difflib
import enum
import re
from html import unescape
from typing import NamedTuple

_BREAKS = re.compile(r"</p>|<br\s*/?>|</li>")
_TAGS = re.compile(r"<[^>]+>")
_WORDS = re.compile(r"\s+|[^\s]+")


class Change(enum.StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Run(NamedTuple):
    """Words next to each other to which the same happened."""

    change: Change
    text: str


def differences(was: str, now: str) -> tuple[Run, ...]:
    """The runs of words that lead from one text to the other; tags are left out, paragraphs are lines."""
    old, new = _WORDS.findall(readable(was)), _WORDS.findall(readable(now))
    runs: list[Run] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(Run(Change.SAME, "".join(old[i1:i2])))
        else:
            runs += [Run(change, text) for change, text in ((Change.REMOVED, "".join(old[i1:i2])), (Change.ADDED, "".join(new[j1:j2]))) if text]
    return tuple(runs)


def readable(text: str) -> str:
    """Rich text as plain lines."""
    return unescape(_TAGS.sub("", _BREAKS.sub("\n", text))).strip()
