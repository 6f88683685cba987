"""Timing and printing for benchmarks."""

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def milliseconds(call: Callable[[], object], times: int) -> tuple[float, float, float]:
    """Median and 95th percentile of wall time, and the least CPU time, in ms, after one warm-up."""
    call()
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    walls.sort()
    return statistics.median(walls), walls[int(len(walls) * 0.95) - 1], min(cpus)


def of_many(call: Callable[[T], object], arguments: Sequence[T]) -> tuple[float, float]:
    """Median and 95th percentile of wall time in ms over different arguments, each asked once, after one warm-up."""
    call(arguments[0])
    walls = []
    for argument in arguments:
        start = time.perf_counter()
        call(argument)
        walls.append((time.perf_counter() - start) * 1000)
    walls.sort()
    return statistics.median(walls), walls[int(len(walls) * 0.95)]


def reset_peak_mb() -> float:
    """Begin to measure the peak of this process' memory anew; gives what it holds now. Linux only: elsewhere ``OSError``."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak_mb()


def peak_mb() -> float:
    """The most memory this process held since `reset_peak_mb`."""
    return _status("VmHWM")


class OwnMemory:
    """The most memory of its own a process held inside the ``with``: without the files it reads mapped, which the system takes back.

    Looked at twenty times a second. Linux only: elsewhere ``OSError``.
    """

    def __enter__(self) -> "OwnMemory":
        self.peak_mb = self._now_mb()
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._done.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._done.wait(0.05):
            self.peak_mb = max(self.peak_mb, self._now_mb())

    @staticmethod
    def _now_mb() -> float:
        return _status("RssAnon")


def _status(name: str) -> float:
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def row(name: str, *cells: str) -> None:
    """One line of a table."""
    print(f"  {name:<46}" + "".join(f" {cell:>15}" for cell in cells))
