"""What classes of a place are made of, from the files of the vocabularies: bounds (`altitude_m:a501` is 501 to 1000 m) and what they belong to."""

import csv
from functools import cache

from practices.browsing.dimensions import FINER
from practices.vocabulary_files import FOLDER


@cache
def class_bounds(scheme: str) -> dict[str, tuple[int, int | None]]:
    """Lowest and highest value by code; ``None`` where the highest class is open."""
    with (FOLDER / f"{scheme}.csv").open(newline="") as file:
        return {row["code"]: (int(row["min"]), int(row["max"]) if row["max"] else None) for row in csv.DictReader(file)}


@cache
def broader_codes(scheme: str) -> dict[str, str]:
    """By code the code of the class it belongs to in a broader scheme; see `FINER`."""
    with (FOLDER / f"{FINER[scheme]}.csv").open(newline="") as file:
        rows = [(row["code"], row["parent"].partition(":")) for row in csv.DictReader(file)]
    return {code: parent[2] for code, parent in rows if parent[0] == scheme}
