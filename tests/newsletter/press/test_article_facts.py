"""What pages say about themselves, and what they cannot make us believe."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.press.article_facts import ArticleFacts, article_facts

URL = "https://www.daily.example/soils?id=7"


def facts(html: str, **more) -> ArticleFacts:
    return article_facts(html.encode(), url=URL, **more)


def with_data(data) -> ArticleFacts:
    return facts(f'<title>x</title><script type="application/ld+json">{json.dumps(data)}</script>')


OPEN_GRAPH = """<!doctype html><html lang="fr-FR"><head><title>Autre | Le Quotidien</title>
<meta property="og:title" content="Les sols respirent &amp; stockent | Le Quotidien"><meta property='og:site_name' content='Le Quotidien'>
<meta property="article:published_time" content="2026-03-01T06:00:00+01:00"><meta name="author" content="Awa Diallo">
<link rel="canonical" href="/soils?id=7&utm_source=feed"><meta property="og:description" content="The text of others"></head></html>"""


def test_open_graph_and_meta_are_read():
    assert facts(OPEN_GRAPH) == ArticleFacts(
        title="Les sols respirent & stockent",
        outlet="Le Quotidien",
        author="Awa Diallo",
        published_on=date(2026, 3, 1),
        language="fr",
        canonical="https://www.daily.example/soils?id=7",
    )


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Soils breathe",
    "datePublished": "2026-03-01",
    "inLanguage": "en-GB",
    "author": [{"@type": "Person", "name": "Awa Diallo"}, {"name": "Luis Pérez"}],
    "publisher": {"name": "The Daily"},
    "articleBody": "The text of others",
}


@pytest.mark.parametrize(
    "data", [ARTICLE, [ARTICLE], {"@graph": [{"@type": "WebPage", "name": "x"}, ARTICLE]}, {"@type": ["WebPage"], "mainEntity": ARTICLE}]
)
def test_linked_data_is_read_in_every_usual_shape(data):
    found = with_data(data)
    assert (found.title, found.outlet, found.author, found.language) == ("Soils breathe", "The Daily", "Awa Diallo, Luis Pérez", "en")
    assert found.published_on == date(2026, 3, 1)


def test_nothing_of_the_text_is_taken():
    assert "The text of others" not in repr(facts(OPEN_GRAPH)) + repr(with_data(ARTICLE))


def test_a_page_that_says_little_still_has_a_title_and_an_outlet():
    found = facts("<TITLE>\n Soils  breathe \n</TITLE><time datetime='2026-03-01 10:00'>")
    assert (found.title, found.outlet, found.published_on) == ("Soils breathe", "daily.example", date(2026, 3, 1))


@pytest.mark.parametrize("named", ["https://elsewhere.example/soils", "javascript:alert(1)", "https://[", ""])
def test_a_page_cannot_send_readers_elsewhere(named):
    assert facts(f'<link rel=canonical href="{named}">').canonical == ""


@pytest.mark.parametrize("author", ["ana@example.org", "https://facebook.example/ana"])
def test_neither_addresses_nor_links_are_taken_for_names(author):
    assert facts(f'<meta name="author" content="{author}">').author == ""


@pytest.mark.parametrize("day", ["", "soon", "2026-13-01", "2026-02-30", "0000-01-01", 5, None, {}, []])
def test_what_is_no_day_is_no_day(day):
    assert with_data({**ARTICLE, "datePublished": day}).published_on is None


CHARSETS = [
    ("sols à nu", "utf-8", ""),
    ("sols à nu", "iso-8859-1", "iso-8859-1"),
    ("sols à nu", "cp1252", ""),
    ("sols à nu", "utf-8", "no-such-charset"),
]


@pytest.mark.parametrize(("words", "written", "told"), CHARSETS)
def test_letters_survive(words, written, told):
    page = f"<title>{words}</title>".encode(written)
    assert article_facts(page, url=URL, charset=told).title == words


HOSTILE = ["<a", "<meta ", '<meta content="', "<!--", "<![CDATA[", "<title>", "<script type=application/ld+json>", "[", "&#", "<meta a=1 ", "<html "]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_page_made_to_keep_parsers_busy_is_read_like_any_other(unit):
    assert facts("<title>Soils</title>" + unit * (600_000 // len(unit))).title == "Soils"


def test_data_nested_without_end_is_passed_by():
    assert facts('<title>Soils</title><script type="application/ld+json">' + "[" * 100_000).title == "Soils"


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "utf-16", "idna", "rot13", "undefined"]))
def test_any_bytes_give_facts(content, charset):
    assert isinstance(article_facts(b"<html><title>" + content, url=URL, charset=charset), ArticleFacts)


def names_of(inner):
    names = st.sampled_from(["@type", "@graph", "headline", "author", "name", "publisher", "datePublished", "inLanguage", "mainEntity"])
    return st.dictionaries(names, inner | st.just("NewsArticle"), max_size=5)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | names_of(inner)
)


@given(json_values)
def test_any_linked_data_gives_facts(data):
    found = with_data(data)
    assert isinstance(found.title, str)
    assert found.published_on is None or isinstance(found.published_on, date)
