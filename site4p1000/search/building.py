"""From pages to search documents: which pages may be found, and the documents their packages build."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import prefetch_related_objects
from wagtail.models import Page

from site4p1000.search.documents import SearchDocument
from site4p1000.search.registry import Builder, builder_for, parts_of, searchable_models

CHUNK_SIZE = 200

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What became of one page: its document, nothing (``None``: it has none), or the reason why its builder failed."""

    page_id: int
    document: SearchDocument | None = None
    failure: str = ""


def findable_pages():
    """Live pages that everybody may read (no restriction on them or above them), of the types that have a builder."""
    models = searchable_models()
    return Page.objects.type(*models).live().public().filter(depth__gt=1) if models else Page.objects.none()


def build_some(page_ids: Iterable[int]) -> Iterator[Built]:
    """One `Built` for each of these pages that may be found now; none for a page that is gone, a draft or private."""
    waiting = iter(page_ids)
    while chunk := list(islice(waiting, CHUNK_SIZE)):
        yield from _build_chunk(list(findable_pages().filter(pk__in=chunk).specific()))


def build_all() -> Iterator[Built]:
    """One `Built` for each page that may be found, read as a stream in chunks."""
    last = 0
    while chunk := list(findable_pages().filter(pk__gt=last).order_by("pk").specific()[:CHUNK_SIZE]):
        yield from _build_chunk(chunk)
        last = chunk[-1].pk


def _build_chunk(pages: list[Page]) -> Iterator[Built]:
    """With the parts of all pages of a type read at once: a tenth of the queries of page after page."""
    by_builder: dict[Builder, list[Page]] = defaultdict(list)
    for page in pages:
        if builder := builder_for(page):
            by_builder[builder].append(page)
    for builder, group in by_builder.items():
        prefetch_related_objects(group, *parts_of(builder))
    yield from map(_build, pages)


def _build(page: Page) -> Built:
    builder = builder_for(page)
    try:
        return Built(page_id=page.pk, document=builder(page) if builder else None)
    except Exception as error:  # the item boundary: one page with a fault must not keep the others out of the search
        logger.exception("The search document of page %s could not be built.", page.pk)
        return Built(page_id=page.pk, failure=f"{type(error).__name__}: {error}")
