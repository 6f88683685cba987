"""The geometry of the map of sites: which part of the world it shows, its land, and where the marks stand. Pure; knows no words.

Equirectangular: one degree is as long everywhere, so that a place is found by counting. Longitudes run on over 180, where the part of the
world shown asks for it. A round mark is a place whose point is known, a square one a country. Marks that would cover each other move
apart, and a thin line leads to the place.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

WIDTH, TALLEST = 1000, 640
"""The drawing, in its own units. A map of the world is lower."""
MARK_RADIUS = 34
GRID = 6
"""Land is drawn on a coarser grid than the marks: half a millimetre on a phone, and every byte is in the first round trip."""
SMALLEST_SPAN_DEG = 50.0
MARGIN = 0.14
"""Part of the width kept free on each side of the outermost sites."""
SOUTHERN_END_DEG, NORTHERN_END_DEG = -60.0, 84.0
WORLD = 250.0
"""From this span on, the map shows the whole world in its usual order."""
NAMED_LATITUDES = {"equator": 0.0, "cancer": 23.44, "capricorn": -23.44}

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A site to mark: degrees of longitude and latitude (WGS 84), its number in the list, and whether its point is known."""

    number: int
    longitude: float
    latitude: float
    is_point: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """The part of the world shown. `west` lies from −180 to 180; the east is `span_deg` further, over 180 where need be."""

    west: float
    north: float
    span_deg: float

    @property
    def south(self) -> float:
        return self.north - _height_deg(self.span_deg)

    @property
    def height(self) -> int:
        """Height of the drawing, in its units."""
        return round(_height_deg(self.span_deg) * WIDTH / self.span_deg)

    def x(self, longitude: float) -> float:
        """Place from the left edge; a longitude is taken the way round that lies in the window, if there is one."""
        return ((longitude - self.west) % 360) * WIDTH / self.span_deg

    def y(self, latitude: float) -> float:
        return (self.north - latitude) * WIDTH / self.span_deg


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A numbered mark. `place_x` and `place_y` say where the site is; the mark itself may have moved aside (`is_moved`)."""

    number: int
    x: int
    y: int
    place_x: int
    place_y: int
    is_point: bool

    @property
    def is_moved(self) -> bool:
        return (self.x, self.y) != (self.place_x, self.place_y)

    @property
    def left(self) -> int:
        return self.x - SQUARE // 2

    @property
    def top(self) -> int:
        return self.y - SQUARE // 2

    @property
    def text_y(self) -> int:
        """The line its number stands on."""
        return self.y + 15


SQUARE = 2 * MARK_RADIUS - 10
"""Side of a square that looks as large as the circle."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A parallel with a name: equator, cancer or capricorn."""

    name: str
    y: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteMap:
    """A map to draw: `land` is the data of an SVG path on the coarser grid (`GRID` units to one)."""

    land: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    height: int
    width: int = WIDTH
    grid: int = GRID


def draw(places: Sequence[Place], rings: tuple[Ring, ...]) -> SiteMap | None:
    """The map of these places; nothing where there is none. `rings` are the outlines of land in degrees."""
    if not places:
        return None
    window = window_around(places)
    lines = (Line(name=name, y=round(window.y(latitude))) for name, latitude in NAMED_LATITUDES.items())
    return SiteMap(
        land=_land(window, rings),
        lines=tuple(line for line in lines if MARK_RADIUS < line.y < window.height - MARK_RADIUS),
        marks=tuple(_marks(places, window)),
        height=window.height,
    )


def window_around(places: Sequence[Place]) -> Window:
    """The smallest part of the world, in the shape of the drawing, that holds all places with a margin; never less than half a continent."""
    start, width = _shortest_arc([place.longitude for place in places])
    latitudes = [place.latitude for place in places]
    needed = max(width, (max(latitudes) - min(latitudes)) * WIDTH / TALLEST) / (1 - 2 * MARGIN)
    if needed > WORLD:
        return Window(west=-180.0, north=NORTHERN_END_DEG, span_deg=360.0)
    span = float(math.ceil(max(needed, SMALLEST_SPAN_DEG)))
    height = _height_deg(span)
    north = (max(latitudes) + min(latitudes)) / 2 + height / 2
    return Window(west=_turned(start + width / 2 - span / 2), north=max(min(north, NORTHERN_END_DEG), SOUTHERN_END_DEG + height), span_deg=span)


