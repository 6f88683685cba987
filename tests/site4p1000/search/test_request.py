"""The query string: tolerant of anything, canonical, and read back as the same request."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from site4p1000.search.documents import FACETS
from site4p1000.search.facet_queries import FacetQuery
from site4p1000.search.request import (
    MAX_PAGE,
    SearchRequest,
    SortOrder,
    next_page,
    on_page,
    parse_query_string,
    sorted_by,
    to_query_string,
    with_only,
    with_text,
    with_value,
    without_facet,
    without_filters,
    without_value,
)

anything = st.dictionaries(st.one_of(st.sampled_from([*FACETS, "q", "sort", "page"]), st.text()), st.lists(st.text()))


def parse(text: str, **given) -> SearchRequest:
    return parse_query_string(QueryDict(text), language=given.pop("language", "en"), **given)


@settings(deadline=None)
@given(anything)
def test_nothing_a_browser_sends_is_an_error(params):
    request = parse_query_string(params, language="fr")
    assert len(request.text) <= 200
    assert 1 <= request.page <= MAX_PAGE


@settings(deadline=None)
@given(anything)
def test_a_request_is_read_back_as_the_same(params):
    request = parse_query_string(params, language="fr")
    assert parse(to_query_string(request), language="fr") == request


@settings(deadline=None)
@given(anything)
def test_the_query_string_is_canonical(params):
    shuffled = {name: list(reversed(values)) if name in FACETS else values for name, values in reversed(params.items())}
    first, second = (parse_query_string(given, language="fr") for given in (params, shuffled))
    if all(len(values) <= 20 for values in params.values()):
        assert to_query_string(first) == to_query_string(second)


def test_a_request_is_read_from_its_parts():
    request = parse("q=no-till&climate=dry&climate=arid&type=story&sort=newest&page=3")
    assert request.text == "no-till"
    assert dict(request.filters) == {"type": ("story",), "climate": ("arid", "dry")}
    assert (request.sort, request.page) == (SortOrder.NEWEST, 3)


@pytest.mark.parametrize("text", ["page=abc", "page=-1", "page=0", "page=", "page=1e3", "page=" + "9" * 5000 + "x"])
def test_a_page_that_is_none_is_the_first(text):
    assert parse(text).page == 1


def test_a_far_page_is_cut():
    assert parse("page=99999999").page == MAX_PAGE


def test_unknown_facets_and_orders_are_ignored():
    assert parse("colour=red&sort=price&utm_source=x") == SearchRequest(language="en")


def test_long_text_is_cut_and_control_characters_go():
    assert parse("q=" + "a" * 10_000).text == "a" * 200
    assert parse("q=so%00il%07%0a%0d  erosion%7f").text == "soil erosion"


def test_at_most_twenty_values_of_a_facet_are_kept():
    assert len(parse("&".join(f"country={number}" for number in range(100))).values("country")) == 20


def test_fixed_filters_cannot_be_changed_and_are_not_in_the_address():
    request = parse("type=story&climate=dry", fixed={"type": ("practice",)})
    assert request.values("type") == ("practice",)
    assert to_query_string(request) == "climate=dry"


def test_values_of_a_facet_are_added_and_taken_away():
    request = with_value(parse("q=soil&climate=dry&page=4"), "climate", "arid")
    assert to_query_string(request) == "q=soil&climate=arid&climate=dry"
    assert to_query_string(without_value(request, "climate", "dry")) == "q=soil&climate=arid"
    assert to_query_string(with_only(request, "climate", "cold")) == "q=soil&climate=cold"
    assert to_query_string(without_facet(with_value(request, "type", "story"), "climate")) == "q=soil&type=story"
    assert to_query_string(without_filters(request)) == "q=soil"


def test_a_second_language_keeps_the_readers_own():
    request = with_value(parse("q=sol", language="fr"), "language", "en")
    assert request.languages == ("en", "fr")
    assert without_value(request, "language", "en").languages == ("fr",)


def test_the_readers_own_language_is_no_choice():
    assert not parse("language=fr", language="fr").filters


def test_pages_and_orders():
    request = parse("q=soil&page=2")
    assert to_query_string(next_page(request)) == "q=soil&page=3"
    assert to_query_string(on_page(request, 1)) == "q=soil"
    assert to_query_string(sorted_by(request, SortOrder.NEWEST)) == "q=soil&sort=newest"
    assert to_query_string(sorted_by(request, SortOrder.RELEVANCE)) == "q=soil"


def test_without_words_titles_decide_the_order():
    assert parse("").order == SortOrder.TITLE
    assert parse("sort=relevance").order == SortOrder.TITLE
    assert parse("q=soil").order == SortOrder.RELEVANCE
    assert with_text(parse("q=soil&sort=evidence"), "").order == SortOrder.EVIDENCE


def test_a_page_without_hits_on_it_is_a_programming_error():
    with pytest.raises(ValueError, match="at least one"):
        SearchRequest(page_size=0)


@given(anything, st.sampled_from(FACETS), st.text(min_size=1))
def test_a_query_string_for_one_more_or_one_less_value_is_the_canonical_one(params, facet, value):
    request = parse_query_string(params, language="en")
    changed = (without_value if value in FacetQuery(request, facet).chosen else with_value)(request, facet, value)
    assert FacetQuery(request, facet).toggled(value) == to_query_string(changed)


def test_a_query_string_takes_a_chosen_value_back():
    request = parse("q=soil&climate=dry&climate=arid&soil=sandy&page=3&sort=newest")
    assert FacetQuery(request, "climate").toggled("dry") == "q=soil&climate=arid&soil=sandy&sort=newest"
    assert FacetQuery(request, "land_use").toggled("a & b") == "q=soil&climate=arid&climate=dry&land_use=a+%26+b&soil=sandy&sort=newest"
    assert FacetQuery(request, "language").toggled("fr") == "q=soil&climate=arid&climate=dry&soil=sandy&language=en&language=fr&sort=newest"
