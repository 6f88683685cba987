"""Where a page comes from and how it may be used: references, how to cite it, licence, people, source."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from practices.exports.works import place_in
from practices.models.choices import ReadIn, ReferenceKind, Role
from practices.own_source import OWN_NAME, OWN_SOURCE
from practices.reading.words import isolated
from site4p1000.common import languages
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.page_ids import lasting_address, versions_address

SOURCE_NAMES = {OWN_SOURCE: gettext_lazy("4p1000 knowledge bank"), "wocat": "WOCAT", "fao_teca": "FAO TECA", "fao_agris": "FAO AGRIS"}
"""Names of the sources records are read from; any other is shown as it is called in the bank."""

_TIME_OF_DAY = re.compile(r"(?<=\d{4}-\d\d-\d\d)T\S+")
"""Versions that are moments are shown as days."""

KINDS_WITH_DOI = frozenset({ReferenceKind.REVIEW, ReferenceKind.STUDY, ReferenceKind.DATA})
ROLE_WORDS = {
    Role.COMPILER: gettext_lazy("Compiled by"),
    Role.LAND_USER: gettext_lazy("Land users"),
    Role.CONTRIBUTOR: gettext_lazy("Contributors"),
    Role.REVIEWER: gettext_lazy("Reviewed by"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceReading:
    """The record at its source."""

    name: str
    version: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PeopleReading:
    """People of one role, as they are credited."""

    role: str
    names: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RightsReading:
    """What goes out with every copy of the page. Dates are ``None`` for a page nobody has published."""

    title: str
    authors: str
    is_own: bool
    """Written for the bank; other records are cited with those who wrote them."""
    year: str
    address: str
    """The lasting address of this version where there is one, else the page's."""
    version_number: int | None
    versions_address: str
    licence: str
    licence_url: str
    credit: str
    people: tuple[PeopleReading, ...]
    sources: tuple[SourceReading, ...]
    pictures: tuple[str, ...]
    """Credit and licence of its pictures and videos, each once."""
    version: str
    """Number of the published version; empty where it is not known."""
    first_published_at: datetime | None
    last_published_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProvenanceReading:
    """One source link, for editors."""

    name: str
    source_id: str
    version: str
    url: str
    imported_at: datetime
    unmapped: tuple[tuple[str, str], ...]
    """Terms no crosswalk knows: field of the source, and the term."""


def cited_works(citations: Iterable[Any], *rows_with_reference: Iterable[Any]) -> tuple[Any, ...]:
    """Every reference of the page, once: those listed by its editors, then any other that a row names as its source."""
    named = [row.reference for rows in ([*citations], *rows_with_reference) for row in rows if row.reference]
    return tuple({reference.key: reference for reference in named}.values())


def printed_in(work: Any) -> tuple[str, ...]:
    """Where a work stands and who published it, as lists of references print it: "Science 304(5677):1623–1627", then the publisher."""
    place = place_in(work).printed
    publisher = work.publisher if work.publisher.strip().casefold() != place.casefold() else ""
    return tuple(part for part in (place, publisher.strip()) if part)


def remark(work: Any) -> str:
    """What a careful reader wants to know about how a work was read; empty when there is nothing to say."""
    remarks = [_("Figure read in a text that cites it.")] if work.read_in == ReadIn.CITATION else []
    if not work.doi and work.kind in KINDS_WITH_DOI:
        remarks.append(_("DOI not recorded yet."))
    if work.language and work.language != get_language():
        remarks.append(_("Language of the work: %(language)s.") % {"language": languages.name_in(work.language, get_language() or "en")})
    return " ".join(remarks)


def counted_works(works: Iterable[Any]) -> str:
    """How many works of which kind are cited: "7 reviews, 1 study, 1 data set"; empty when none is."""
    counts = Counter(work.kind for work in works)
    return ", ".join(_counted(kind, counts[kind]) for kind in ReferenceKind.values if counts[kind])


def read_rights(page: Any, sources: Iterable[Any]) -> RightsReading:
    """Licence, credit, people, sources and dates of a page."""
    people = tuple(_people([block.value for block in page.people]))
    foreign = [link for link in sources if link.source != OWN_SOURCE]
    compilers = [_name(block.value["name"]) for block in page.people if block.value["role"] == Role.COMPILER]
    date = page.last_published_at or page.first_published_at
    return RightsReading(
        title=isolated(page, page.title),
        authors=", ".join(compilers) or str(SOURCE_NAMES[OWN_SOURCE]),
        is_own=not foreign,
        year=str(date.year) if date else "",
        address=absolute(lasting_address(page, number=page.version_number) if page.version_number else address_of(page)),
        version_number=page.version_number,
        versions_address=versions_address(page) if page.version_number else "",
        licence=page.licence,
        licence_url=page.licence_url,
        credit=_name(page.credit),
        people=people,
        sources=tuple(_source(link) for link in foreign),
        pictures=picture_rights(page),
        version=str(getattr(page, "version_number", None) or ""),
        first_published_at=page.first_published_at,
        last_published_at=page.last_published_at,
    )


def provenance(links: Iterable[Any]) -> tuple[ProvenanceReading, ...]:
    """Where a record came from, with the terms that no crosswalk knows: for editors."""
    return tuple(
        ProvenanceReading(
            name=source_name(link.source),
            source_id=link.source_id,
            version=link.source_version,
            url=link.source_url,
            imported_at=link.imported_at,
            unmapped=tuple((term.get("source_field", ""), term.get("term", "")) for term in link.unmapped_terms),
        )
        for link in links
    )


def source_name(source: str) -> str:
    """The name of a source for people."""
    return str(SOURCE_NAMES.get(source, source))


def _counted(kind: str, count: int) -> str:
    forms = {
        ReferenceKind.REVIEW: ngettext("%(count)d review", "%(count)d reviews", count),
        ReferenceKind.STUDY: ngettext("%(count)d study", "%(count)d studies", count),
        ReferenceKind.DATA: ngettext("%(count)d data set", "%(count)d data sets", count),
        ReferenceKind.GUIDELINE: ngettext("%(count)d guideline", "%(count)d guidelines", count),
        ReferenceKind.REPORT: ngettext("%(count)d report", "%(count)d reports", count),
        ReferenceKind.PRESS: ngettext("%(count)d press article", "%(count)d press articles", count),
    }
    return forms[ReferenceKind(kind)] % {"count": count}


def _people(values: list[Any]) -> Iterable[PeopleReading]:
    for role, words in ROLE_WORDS.items():
        names = [", ".join(part for part in (_name(value["name"]), value["institution"]) if part) for value in values if value["role"] == role]
        if names:
            yield PeopleReading(role=str(words), names=" · ".join(names))


def _name(name: str) -> str:
    return source_name(OWN_SOURCE) if name == OWN_NAME else name


def picture_rights(page: Any) -> tuple[str, ...]:
    """Whose the pictures of a page and of its steps are, and how they may be used: "A farmer · CC BY 4.0", each once."""
    shown = [picture for step in page.steps for picture in step.value["pictures"]]
    shown += [block.value for block in page.media]
    told = (" · ".join(part for part in (value["credit"], value["licence"]) if part) for value in shown)
    return tuple(dict.fromkeys(text for text in told if text))


def _source(link: Any) -> SourceReading:
    return SourceReading(name=f"{source_name(link.source)} {link.source_id}", version=_TIME_OF_DAY.sub("", link.source_version), url=link.source_url)
