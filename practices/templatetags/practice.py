"""The template library `practice`: what components of practices need besides words. None of it asks the database but `provenance`."""

from typing import Any

from django import template

from practices import proof
from practices.reading import sources

register = template.Library()


@register.filter
def meter(level: int | None) -> tuple[bool, ...]:
    """The cells of the meter for a level of proof, the filled ones first."""
    return proof.cells(level or 0)


@register.filter
def printed_in(reference: Any) -> tuple[str, ...]:
    """Where a work stands and who published it."""
    return sources.printed_in(reference)


@register.filter
def remark(reference: Any) -> str:
    """How a reference was read, where that matters to a careful reader."""
    return sources.remark(reference)


@register.simple_tag
def provenance(page: Any) -> tuple[sources.ProvenanceReading, ...]:
    """Where the record of a page came from, for the editor's form: one query, none for a page that has never been saved."""
    return sources.provenance(page.source_links.all()) if page.pk else ()