def _height_deg(span_deg: float) -> float:
    """No more than there is between the ends where nobody farms."""
    return min(span_deg * TALLEST / WIDTH, NORTHERN_END_DEG - SOUTHERN_END_DEG)


def _shortest_arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """Where the shortest stretch of the globe that holds all longitudes begins, and its width: what lies beside the widest gap."""
    around = sorted({_turned(longitude) for longitude in longitudes})
    gaps = [(after - before) % 360 or 360.0 for before, after in zip(around, [*around[1:], around[0]], strict=True)]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    return around[(widest + 1) % len(around)], 360.0 - gaps[widest]


def _turned(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


# --- Marks


def _marks(places: Sequence[Place], window: Window) -> Iterator[Mark]:
    """Points first, which keep their place; then countries, which are near their middle only."""
    taken: list[Point] = []
    placed = {}
    for place in sorted(places, key=lambda place: (not place.is_point, place.number)):
        there = _inside(window.x(place.longitude), window.y(place.latitude), window.height)
        spot = next((spot for spot in _spots_around(there, window.height) if _is_free(spot, taken)), there)
        taken.append(spot)
        placed[place.number] = Mark(
            number=place.number, x=round(spot[0]), y=round(spot[1]), place_x=round(there[0]), place_y=round(there[1]), is_point=place.is_point
        )
    return (placed[number] for number in sorted(placed))


def _inside(x: float, y: float, height: int) -> Point:
    return min(max(x, MARK_RADIUS), WIDTH - MARK_RADIUS), min(max(y, MARK_RADIUS), height - MARK_RADIUS)


def _spots_around(there: Point, height: int) -> Iterator[Point]:
    """The place itself, then places on wider and wider circles around it, all in the drawing."""
    yield there
    for circle in range(1, 24):
        radius = circle * MARK_RADIUS
        for step in range(6 * circle):
            angle = 2 * math.pi * step / (6 * circle)
            x, y = there[0] + radius * math.cos(angle), there[1] + radius * math.sin(angle)
            if (x, y) == _inside(x, y, height):
                yield x, y


def _is_free(spot: Point, taken: Iterable[Point]) -> bool:
    return all(math.dist(spot, other) >= 2 * MARK_RADIUS + 2 for other in taken)


# --- Land


@lru_cache(maxsize=256)
def _land(window: Window, rings: tuple[Ring, ...]) -> str:
    """The outlines of land in the window as the data of a path. Kept, since a page is asked for more often than its sites change."""
    path = []
    for ring in rings:
        for shift in (0.0, 360.0, -360.0):
            clipped = _clipped([(lon + shift, lat) for lon, lat in ring], window)
            drawn = _on_grid(clipped, window)
            if len(drawn) > 2:
                path.append(_path(drawn))
    return "".join(path)


def _on_grid(ring: Sequence[Point], window: Window) -> list[tuple[int, int]]:
    """The ring in steps of the grid; points that fall on the one before are left out."""
    scale = WIDTH / window.span_deg / GRID
    points: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        point = (round((longitude - window.west) * scale), round((window.north - latitude) * scale))
        if not points or point != points[-1]:
            points.append(point)
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points


def _path(points: Sequence[tuple[int, int]]) -> str:
    """In relative steps, which are short: "M12 18l6-4z"."""
    steps = [part for (px, py), (x, y) in zip(points, points[1:], strict=False) for part in (x - px, y - py)]
    written = "".join(f" {step}" if step >= 0 else str(step) for step in steps).strip()
    return f"M{points[0][0]} {points[0][1]}l{written}z"


def _clipped(ring: Sequence[Point], window: Window) -> list[Point]:
    """The part of a ring inside the window and a little beyond, so that its edge is not seen (Sutherland and Hodgman)."""
    beyond = window.span_deg / 50
    west, east = window.west - beyond, window.west + window.span_deg + beyond
    if max(lon for lon, _ in ring) < west or min(lon for lon, _ in ring) > east:
        return []
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, window.south - beyond, 1), (1, window.north + beyond, -1)):
        ring = list(_clipped_at(ring, axis, limit, sign))
        if not ring:
            return []
    return list(ring)


def _clipped_at(ring: Sequence[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    """The ring on one side of a line."""
    before = ring[-1]
    for point in ring:
        was_inside, is_inside = sign * (before[axis] - limit) >= 0, sign * (point[axis] - limit) >= 0
        if was_inside != is_inside:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            yield before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])
        if is_inside:
            yield point
        before = point
