"""Stories and plain pages as search documents: all their words, without mark-up."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.rich_text import RichText

from knowledge.models import SuccessStoryPage
from practices.models import Concept
from site4p1000.common import languages
from site4p1000.common.addresses import address_of
from site4p1000.common.models import StandardPage
from site4p1000.common.wording import plain
from site4p1000.search.documents import SearchDocument, joined, page_document_id

NOT_WORDS = frozenset({"url", "language", "page", "image", "source"})
"""Parts of blocks that nobody searches for. The source of a figure stands among the sources of the page once more."""


STORY_PARTS = ("concept_links__concept__parent__parent",)
"""Rows of other tables that are read here: for many pages at once when they have been fetched before."""


def story_document(page: SuccessStoryPage) -> SearchDocument:
    """A story: found by its words, its place and people, and by climate, land use and country."""
    prefetch_related_objects([page], *STORY_PARTS)
    concepts = [concept for link in page.concept_links.all() for concept in _with_broader(link.concept)]
    facets = {scheme: [concept.code for concept in concepts if concept.scheme == scheme] for scheme in ("climate", "land_use")}
    return SearchDocument(
        id=page_document_id(page.pk),
        type="story",
        language=page.words_language,
        title=page.title,
        url=address_of(page),
        summary=page.summary,
        body=joined(_story_words(page)),
        published_on=page.first_published_at.date() if page.first_published_at else None,
        facets={**facets, "country": [page.country]},
        card={"note": _note(page), "drawing": page.drawing},
    )


def page_document(page: StandardPage) -> SearchDocument:
    """A plain page: found by its words."""
    return SearchDocument(
        id=page_document_id(page.pk),
        type="page",
        language=page.words_language,
        title=page.title,
        url=address_of(page),
        summary=page.summary,
        body=joined(stream_words(page.body)),
        published_on=page.first_published_at.date() if page.first_published_at else None,
    )


def stream_words(blocks) -> Iterator[str]:
    """The words of a body, block by block; addresses and numbers are no words to search for."""
    for block in blocks:
        yield from _words(block.value)


def _with_broader(concept: Concept | None) -> Iterator[Concept]:
    """The term and its broader ones: who looks for cropland finds annual crops."""
    while concept is not None:
        yield concept
        concept = concept.parent


def _story_words(page: SuccessStoryPage) -> Iterator[str]:
    yield from (page.where, page.who, page.when)
    yield from stream_words(page.key_figures)
    yield from stream_words(page.body)
    yield from (block.value for block in page.sources)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, RichText):
        yield plain(value.source)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in NOT_WORDS:
                yield from _words(part)
    elif isinstance(value, (list, tuple)) or hasattr(value, "bound_blocks"):
        for part in value:
            yield from _words(part)


def _note(page: SuccessStoryPage) -> str:
    """What a list of hits says after "Success story": "Egypt · Since 1977"."""
    country = languages.country_name(page.country, page.language) if page.country else ""
    return " · ".join(part for part in (country, page.when) if part)
