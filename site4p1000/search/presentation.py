"""A request and its results as what templates show: every link is made here, so that templates only arrange.

The search page and the list of practices show the same things; `present` serves both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.urls import reverse
from django.utils.text import capfirst

from site4p1000.search import bound_words
from site4p1000.search.facet_queries import FacetQuery
from site4p1000.search.labels import FACET_TITLES, ORDER_LABELS
from site4p1000.search.registry import facet_labels, facets_with_nearness, steps_between
from site4p1000.search.request import (
    PAGE,
    SORT,
    SearchRequest,
    SortOrder,
    exactly,
    on_page,
    query_pairs,
    sorted_by,
    to_query_string,
    with_only,
    with_text,
    without_bound,
    without_facet,
    without_filters,
    without_value,
)
from site4p1000.search.results import FacetCount, SearchResults
from site4p1000.search.shown import Chip, Correction, FacetGroup, Option, OtherLanguage, Pager, SearchView, SortOption, WayOut

NEARBY_SHOWN = 3
"""Other values of a facet that are offered where the chosen ones have nothing."""
_Words = Mapping[str, Mapping[str, str]]
"""By facet the label by value, in the order in which readers see them."""
UNKNOWN_STEPS = 1_000
"""A value no vocabulary knows comes last."""


def present(*, request: SearchRequest, results: SearchResults, path: str) -> SearchView:
    """What to show for these results on the page at `path`, in the reader's language."""
    links, words = _Links(request, path), _words(request, results)
    return SearchView(
        text=request.text,
        action=path,
        total=results.total,
        is_degraded=results.is_degraded,
        has_choices=request.is_narrowed,
        language_names=", ".join(facet_labels("language", request.languages, request.language).values()),
        groups=tuple(_groups(request, results, links, words)),
        chips=tuple(_chips(request, links, words)),
        sort_options=tuple(_sort_options(request, links)),
        pager=_pager(request, results, links),
        other_languages=tuple(_other_languages(request, results, links)),
        ways_out=tuple(_ways_out(request, results, links, words)),
        nearby=tuple(_nearby(request, results, links, words)),
        bounds=tuple(bound_words.groups(request)),
        has_bounds=bound_words.are_asked(request),
        complaints=tuple(_complaints(request, results, words)),
        correction=_correction(request, results, links),
        feed_url=links.feed(),
        without_filters_url=links.to(without_filters(request)) if request.is_narrowed else "",
        without_text_url=links.to(with_text(request, "")) if request.text else "",
        all_url=path,
        kept_by_filters=tuple(pair for pair in query_pairs(request) if pair[0] not in bound_words.asked_by_filters(request)),
        kept_by_sort=tuple(pair for pair in query_pairs(request) if pair[0] not in {SORT, PAGE}),
    )


def _words(request: SearchRequest, results: SearchResults) -> _Words:
    """The words of all values the page may name, asked for once a facet: those that are counted and those that are chosen."""
    asked = dict.fromkeys((*request.facets, *dict(request.filters.items())))
    return {name: facet_labels(name, dict.fromkeys((*_counted(name, results), *request.filters.of(name))), request.language) for name in asked}


def _counted(facet: str, results: SearchResults) -> dict[str, FacetCount]:
    return {count.value: count for count in results.facets.get(facet, ())}


def _complaints(request: SearchRequest, results: SearchResults, words: _Words) -> Iterator[str]:
    """Sentences about what was asked for and is not there: what cannot be read, values nobody knows, pages beyond the end."""
    yield from bound_words.complaints(request)
    if results.is_degraded:
        return
    for facet, value in _unknown_values(request, results, words):
        yield bound_words.unknown_value(facet, value)
    if results.page < request.page:
        yield bound_words.page_too_far(request.page)


def _unknown_values(request: SearchRequest, results: SearchResults, words: _Words) -> Iterator[tuple[str, str]]:
    """Chosen values, with their facets, that no vocabulary has a word for and nothing is counted under."""
    for facet, values in request.filters.items():
        has_some = {value for value, count in _counted(facet, results).items() if count.count}
        yield from ((facet, value) for value in values if words[facet][value] == value and value not in has_some)


