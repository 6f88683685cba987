"""Makes practices/reading/outline/ from Natural Earth, as packed by the npm package world-atlas (`npm i world-atlas`).

    python scripts/build_outline.py node_modules/world-atlas

Land is simplified from 1:110m (Douglas–Peucker, half a degree), small islands of 1:50m are kept as a few points so that sites on them do
not stand in open sea; the middle of a country is that of its largest piece of land in 1:50m.
"""

import argparse
import csv
import json
import math
from pathlib import Path

from babel.core import get_global

TARGET = Path(__file__).resolve().parents[1] / "practices" / "reading" / "outline"
TOLERANCE_DEG = 0.5
SOUTHERN_END_DEG = -60
"""Nobody farms in Antarctica, which would take a fifth of the map."""
SMALLEST_ISLAND_DEG2 = 0.05
LARGEST_ISLAND_DEG2 = 0.9
"""Islands of 1:50m between these sizes are added; larger ones are in 1:110m already."""

Point = tuple[float, float]


def rings_of(topology: dict, geometry: dict) -> list[list[Point]]:
    """The outer rings of a geometry in degrees (holes, which are seas and lakes, are left out)."""
    arcs = _arcs(topology)
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings_of(topology, part)]
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [_joined(polygon[0], arcs) for polygon in polygons]


def _arcs(topology: dict) -> list[list[Point]]:
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        decoded.append(points)
    return decoded


def _joined(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    ring: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return _unrolled(ring)


def _unrolled(ring: list[Point]) -> list[Point]:
    """A ring over longitude 180 goes on beyond it instead of jumping to the other side of the world."""
    turned = ring[:1]
    for lon, lat in ring[1:]:
        turned.append((lon + 360 * round((turned[-1][0] - lon) / 360), lat))
    return turned


def area(ring: list[Point]) -> float:
    """Signed area in square degrees."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def middle(ring: list[Point]) -> Point:
    """The centre of gravity."""
    whole = area(ring)
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * whole)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * whole)
    return x, y


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas–Peucker."""
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = math.hypot(x2 - x1, y2 - y1)

    def distance(point: Point) -> float:
        if not length:
            return math.hypot(point[0] - x1, point[1] - y1)
        return abs((y2 - y1) * point[0] - (x2 - x1) * point[1] + x2 * y1 - y2 * x1) / length

    far = max(range(1, len(points) - 1), key=lambda index: distance(points[index]))
    if distance(points[far]) <= tolerance:
        return [points[0], points[-1]]
    return simplified(points[: far + 1], tolerance)[:-1] + simplified(points[far:], tolerance)


def ring_simplified(ring: list[Point], tolerance: float) -> list[Point]:
    """A closed ring, simplified in two halves so that it keeps an extent."""
    half = len(ring) // 2
    return simplified(ring[: half + 1], tolerance)[:-1] + simplified(ring[half:], tolerance)[:-1]


def land(folder: Path) -> list[list[int]]:
    """Rings as flat lists of longitude and latitude in tenths of a degree, the largest first."""
    coarse = json.loads((folder / "land-110m.json").read_text())
    fine = json.loads((folder / "land-50m.json").read_text())
    rings = [ring_simplified(ring, TOLERANCE_DEG) for ring in rings_of(coarse, coarse["objects"]["land"])]
    islands = [
        ring_simplified(ring, TOLERANCE_DEG / 4)
        for ring in rings_of(fine, fine["objects"]["land"])
        if SMALLEST_ISLAND_DEG2 <= abs(area(ring)) < LARGEST_ISLAND_DEG2 and not _is_drawn(ring, rings)
    ]
    kept = [ring for ring in rings + islands if len(ring) > 2 and max(lat for _, lat in ring) > SOUTHERN_END_DEG]
    kept.sort(key=lambda ring: -abs(area(ring)))
    return [[round(part * 10) for point in ring for part in point] for ring in kept]


def _is_drawn(island: list[Point], rings: list[list[Point]]) -> bool:
    """Whether 1:110m shows this island already: the middle of a ring of it lies near."""
    lon, lat = middle(island)
    return any(math.hypot(lon - middle(ring)[0], lat - middle(ring)[1]) < 1 for ring in rings if len(ring) > 2 and abs(area(ring)) < 5)


def countries(folder: Path) -> list[tuple[str, float, float]]:
    """Code (ISO 3166-1 alpha-2), longitude and latitude of the middle of each country."""
    topology = json.loads((folder / "countries-50m.json").read_text())
    letters = {number: names[0] for number, names in get_global("territory_aliases").items() if number.isdigit()}
    found = []
    for country in topology["objects"]["countries"]["geometries"]:
        code = letters.get(country.get("id", ""), "")
        if len(code) == 2:
            lon, lat = middle(max(rings_of(topology, country), key=lambda ring: abs(area(ring))))
            found.append((code, round((lon + 180) % 360 - 180, 1), round(lat, 1)))
    return sorted(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder of the package world-atlas")
    folder = parser.parse_args().folder
    TARGET.mkdir(exist_ok=True)
    (TARGET / "land.json").write_text(json.dumps(land(folder), separators=(",", ":")) + "\n")
    with (TARGET / "countries.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "longitude", "latitude"))
        writer.writerows(countries(folder))


if __name__ == "__main__":
    main()
