"""Numbers are exact: one finds every way to write it, and no other number. Pure reading first, then every engine."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site4p1000.search.analysis import index_text, query_words
from site4p1000.search.request import SearchRequest
from tests.site4p1000.search.documents import document, titles

BLANK, NO_BREAK, THIN = " ", "\u00a0", "\u202f"
NO_SIGN = ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.2 1,2", "1.2 1.2"),
        ("13.02", "13.02"),
        ("0.125 0,125", "0.125 0.125"),
        ("1302.125", "1302.125"),
        ("10,000 10.000 10\u00a0000 10\u202f000", "10000 10000 10000 10000"),
        ("1,302.5 1.302,5 1\u202f302,5", "1302.5 1302.5 1302.5"),
        ("10 000 ha", "10 000 ha | 10000"),
        ("2.5kg", "2.5kg"),
        ("12.05.2020", "12 05 2020 | 12-05-2020"),
        ("2010-2012", "2010 2012 | 2010-2012"),
        ("in 2010 300 plots of 5 ha", "in 2010 300 plot of 5 ha"),
        ("gcb.14658", "gcb 14658"),
    ],
)
def test_a_number_is_read_as_one_word(written, read):
    assert index_text(written, "en") == read


def finds(query: str, text: str) -> bool:
    """Whether each word of a query stands in a text as an index holds it, alone or together."""
    held = index_text(text, "fr")
    return all(word.together in held.split() or f" {' '.join(word.stems)} " in f" {held} " for word in query_words(query, "fr"))


def ways_to_write(whole: int, decimals: str) -> list[str]:
    """Of a number in documents: all that nobody can read as two numbers."""
    signs = [",", ".", NO_BREAK, THIN]
    if decimals:
        return [f"{grouped(whole, sign)}{point}{decimals}" for sign in (NO_SIGN, *signs) for point in ",." if sign != point]
    return [grouped(whole, sign) for sign in (NO_SIGN, *signs)]


def grouped(whole: int, sign: str) -> str:
    return f"{whole:,}".replace(",", sign)


wholes = st.integers(0, 10**9)
endings = st.one_of(st.just(""), st.from_regex(r"[0-9]{1,2}", fullmatch=True))


@settings(deadline=None)
@given(wholes, endings)
def test_a_number_is_found_however_it_is_written(whole, decimals):
    written = ways_to_write(whole, decimals) + [grouped(whole, BLANK) + (f",{decimals}" if decimals else "")]
    assert all(finds(query, f"Il y a {text} ha.") for query in written for text in written)


@settings(deadline=None)
@given(st.tuples(wholes, endings), st.tuples(wholes, endings))
def test_no_number_finds_another(one, other):
    if one == other:
        return
    for query in ways_to_write(*one):
        assert not any(finds(query, f"Il y a {text} ha.") for text in ways_to_write(*other))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("1.2", {"Yield 1.2 t", "Yield 1,2 t"}),
        ("1,2", {"Yield 1.2 t", "Yield 1,2 t"}),
        ("12", {"Plot 12"}),
        ("1302", {"Stock 1,302"}),
        ("13.02", {"Stock 13.02"}),
        ("10000", {"Trees 10,000", "Trees 10.000", "Trees 10 000", "Trees 10\u202f000"}),
        ("10 000", {"Trees 10,000", "Trees 10.000", "Trees 10 000", "Trees 10\u202f000"}),
        ("2010-2012", {"From 2010-2012"}),
        ("20102012", set()),
    ],
)
def test_every_engine_finds_that_number_only(engine, query, found):
    all_titles = (
        "Yield 1.2 t", "Yield 1,2 t", "Plot 12", "Plots 1-2", "Stock 13.02", "Stock 1,302", "Trees 10,000", "Trees 10.000", "Trees 10 000",
        "Trees 10\u202f000", "From 2010-2012",
    )  # fmt: skip
    engine.put([document(title) for title in all_titles])
    assert set(titles(engine, query)) == found


def test_a_number_is_marked_as_it_stands(engine):
    engine.put([document("Trees", summary="12 of 10 000, or 1.2 of 10,000 and 10000")])
    assert engine.search(SearchRequest(text="10.000")).hits[0].snippet_html == (
        "12 of <mark>10 000</mark>, or 1.2 of <mark>10,000</mark> and <mark>10000</mark>"
    )
    assert engine.search(SearchRequest(text="12")).hits[0].snippet_html == "<mark>12</mark> of 10 000, or 1.2 of 10,000 and 10000"
