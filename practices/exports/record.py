"""A practice as JSON, schema ``practice/1``: everything the page says, numbers as the sources give them. Documented in docs/api.md.

Fields may be added within a version of the schema; what is there keeps its name and meaning. Unknown is ``null``, never zero.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, expand_db_html

from practices.exports.citing import cited_address, listed_works, practice_work
from practices.exports.csl import csl
from practices.own_source import OWN_SOURCE
from practices.quantities import Quantity
from practices.reading.sources import source_name
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.navigation import language_links
from site4p1000.common.page_ids import page_id
from site4p1000.common.wording import clean_html

SCHEMA = "practice/1"
WORDS = ("abstract", "upkeep", "changes", "science", "climate_risks")
STREAMS = ("steps", "costs", "experiences", "judgements", "failures", "constraints", "exposures")
LINES = ("local_names", "needs", "not_for", "tradeoffs")
RESULT_FIELDS = ("key", "outcome", "label", "comparison", "kind", "n", "n_of", "method", "place", "note")


def practice_record(page: Any) -> dict[str, Any]:
    """`page` in the version it is, as values JSON knows."""
    work = practice_work(page)
    return {
        "schema": SCHEMA,
        "id": page_id(page),
        "language": page.language,
        "words_language": page.words_language,
        "version": page.version_number,
        "published_at": _plain(page.last_published_at),
        "first_published_at": _plain(page.first_published_at),
        "address": absolute(address_of(page)),
        "permalink": cited_address(page),
        "translations": {link.code: absolute(link.url) for link in language_links(page) if link.is_translated},
        "title": page.title,
        "summary": page.summary,
        **{name: _rich(getattr(page, name)) for name in WORDS},
        **{name: [block.value for block in getattr(page, name)] for name in LINES},
        "effort": {"labour": _known(page.labour_level), "cash": _known(page.cash_level), "source": page.effort_source},
        **{name: _stream(getattr(page, name)) for name in STREAMS},
        "failures_not_yet_reported": page.failures_not_yet_reported,
        "results": [result_record(row) for row in page.results.select_related("reference")],
        "sites": [_site(row) for row in page.sites.select_related("reference")],
        "concepts": [_concept(link, page.language) for link in page.concept_links.select_related("concept")],
        "tags": sorted(tag.name for tag in page.tags.all()),
        "media": _media(page.media),
        "people": _stream(page.people),
        "rights": {"licence": page.licence, "licence_url": page.licence_url, "credit": page.credit},
        "sources": [_source(link) for link in page.source_links.all() if link.source != OWN_SOURCE],
        "references": csl(listed_works(page)),
        "citation": csl([work])[0],
    }


def result_record(row: Any) -> dict[str, Any]:
    """A result as its source gives it, and in the unit in which pages compare it."""
    return {
        **{name: _plain(getattr(row, name)) for name in RESULT_FIELDS},
        "better": row.better_side,
        **quantity_record(row.quantity),
        "converted": quantity_record(row.display_quantity),
        "depth_cm": {"from": _plain(row.depth_top_cm), "to": _plain(row.depth_bottom_cm), "is_median": row.depth_is_median},
        "depth_not_reported": row.depth_not_reported,
        "duration_years": _plain(row.duration_years),
        "duration_is_median": row.duration_is_median,
        "duration_not_reported": row.duration_not_reported,
        "reference": row.reference.key if row.reference else None,
    }


def quantity_record(quantity: Quantity) -> dict[str, Any]:
    """Value, bounds, unit and kind of interval; the unit by its code and as it is printed."""
    return {
        **{name: _plain(getattr(quantity, name)) for name in ("value", "low", "high")},
        "unit": quantity.unit.code,
        "unit_printed": quantity.unit.value,
        "interval": quantity.interval.value,
    }


def _site(row: Any) -> dict[str, Any]:
    return {
        **{name: _plain(getattr(row, name)) for name in ("key", "place", "country", "latitude", "longitude", "since_year", "note")},
        "reference": row.reference.key if row.reference else None,
        "conditions": _stream(row.conditions),
    }


def _concept(link: Any, language: str) -> dict[str, Any]:
    concept = link.concept
    return {
        "scheme": concept.scheme,
        "code": concept.code,
        "uri": concept.uri or None,
        "label": concept.label(language),
        "certainty": link.certainty,
        "origin": link.origin,
    }


def _source(link: Any) -> dict[str, Any]:
    return {"name": source_name(link.source), "id": link.source_id, "version": link.source_version, "address": link.source_url}


def _media(stream: Iterable[Any]) -> list[dict[str, Any]]:
    """Pictures and videos with their rights; a picture of the bank by the address of its file."""
    return [{"kind": block.block_type, **_plain(block.value)} for block in stream]


def _stream(stream: StreamValue) -> list[Any]:
    return [_plain(block.value) for block in stream]


def _known(level: str) -> str | None:
    return level if level not in ("", "unknown") else None


def _rich(stored: str) -> str:
    """HTML of paragraphs, emphasis and links; citations stay as ``[ref:key]``, the key being the `id` of a reference."""
    return clean_html(expand_db_html(stored or "")).replace('href="/', f'href="{absolute("/")}')


def _plain(value: Any) -> Any:
    """A value of a block or field as JSON knows it."""
    if isinstance(value, RichText):
        return _rich(value.source)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return _of_object(value)


def _of_object(value: Any) -> Any:
    """A list, a file with an address, or the words for anything else."""
    if hasattr(value, "file"):
        return {"title": str(value), "address": absolute(value.file.url)}
    if isinstance(value, Iterable):
        return [_plain(part) for part in value]
    return str(value)
