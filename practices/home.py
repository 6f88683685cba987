"""What practices show on the home page: ways in by climate and land use, the plate of drawings, and what is new."""

from dataclasses import dataclass
from datetime import date

from practices.browsing import ZoneCard, counts_of, engine_results, list_url, zone_cards_with
from practices.cards import PracticeCard, card_of_hit
from practices.gaps import LAND_USES
from practices.models import Concept, PracticePage
from site4p1000.common import home_sections
from site4p1000.common.addresses import address_of
from site4p1000.common.home_sections import HomeSection
from site4p1000.search.request import SearchRequest, SortOrder
from site4p1000.search.results import SearchResults

PLATE_SIZE = 16
NEWEST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class LandUse:
    """A way in by land use: `count` practices, ``None`` while nobody can count."""

    label: str
    url: str
    count: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """A practice on the plate: its drawing, its name, and what land it is for."""

    title: str
    url: str
    drawing: str
    land_uses: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPractice:
    """A practice that was published lately."""

    title: str
    url: str
    summary: str
    published_on: date


def register() -> None:
    """Add the sections to the home page."""
    home_sections.register("practices", practices_section, order=10)
    home_sections.register("new practices", new_practices_section, order=20)


def practices_section(language: str) -> HomeSection | None:
    """Ways in, with counts, and the plate: one engine call and three queries."""
    found = engine_results(_request(language))
    tiles = _tiles_from_database(language) if found is None else tuple(_tile(card_of_hit(hit)) for hit in found.hits)
    if not tiles:
        return None
    values = {
        "zones": zone_cards_with(found, language),
        "land_uses": _land_uses(found, language),
        "tiles": tiles,
        "total": None if found is None else found.total,
        "list_url": list_url(language),
    }
    return HomeSection(template="home/practices.html", values=values)


def new_practices_section(language: str) -> HomeSection | None:
    """The practices published last: one query. None while all of them stand on the plate anyway."""
    rows = _newest(language)[: PLATE_SIZE + 1]
    if len(rows) <= PLATE_SIZE:
        return None
    new = tuple(NewPractice(title=row.title, url=address_of(row), summary=row.summary, published_on=row.first_published_at) for row in rows[:NEWEST])
    return HomeSection(template="home/new_practices.html", values={"practices": new})
