"""Loads `vocabularies/*.csv` into concepts. Idempotent: rows that already say so are not written."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from practices.classes import FOLDER
from practices.models import Concept


@dataclass(frozen=True, kw_only=True, slots=True)
class ConceptRow:
    """One line of a vocabulary file. `parent` is ``scheme:code`` or empty."""

    scheme: str
    code: str
    parent: str
    uri: str
    position: int
    labels: dict[str, str]
    synonyms: dict[str, list[str]]
    hints: dict[str, str]
    definitions: dict[str, str] = field(default_factory=dict)


def read_vocabularies(folder: Path = FOLDER) -> Iterator[ConceptRow]:
    """Every row of every file; the scheme is the file's name."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="") as file:
            for position, row in enumerate(csv.DictReader(file)):
                yield _row(path.stem, position, row)


@transaction.atomic
def load_concepts(rows: list[ConceptRow]) -> int:
    """Make the concepts say what the files say; returns how many rows were written. Concepts not in the files are left alone."""
    found = {concept.key: concept for concept in Concept.objects.all()}
    written = 0
    for row in rows:
        concept = found.setdefault(f"{row.scheme}:{row.code}", Concept(scheme=row.scheme, code=row.code))
        written += _save_if_changed(concept, row)
    return written + _link_parents(rows, found)


def _row(scheme: str, position: int, row: dict[str, str]) -> ConceptRow:
    synonyms = {language: text.split("|") for language, text in _by_language(row, "synonyms").items()}
    return ConceptRow(
        scheme=scheme,
        code=row["code"],
        parent=row.get("parent") or "",
        uri=row.get("uri") or "",
        position=position,
        labels=_by_language(row, "label"),
        synonyms=synonyms,
        hints=_by_language(row, "hint"),
        definitions=_by_language(row, "definition"),
    )


def _by_language(row: dict[str, str], name: str) -> dict[str, str]:
    return {column.removeprefix(f"{name}_"): text for column, text in row.items() if column.startswith(f"{name}_") and text}


def _save_if_changed(concept: Concept, row: ConceptRow) -> int:
    names = ("uri", "position", "labels", "synonyms", "hints", "definitions")
    if concept.pk and all(getattr(concept, name) == getattr(row, name) for name in names):
        return 0
    for name in names:
        setattr(concept, name, getattr(row, name))
    concept.save()
    return 1


def _link_parents(rows: list[ConceptRow], found: dict[str, Concept]) -> int:
    changed = [row for row in rows if row.parent and found[f"{row.scheme}:{row.code}"].parent_id != found[row.parent].pk]
    for row in changed:
        concept = found[f"{row.scheme}:{row.code}"]
        concept.parent = found[row.parent]
        concept.save(update_fields=["parent"])
    return len(changed)
