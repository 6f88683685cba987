"""How complete the newest draft of each practice is: what a reader asks, and what is still missing. Three queries, whatever the number of pages."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from practices import readiness
from practices.models import Concept, PracticePage


@dataclass(frozen=True, kw_only=True, slots=True)
class Completeness:
    """What is filled of a practice and what is not, in the editor's language."""

    filled: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.filled) + len(self.missing)


def completeness_of(pages: Iterable[PracticePage]) -> dict[int, Completeness]:
    """By the id of the page. `pages` come with their latest revision, see `with_drafts`."""
    schemes = dict(Concept.objects.values_list("pk", "scheme"))
    return {page.pk: _completeness(SavedDraft(page.latest_revision.content, schemes)) for page in pages if page.latest_revision}


def with_drafts(pages):
    """The query for practices with the draft that editors see."""
    return pages.select_related("latest_revision", "locale", "content_type")


def _completeness(draft: "SavedDraft") -> Completeness:
    parts = readiness.parts(draft)
    return Completeness(
        filled=tuple(_(part.name) for part in parts if part.is_filled), missing=tuple(_(part.name) for part in parts if not part.is_filled)
    )


class SavedDraft:
    """A draft as its revision holds it, to be asked by `readiness.parts` without loading every row from the database."""

    def __init__(self, content: Mapping[str, Any], schemes: Mapping[int, str]):
        self._content, self._schemes = content, schemes

    def __getattr__(self, name: str) -> Any:
        value = self._content.get(name)
        if isinstance(value, list):
            return SimpleNamespace(all=lambda: [self._row(row) for row in value])
        if name in _STREAMS:
            return _stream(value)
        return SimpleNamespace(all=list) if name in _RELATIONS else value

    def _row(self, row: Mapping[str, Any]) -> SimpleNamespace:
        concept = row.get("concept")
        return SimpleNamespace(
            sort_order=row.get("sort_order"),
            concept_id=concept,
            concept=SimpleNamespace(scheme=self._schemes.get(concept)),
            conditions=_stream(row.get("conditions")),
        )


def _stream(stored: str | None) -> list[SimpleNamespace]:
    """The blocks of a stream as a revision keeps it, as text."""
    return [SimpleNamespace(block_type=one["type"], value=one["value"]) for one in json.loads(stored or "[]")]


_STREAMS = frozenset(field.name for field in PracticePage._meta.get_fields() if field.__class__.__name__ == "StreamField")
_RELATIONS = frozenset({"concept_links", "results", "sites", "citations"})
