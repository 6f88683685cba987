"""WOCAT files → JSON, one file at a time. Pure but for opening the files it is given."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from practices.importers.base import InvalidRecordError, SourceUnavailableError
from practices.records import Problem
from practices.sentences import Sentence
from practices.sentences import marked as _

MAX_BYTES = 20_000_000
"""A record of WOCAT has some 30 kB; a file this large is something else and could fill the memory."""

JSON_FAULTS = frozenset(
    (
        _("expecting value"),
        _("expecting ',' delimiter"),
        _("expecting ':' delimiter"),
        _("expecting property name enclosed in double quotes"),
        _("extra data"),
        _("invalid control character at"),
        _("invalid \\escape"),
        _("invalid \\uXXXX escape"),
        _("unterminated string starting at"),
        _("illegal trailing comma before end of object"),
        _("illegal trailing comma before end of array"),
    )
)
"""What the reader of JSON finds wrong, in its words."""

_END_OF_FILE = re.compile(r"\\?[\w.+-]*\s*\Z")
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")


def record_files(path: Path) -> Iterator[Path]:
    """The file itself, or the ``*.json`` files of a folder in the order of their names. Raises `SourceUnavailableError`."""
    if not path.is_dir():
        yield path
        return
    files = sorted(path.glob("*.json"))
    if not files:
        raise SourceUnavailableError(Problem(record=str(path), field="", reason=Sentence(_("the folder holds no file that ends in .json"))))
    yield from files


def read_json(path: Path) -> Any:
    """What one file holds. Raises `SourceUnavailableError` when it cannot be opened, `InvalidRecordError` when it is not JSON."""
    data = _read_bytes(path)
    try:
        value = json.loads(_decoded(data, path.name))
    except json.JSONDecodeError as error:
        raise _invalid(path.name, _json_fault(error)) from None
    except RecursionError:
        raise _invalid(path.name, Sentence(_("the file is nested too deeply to be a record of WOCAT"))) from None
    except ValueError:
        raise _invalid(path.name, Sentence(_("the file holds a whole number with thousands of digits, so it is not a record of WOCAT"))) from None
    if _HALF_CHARACTER.search(data):
        _refuse_half_characters(value, path.name)
    return value


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceUnavailableError(Problem(record=path.name, field="", reason=Sentence(_("there is no such file or folder")))) from None
    except (OSError, ValueError) as error:
        reason = Sentence(_("the file cannot be opened (%(why)s)"), why=getattr(error, "strerror", None) or error)
        raise SourceUnavailableError(Problem(record=path.name, field="", reason=reason)) from None
    if len(data) > MAX_BYTES:
        raise _invalid(path.name, Sentence(_("the file is larger than %(most)s MB; a record of WOCAT has some 30 kB"), most=MAX_BYTES // 1_000_000))
    return data


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _invalid(name, Sentence(_("the file was cut off in the middle of a character; fetch it again"))) from None
        raise _invalid(name, Sentence(_("the file is not UTF-8 text (byte %(number)s)"), number=error.start + 1)) from None


def _json_fault(error: json.JSONDecodeError) -> str:
    """One sentence: cut off, or wrong at a line and column."""
    where = Sentence(_("line %(line)s, column %(column)s"), line=error.lineno, column=error.colno)
    if not error.doc.strip():
        return Sentence(_("the file is empty"))
    is_cut = error.msg.startswith("Unterminated string") or _END_OF_FILE.match(error.doc, error.pos)
    if is_cut and error.doc.lstrip()[0] in "{[":
        return Sentence(_("the file ends in the middle of the record (%(where)s): it was cut off; fetch it again"), where=where)
    fault = error.msg[0].lower() + error.msg[1:]
    return Sentence(_("the file is not JSON (%(where)s: %(fault)s)"), where=where, fault=Sentence(fault) if fault in JSON_FAULTS else fault)


def _refuse_half_characters(value: Any, name: str) -> None:
    """Raise when a text holds half of a character pair: no database can keep it."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _invalid(name, Sentence(_("a text holds half a character (a lone surrogate such as \\ud83d), which cannot be stored"))) from None
    except RecursionError:
        raise _invalid(name, Sentence(_("the file is nested too deeply to be a record of WOCAT"))) from None


def _invalid(name: str, reason: str) -> InvalidRecordError:
    return InvalidRecordError(Problem(record=name, field="", reason=reason))
