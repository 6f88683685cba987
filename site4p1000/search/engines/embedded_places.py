"""Places of the embedded engine: tantivy knows no geometry, so the points of all documents are kept beside an opened index.

They come from the terms of one field, without reading a document, and only when somebody asks for a place.
"""

import heapq
import math
from collections.abc import Mapping
from typing import NamedTuple

import tantivy
from tantivy import Query

from site4p1000.search.bounds import Box, Near, distance_km
from site4p1000.search.engines.embedded_schema import id_key

KM_PER_DEGREE = 111.0
FAR = math.inf


class Point(NamedTuple):
    """A site of a document, in degrees."""

    latitude: float
    longitude: float


Points = Mapping[str, tuple[Point, ...]]
"""The points of a document by its id."""


def read_points(searcher: tantivy.Searcher) -> Points:
    """All points of the documents that are there."""
    found: dict[str, list[Point]] = {}
    for term, _ in searcher.terms_with_prefix("point", "", Query.all_query()):
        latitude, longitude, id = term.split(" ", 2)
        found.setdefault(id, []).append(Point(float(latitude), float(longitude)))
    return {id: tuple(points) for id, points in found.items()}


def ids_within(points: Points, near: Near) -> list[str]:
    """Documents with a point within the radius."""
    radius = near.radius_km or 0
    reach = radius / KM_PER_DEGREE + 0.1  # most points are ruled out by their latitude alone
    return [
        id for id, its in points.items() if any(abs(point.latitude - near.latitude) <= reach and distance_km(near, *point) <= radius for point in its)
    ]


def ids_inside(points: Points, box: Box) -> list[str]:
    """Documents with a point inside the box."""
    return [id for id, its in points.items() if any(box.holds(*point) for point in its)]


def nearest_km(points: Points, id: str, near: Near) -> float | None:
    """Kilometres to the nearest point of a document; ``None`` when it has none."""
    return min((distance_km(near, *point) for point in points.get(id, ())), default=None)


def nearest_first(searcher: tantivy.Searcher, query: Query, points: Points, near: Near, *, offset: int, limit: int) -> list:
    """Addresses of one page of the matching documents by distance, equal ones as the search gave them; without a point last."""
    by_key = {id_key(id): id for id in points}
    addresses = [address for _, address in searcher.search(query, limit=max(1, searcher.num_docs), count=False, order_by_field="sort_title").hits]
    addresses.reverse()  # the search gives the last title first
    keys = searcher.fast_field_values("id_key", addresses)
    ranked = ((_distance(points, by_key.get(key), near), place) for place, key in enumerate(keys))
    return [addresses[place] for _, place in heapq.nsmallest(offset + limit, ranked)[offset:]]


def _distance(points: Points, id: str | None, near: Near) -> float:
    return FAR if id is None else nearest_km(points, id, near) or 0.0
