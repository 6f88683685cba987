"""What is missing: how many practices the bank has for each land use in each climate. A zero is a gap in the bank, not a failure."""

from dataclasses import dataclass

from django.utils.http import urlencode

from practices.models.vocabularies import Concept
from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.request import SearchRequest

CLIMATES = ("tropical", "dry", "mediterranean", "temperate", "cold")
LAND_USES = ("annual", "treecrop", "grazing", "mixed", "forest", "wetland")
"""Columns and rows, whether anything is known for them or not: that is the point. A land use counts those below it too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GapCell:
    """How many practices there are; `url` lists them. `climate` and `land_use` are said to those who cannot see the table's heads."""

    count: int
    url: str
    climate: str
    land_use: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GapRow:
    """One land use and its cells, one per climate."""

    land_use: str
    cells: tuple[GapCell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class GapTable:
    """Land uses down, climates across."""

    climates: tuple[str, ...]
    rows: tuple[GapRow, ...]


def gap_table(*, language: str, path: str) -> GapTable | None:
    """The table for one language, links to the list at `path`: one query and one engine call per climate. ``None`` without an engine."""
    try:
        counts = {climate: _land_use_counts(climate, language) for climate in CLIMATES}
    except EngineProblem:
        return None
    labels = _labels(language)
    rows = tuple(
        GapRow(
            land_use=labels["land_use", land_use],
            cells=tuple(_cell(counts[climate].get(land_use, 0), climate, land_use, labels, path) for climate in CLIMATES),
        )
        for land_use in LAND_USES
    )
    return GapTable(climates=tuple(labels["climate", climate] for climate in CLIMATES), rows=rows)


def _land_use_counts(climate: str, language: str) -> dict[str, int]:
    request = SearchRequest(language=language, fixed={"type": ("practice",), "climate": (climate,)}, facets=("land_use",), page_size=1)
    return {row.value: row.count for row in get_engine().search(request).facets["land_use"]}


def _labels(language: str) -> dict[tuple[str, str], str]:
    keys = [("climate", code) for code in CLIMATES] + [("land_use", code) for code in LAND_USES]
    found = Concept.objects.by_key(keys)
    named = {key: found[key].label(language) if key in found else key[1] for key in keys}
    return {key: label.split(":")[0].strip() for key, label in named.items()}


def _cell(count: int, climate: str, land_use: str, labels: dict[tuple[str, str], str], path: str) -> GapCell:
    return GapCell(
        count=count,
        url=f"{path}?{urlencode({'climate': climate, 'land_use': land_use})}" if count else "",
        climate=labels["climate", climate],
        land_use=labels["land_use", land_use],
    )
