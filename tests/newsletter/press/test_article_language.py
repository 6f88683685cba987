"""The language of an article: told by its page, else by its words, else honestly not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.press.article_facts import article_facts
from newsletter.press.article_language import language_of, settled


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("How cover crops keep the soil cool", "en"),
        ("Farmers in Kenya turn to agroforestry", "en"),
        ("Soils store more carbon than thought", "en"),
        ("Les agriculteurs face à la sécheresse", "fr"),
        ("L’agroforesterie au secours du climat", "fr"),
        ("4 pour 1000 : où en est-on ?", "fr"),
        ("Cómo los cultivos de cobertura protegen el suelo", "es"),
        ("La erosión se lleva cada año millones de toneladas de suelo", "es"),
        ("EL SUELO, ALIADO CONTRA EL CAMBIO CLIMÁTICO", "es"),
    ],
)
def test_a_title_of_some_words_tells_its_language(title, language):
    assert language_of(title) == language


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Humus",
        "World Soil Day 2026",
        "Biochar",
        "中国土壤",
        "Solo vivo: como os agricultores do Brasil recuperam a terra",
        "Il suolo che respira: la sfida degli agricoltori",
        "Els sòls de Catalunya perden carboni",
        "Der Boden als Klimaschützer: wie Bauern Humus aufbauen",
        "De bodem als bondgenoot van het klimaat",
    ],
)
def test_too_few_words_or_those_of_another_language_are_not_known(title):
    assert language_of(title) == ""


FRENCH, SHORT = "Les agriculteurs et leurs sols face à la sécheresse", "Humus"


@pytest.mark.parametrize(
    ("marks", "title", "language"),
    [
        (["fr-FR", "fr_CA", "", None], SHORT, "fr"),
        (["de"], SHORT, "de"),
        ([], FRENCH, "fr"),
        (["en-US", "fr_FR"], FRENCH, "fr"),
        (["en-US", "fr_FR"], SHORT, ""),
        (["en"], FRENCH, "fr"),
        (["en"], "La matière organique du sol", "en"),
        (["", None, "x", "english"], SHORT, ""),
    ],
    ids=[
        "one mark",
        "another language",
        "no mark",
        "two marks",
        "two marks, unclear",
        "very clear words",
        "words not clear enough",
        "no marks at all",
    ],
)
def test_one_mark_stands_and_else_the_words_decide(marks, title, language):
    assert settled(marks, title=title) == language


@given(marks=st.lists(st.one_of(st.none(), st.text(max_size=8), st.integers())), title=st.text(max_size=100))
def test_any_page_gives_a_code_or_nothing(marks, title):
    found = settled(marks, title=title)
    assert found == "" or (len(found) == 2 and found.islower())


def test_the_page_of_a_french_article_in_an_english_theme_is_french():
    html = f'<html lang="en-US"><head><title>{FRENCH}</title></head></html>'.encode()
    assert article_facts(html, url="https://example.org/a").language == "fr"
    html = f'<html><head><meta property="og:locale" content="en_US"><meta name="content-language" content="fr"><title>{FRENCH}</title></head></html>'
    assert article_facts(html.encode(), url="https://example.org/a").language == "fr"
