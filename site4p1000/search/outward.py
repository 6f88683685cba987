"""The search outside of its own page: suggestions while typing, feeds, browsers' search boxes, other people's pages."""

import json
import logging
from datetime import UTC, datetime, time
from typing import NamedTuple

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from site4p1000.common.addresses import absolute
from site4p1000.common.views import frame
from site4p1000.search.answering import answer
from site4p1000.search.bound_words import complaints
from site4p1000.search.cleaning import clean, last_value
from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.registry import facet_labels
from site4p1000.search.request import TEXT, SearchRequest, SortOrder, on_page, parse_query_string, sorted_by, to_query_string
from site4p1000.search.results import SearchResults

SUGGESTION_SECONDS, SUGGESTION_BYTES = 300, 2_000
TITLE_LENGTH = 90
DAY_SECONDS = 86_400

logger = logging.getLogger(__name__)


class Followed(NamedTuple):
    """What a feed was asked for, and the answer."""

    request: SearchRequest
    results: SearchResults


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Up to eight pages whose names go on from the letters typed, below 2 kB. An engine that is down suggests nothing."""
    language = translation.get_language()
    try:
        found = get_engine().suggest(clean(last_value(request.GET, TEXT), 60), language=language)
    except EngineProblem as problem:
        logger.error("The search engine did not answer; nothing is suggested while somebody types. %s", problem)
        return JsonResponse([], safe=False)
    kinds = facet_labels("type", {one.type for one in found}, language)
    rows = [{"title": one.title[:TITLE_LENGTH], "kind": kinds[one.type], "url": one.url} for one in found]
    response = HttpResponse(_within(rows, SUGGESTION_BYTES), content_type="application/json")
    response["Cache-Control"] = f"public, max-age={SUGGESTION_SECONDS}"
    return response


def _within(rows: list[dict[str, str]], most_bytes: int) -> bytes:
    """The first of these rows as JSON, as many as these bytes hold."""
    while len(told := json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()) > most_bytes:
        rows = rows[:-1]
    return told


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description: how a browser or a program asks this search, in the language of its address."""
    context = {
        "language": translation.get_language(),
        "page": absolute(reverse("search")),
        "feed": absolute(reverse("search_feed")),
        "api": absolute(reverse("search_api")),
        "self": absolute(request.path),
    }
    response = render(request, "search/description.xml", context, content_type="application/opensearchdescription+xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={DAY_SECONDS}"
    return response


@require_safe
def embedding(request: HttpRequest) -> HttpResponse:
    """How other sites carry our search box: plain HTML to copy, and the addresses for programs."""
    snippet = render(request, "search/embedded_form.html", {"action": absolute(reverse("search"))}).content.decode().strip()
    addresses = {"feed": absolute(reverse("search_feed")), "api": absolute(reverse("search_api"))}
    return render(request, "search/embedding.html", {"snippet": snippet, "addresses": addresses, **frame(request)})


class SearchFeed(Feed):
    """The newest results of a search as Atom: whoever follows it hears of what is new.

    While the engine rests it says so and names nothing: whatever comes first by title would be told as new.
    """

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        patch_cache_control(response, no_cache=True)  # so that no proxy keeps the feed of a search that rests
        return response

    def get_object(self, request: HttpRequest) -> Followed:
        asked = on_page(sorted_by(parse_query_string(request.GET, language=translation.get_language()), SortOrder.NEWEST), 1)
        return Followed(asked, answer(asked))

    def title(self, followed: Followed) -> str:
        text = followed.request.text
        return _("%(text)s – search of the 4p1000 knowledge bank") % {"text": text} if text else _("New in the 4p1000 knowledge bank")

    def subtitle(self, followed: Followed) -> str | None:
        resting = (_("The search is resting. Please ask for what is new again later."),) if followed.results.is_degraded else ()
        return " ".join([*resting, *complaints(followed.request)]) or None

    def link(self, followed: Followed) -> str:
        return absolute(f"{reverse('search')}?{to_query_string(followed.request)}")

    def feed_url(self, followed: Followed) -> str:
        return absolute(f"{reverse('search_feed')}?{to_query_string(followed.request)}")

    def items(self, followed: Followed):
        return () if followed.results.is_degraded else followed.results.hits

    def item_title(self, hit) -> str:
        return hit.title

    def item_description(self, hit) -> str:
        return hit.card.get("lead") or hit.summary

    def item_link(self, hit) -> str:
        return absolute(hit.url)

    def item_guid(self, hit) -> str:
        return absolute(hit.url)

    def item_pubdate(self, hit):
        return datetime.combine(hit.published_on, time(), UTC) if hit.published_on else None
