"""The archive of the press review as pages. It is no page of the tree: items are its content."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from newsletter.press.archive import archive
from site4p1000.common import languages
from site4p1000.common.addresses import absolute
from site4p1000.common.navigation import language_links_to, menu


@require_safe
def press_archive(request: HttpRequest) -> HttpResponse:
    """Published items, newest first, by words, language, country, topic, year and month."""
    language = translation.get_language() or languages.codes()[0]
    found = archive(request.GET.dict(), language=language)
    addresses = {code: _address(code, found.query_string) for code in languages.codes()}
    context = {
        "archive": found,
        "feed_url": _with_query(reverse("press_feed"), found.query_string),
        "is_narrowed": bool(found.chips),
        "frame": {"crumbs": (), "menu": menu(language), "languages": language_links_to(addresses, language)},
        "canonical": absolute(request.path),
    }
    return render(request, "press/archive.html", context)


def _address(language: str, query_string: str) -> str:
    with translation.override(language):
        return _with_query(reverse("press_archive"), query_string)


def _with_query(path: str, query_string: str) -> str:
    return f"{path}?{query_string}" if query_string else path
