"""Reading words: what one may type differently and still find."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site4p1000.search import analysis
from site4p1000.search.analysis import MAX_QUERY_WORDS, fold, index_text, query_words, stems_to_mark, words

SAME_IN_ONE_LANGUAGE = {
    "fr": [
        "érosion érosions erosion EROSION",
        "résidu résidus residus",
        "compostage compostages",
        "eau eaux l'eau l’eau L'EAU d'eau qu'eau",
        "irrigué irriguée irrigués irriguées irrigue",
        "paysan paysans paysanne paysannes",
        "travail travaux",
        "haie haies",
        "maïs mais MAÏS",
        "œuvre oeuvre",
        "agroécologie agroecologie",
    ],
    "es": [
        "árbol árboles arbol arboles",
        "erosión erosiones",
        "maíz maiz maíces",
        "año años ano",
        "abono abonos",
        "orgánico orgánica organicos",
        "cubierta cubiertas",
    ],
    "en": ["compost composts composted composting", "tree trees", "residue residues", "farmer farmers farmer's farmer’s"],
    "ar": ["التربة تربة"],
}


@pytest.mark.parametrize(("language", "forms"), [(code, line.split()) for code, lines in SAME_IN_ONE_LANGUAGE.items() for line in lines])
def test_forms_of_one_word_have_one_stem(language, forms):
    assert len({index_text(form, language) for form in forms}) == 1


@pytest.mark.parametrize("text", ["no-till", "C:N", "t/ha", "agro‑écologie"])
def test_a_compound_is_kept_in_pieces_and_together(text):
    first, second, bar, together = index_text(text, "fr").split()
    assert bar == "|"
    assert together.startswith((first + second)[:4])


def test_stop_words_vanish_from_queries_but_not_from_documents():
    assert [word.stems for word in query_words("la gestion de l'eau", "fr")] == [("gestion",), ("eau",)]
    assert index_text("la gestion de l'eau", "fr") == "la gestion de eau"


def test_words_keep_their_places_in_the_query():
    assert [word.place for word in query_words("la gestion de l'eau", "fr")] == [1, 3]


@pytest.mark.parametrize(("text", "language"), [("no till", "en"), ("sans labour", "fr"), ("sin labranza", "es")])
def test_words_that_deny_are_words(text, language):
    assert len(query_words(text, language)) == 2


def test_a_query_of_stop_words_alone_keeps_them():
    assert [word.stems for word in query_words("de la", "fr")] == [("de",), ("la",)]


def test_a_word_counts_once_and_not_more_than_twenty_are_read():
    assert len(query_words("soil soils Soil", "en")) == 1
    assert len(query_words(" ".join(f"word{number}" for number in range(200)), "en")) == MAX_QUERY_WORDS


@settings(deadline=None)
@given(st.text(), st.sampled_from(["en", "fr", "es", "ar", "de", "und", ""]))
def test_any_text_in_any_language_is_read(text, language):
    index_text(text, language)
    stems_to_mark(text, language)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_pieces_say_where_they_stand(text):
    for pieces in words(text):
        for piece in pieces:
            assert text[piece.start : piece.end] == piece.text


def test_numbers_and_codes_are_never_stemmed():
    assert index_text("10000 2011 A1es gcb.14658", "fr") == "10000 2011 a1es gcb 14658"


def test_capitals_of_a_text_in_capitals_mean_nothing():
    assert index_text("LE SOC ET LES SOLS", "fr") == "le soc et le sol"
    assert index_text("Le SOC et les sols", "fr") == "le =soc et le sol"


def test_readings_are_kept_and_never_too_many(monkeypatch):
    monkeypatch.setattr(analysis, "MAX_READINGS_KEPT", 3)
    monkeypatch.setattr(analysis, "_readings", {})
    assert [index_text(run, "en") for run in ("Soils,", "Soils, erosion", "no-till", "(soil)")] == ["soil", "soil eros", "no till | notil", "soil"]
    assert list(analysis.readings_in("en", is_mixed=True)) == ["(soil)"]


def test_who_is_reading_keeps_the_readings_that_are_given_up(monkeypatch):
    monkeypatch.setattr(analysis, "MAX_READINGS_KEPT", 1)
    monkeypatch.setattr(analysis, "_readings", {})
    readings = analysis.readings_in("en", is_mixed=True)
    assert readings["Soils"] == "soil"
    assert analysis.readings_in("en", is_mixed=True) is not readings
    assert readings.holding(frozenset({"soil"}), "Soils erode") == {"Soils"}


@given(st.text())
def test_folding_takes_every_mark_off_whatever_the_alphabet(text):
    letters = text.casefold().translate(analysis._LETTERS_WITHOUT_PARTS)
    without = "".join(char for char in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(char))
    assert fold(text) == (text.lower() if text.isascii() else without.casefold())
