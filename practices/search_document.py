"""Practices and climates as search documents: every word of the page, and the facets readers narrow by."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import translation
from wagtail.fields import RichTextField, StreamField

from practices import search_filing
from practices.browsing import similar
from practices.browsing.cards import kept_for_search
from practices.browsing.lead import card_lead_of
from practices.models import Concept, PracticePage, ZonePage
from site4p1000.common import languages
from site4p1000.common.addresses import address_of
from site4p1000.common.block_words import stream_words
from site4p1000.common.wording import plain
from site4p1000.search.documents import SearchDocument, joined, page_document_id

NOT_BODY = frozenset({"local_names"})
"""Fields of words that are a part of the document of their own."""


PRACTICE_PARTS = ("concept_links__concept__parent__parent", "sites", "results__reference", "citations__reference", "tagged_items__tag")
"""Rows of other tables that are read here: for many pages at once when they have been fetched before."""


def practice_document(page: PracticePage) -> SearchDocument:
    """A practice: found by all its words, its other names, and what it is filed under."""
    prefetch_related_objects([page], *PRACTICE_PARTS)
    concepts = [link.concept for link in page.concept_links.all()]
    sites = list(page.sites.all())
    with translation.override(page.language):
        card = kept_for_search(page)
    return SearchDocument(
        id=page_document_id(page.pk),
        type="practice",
        language=page.words_language,
        title=page.title,
        url=address_of(page),
        also=tuple(block.value for block in page.local_names),
        summary=card_lead_of(page),
        body=joined(_words(page, concepts, sites)),
        published_on=_published_on(page),
        facets=search_filing.facets(page, concepts, sites, evidence_level=card["evidence_level"]),
        evidence_rank=card["evidence_level"],
        effort_rank=search_filing.effort_rank(page),
        card={**card, **similar.kept_of(page, concepts)},
        spans=search_filing.spans(concepts, sites),
        points=search_filing.points(sites),
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


def _words(page: PracticePage, concepts: list[Concept], sites: list[Any]) -> Iterator[str]:
    yield page.summary
    yield from _field_words(page)
    for result in page.results.all():
        yield from (result.label, result.place, result.comparison, result.method, plain(result.note))
    yield from _places(page, sites)
    yield from _concept_words(concepts, page.words_language)
    for row in page.citations.all():
        yield from (str(row.reference), row.reference.container, row.reference.doi)
    yield from (row.tag.name for row in page.tagged_items.all())


def _field_words(page: PracticePage) -> Iterator[str]:
    """All words of the practice's own fields, in the order of the page: a new field is searched without a line here."""
    for field in page._meta.local_fields:
        if field.name in NOT_BODY:
            continue
        if isinstance(field, RichTextField):
            yield plain(getattr(page, field.name))
        elif isinstance(field, StreamField):
            yield from stream_words(getattr(page, field.name))


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