class _Links:
    """Addresses of other requests on the same page."""

    def __init__(self, request: SearchRequest, path: str):
        self.request = request
        self.path = path

    def to(self, request: SearchRequest) -> str:
        return _address(self.path, to_query_string(request))

    def feed(self) -> str:
        """The address of the feed of the same search, newest first."""
        return _address(reverse("search_feed"), to_query_string(replace(self.request, sort=None, page=1)))


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _groups(request: SearchRequest, results: SearchResults, links: _Links, words: _Words) -> Iterator[FacetGroup]:
    for name in request.facets:
        counted, query = _counted(name, results), FacetQuery(request, name)
        shown = ((value, label) for value, label in words[name].items() if value in counted)
        options = tuple(_option(label, counted[value], _address(links.path, query.toggled(value))) for value, label in shown)
        if options:
            yield FacetGroup(name=name, title=str(FACET_TITLES[name]), options=options)


def _option(label: str, counted: FacetCount, url: str) -> Option:
    return Option(value=counted.value, label=capfirst(label), count=counted.count, url=url, is_selected=counted.is_selected)


def _chips(request: SearchRequest, links: _Links, words: _Words) -> Iterator[Chip]:
    for facet, values in request.filters.items():
        for value in (value for value in words[facet] if value in values):
            yield Chip(facet=str(FACET_TITLES[facet]), label=words[facet][value], url=links.to(without_value(request, facet, value)))
    for name in request.bounds:
        yield Chip(facet=bound_words.title(name), label=bound_words.words(request, name), url=links.to(without_bound(request, name)))


def _sort_options(request: SearchRequest, links: _Links) -> Iterator[SortOption]:
    for order in SortOrder:
        has_meaning = {SortOrder.RELEVANCE: bool(request.text), SortOrder.DISTANCE: request.near is not None}
        if has_meaning.get(order, True):
            is_selected = order == request.order
            yield SortOption(value=order.value, label=str(ORDER_LABELS[order]), url=links.to(sorted_by(request, order)), is_selected=is_selected)


def _pager(request: SearchRequest, results: SearchResults, links: _Links) -> Pager:
    number, pages = results.page, results.page_count
    previous_url = links.to(on_page(request, number - 1)) if number > 1 else ""
    next_url = links.to(on_page(request, number + 1)) if number < pages else ""
    return Pager(number=number, pages=pages, previous_url=previous_url, next_url=next_url)


def _other_languages(request: SearchRequest, results: SearchResults, links: _Links) -> Iterator[OtherLanguage]:
    for code, count in results.other_languages:
        (name,) = facet_labels("language", (code,), request.language).values()
        yield OtherLanguage(code=code, name=name, count=count, url=links.to(with_only(request, "language", code)))


def _ways_out(request: SearchRequest, results: SearchResults, links: _Links, words: _Words) -> Iterator[WayOut]:
    if results.total:
        return
    for name, count in results.totals_without.items():
        if count and name in request.filters:
            label = ", ".join(label for value, label in words[name].items() if value in request.filters.of(name))
            yield WayOut(facet=str(FACET_TITLES[name]), label=label, count=count, url=links.to(without_facet(request, name)))
        elif count:
            yield WayOut(
                facet=bound_words.title(name), label=bound_words.words(request, name), count=count, url=links.to(without_bound(request, name))
            )


def _nearby(request: SearchRequest, results: SearchResults, links: _Links, words: _Words) -> Iterator[WayOut]:
    """The nearest zones, soils and uses that have something, where the chosen ones have nothing: their counts leave their own filter out."""
    if results.total:
        return
    for facet in (name for name in facets_with_nearness() if name in request.filters):
        counts = {found.value: found.count for found in results.facets.get(facet, ()) if found.count and not found.is_selected}
        for value in _nearest(facet, counts, request) if counts else ():
            url = links.to(with_only(request, facet, value))
            yield WayOut(facet=str(FACET_TITLES[facet]), label=words[facet][value], count=counts[value], url=url)


def _nearest(facet: str, counts: Mapping[str, int], request: SearchRequest) -> list[str]:
    """The values to offer: by their steps from the chosen ones, and those equally near by what they have."""
    steps = steps_between(facet, request.filters.of(facet), counts)
    return sorted(counts, key=lambda value: (steps.get(value, UNKNOWN_STEPS), -counts[value]))[:NEARBY_SHOWN]


def _correction(request: SearchRequest, results: SearchResults, links: _Links) -> Correction | None:
    if results.corrected_text:
        return Correction(typed=request.text, text=results.corrected_text, url=links.to(exactly(request)), is_done=True)
    if results.did_you_mean:
        return Correction(typed=request.text, text=results.did_you_mean, url=links.to(with_text(request, results.did_you_mean)), is_done=False)
    return None
