"""The five climates, whose pages stand in the tree: their cards, their practices, and the classes of the Köppen–Geiger map in them.

Imported by models, so page models are looked up when asked for.
"""

from dataclasses import dataclass

from django.apps import apps

from practices.browsing.lists import PRACTICES, PracticeList, counts_of, engine_results, practice_list
from practices.models.vocabularies import Concept
from site4p1000.common.addresses import address_of
from site4p1000.common.visibility import readable
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import SearchResults


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneCard:
    """A climate with its page. `count` practices belong to it; ``None`` while nobody can count."""

    code: str
    title: str
    url: str
    summary: str
    count: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KoppenClass:
    """A class of the Köppen–Geiger map, in plain words."""

    code: str
    label: str
    definition: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneReading:
    """A climate ready to read: its Köppen–Geiger classes, and its practices, those with unclear results apart."""

    koppen: tuple[KoppenClass, ...]
    practices: PracticeList


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


def zone_reading(page, *, query, path: str) -> ZoneReading:
    """What the page of a climate shows beside its own words: one query, those of the filters, and one engine call."""
    code = page.concept.code
    classes = Concept.objects.in_scheme("koppen").filter(parent_id=page.concept_id)
    return ZoneReading(
        koppen=tuple(KoppenClass(code=row.code, label=row.label(page.language), definition=row.definition(page.language)) for row in classes),
        practices=practice_list(query=query, language=page.language, path=path, fixed={"climate": (code,)}),
    )


def climate_url(language: str, code: str = "") -> str:
    """The address of the page of a climate, or of the list of climates; empty where there is none. One query."""
    zones = readable(apps.get_model("practices", "ZonePage").objects).filter(locale__language_code=language, concept__code=code)
    lists = readable(apps.get_model("practices", "ZoneIndexPage").objects).filter(locale__language_code=language)
    page = (zones if code else lists).first()
    return address_of(page) if page else ""
