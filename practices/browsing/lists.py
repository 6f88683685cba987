"""The list of practices and the climates: what a reader asks in the address, what the engine answers, what the templates show.

Imported by models, so page models are looked up when asked for.
"""

from dataclasses import dataclass

from django.apps import apps
from django.utils.http import urlencode

from practices.browsing.cards import PracticeCard, card_of_hit
from practices.browsing.gaps import GapTable, gap_table
from practices.models.vocabularies import Concept
from site4p1000.common.addresses import address_of
from site4p1000.common.visibility import readable
from site4p1000.search.answering import answer
from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.presentation import SearchView, present
from site4p1000.search.request import SearchRequest, SortOrder, parse_query_string
from site4p1000.search.results import SearchResults

PRACTICES = {"type": ("practice",)}
FACETS = ("climate", "land_use", "labour")
PAGE_SIZE = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticeList:
    """The list as a reader narrowed it. `gaps` is drawn on the whole list only, and not while the engine rests."""

    search: SearchView
    cards: tuple[PracticeCard, ...]
    gaps: GapTable | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneCard:
    """A climate with its page. `count` practices belong to it; ``None`` while nobody can count."""

    code: str
    title: str
    url: str
    summary: str
    count: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneReading:
    """A climate ready to read: its Köppen–Geiger codes, and practices, those with unclear results apart. `total` counts both."""

    koppen: str
    certain: tuple[PracticeCard, ...]
    unclear: tuple[PracticeCard, ...]
    total: int
    list_url: str


def practice_list(*, query, language, path) -> PracticeList:
    """The practices asked for in a query string, with the filters beside them: one engine call, and one per climate for the gaps."""
    request = parse_query_string(query, language=language, fixed=PRACTICES, facets=FACETS, page_size=PAGE_SIZE)
    results = answer(request)
    is_whole = results.page == 1 and not (request.text or request.filters or results.is_degraded)
    return PracticeList(
        search=present(request=request, results=results, path=path),
        cards=tuple(card_of_hit(hit) for hit in results.hits),
        gaps=gap_table(language=language, path=path) if is_whole else None,
    )


def zone_cards(language: str) -> tuple[ZoneCard, ...]:
    """All climates of a language in their order, with their number of practices: one query and one engine call."""
    found = engine_results(SearchRequest(language=language, fixed=PRACTICES, facets=("climate",), page_size=1))
    return zone_cards_with(found, language)


def zone_cards_with(found: SearchResults | None, language: str) -> tuple[ZoneCard, ...]:
    """All climates of a language with the counts an engine call has brought already: one query."""
    counts = counts_of(found, "climate")
    pages = readable(apps.get_model("practices", "ZonePage").objects).filter(locale__language_code=language)
    return tuple(
        ZoneCard(
            code=page.concept.code,
            title=page.title,
            url=address_of(page),
            summary=page.summary,
            count=None if found is None else counts.get(page.concept.code, 0),
        )
        for page in pages.select_related("concept").order_by("path")
    )


def zone_practices(page) -> dict[str, ZoneReading]:
    """What the page of a climate shows beside its own words: two queries and one engine call."""
    code = page.concept.code
    request = SearchRequest(language=page.language, fixed={**PRACTICES, "climate": (code,)}, facets=(), sort=SortOrder.EVIDENCE, page_size=PAGE_SIZE)
    results = answer(request)
    unclear = tuple(hit for hit in results.hits if code in hit.card.get("unclear_climates", ()))
    certain = tuple(hit for hit in results.hits if hit not in unclear)
    reading = ZoneReading(
        koppen=_koppen_codes(page),
        certain=tuple(card_of_hit(hit) for hit in certain),
        unclear=tuple(card_of_hit(hit) for hit in unclear),
        total=results.total,
        list_url=list_url(page.language, climate=code),
    )
    return {"zone": reading}


def engine_results(request: SearchRequest) -> SearchResults | None:
    """What the engine answers, or ``None`` while it is down: for counts, which a page can do without."""
    try:
        return get_engine().search(request)
    except EngineProblem:
        return None


def counts_of(found: SearchResults | None, facet: str) -> dict[str, int]:
    """Count by value of one facet; empty while the engine is down."""
    return {} if found is None else {row.value: row.count for row in found.facets.get(facet, ())}


def list_url(language: str, **filters: str) -> str:
    """The address of the list of practices of a language, narrowed by facet values: one query. Empty when there is no list."""
    page = apps.get_model("practices", "PracticeIndexPage").objects.live().filter(locale__language_code=language).first()
    return f"{address_of(page)}?{urlencode(filters)}" if page and filters else address_of(page) if page else ""


def _koppen_codes(page) -> str:
    return ", ".join(Concept.objects.in_scheme("koppen").filter(parent_id=page.concept_id).values_list("code", flat=True))
