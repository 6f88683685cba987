"""Timing and printing for benchmarks."""

import statistics
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
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def row(name: str, *cells: str) -> None:
    """One line of a table."""
    print(f"  {name:<46}" + "".join(f"{cell:>16}" for cell in cells))
