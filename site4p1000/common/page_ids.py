"""The lasting address of a page: `/en/id/3f2a9c41b7d0/`. It holds neither title nor place in the tree, so it survives a change of both (ADR 14).

The identifier is the first twelve hexadecimal digits of the page's `translation_key`; with the language of the address it names one page.
"""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import register_converter, reverse
from wagtail.models import Page

from site4p1000.common import languages
from site4p1000.common.published_versions import PublishedVersion

DIGITS = 12
ALL_DIGITS = 32


class PageIdConverter:
    """The identifier in an address."""

    regex = f"[0-9a-f]{{{DIGITS}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class VersionNumberConverter:
    """A version in an address: from 1, at most six digits."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(PageIdConverter, "page_id")
register_converter(VersionNumberConverter, "version_number")


def page_id(page: Page) -> str:
    """The identifier of `page`, the same for its translations."""
    return page.translation_key.hex[:DIGITS]


def translation_keys(identifier: str) -> tuple[UUID, UUID]:
    """The first and last key an identifier can stand for."""
    rest = ALL_DIGITS - DIGITS
    return UUID(identifier + "0" * rest), UUID(identifier + "f" * rest)


def with_version_number(pages: QuerySet) -> QuerySet:
    """The pages, each knowing the number of its newest version as `version_number`: no query of its own."""
    newest = PublishedVersion.objects.filter(page=OuterRef("pk")).order_by("-number").values("number")[:1]
    return pages.annotate(version_number=Subquery(newest))


def live_page(identifier: str, language: str) -> Page | None:
    """The live page with this identifier in this language, as its own type and with its `version_number`: two queries."""
    if language not in languages.codes():
        return None
    pages = Page.objects.live().filter(translation_key__range=translation_keys(identifier), locale__language_code=language)
    return with_version_number(pages).order_by("pk").specific().first()


def lasting_address(page: Page, *, number: int | None = None) -> str:
    """The path part of the lasting address of `page`, or of one version of it."""
    return _address("version" if number else "by_id", page, **({"number": number} if number else {}))


def versions_address(page: Page) -> str:
    """The path part of the address of the list of versions of `page`."""
    return _address("versions", page)


def address_in(name: str, language: str, **parts: object) -> str:
    """The path part of a named address in the tree of another language than the one being spoken."""
    return f"/{language}/{reverse(name, kwargs=parts).split('/', 2)[2]}"


def _address(name: str, page: Page, **parts: object) -> str:
    return address_in(name, languages.code_of_locale(page.locale_id), page_id=page_id(page), **parts)
