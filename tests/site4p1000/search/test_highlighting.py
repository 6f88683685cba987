"""Marks in titles and snippets: always safe HTML, and around the right words."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site4p1000.search.analysis import index_text, stems_to_mark
from site4p1000.search.highlighting import marked, snippet

BODY = "First words of no interest. " * 20 + "Here the compost heap is turned. Manure comes later. " + "Last words of no interest. " * 20

nasty = st.text(alphabet=st.sampled_from(list("<>&\"'/ abcsoil-:;#39markéß\n")), max_size=300)


def mark(text: str, query: str, language: str = "en") -> str:
    return marked(text, stems_to_mark(query, language), language)


def test_found_words_are_marked_in_their_own_form():
    assert mark("Composting and compost", "composts") == "<mark>Composting</mark> and <mark>compost</mark>"
    assert mark("Lutte contre l'érosion", "erosions", "fr") == "Lutte contre l&#x27;<mark>érosion</mark>"


def test_compounds_are_marked_whole_or_in_pieces():
    assert mark("A no-till field, C/N 12", "no-till") == "A <mark>no-till</mark> field, C/N 12"
    assert mark("A C/N of 12", "C:N") == "A <mark>C/N</mark> of 12"
    assert mark("A no-till field", "till") == "A no-<mark>till</mark> field"


def test_the_summary_is_shown_when_it_has_a_word():
    assert snippet(summary="On soil.", body=BODY, wanted=stems_to_mark("soil compost", "en"), language="en") == "On <mark>soil</mark>."


def test_else_the_part_of_the_body_with_most_words():
    found = snippet(summary="A summary.", body=BODY, wanted=stems_to_mark("compost manure", "en"), language="en")
    assert "Here the <mark>compost</mark> heap is turned. <mark>Manure</mark> comes" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < 350


def test_else_the_plain_summary():
    assert snippet(summary="A <summary>.", body=BODY, wanted=stems_to_mark("zebra", "en"), language="en") == "A &lt;summary&gt;."


@settings(deadline=None)
@given(nasty, nasty)
def test_marks_never_break_html(text, query):
    html = mark(text, query)
    assert unescape(re.sub("</?mark>", "", html)) == text
    _assert_only_marks(html)


@settings(deadline=None)
@given(nasty, nasty, nasty)
def test_snippets_never_break_html(summary, body, query):
    _assert_only_marks(snippet(summary=summary, body=body * 3, wanted=stems_to_mark(query, "en"), language="en"))


def _assert_only_marks(html: str) -> None:
    assert not re.search("[<>\"']", re.sub("<mark>[^<>]*</mark>", "", html))
    assert not re.search("&(?!amp;|lt;|gt;|quot;|#x27;)", html)


@pytest.mark.parametrize("text", ["soil, soil; (soil) topsoil soil", "soil\u2003soil\nsoil\u00a0subsoil soil."])
def test_a_word_is_marked_wherever_it_stands_and_not_inside_others(text):
    html = marked(text, frozenset({"soil"}), "en")
    assert html.count("<mark>soil</mark>") == len(re.findall(r"\bsoil\b", text))
    assert re.sub("</?mark>", "", html) == text


@given(st.text(alphabet="aéœ'\u2019-:/., \n\u00a0T1", max_size=40))
def test_every_word_of_a_text_finds_its_own_places(text):
    """What the index holds for a text can be marked in it: reading between blanks loses nothing."""
    for key in {*index_text(text, "fr").split()} - {"|"}:
        assert "<mark>" in marked(text, frozenset({key}), "fr")
