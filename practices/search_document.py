"""Practices and climates as search documents: every word of the page, and the facets readers narrow by."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import translation

from practices.browsing.cards import kept_for_search
from practices.models import Concept, PracticePage, ZonePage
from practices.models.choices import Level
from site4p1000.common import languages
from site4p1000.common.addresses import address_of
from site4p1000.common.wording import plain
from site4p1000.search.documents import SearchDocument, joined, page_document_id

EFFORT_RANKS = {Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}
"""Order by work asked for; an unknown level has none."""

RICH_TEXTS = ("abstract", "upkeep", "changes", "science", "climate_risks")
LINES = ("needs", "not_for", "tradeoffs")
BLOCK_WORDS = {
    "steps": ("title", "text", "when", "tools", "labour", "inputs", "cost", "pitfall"),
    "costs": ("item",),
    "experiences": ("title", "who", "place", "text", "source"),
    "judgements": ("label", "comment", "before", "after"),
    "failures": ("title", "text"),
    "constraints": ("text",),
}
"""The parts of each block that are words; the others are codes and numbers."""

MOISTURE, SOILS = "agroclimate", ("texture3", "wrb")


def practice_document(page: PracticePage) -> SearchDocument:
    """A practice: found by all its words, its other names, and what it is filed under."""
    concepts = [link.concept for link in page.concept_links.select_related("concept__parent__parent")]
    sites = list(page.sites.all())
    with translation.override(page.language):
        card = kept_for_search(page)
    point = next((site for site in sites if site.latitude is not None), None)
    return SearchDocument(
        id=page_document_id(page.pk),
        type="practice",
        language=page.words_language,
        title=page.title,
        url=address_of(page),
        also=tuple(block.value for block in page.local_names),
        summary=page.summary,
        body=joined(_words(page, concepts, sites)),
        published_on=_published_on(page),
        facets={**_facets(page, concepts, sites), "evidence": (str(card["evidence_level"]),)},
        evidence_rank=card["evidence_level"],
        effort_rank=EFFORT_RANKS.get(page.labour_level),
        card=card,
        latitude=float(point.latitude) if point else None,
        longitude=float(point.longitude) if point else None,
    )


def zone_document(page: ZonePage) -> SearchDocument:
    """A climate: found by its plain words, and by itself as a facet."""
    watch = (block.value for block in page.watch)
    return SearchDocument(
        id=page_document_id(page.pk),
        type="zone",
        language=page.words_language,
        title=page.title,
        url=address_of(page),
        also=(page.concept.label(page.language),),
        summary=page.summary,
        body=joined((plain(page.recognise), plain(page.soils), *watch)),
        published_on=_published_on(page),
        facets={"climate": (page.concept.code,)},
    )


def _published_on(page: Any):
    return page.first_published_at.date() if page.first_published_at else None


def _facets(page: PracticePage, concepts: list[Concept], sites: list[Any]) -> dict[str, Iterable[str]]:
    return {
        "climate": _codes(concepts, "climate"),
        "moisture": {*_codes(concepts, MOISTURE), *_conditions(sites, MOISTURE)},
        "land_use": {code for concept in concepts for code in _with_parents(concept, "land_use")},
        "soil": {code for scheme in SOILS for code in (*_codes(concepts, scheme), *_conditions(sites, scheme))},
        "country": {*(site.country for site in sites), *(block.value["country"] for block in page.experiences)},
        "labour": (page.labour_level,),
    }


def _codes(concepts: Iterable[Concept], scheme: str) -> list[str]:
    return [concept.code for concept in concepts if concept.scheme == scheme]


def _with_parents(concept: Concept | None, scheme: str) -> Iterator[str]:
    """The code and those of its broader terms in the same scheme: who looks for cropland finds annual crops."""
    while concept is not None and concept.scheme == scheme:
        yield concept.code
        concept = concept.parent


def _conditions(sites: Iterable[Any], scheme: str) -> list[str]:
    return [block.value["code"] for site in sites for block in site.conditions if block.value["scheme"] == scheme]


def _words(page: PracticePage, concepts: list[Concept], sites: list[Any]) -> Iterator[str]:
    yield from (plain(getattr(page, name)) for name in RICH_TEXTS)
    yield from (plain(block.value) for name in LINES for block in getattr(page, name))
    for name, parts in BLOCK_WORDS.items():
        yield from (_text(block.value[part]) for block in getattr(page, name) for part in parts)
    for result in page.results.all():
        yield from (result.label, result.place, result.comparison, result.method, plain(result.note))
    yield from _places(page, sites)
    yield from _concept_words(concepts, page.words_language)
    yield from (str(row.reference) for row in page.citations.select_related("reference"))
    yield from (tag.name for tag in page.tags.all())


def _places(page: PracticePage, sites: list[Any]) -> Iterator[str]:
    codes = {*(site.country for site in sites), *(block.value["country"] for block in page.experiences)} - {""}
    yield from (languages.country_name(code, page.language) for code in sorted(codes))
    for site in sites:
        yield from (site.place, plain(site.note))


def _concept_words(concepts: Iterable[Concept], language: str) -> Iterator[str]:
    """What the page is filed under, with the other names the vocabularies know: AGROVOC's synonyms above all."""
    for concept in concepts:
        yield concept.label(language)
        yield from concept.synonyms.get(language, ())


def _text(value: Any) -> str:
    return plain(getattr(value, "source", value) or "")
