"""WOCAT files → JSON, one file at a time. Pure but for opening the files it is given."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from practices.importers.base import InvalidRecordError, SourceUnavailableError
from practices.records import Problem

MAX_BYTES = 20_000_000
"""A record of WOCAT has some 30 kB; a file this large is something else and could fill the memory."""

_END_OF_FILE = re.compile(r"\\?[\w.+-]*\s*\Z")
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")


def record_files(path: Path) -> Iterator[Path]:
    """The file itself, or the ``*.json`` files of a folder in the order of their names. Raises `SourceUnavailableError`."""
    if not path.is_dir():
        yield path
        return
    files = sorted(path.glob("*.json"))
    if not files:
        raise SourceUnavailableError(Problem(record=str(path), field="", reason="the folder holds no file that ends in .json"))
    yield from files


def read_json(path: Path) -> Any:
    """What one file holds. Raises `SourceUnavailableError` when it cannot be opened, `InvalidRecordError` when it is not JSON."""
    data = _read_bytes(path)
    try:
        value = json.loads(_decoded(data, path.name))
    except json.JSONDecodeError as error:
        raise _invalid(path.name, _json_fault(error)) from None
    except RecursionError:
        raise _invalid(path.name, "the file is nested too deeply to be a record of WOCAT") from None
    except ValueError:
        raise _invalid(path.name, "the file holds a whole number with thousands of digits, so it is not a record of WOCAT") from None
    if _HALF_CHARACTER.search(data):
        _refuse_half_characters(value, path.name)
    return value


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceUnavailableError(Problem(record=path.name, field="", reason="there is no such file or folder")) from None
    except (OSError, ValueError) as error:
        reason = f"the file cannot be opened ({getattr(error, 'strerror', None) or error})"
        raise SourceUnavailableError(Problem(record=path.name, field="", reason=reason)) from None
    if len(data) > MAX_BYTES:
        raise _invalid(path.name, f"the file is larger than {MAX_BYTES // 1_000_000} MB; a record of WOCAT has some 30 kB")
    return data


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _invalid(name, "the file was cut off in the middle of a character; fetch it again") from None
        raise _invalid(name, f"the file is not UTF-8 text (byte {error.start + 1})") from None


def _json_fault(error: json.JSONDecodeError) -> str:
    """One sentence: cut off, or wrong at a line and column."""
    where = f"line {error.lineno}, column {error.colno}"
    if not error.doc.strip():
        return "the file is empty"
    is_cut = error.msg.startswith("Unterminated string") or _END_OF_FILE.match(error.doc, error.pos)
    if is_cut and error.doc.lstrip()[0] in "{[":
        return f"the file ends in the middle of the record ({where}): it was cut off; fetch it again"
    return f"the file is not JSON ({where}: {error.msg[0].lower()}{error.msg[1:]})"


def _refuse_half_characters(value: Any, name: str) -> None:
    """Raise when a text holds half of a character pair: no database can keep it."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _invalid(name, "a text holds half a character (a lone surrogate such as \\ud83d), which cannot be stored") from None
    except RecursionError:
        raise _invalid(name, "the file is nested too deeply to be a record of WOCAT") from None


def _invalid(name: str, reason: str) -> InvalidRecordError:
    return InvalidRecordError(Problem(record=name, field="", reason=reason))
