"""What every adapter has: its two verbs, its errors, and the crosswalks it maps terms with. Pure.

An adapter only reads: no database, no network, no page. How to write one: `ADDING_A_SOURCE.md`.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from practices.records import ConceptDraft, PracticeDraft, Problem, SourceRecord, UnmappedTerm

CROSSWALKS = Path(__file__).parent / "crosswalks"
CROSSWALK_HEADER = ["source_term", "scheme", "code", "note"]


class Adapter(Protocol):
    """One source: reads its files into records, and turns a record into a draft."""

    name: str
    """How the bank calls the source, such as ``wocat``: one half of a record's identity."""
    title: str
    """Its full name, for people."""
    licence: str
    """The licence its records come under."""

    def read(self, path: Path) -> Iterator[SourceRecord | Problem]:
        """Every record of a file or a folder, one at a time; what cannot be read is a `Problem`, never an exception."""
        ...

    def to_draft(self, record: SourceRecord, *, locale: str) -> PracticeDraft:
        """The draft of a record for the language tree `locale`, in the words the record really has."""
        ...


class AdapterError(Exception):
    """Something that keeps one record, or one file, out of a run. Carries the problem to report."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


class SourceUnavailableError(AdapterError):
    """The file could not be opened. Trying again can help, once it is there and readable."""


class InvalidRecordError(AdapterError):
    """The record is not what its source promises. Trying again cannot help; the source has to change."""


class CrosswalkError(Exception):
    """A crosswalk file does not follow its rules. Trying again cannot help; correct the file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapped:
    """What came of mapping terms: concepts, and the terms no crosswalk knows."""

    concepts: tuple[ConceptDraft, ...] = ()
    unmapped: tuple[UnmappedTerm, ...] = ()

    def __add__(self, other: "Mapped") -> "Mapped":
        new = tuple(concept for concept in other.concepts if concept not in self.concepts)
        return Mapped(concepts=self.concepts + new, unmapped=self.unmapped + other.unmapped)


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Terms of a source and the concepts they stand for. A term may stand for several, or deliberately for none."""

    concepts: Mapping[str, tuple[ConceptDraft, ...]]

    def lookup(self, term: str) -> tuple[ConceptDraft, ...] | None:
        """The concepts of `term`; empty when it is deliberately not mapped, ``None`` when the crosswalk does not know it."""
        return self.concepts.get(term.strip())

    def map(self, source_field: str, terms: Iterable[str]) -> Mapped:
        """The concepts of all `terms`; those it does not know are kept as text with the field they stood in."""
        concepts: dict[ConceptDraft, None] = {}
        unmapped = []
        for term in terms:
            found = self.lookup(term)
            if found is None:
                unmapped.append(UnmappedTerm(source_field=source_field, term=term))
            else:
                concepts.update(dict.fromkeys(found))
        return Mapped(concepts=tuple(concepts), unmapped=tuple(unmapped))


@cache
def crosswalk(name: str) -> Crosswalk:
    """The crosswalk ``crosswalks/<name>.csv``, read when first asked for. Raises `CrosswalkError`."""
    return load_crosswalk(CROSSWALKS / f"{name}.csv")


def load_crosswalk(path: Path) -> Crosswalk:
    """Read one crosswalk file. Raises `CrosswalkError` with the line that breaks a rule."""
    concepts: dict[str, list[ConceptDraft]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != CROSSWALK_HEADER:
            raise CrosswalkError(f"{path.name}: the first line must be {','.join(CROSSWALK_HEADER)}")
        for row in reader:
            if fault := _fault(row, concepts):
                raise CrosswalkError(f"{path.name}, line {reader.line_num}: {fault}")
            found = concepts.setdefault(row["source_term"], [])
            if row["code"]:
                found.append(ConceptDraft(scheme=row["scheme"], code=row["code"]))
    return Crosswalk({term: tuple(found) for term, found in concepts.items()})


def _fault(row: Mapping[str, str], before: Mapping[str, list[ConceptDraft]]) -> str:
    """What is wrong with a line of a crosswalk; empty when nothing is."""
    term, scheme, code = row["source_term"], row["scheme"], row["code"]
    if not term:
        return "a line without a source term"
    if code and not scheme:
        return f"“{term}” has a code but no scheme"
    if not code and not row["note"]:
        return f"“{term}” has no code; say in the note why it is deliberately not mapped"
    if code and ConceptDraft(scheme=scheme, code=code) in before.get(term, []):
        return f"“{term}” stands twice for {scheme}:{code}"
    if term in before and bool(code) != bool(before[term]):
        return f"“{term}” is mapped on one line and deliberately not mapped on another"
    return ""
