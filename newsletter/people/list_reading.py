"""A list of addresses as some program saved it: encoding and delimiter guessed, rows read one by one, columns found by their headings. Pure."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

LARGEST_BYTES = 20_000_000
LONGEST_CELL = 1_000
DELIMITERS = ";,\t|"
EMAIL_COLUMNS = frozenset(
    "email e-mail mail courriel correo adresse address e-mail-adresse emailaddress".split()
    + ["email address", "e-mail address", "correo electrónico", "adresse électronique", "adresse e-mail", "dirección de correo", "adresse mail"]
)
LANGUAGE_COLUMNS = frozenset("language langue idioma lang locale".split())
STATE_COLUMNS = frozenset("state status statut état etat estado".split())
ACTIVE_STATES = frozenset(
    "active subscribed enabled confirmed actif active abonné abonnée confirmé activo activa suscrito suscrita confirmado 1 true yes oui sí si".split()
)
"""What other programs call somebody who gets mail. Any other word in a column of states is somebody who does not."""


class UnreadableList(ValueError):
    """The file is not a list of addresses. `code` says why; the words for it are the caller's."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows as they stand in the file. A list without headings has numbers for them."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Which column holds what, counted from 0. Without one of languages everybody gets the list's own; without one of states all may get mail."""

    email: int
    language: int | None = None
    state: int | None = None


def decode(data: bytes) -> str:
    """The text of a file saved by whatever program: UTF-8 with or without mark, UTF-16 with or without, or Windows' western letters.

    Raises `UnreadableList` for a file too large to be one.
    """
    if len(data) > LARGEST_BYTES:
        raise UnreadableList("too large")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if wide := _wide_without_mark(data[:2_000]):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _wide_without_mark(start: bytes) -> str:
    """UTF-16 shows itself by a zero beside nearly every letter of an address."""
    zeros_after, zeros_before = start[1::2].count(0), start[0::2].count(0)
    if max(zeros_after, zeros_before) * 3 < len(start) // 2 or not start:
        return ""
    return "utf-16-le" if zeros_after > zeros_before else "utf-16-be"


def read_table(text: str) -> Table:
    """Headings and rows. A row that is broken stays one broken row: a quote nobody closed does not swallow what follows.

    Raises `UnreadableList` for a text without a single row.
    """
    lines = text.replace("\0", "")
    first, _newline, rest = lines.partition("\n")
    said = first.strip().lower().startswith("sep=")
    delimiter = (first.strip()[4:5] or ";") if said else max(DELIMITERS, key=first.count)
    rows = [row for row in _rows(rest if said else lines, delimiter) if any(row)]
    if not rows:
        raise UnreadableList("empty")
    if any("@" in cell for cell in rows[0]):
        width = max(len(row) for row in rows)
        return Table(tuple(str(number) for number in range(1, width + 1)), tuple(rows))
    return Table(rows[0], tuple(rows[1:]))


def _rows(text: str, delimiter: str) -> list[tuple[str, ...]]:
    try:
        return [_cells(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    except csv.Error:
        return [_cells(_line(line, delimiter)) for line in text.split("\n")]


def _line(line: str, delimiter: str) -> Sequence[str]:
    """One line by itself, for a file whose quotes are broken somewhere."""
    try:
        return next(csv.reader([line.strip("\r")], delimiter=delimiter), [])
    except csv.Error:
        return [line]


def _cells(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip()[:LONGEST_CELL] for cell in row)


def guess_columns(table: Table) -> Columns:
    """By heading; else the column with the most at signs. Raises `UnreadableList` when no column holds addresses."""
    names = [heading.lower() for heading in table.headings]
    email = next((number for number, name in enumerate(names) if name in EMAIL_COLUMNS), None)
    language = next((number for number, name in enumerate(names) if name in LANGUAGE_COLUMNS), None)
    state = next((number for number, name in enumerate(names) if name in STATE_COLUMNS), None)
    if email is None:
        email = _with_at_signs(table)
    return Columns(email=email, language=language, state=state)


def _with_at_signs(table: Table) -> int:
    counts = [sum("@" in cell_of(row, number) for row in table.rows[:200]) for number in range(len(table.headings))]
    if not any(counts):
        raise UnreadableList("no addresses")
    return counts.index(max(counts))


def cell_of(row: Sequence[str], number: int | None) -> str:
    """The cell of a row that may be too short. An apostrophe that keeps a spreadsheet from calculating is taken off."""
    cell = row[number] if number is not None and number < len(row) else ""
    return cell[1:] if cell.startswith("'") and cell[1:2] in ("=", "+", "-", "@") else cell


def says_active(row: Sequence[str], number: int | None) -> bool:
    """Whether the list itself says that this person gets mail, or says nothing about it."""
    state = cell_of(row, number).casefold()
    return not state or state in ACTIVE_STATES
