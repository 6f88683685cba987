"""The outline of the land and the middle of countries, read from the files beside this when first asked for. See SOURCES.md."""

import csv
import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

Point = tuple[float, float]


@cache
def land() -> tuple[tuple[Point, ...], ...]:
    """Rings of longitude and latitude in degrees (WGS 84), the largest first."""
    rings = json.loads((FOLDER / "land.json").read_text())
    return tuple(tuple((lon / 10, lat / 10) for lon, lat in zip(ring[::2], ring[1::2], strict=True)) for ring in rings)


@cache
def _middles() -> dict[str, Point]:
    with (FOLDER / "countries.csv").open(newline="") as file:
        return {row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)}


def middle_of(country: str) -> Point | None:
    """Longitude and latitude of the middle of a country (ISO 3166-1 alpha-2); ``None`` for one that no map shows."""
    return _middles().get(country)
