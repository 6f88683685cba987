"""The search page: parse, ask, show."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from site4p1000.common import languages
from site4p1000.common.navigation import language_links_to, menu
from site4p1000.search.answering import answer
from site4p1000.search.documents import FACETS
from site4p1000.search.empty_searches import note_if_empty
from site4p1000.search.hit_views import hit_views
from site4p1000.search.presentation import present
from site4p1000.search.request import SearchRequest, parse_query_string, to_query_string, without_facet

SHOWN = tuple(name for name in FACETS if name not in ("labour", "class"))
"""Facets beside the results: labour is a part of effort, and classes are chosen on the page that explains them."""


def search_page(request: HttpRequest) -> HttpResponse:
    """Results for the query string; without words, everything there is. Answers 200 also while the engine is down."""
    language = translation.get_language() or languages.codes()[0]
    asked = parse_query_string(request.GET, language=language, facets=SHOWN)
    results = answer(asked)
    note_if_empty(asked, results)
    context = {
        "search": present(request=asked, results=results, path=request.path),
        "hits": hit_views(results.hits, language=language),
        "frame": _frame(asked),
    }
    return render(request, "search/search_page.html", context)


def _frame(asked: SearchRequest) -> dict:
    """The frame of base.html: menu, and the same search in the other languages of the bank."""
    query = to_query_string(without_facet(asked, "language"))
    addresses = {code: _address(code, query) for code in languages.codes()}
    return {"crumbs": (), "menu": menu(asked.language), "languages": language_links_to(addresses, asked.language)}


def _address(language: str, query: str) -> str:
    with translation.override(language):
        path = reverse("search")
    return f"{path}?{query}" if query else path
