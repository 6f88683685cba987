"""The map of sites: every site is on it where it belongs, no mark covers another, and it weighs little."""

import math
import re

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.reading import outline
from practices.reading.places import map_of
from practices.reading.site_map import MARK_RADIUS, SMALLEST_SPAN_DEG, WIDTH, Place, draw, window_around

longitudes = st.floats(-180, 180, allow_nan=False)
latitudes = st.floats(-55, 80, allow_nan=False)


@st.composite
def places(draw_one, most=12):
    points = draw_one(st.lists(st.tuples(longitudes, latitudes, st.booleans()), min_size=1, max_size=most))
    return [Place(number=number, longitude=lon, latitude=lat, is_point=is_point) for number, (lon, lat, is_point) in enumerate(points, 1)]


def a_place(longitude, latitude, number=1, is_point=True) -> Place:
    return Place(number=number, longitude=longitude, latitude=latitude, is_point=is_point)


@given(places())
def test_every_site_has_its_mark_inside_the_drawing(given_places):
    drawn = draw(given_places, ())
    assert [mark.number for mark in drawn.marks] == [place.number for place in given_places]
    assert [mark.is_point for mark in drawn.marks] == [place.is_point for place in given_places]
    for mark in drawn.marks:
        assert MARK_RADIUS <= mark.x <= WIDTH - MARK_RADIUS
        assert MARK_RADIUS <= mark.y <= drawn.height - MARK_RADIUS


@given(places())
def test_no_mark_covers_another(given_places):
    marks = draw(given_places, ()).marks
    for index, mark in enumerate(marks):
        for other in marks[index + 1 :]:
            assert math.dist((mark.x, mark.y), (other.x, other.y)) >= 2 * MARK_RADIUS


@given(places())
def test_the_window_holds_all_sites_and_no_more_than_the_world(given_places):
    window = window_around(given_places)
    assert -180 <= window.west < 180
    assert SMALLEST_SPAN_DEG <= window.span_deg <= 360
    for place in given_places:
        assert -0.001 <= window.x(place.longitude) <= WIDTH + 0.001
        assert -0.001 <= window.y(place.latitude) <= window.height + 0.001


@given(longitudes, latitudes)
def test_a_site_alone_stands_where_it_is(longitude, latitude):
    window = window_around([a_place(longitude, latitude)])
    (mark,) = draw([a_place(longitude, latitude)], ()).marks
    assert not mark.is_moved
    assert mark.y == pytest.approx(min(max(window.y(latitude), MARK_RADIUS), window.height - MARK_RADIUS), abs=1)


def test_sites_on_both_sides_of_longitude_180_are_neighbours():
    fiji, samoa = a_place(178.4, -17.8), a_place(-172.1, -13.8, number=2)
    window = window_around([fiji, samoa])
    assert window.span_deg == SMALLEST_SPAN_DEG
    assert 0 < window.x(fiji.longitude) < window.x(samoa.longitude) < WIDTH


def test_a_small_island_has_land_under_its_mark():
    """Mauritius, Fiji, Cape Verde and the Comoros: a mark in open sea would look like a mistake."""
    for country in ("MU", "FJ", "CV", "KM"):
        longitude, latitude = outline.middle_of(country)
        assert any(
            min(lon for lon, _ in ring) - 0.5 <= longitude <= max(lon for lon, _ in ring) + 0.5
            and min(lat for _, lat in ring) - 0.5 <= latitude <= max(lat for _, lat in ring) + 0.5
            and max(lon for lon, _ in ring) - min(lon for lon, _ in ring) < 5
            for ring in outline.land()
        ), country


def test_far_sites_are_shown_on_the_whole_world_in_its_usual_order():
    window = window_around([a_place(-99, 39), a_place(150, -33, number=2), a_place(30, 0, number=3)])
    assert (window.west, window.span_deg) == (-180, 360)


@pytest.mark.parametrize("where", [[(-4.5, 37.5)], [(178, -18), (-172, -14)], [(-99, 39), (150, -33), (30, 0)], [(-70, -50), (-70, 60)]])
def test_the_land_weighs_at_most_two_kilobytes_on_the_wire(where):
    drawn = draw([a_place(lon, lat, number=number) for number, (lon, lat) in enumerate(where, 1)], outline.land())
    assert re.fullmatch(r"(?:M-?\d+ -?\d+l(?:[ -]?\d+)+z)+", drawn.land)
    assert len(brotli.compress(drawn.land.encode())) < 2_000


def test_land_covers_the_middle_of_africa_and_not_the_atlantic():
    """Read back from the path: the outline under Chad holds its middle, and no outline holds a point of the ocean."""
    chad, atlantic = (18.6, 15.3), (-35.0, 10.0)
    places = [a_place(*chad), a_place(*atlantic, number=2)]
    drawn = draw(places, outline.land())
    inside = [_is_in_land((mark.place_x / drawn.grid, mark.place_y / drawn.grid), drawn.land) for mark in drawn.marks]
    assert inside == [True, False]


def _is_in_land(point, path) -> bool:
    return any(_is_in_ring(point, _ring(part)) for part in path.split("z") if part)


def _ring(part):
    numbers = [int(number) for number in re.findall(r"-?\d+", part)]
    x, y = numbers[:2]
    ring = [(x, y)]
    for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + step_x, y + step_y
        ring.append((x, y))
    return ring


def _is_in_ring(point, ring) -> bool:
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


class ASite:
    def __init__(self, country="", latitude=None, longitude=None):
        self.country, self.latitude, self.longitude = country, latitude, longitude


def test_a_site_without_point_and_country_is_in_the_list_alone_and_keeps_its_number():
    drawn = map_of([ASite(), ASite(country="ML"), ASite(country="ML", latitude=13, longitude=-4)])
    assert [(mark.number, mark.is_point) for mark in drawn.marks] == [(2, False), (3, True)]


def test_sites_of_which_nothing_is_known_have_no_map():
    assert map_of([ASite(), ASite(country="")]) is None
