"""Three-way merge of an imported record with a page an editor may have changed. Pure.

Per field it compares digests: what the source gave last time and gives now, and what the page held right after the last
import and holds now. So neither old values nor copies of pages have to be kept.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from practices.records import PracticeDraft

ABOUT_THE_RECORD = frozenset({"source", "source_id", "source_version", "source_url", "payload_sha256", "locale", "slug", "unmapped"})
"""Draft fields that describe the record itself; they go to its source link, not to the page."""

PAGE_FIELDS = tuple(field.name for field in fields(PracticeDraft) if field.name not in ABOUT_THE_RECORD)
"""Draft fields that become fields of a page, in the draft's order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldDigests:
    """Of one field: the draft's value at the last import, and the page's value right after it."""

    draft: str
    page: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeDecision:
    """What to do with each field that the source changed."""

    to_write: tuple[str, ...]
    """The page still holds what was imported: take the source's new value."""
    conflicts: tuple[str, ...]
    """An editor changed the page as well: keep the editor's words and say so."""

    @property
    def is_unchanged(self) -> bool:
        """Whether the source gives what it gave last time."""
        return not self.to_write and not self.conflicts


def merge(*, last: Mapping[str, FieldDigests], draft: Mapping[str, str], page: Mapping[str, str]) -> MergeDecision:
    """Decide field by field. All three map field names to digests. A field the bank did not have at the last import counts as empty then."""
    changed = [name for name in draft if not is_unchanged(last[name].draft if name in last else None, draft[name])]
    edited = {name for name in changed if (page.get(name) != last[name].page if name in last else page.get(name) not in SAYS_NOTHING)}
    return MergeDecision(
        to_write=tuple(name for name in changed if name not in edited),
        conflicts=tuple(name for name in changed if name in edited),
    )


def digest(value: Any) -> str:
    """A short digest of any JSON-like value; numbers that are equal have equal digests (1.0 and 1)."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def is_unchanged(last: str | None, now: str) -> bool:
    """Whether a draft says of a field what it said at the last import; `last` is ``None`` for a field the bank did not have then."""
    return now in SAYS_NOTHING if last is None else now == last


def draft_digests(draft: PracticeDraft) -> dict[str, str]:
    """A digest for each page field of a draft."""
    return {name: digest(getattr(draft, name)) for name in PAGE_FIELDS}


def _plain(value: Any) -> Any:
    """What JSON has no form for. Parts of a draft that say nothing are left out, so that a new kind of part changes no digest."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if names := _names(type(value)):  # type: ignore[arg-type]
        return {name: part for name in names if (part := getattr(value, name)) is not None and part is not False and part != "" and part != ()}
    return str(value)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass; none of any other kind."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


SAYS_NOTHING = frozenset(digest(value) for value in ("", (), None, False))
"""Digests of fields that nobody filled."""
