"""What there is to cite: the practice itself at its lasting address, and the works of its list."""

from typing import Any

from practices.exports.works import Author, Work, authors_of, place_in
from practices.models.choices import Role
from practices.own_source import OWN_NAME
from practices.reading.sources import cited_works
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.page_ids import lasting_address


def practice_work(page: Any) -> Work:
    """The practice, in the version `page` is."""
    compilers = [block.value["name"] for block in page.people if block.value["role"] == Role.COMPILER and block.value["name"]]
    published = page.last_published_at or page.first_published_at
    return Work(
        key="-".join(part for part in ("4p1000", page.slug, page.language, f"v{page.version_number}" if page.version_number else "") if part),
        kind="practice",
        title=page.title,
        authors=tuple(Author(family=name) for name in compilers) or (Author(family=OWN_NAME),),
        year=published.year if published else None,
        day=f"{published:%Y-%m-%d}" if published else "",
        url=cited_address(page),
        version=str(page.version_number or ""),
        licence=page.licence,
        publisher=OWN_NAME,
        language=page.words_language,
    )


def cited_address(page: Any) -> str:
    """The address of this version; the page's own where no version is known."""
    return absolute(lasting_address(page, number=page.version_number) if page.version_number else address_of(page))


def listed_works(page: Any) -> tuple[Work, ...]:
    """Every work the page cites, once, in the order of its numbers: three queries."""
    rows = [relation.select_related("reference") for relation in (page.citations, page.results, page.sites)]
    return tuple(work_of(reference) for reference in cited_works(*rows))


def work_of(reference: Any) -> Work:
    """A reference of the bank as a work."""
    authors, has_more = authors_of(reference.authors)
    return Work(
        key=reference.key,
        kind=reference.kind,
        title=reference.title,
        authors=authors,
        has_more_authors=has_more,
        year=reference.year,
        place=place_in(reference),
        doi=reference.doi,
        url=reference.link,
        publisher=reference.publisher,
        language=reference.language,
    )
