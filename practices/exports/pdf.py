"""The PDF of a practice: typeset by typst, in this process, from data alone; kept on disk as long as data and template stay the same."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

import typst

STANDARD = "ua-1"
"""PDF/UA-1: tagged, with title and language, so that screen readers can read it."""
_ONE_AT_A_TIME = Lock()
"""Making one takes a processor for a moment."""
MOST_AT_ONCE = 2
"""One being made and one that waits. More would take every thread of the server (README: four) and stop the site for everybody else."""
_PLACES = BoundedSemaphore(MOST_AT_ONCE)


class CannotBeTypeset(Exception):
    """The words hold letters our typeface has not (Arabic, for one): the page itself has to be printed instead."""


class TooManyAtOnce(Exception):
    """Others wait for theirs already: ask again in a few seconds."""


class PdfShelf:
    """A folder of PDFs, each under a name that says page, language, version, and the digest of what is in it."""

    def __init__(self, folder: Path, template: Path):
        self.folder = folder
        self.template = template

    def digest(self, data: Mapping[str, Any]) -> str:
        """Of everything that decides how the file looks."""
        content = json.dumps(data, sort_keys=True, ensure_ascii=False).encode()
        return hashlib.sha256(content + self.template.read_bytes() + typst.__version__.encode()).hexdigest()[:24]

    def pdf(self, name: str, data: Mapping[str, Any]) -> bytes:
        """The file for `data`, made now if nobody has asked for it yet. Raises `CannotBeTypeset` and `TooManyAtOnce`."""
        path = self.folder / f"{name}-{self.digest(data)}.pdf"
        if not path.exists():
            with _place(), _ONE_AT_A_TIME:
                if not path.exists():
                    self._keep(path, name, typeset(data, self.template))
        return path.read_bytes()

    def _keep(self, path: Path, name: str, content: bytes) -> None:
        """Write it whole or not at all, in place of what the same version looked like before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        before = list(self.folder.glob(f"{name}-{'?' * 24}.pdf"))
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as part:
            part.write(content)
        os.replace(part.name, path)
        for old in before:
            old.unlink(missing_ok=True)


@contextmanager
def _place() -> Iterator[None]:
    if not _PLACES.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        yield
    finally:
        _PLACES.release()


def typeset(data: Mapping[str, Any], template: Path) -> bytes:
    """`data` printed by `template`: the template may read nothing but its own folder, and no network."""
    try:
        return typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=_fonts(),
            format="pdf",
            pdf_standards=STANDARD,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise CannotBeTypeset(str(error)) from error


@cache
def _fonts() -> typst.Fonts:
    """Those inside the wheel alone: the same file on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
