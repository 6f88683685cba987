"""Which keywords are found in a text, whatever its accents, capitals and hyphens; and never as a part of another word."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsletter.press.keywords import Keywords, Suggestions, divided, found_in, suggestions

WORDS = st.text(alphabet="abcdeéèñçüœ", min_size=1, max_size=8)
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
SETS = (
    Keywords(language="en", words=("soil carbon", "humus"), topic="soil_carbon"),
    Keywords(language="fr", words=("érosion", "humus"), topic="water", practice="zai"),
    Keywords(language="fr", words=("haie*",), topic="trees"),
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("L’EROSION des sols", "érosion"),
        ("Agroforestry in Kenya", "agroforest*"),
        ("Sans-labour : dix ans après", "sans labour"),
        ("4 pour 1000, où en est-on ?", "4 pour 1000"),
        ("El semillero ecológico", "ECOLOGICO"),
        ("Œuvrer pour le sol", "oeuvrer"),
        ("Les systèmes alimentaires", "système* alimentaire*"),
        ("Le rapport C/N", "c/n"),
    ],
)
def test_a_word_is_found_however_it_is_written(text, word):
    assert found_in(text, [word]) == (word,)


@pytest.mark.parametrize(
    ("text", "word"),
    [("erosional", "erosion"), ("subsoil carbonate", "soil carbon"), ("soil and carbon", "soil carbon"), ("loin", "loi"), ("x", "*")],
)
def test_no_word_is_found_in_another(text, word):
    assert found_in(text, [word]) == ()


@given(before=PHRASES, word=PHRASES, after=PHRASES, divider=st.sampled_from([" ", ", ", "-", "’", "\n", " – "]))
def test_what_stands_in_a_text_is_found_in_any_case_and_without_accents(before, word, after, divider):
    bare = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    for written in (word, word.upper(), bare):
        assert found_in(divider.join([before, written, after]), [word]) == (word,)


@given(word=WORDS, ending=WORDS)
def test_a_longer_word_is_found_only_with_a_star(word, ending):
    assert found_in(word + ending, [word]) == ()
    assert found_in(word + ending, [f"{word}*"]) == (f"{word}*",)


@given(text=st.text(max_size=200), words=st.lists(st.text(max_size=20), max_size=5))
def test_any_text_is_held_against_any_words(text, words):
    assert set(found_in(text, words)) <= set(words)


@given(st.text(max_size=300))
def test_a_list_that_was_divided_is_divided_the_same_again(text):
    assert divided("\n".join(divided(text))) == divided(text)


@given(st.lists(PHRASES, max_size=6), st.sampled_from([", ", "\n", " ; ", "\r\n"]))
def test_a_list_is_read_whatever_stands_between_its_words(words, divider):
    assume(len({found_in(f"{word}", words) for word in words}) == len(set(words)))
    assert set(divided(divider.join(words))) == set(words)


def test_each_word_of_a_list_stands_once_and_what_is_no_word_not_at_all():
    assert divided("Humus, humus\nHUMUS; *, ,–,érosion,  soil   carbon ") == ("Humus", "érosion", "soil carbon")


def test_the_set_of_a_texts_language_counts_and_all_where_it_has_none():
    found = suggestions([("fr", "L’érosion, l’humus et le soil carbon")], SETS)
    assert [(one.what, one.words) for one in found.topics] == [("water", ("érosion", "humus"))]
    assert [(one.what, one.words) for one in found.practices] == [("zai", ("érosion", "humus"))]
    for unknown in ("", "de"):
        assert {one.what for one in suggestions([(unknown, "Humus")], SETS).topics} == {"soil_carbon", "water"}


def test_what_most_words_speak_for_comes_first_and_a_word_counts_once():
    texts = [("fr", "Des haies"), ("fr", "Érosion, érosion et humus"), ("en", "Humus")]
    found = suggestions(texts, SETS)
    assert [one.what for one in found.topics] == ["water", "soil_carbon", "trees"]
    assert found.words == ("érosion", "humus", "haie*")
    assert suggestions([("fr", "Rien")], SETS) == Suggestions()
