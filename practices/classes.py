"""Bounds of the classes a scheme cuts a number into: `altitude_m:a501` is 501 to 1000 m. From the files of the vocabularies."""

import csv
from functools import cache

from practices.vocabulary_files import FOLDER


@cache
def class_bounds(scheme: str) -> dict[str, tuple[int, int | None]]:
    """Lowest and highest value by code; ``None`` where the highest class is open."""
    with (FOLDER / f"{scheme}.csv").open(newline="") as file:
        return {row["code"]: (int(row["min"]), int(row["max"]) if row["max"] else None) for row in csv.DictReader(file)}
