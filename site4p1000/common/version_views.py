"""Lasting addresses: the page as it is now, one version of it as it was, and the list of its versions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from site4p1000.common import languages
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.navigation import surroundings
from site4p1000.common.page_ids import lasting_address, live_page, translation_keys, versions_address
from site4p1000.common.published_versions import PublishedVersion
from site4p1000.common.versions import find_version, opened
from site4p1000.common.views import frame


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownVersion:
    """What the note above a version says. `newest` is the number of the newest version, `current_url` the page as it is now."""

    number: int
    published_at: datetime
    newest: int
    current_url: str
    newest_url: str
    versions_url: str
    has_its_works: bool
    """Whether it kept the works and terms it points to as they were on its day."""

    @property
    def is_newest(self) -> bool:
        return self.number == self.newest


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionLine:
    """A line of the list of versions."""

    number: int
    published_at: datetime
    note: str
    url: str


def by_id(request: HttpRequest, page_id: str) -> HttpResponse:
    """To where the page stands now. Of a private page not even the address is told, which holds its title."""
    page = live_page(page_id, language())
    return served(request, page, lambda: redirect(address_of(page))) if page else gone(request, page_id)


def version(request: HttpRequest, page_id: str, number: int) -> HttpResponse:
    """The page as this version showed it, with a note; search engines are sent to the page of today."""
    page = live_page(page_id, language())
    found = find_version(page_id, language(), number)
    if page is None or found is None or found.revision is None:
        return gone(request, page_id, number=number if page else None, was_there=found is not None)
    response = served(request, page, lambda: _version_page(request, page, found))
    response["X-Robots-Tag"] = "noindex"
    return response


def versions(request: HttpRequest, page_id: str) -> HttpResponse:
    """All versions of a page, the newest first, with what changed."""
    page = live_page(page_id, language())
    if page is None:
        return gone(request, page_id)
    response = served(request, page, lambda: _list_page(request, page))
    response["X-Robots-Tag"] = "noindex"
    return response


def shown(found: PublishedVersion, page: Page) -> ShownVersion:
    """What to tell the reader of this version."""
    newest = page.version_number or found.number
    return ShownVersion(
        number=found.number,
        published_at=found.published_at,
        newest=newest,
        current_url=address_of(page),
        newest_url=lasting_address(page, number=newest),
        versions_url=versions_address(page),
        has_its_works=bool(found.cited),
    )


def served(request: HttpRequest, page: Page, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or the way in of a private page for those who have not taken it yet: the same for every address of the page."""
    chain = partial(_answered, answer)
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        if isinstance(stopped := hook(page, request, [], {}), HttpResponse):
            return stopped
    return chain(page, request, [], {})


def gone(request: HttpRequest, page_id: str, *, number: int | None = None, was_there: bool | None = None) -> HttpResponse:
    """Says what became of a lasting address: 410 where something was published once, 404 where nothing ever was."""
    if was_there is None:
        was_there = PublishedVersion.objects.filter(translation_key__range=translation_keys(page_id), locale__language_code=language()).exists()
    context = {**frame(request), "sentence": _sentence(number, was_there=was_there)}
    return render(request, "gone.html", context, status=410 if was_there else 404)


def language() -> str:
    """The language of the address."""
    return get_language() or languages.codes()[0]


def _answered(answer: Callable[[], HttpResponse], *_route: object) -> HttpResponse:
    return answer()


def _version_page(request: HttpRequest, page: Page, found: PublishedVersion) -> HttpResponse:
    then = opened(found, page=page)
    then.shown_version = shown(found, page)
    return then.serve(request)


def _list_page(request: HttpRequest, page: Page) -> HttpResponse:
    rows = PublishedVersion.objects.filter(page=page.pk).defer("cited").order_by("-number")
    lines = [
        VersionLine(number=row.number, published_at=row.published_at, note=row.note, url=lasting_address(page, number=row.number)) for row in rows
    ]
    context = {"listed": page, "current_url": address_of(page), "versions": lines, "frame": surroundings(page), "canonical": absolute(request.path)}
    return render(request, "pages/versions.html", context)


def _sentence(number: int | None, *, was_there: bool) -> str:
    if was_there and number:
        return _("What version %(number)d said was not kept. The page has other versions.") % {"number": number}
    if was_there:
        return _("This page was published once and has been withdrawn since. Its old versions are withdrawn with it.")
    if number:
        return _("There is no version %(number)d of this page. Versions are counted from 1.") % {"number": number}
    return _("No page of the bank has this lasting address in this language. Compare it with where you found it: a digit may be missing.")
