"""The pages of browsing: dimensions, values, and the classes nobody browses by. They are no pages of the tree: vocabularies are their content.

Climates have pages of the tree, written by editors; their addresses here lead there.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from practices.browsing.climates import climate_url
from practices.browsing.dimensions import CLIMATE, Dimension, dimension_at, dimension_links, dimension_url
from practices.browsing.overviews import explained_terms, overview, value_reading, value_url
from practices.browsing.values import Value, value_at
from site4p1000.common import languages
from site4p1000.common.addresses import absolute
from site4p1000.common.navigation import Link, language_links_to, menu


def browse(request: HttpRequest) -> HttpResponse:
    """All ways to practices."""
    return render(request, "browse/browse.html", {"dimensions": dimension_links(), **_around(request, lambda: reverse("browse"))})


def classes(request: HttpRequest) -> HttpResponse:
    """What the classes of climate, texture and slope mean that stand on pages here and there."""
    context = {"sections": explained_terms(_language()), **_around(request, lambda: reverse("browse_classes"), _browse_link())}
    return render(request, "browse/classes.html", context)


def dimension_page(request: HttpRequest, address: str) -> HttpResponseBase:
    """One dimension with its values. A word of another language leads to the address in this one."""
    dimension = _dimension(address)
    if dimension == CLIMATE:
        return redirect(climate_url(_language()) or reverse("browse"))
    if dimension.address != address:
        return redirect(dimension_url(dimension), permanent=True)
    context = {"overview": overview(dimension, _language()), **_around(request, lambda: dimension_url(dimension), _browse_link())}
    return render(request, "browse/dimension.html", context)


def value_page(request: HttpRequest, address: str, value_address: str) -> HttpResponseBase:
    """One value with its practices. Its code, its other names and its names in other languages lead to its address."""
    dimension = _dimension(address)
    value = _value(dimension, value_address)
    if dimension == CLIMATE:
        return redirect(climate_url(_language(), value.key) or reverse("browse"))
    if (dimension.address, value.address) != (address, value_address):
        return redirect(value_url(dimension, value), permanent=True)
    reading = value_reading(dimension, value, query=request.GET, language=_language(), path=request.path)
    crumbs = (*_browse_link(), Link(title=str(dimension.title), url=dimension_url(dimension)))
    return render(request, "browse/value.html", {"reading": reading, **_around(request, lambda: value_url(dimension, value), crumbs)})


def _language() -> str:
    return translation.get_language() or languages.codes()[0]


def _dimension(address: str) -> Dimension:
    dimension = dimension_at(address)
    if dimension is None:
        raise Http404
    return dimension


def _value(dimension: Dimension, address: str) -> Value:
    value = value_at(dimension, address, _language())
    if value is None:
        raise Http404
    return value


def _browse_link() -> tuple[Link, ...]:
    return (Link(title=translation.gettext("Browse"), url=reverse("browse")),)


def _around(request: HttpRequest, address: Callable[[], str], crumbs: tuple[Link, ...] = ()) -> dict:
    """The frame of base.html; `address` gives the page's address in the active language."""
    here = _language()
    by_language = {code: _in(code, address) for code in languages.codes()}
    frame = {"crumbs": crumbs, "menu": menu(here), "languages": language_links_to(by_language, here)}
    return {"frame": frame, "canonical": absolute(request.path)}


def _in(language: str, address: Callable[[], str]) -> str:
    with translation.override(language):
        return address()
