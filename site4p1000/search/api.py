"""The search for other programs, version 1: documented in docs/search.md. No key, any origin may ask, errors are sentences in JSON.

They are in the language of `lang`, else in the one the program asks for (Accept-Language).

A field may be added to version 1; none is renamed, removed or given another meaning. That would be version 2, beside it.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from site4p1000.common import languages
from site4p1000.common.addresses import absolute
from site4p1000.search.answering import answer
from site4p1000.search.bound_words import complaints
from site4p1000.search.cleaning import clean
from site4p1000.search.documents import FACETS, RANGES
from site4p1000.search.request import (
    BOX,
    EXACT,
    FROM,
    LATITUDE,
    LONGITUDE,
    MAX_PAGE,
    PAGE,
    PUBLISHED,
    RADIUS,
    SORT,
    TEXT,
    TO,
    SearchRequest,
    SortOrder,
    on_page,
    parse_query_string,
    to_query_string,
)  # fmt: skip
from site4p1000.search.results import Hit, SearchResults

VERSION = 1
LANGUAGE, SIZE = "lang", "page_size"
MAX_PAGE_SIZE = 100
PARAMETERS = (
    TEXT, LANGUAGE, *FACETS, *(name + end for name in (*RANGES, PUBLISHED) for end in (FROM, TO)), LATITUDE, LONGITUDE, RADIUS, BOX, EXACT,
    SORT, PAGE, SIZE,
)  # fmt: skip
CACHE_SECONDS = 60
METHODS = "GET, HEAD, OPTIONS"


@csrf_exempt  # changes nothing; who posts here is to read the JSON that says so, and no page about cookies
def search_api(request: HttpRequest) -> HttpResponse:
    """One page of results as JSON; 400 with all that is wrong, 405 for other methods; `is_degraded` while the engine rests."""
    with translation.override(_language_of_errors(request)):
        response = _answer(request)
        response.setdefault("Content-Language", translation.get_language())
    return response


def _language_of_errors(request: HttpRequest) -> str:
    """The one asked for by `lang`; else that of the request, which the middleware read from Accept-Language."""
    wanted = request.GET.get(LANGUAGE)
    return wanted if wanted in languages.codes() else translation.get_language()


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in {"GET", "HEAD"}:
        return _problem(405, [_("Only GET is answered here.")])
    if wrong := list(_wrong_parameters(request)):
        return _problem(400, wrong)
    language = request.GET.get(LANGUAGE, languages.codes()[0])
    asked = parse_query_string(request.GET, language=language, page_size=_page_size(request), others=(LANGUAGE, SIZE))
    if asked.ignored:
        return _problem(400, list(complaints(asked)))
    return _found(request, asked)


def _found(request: HttpRequest, asked: SearchRequest) -> HttpResponse:
    with translation.override(asked.language):
        results = answer(asked)
    response = JsonResponse(as_json(asked, results, path=request.path), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store" if results.is_degraded else f"public, max-age={CACHE_SECONDS}"
    response["Content-Language"] = asked.language
    return response


def as_json(asked: SearchRequest, results: SearchResults, *, path: str) -> dict[str, Any]:
    """The answer of version 1."""
    return {
        "version": VERSION,
        "query": {"text": asked.text, "language": asked.language, "sort": asked.order.value},
        "is_degraded": results.is_degraded,
        "notice": _resting(asked.language) if results.is_degraded else None,
        "corrected_text": results.corrected_text,
        "did_you_mean": results.did_you_mean,
        "total": results.total,
        "page": results.page,
        "pages": results.page_count,
        "page_size": asked.page_size,
        "results": [_hit(hit) for hit in results.hits],
        "facets": {name: [{"value": one.value, "count": one.count} for one in counts] for name, counts in results.facets.items()},
        "other_languages": dict(results.other_languages),
        "links": _links(asked, results, path),
    }


def _resting(language: str) -> str:
    """Said in words too, because a program may show them to its readers."""
    with translation.override(language):
        return _("The search engine does not answer at the moment: these are pages by title, without counts. Please ask again later.")


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "type": hit.type,
        "language": hit.language,
        "title": hit.title,
        "summary": hit.summary,
        "snippet_html": hit.snippet_html,
        "url": absolute(hit.url),
        "published_on": hit.published_on.isoformat() if hit.published_on else None,
        "distance_km": None if hit.distance_km is None else round(hit.distance_km),
    }


def _links(asked: SearchRequest, results: SearchResults, path: str) -> dict[str, str | None]:
    def to(page: int) -> str:
        size = f"&{SIZE}={asked.page_size}&{LANGUAGE}={asked.language}"
        return absolute(path) + "?" + (to_query_string(on_page(asked, page)) + size).lstrip("&")

    return {
        "self": to(results.page),
        "next": to(results.page + 1) if results.page < min(results.page_count, MAX_PAGE) else None,
        "previous": to(results.page - 1) if results.page > 1 else None,
    }


def _wrong_parameters(request: HttpRequest):
    for name in sorted(set(request.GET) - set(PARAMETERS)):
        yield _("“%(name)s” is no parameter of this search; known are %(known)s.") % {"name": clean(name, 40), "known": ", ".join(PARAMETERS)}
    if (language := request.GET.get(LANGUAGE)) is not None and language not in languages.codes():
        yield _one_of(LANGUAGE, languages.codes())
    if (sort := request.GET.get(SORT)) is not None and sort not in set(SortOrder):
        yield _one_of(SORT, SortOrder)
    for name, highest in ((PAGE, MAX_PAGE), (SIZE, MAX_PAGE_SIZE)):
        if (text := request.GET.get(name)) is not None and not _is_within(text, highest):
            yield _("%(name)s is a whole number from 1 to %(highest)s.") % {"name": name, "highest": highest}


def _one_of(name: str, known: Iterable[str]) -> str:
    return _("%(name)s is one of %(known)s.") % {"name": name, "known": ", ".join(known)}


def _is_within(text: str, highest: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= highest


def _page_size(request: HttpRequest) -> int:
    return int(request.GET.get(SIZE, 20))


def _problem(status: int, sentences: list[str]) -> HttpResponse:
    body = {"version": VERSION, "errors": sentences}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False}, headers={"Allow": METHODS})
