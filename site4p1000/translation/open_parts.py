"""What a translator still has to do on one page: the parts whose words changed in the original since they were translated. Pure."""

import difflib
import hashlib
import re
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass
from typing import Any

_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPart:
    """A part of a translation that may no longer say what the original says."""

    was: str
    """The words of the original that were translated; empty for a part that was never translated."""
    here: str
    """A digest of the translation's words when the part became open. Other words later mean that somebody has written since."""
    is_done: bool = False
    """A translator has dealt with it, in a draft that readers do not see yet."""


OpenParts = dict[str, OpenPart]


def digest(text: str) -> str:
    """A short digest of a text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def opened(parts: Mapping[str, OpenPart], *, was: Mapping[str, str], now: Mapping[str, str], translation: Mapping[str, str]) -> OpenParts:
    """The open parts after the original's words went from `was` to `now`. Takes away what neither page has any more."""
    found = dict(parts)
    for path in {path for path in (*was, *now) if was.get(path, "") != now.get(path, "")}:
        known = found.get(path)
        if known and known.was == now.get(path, "") and known.was:
            del found[path]  # the original says again what was translated
        elif known is None or known.is_done:
            found[path] = OpenPart(was=was.get(path, ""), here=digest(translation.get(path, "")))
    return {path: part for path, part in found.items() if path in now or path in translation}


def untranslated(now: Mapping[str, str]) -> OpenParts:
    """All parts of a translation that has just begun: it still has the words of the original."""
    return {path: OpenPart(was="", here=digest(text)) for path, text in now.items()}


def closed_by(parts: Mapping[str, OpenPart], *, translation: Mapping[str, str]) -> OpenParts:
    """The open parts after these words of the translation were published: parts dealt with, or written anew, are closed."""
    return {path: part for path, part in parts.items() if not part.is_done and digest(translation.get(path, "")) == part.here}


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How far a translation is behind."""

    to_do: int = 0
    """Parts nobody has dealt with yet."""
    words_to_do: int = 0
    """Words that changed in those parts."""
    behind: int = 0
    """Parts readers see in older words, or not at all."""
    untranslated: int = 0
    """Parts readers see in the words of the original."""
    absent: int = 0
    """New blocks and rows of the original that readers do not see at all, with their numbers: they wait for words."""


def counts(parts: Mapping[str, OpenPart], *, now: Mapping[str, str], shown: Mapping[str, str], absent_ids: Set[str] = frozenset()) -> Counts:
    """Counts the open parts. `now`: the original's words; `shown`: the translation's words that readers see; `absent_ids`: blocks and rows
    of the original that are not in it."""
    foreign = {path for path, part in parts.items() if not part.was and path in shown and shown[path] == now.get(path)}
    todo = {path: part for path, part in parts.items() if not part.is_done}
    return Counts(
        to_do=len(todo),
        words_to_do=sum(changed_words(part.was, now.get(path, "")) for path, part in todo.items()),
        behind=len(parts) - len(foreign),
        untranslated=len(foreign),
        absent=len(absent_ids & {piece for path in parts for piece in path.split(".")}),
    )


def changed_words(was: str, now: str) -> int:
    """How many words differ between two texts; the longer side of each change counts."""
    old, new = plain(was).split(), plain(now).split()
    pieces = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in pieces if kind != "equal")


def plain(text: str) -> str:
    """Rich text without its tags."""
    return _TAGS.sub(" ", text)


def to_json(parts: Mapping[str, OpenPart]) -> dict[str, Any]:
    """As it is stored."""
    return {path: asdict(part) for path, part in parts.items()}


def from_json(stored: Mapping[str, Any]) -> OpenParts:
    """As it was stored."""
    return {path: OpenPart(**part) for path, part in stored.items()}
