"""What narrows a search by number, day or place: spans, days, a circle around a point, a box. Pure; reads texts from outside.

Every reader gives ``None`` for an empty text and raises `Unreadable` for one it cannot make sense of.
"""

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date

EARTH_RADIUS_KM = 6371.0
MAX_RADIUS_KM = 20_000
NEAR_DECIMALS, BOX_DECIMALS = 1, 4
"""A reader's place is rounded to about ten kilometres: enough for "near me", and no list of farms in the server's log."""

LIMITS = {"altitude_m": (-430, 9_000), "rainfall_mm": (0, 20_000)}
"""Smallest and largest number that can be asked for, by range: the shore of the Dead Sea and above Everest; above the wettest place."""

OPEN_END = 100_000
"""Stands for "and more" at the upper end of a document's span, as in "> 4000 mm"."""


class Unreadable(ValueError):
    """A text from outside that says nothing we can use. The caller leaves the filter out and says so."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, both included; ``None`` is open. In a request at least one side is set."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """From the day `first` to the day `last`, both included; ``None`` is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Around a point in WGS 84 degrees; without `radius_km` everything is near enough and only the order changes."""

    latitude: float
    longitude: float
    radius_km: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the map in WGS 84 degrees. Where `west` is greater than `east`, it crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies inside or on its edge."""
        inside = self.west <= longitude <= self.east if self.west <= self.east else longitude >= self.west or longitude <= self.east
        return inside and self.south <= latitude <= self.north


def distance_km(near: Near, latitude: float, longitude: float) -> float:
    """Along the great circle (haversine), on a sphere: half a percent off at most."""
    one, other = math.radians(near.latitude), math.radians(latitude)
    half_lat, half_lon = (other - one) / 2, math.radians(longitude - near.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(one) * math.cos(other) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def read_span(name: str, low: str, high: str) -> Span | None:
    """From two texts; turned round when the first is above the second. Raises `Unreadable`, also outside of `LIMITS`."""
    numbers = [_whole_number(text, LIMITS[name]) for text in (low, high)]
    if numbers == [None, None]:
        return None
    if None not in numbers:
        numbers.sort()
    return Span(*numbers)


def read_days(first: str, last: str) -> Days | None:
    """From two texts such as 2015, 2015-06 or 2015-06-30, each meaning all of that time. Raises `Unreadable`."""
    begin, end = _day(first, is_last=False), _day(last, is_last=True)
    if begin is None and end is None:
        return None
    if begin and end and begin > end:
        begin, end = _day(last, is_last=False), _day(first, is_last=True)
    return Days(begin, end)


def written(day: date | None, *, is_last: bool) -> str:
    """A day as `read_days` reads it, in the shortest form: 2015 for the first (or last) day of 2015."""
    if day is None:
        return ""
    return f"{day.year:04}" if (day.month, day.day) == ((12, 31) if is_last else (1, 1)) else day.isoformat()


def read_near(latitude: str, longitude: str, radius_km: str) -> Near | None:
    """From three texts; the radius may be empty. Raises `Unreadable`, also for one coordinate without the other, or a radius around nothing."""
    if not (latitude or longitude or radius_km):
        return None
    radius = _whole_number(radius_km, (1, MAX_RADIUS_KM))
    return Near(round(_degrees(latitude, 90), NEAR_DECIMALS), round(_degrees(longitude, 180), NEAR_DECIMALS), radius)


def read_box(text: str) -> Box | None:
    """From "west,south,east,north" in degrees. Raises `Unreadable`."""
    if not text:
        return None
    parts = text.split(",")
    if len(parts) != 4:
        raise Unreadable(text)
    west, south, east, north = (round(_degrees(part, limit), BOX_DECIMALS) for part, limit in zip(parts, (180, 90, 180, 90), strict=True))
    if south > north:
        raise Unreadable(text)
    return Box(west, south, east, north)


def write_box(box: Box) -> str:
    """A box as `read_box` reads it."""
    return ",".join(f"{value:.{BOX_DECIMALS}f}".rstrip("0").rstrip(".") for value in (box.west, box.south, box.east, box.north))


def _whole_number(text: str, limits: tuple[int, int]) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[-\u2212]?[0-9]{1,6}", text):
        raise Unreadable(text)
    number = int(text.replace("\u2212", "-"))
    if not limits[0] <= number <= limits[1]:
        raise Unreadable(text)
    return number


def _degrees(text: str, limit: int) -> float:
    if not re.fullmatch(r"[-\u2212]?[0-9]{1,3}([.,][0-9]{1,12})?", text.strip()):
        raise Unreadable(text)
    degrees = float(text.strip().replace("\u2212", "-").replace(",", "."))
    if abs(degrees) > limit:
        raise Unreadable(text)
    return degrees


def _day(text: str, *, is_last: bool) -> date | None:
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if not found:
        raise Unreadable(text)
    year = int(found[1])
    try:
        month = int(found[2]) if found[2] else (12 if is_last else 1)
        return date(year, month, int(found[3]) if found[3] else (calendar.monthrange(year, month)[1] if is_last else 1))
    except ValueError as error:
        raise Unreadable(text) from error
