"""What classes of a place are made of, from the files of the vocabularies: bounds (`altitude_m:a501` is 501 to 1000 m) and what they belong to."""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from practices.browsing.dimensions import FINER

FOLDER = Path(__file__).parent / "vocabularies"


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


def classes_at(sites: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Scheme and code of every class that conditions of sites name."""
    return tuple((block.value["scheme"], block.value["code"]) for site in sites for block in site.conditions if block.value["code"])


def climates_told(classes: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Codes of the climates among these classes (scheme and code), by name or by a Köppen–Geiger class of theirs: each once, in their order."""
    named = (
        code if scheme == "climate" else broader_codes("climate").get(code) for scheme, code in classes if scheme in ("climate", FINER["climate"])
    )
    return tuple(dict.fromkeys(code for code in named if code))
