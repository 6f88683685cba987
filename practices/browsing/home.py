"""What practices show on the home page: ways in by climate and land use, the plate of drawings, and what is new."""

from dataclasses import dataclass
from datetime import date

from practices.browsing.climates import zone_cards_with
from practices.browsing.dimensions import CLIMATE, dimension_links
from practices.browsing.gaps import LAND_USES
from practices.browsing.lists import PRACTICES, counts_of, engine_results, list_url
from practices.models import Concept, PracticePage
from site4p1000.common import home_sections
from site4p1000.common.addresses import address_of
from site4p1000.common.home_sections import HomeSection
from site4p1000.common.visibility import readable
from site4p1000.search.request import SearchRequest, SortOrder
from site4p1000.search.results import SearchResults

PLATE_SIZE = 16
NEWEST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class LandUse:
    """A way in by land use, and how many practices it leads to."""

    label: str
    url: str
    count: int


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
    published_on: date | None


def register() -> None:
    """Add the sections to the home page."""
    home_sections.register("practices", practices_section, order=10)
    home_sections.register("new practices", new_practices_section, order=20)


def practices_section(language: str) -> HomeSection | None:
    """Ways in with their counts, and the plate: one engine call and three queries."""
    request = SearchRequest(language=language, fixed=PRACTICES, facets=("climate", "land_use"), sort=SortOrder.EVIDENCE, page_size=PLATE_SIZE)
    found = engine_results(request)
    tiles = _tiles_from_database(language) if found is None else tuple(_tile(hit) for hit in found.hits)
    if not tiles:
        return None
    every = list_url(language)
    values = {
        "dimensions": dimension_links(but=CLIMATE),
        "zones": zone_cards_with(found, language),
        "land_uses": _land_uses(found, language, every),
        "tiles": tiles,
        "is_counted": found is not None,
        "total": None if found is None else found.total,
        "list_url": every,
    }
    return HomeSection(template="home/practices.html", values=values)


def new_practices_section(language: str) -> HomeSection | None:
    """The practices published last, from one engine call; left out while the engine is down."""
    found = engine_results(SearchRequest(language=language, fixed=PRACTICES, facets=(), sort=SortOrder.NEWEST, page_size=NEWEST))
    if found is None or not found.hits:
        return None
    new = tuple(NewPractice(title=hit.title, url=hit.url, published_on=hit.published_on) for hit in found.hits)
    return HomeSection(template="home/new_practices.html", values={"practices": new})


def _tile(hit) -> Tile:
    return Tile(title=hit.title, url=hit.url, drawing=hit.card.get("drawing", "bare"), land_uses=tuple(hit.card.get("land_uses", ())))


def _tiles_from_database(language: str) -> tuple[Tile, ...]:
    """The plate while the engine is down: drawings and names."""
    pages = readable(PracticePage.objects).filter(locale__language_code=language).order_by("pk")
    return tuple(Tile(title=page.title, url=address_of(page), drawing=page.drawing) for page in pages[:PLATE_SIZE])


def _land_uses(found: SearchResults | None, language: str, every: str) -> tuple[LandUse, ...]:
    """The broad land uses there are practices for; none without counts, since many would lead nowhere."""
    counts = counts_of(found, "land_use")
    concepts = {concept.code: concept for concept in Concept.objects.in_scheme("land_use").filter(code__in=counts)}
    return tuple(
        LandUse(label=concepts[code].label(language), url=f"{every}?land_use={code}", count=counts[code]) for code in LAND_USES if code in concepts
    )
