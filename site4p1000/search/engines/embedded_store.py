"""Where the embedded index lives on disk: one folder per index, a pointer file that names the current one, and two locks.

Readers follow the pointer and reload when another process has committed. Writers take turns (one lock file for all processes and
threads). A rebuild fills a folder of its own and swaps the pointer; ids that change meanwhile are noted in a file and carried over.
"""

import fcntl
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import tantivy

from site4p1000.search.engines.base import REPAIR, EngineBroken, EngineUnavailable, IndexMissing
from site4p1000.search.engines.embedded_schema import SCHEMA_VERSION, build_schema, register_tokenizer

LOCK_WAIT_SECONDS = 2.0
LOCK_POLL_SECONDS = 0.02
WRITER_MEMORY_BYTES = 50_000_000
REBUILD_MEMORY_BYTES = 200_000_000
OPEN_ATTEMPTS = 3

_FOLDER_NAME = re.compile(r"index-v(\d+)-\w+\Z")


class OpenIndex(NamedTuple):
    """An index held open, and the state of its meta file when it was last read."""

    folder: str
    index: tantivy.Index
    meta: tuple[int, int, int]


class IndexStore:
    """The index folders below one base folder. Safe under threads and processes."""

    def __init__(self, base: Path):
        self.base = base
        self._open: OpenIndex | None = None
        self._opening = threading.Lock()

    def exists(self) -> bool:
        """Whether an index was ever made here."""
        return self._pointer.exists()

    def current(self) -> tantivy.Index:
        """The current index with everything that was committed by now. Raises `EngineBroken` with the sentence that repairs it."""
        with self._opening:
            for _ in range(OPEN_ATTEMPTS - 1):
                try:
                    return self._fresh()
                except EngineBroken:  # another process may have swapped and removed the folder between two of our reads
                    self._open = None
            return self._fresh()

    @property
    def state(self) -> OpenIndex | None:
        """Which state of which folder is open: something else after every commit and every swap."""
        return self._open

    @contextmanager
    def writing(self) -> Iterator[tantivy.IndexWriter]:
        """A writer on the current index; commits at the end, changes nothing after an error.

        Raises `EngineUnavailable` when others write for longer than two seconds, `IndexMissing` when there is none.
        """
        with exclusive(self._path("write.lock")), committing(self.current(), memory_bytes=WRITER_MEMORY_BYTES) as writer:
            yield writer

    def note_change(self, ids: Iterable[str]) -> None:
        """Remember, while a rebuild is running, which documents changed. Called inside `writing`."""
        if self._changes.exists():
            with self._changes.open("a", encoding="utf-8") as notes:
                notes.writelines(f"{id}\n" for id in ids)

    @contextmanager
    def rebuilding(self) -> Iterator[tuple[str, tantivy.Index]]:
        """A new, empty index to fill; it is not current before `swap`. Removed after an error. One rebuild at a time."""
        with exclusive(self._path("rebuild.lock"), wait_seconds=0, busy="Another rebuild is running."):
            with exclusive(self._path("write.lock")):
                self._changes.write_text("")
            folder = self.create()
            try:
                yield folder, self.open(folder)
            except BaseException:
                shutil.rmtree(self.base / folder, ignore_errors=True)
                raise
            finally:
                self._changes.unlink(missing_ok=True)

    @contextmanager
    def swapping(self, folder: str) -> Iterator[tuple[str, ...]]:
        """Gives the ids changed during the rebuild, to be carried over while nobody writes; then makes `folder` the current index."""
        with exclusive(self._path("write.lock"), wait_seconds=30 * LOCK_WAIT_SECONDS):
            yield tuple(dict.fromkeys(self._changes.read_text(encoding="utf-8").split("\n")[:-1]))
            self._point_to(folder)
            self._remove_all_but(folder)

    def create(self) -> str:
        """Make an empty index and give the name of its folder."""
        self.base.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"index-v{SCHEMA_VERSION}-", dir=self.base))
        folder.chmod(0o755)
        tantivy.Index(build_schema(), path=str(folder))
        return folder.name

    def open(self, folder: str) -> tantivy.Index:
        """Open an index by the name of its folder."""
        index = tantivy.Index.open(str(self.base / folder))
        register_tokenizer(index)
        index.config_reader(reload_policy="manual")
        index.reload()
        return index

    def _fresh(self) -> tantivy.Index:
        folder = self._current_folder()
        try:
            meta = _file_state(self.base / folder / "meta.json")
            if self._open is None or self._open.folder != folder:
                self._open = OpenIndex(folder, self.open(folder), meta)
            elif self._open.meta != meta:
                self._open.index.reload()
                self._open = self._open._replace(meta=meta)
        except (OSError, ValueError) as error:
            raise EngineBroken(f"The search index in {self.base / folder} cannot be read ({error}). {REPAIR}") from error
        return self._open.index

    def _current_folder(self) -> str:
        try:
            folder = self._pointer.read_text().strip()
        except FileNotFoundError as error:
            raise IndexMissing(f"There is no search index in {self.base} yet. {REPAIR}") from error
        if not (match := _FOLDER_NAME.match(folder)):
            raise EngineBroken(f"The file {self._pointer} does not name a search index. {REPAIR}")
        if int(match[1]) != SCHEMA_VERSION:
            raise IndexMissing(f"The search index has version {match[1]}, this program needs version {SCHEMA_VERSION}. {REPAIR}")
        return folder

    @property
    def _pointer(self) -> Path:
        return self.base / "current"

    @property
    def _changes(self) -> Path:
        return self.base / "changed-during-rebuild"

    def _path(self, name: str) -> Path:
        self.base.mkdir(parents=True, exist_ok=True)
        return self.base / name

    def _point_to(self, folder: str) -> None:
        new = self.base / "current.new"
        new.write_text(folder)
        os.replace(new, self._pointer)

    def _remove_all_but(self, current: str) -> None:
        # Processes that still read a removed folder keep its files open until they follow the pointer.
        for folder in self.base.glob("index-v*"):
            if folder.name != current:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def committing(index: tantivy.Index, *, memory_bytes: int, threads: int = 1) -> Iterator[tantivy.IndexWriter]:
    """A short-lived writer that commits at the end, or takes everything back after an error."""
    writer = _writer(index, memory_bytes, threads)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()  # also gives tantivy's own lock back


@contextmanager
def exclusive(path: Path, *, wait_seconds: float | None = None, busy: str = "The search index is being written by others.") -> Iterator[None]:
    """Hold a lock file against all other processes and threads. Raises `EngineUnavailable` when the wait was in vain."""
    with path.open("w") as lock:
        _wait_for(lambda: _try_lock(lock), LOCK_WAIT_SECONDS if wait_seconds is None else wait_seconds, busy)
        yield


def _try_lock(lock) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _writer(index: tantivy.Index, memory_bytes: int, threads: int) -> tantivy.IndexWriter:
    made: list[tantivy.IndexWriter] = []

    def try_writer() -> bool:
        try:
            made.append(index.writer(memory_bytes, threads))
        except ValueError as error:
            if "LockBusy" not in str(error):
                raise
        return bool(made)

    _wait_for(try_writer, LOCK_WAIT_SECONDS, "The search index is being written by another program.")
    return made[0]


def _wait_for(attempt, wait_seconds: float, busy: str) -> None:
    until = time.monotonic() + wait_seconds
    while not attempt():
        if time.monotonic() >= until:
            raise EngineUnavailable(busy)
        time.sleep(LOCK_POLL_SECONDS)


def _file_state(path: Path) -> tuple[int, int, int]:
    state = path.stat()
    return state.st_mtime_ns, state.st_ino, state.st_size
