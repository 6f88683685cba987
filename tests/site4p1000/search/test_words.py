"""Finding words: every engine, the same behaviour."""

import pytest

from site4p1000.search.request import SearchRequest
from tests.site4p1000.search.documents import document, titles


@pytest.mark.parametrize(
    ("language", "title", "query"),
    [
        ("fr", "Lutte contre l'érosion", "érosions"),
        ("fr", "Lutte contre l'érosion", "EROSION"),
        ("fr", "Résidus de récolte", "residus"),
        ("fr", "Un résidu", "résidus"),
        ("fr", "L’eau et le sol", "l'eau"),
        ("fr", "Gestion de l'eau", "eau"),
        ("fr", "Le compostage", "compostages"),
        ("fr", "Cultures sans labour", "sans labour"),
        ("es", "El árbol y el suelo", "arboles"),
        ("es", "Árboles", "árbol"),
        ("es", "Siembra sin labranza", "labranzas"),
        ("en", "Composting manure", "composted"),
        ("en", "No-till farming", "no-till"),
        ("en", "No-till farming", "no till"),
        ("en", "No-till farming", "notill"),
        ("en", "No till farming", "no-till"),
        ("en", "Zaï pits", "zai"),
        ("en", "The C:N ratio", "C:N"),
        ("en", "The C:N ratio", "c/n"),
        ("en", "Yield in t/ha", "t/ha"),
        ("en", "CO₂ given off", "co2"),
        ("en", "Depth 0–30 cm", "0-30 cm"),
        ("en", "A ratio of 0.65 here", "0.65"),
        ("fr", "Un rapport de 0,65", "0,65"),
        ("en", "In t C ha⁻¹", "t C ha-1"),
        ("en", "The SOC stock", "soc stocks"),
        ("en", "WOCAT and FAO", "fao"),
        ("fr", "Dans 10000 parcelles", "10000"),
        ("ar", "التربة", "تربة"),
        ("sw", "Udongo mzuri", "udongo"),
    ],
)
def test_a_title_is_found_however_it_is_typed(engine, language, title, query):
    engine.put([document(title, language=language), document("Zzz", language=language)])
    assert titles(engine, query, language) == [title]


@pytest.mark.parametrize("part", ["summary", "body"])
def test_every_part_is_searched(engine, part):
    engine.put([document("Found", **{part: "about termites"}), document("Other")])
    assert titles(engine, "termite") == ["Found"]


def test_other_names_are_searched(engine):
    engine.put([document("Planting pits", also=("zaï", "tassa")), document("Other")])
    assert titles(engine, "tassa") == ["Planting pits"]


def test_with_two_words_both_are_needed(engine):
    engine.put([document("Compost heap"), document("Manure heap")])
    assert titles(engine, "compost manure") == []


def test_with_three_words_one_may_be_missing(engine):
    engine.put([document("Compost manure"), document("Compost alone")])
    assert titles(engine, "compost manure termites") == ["Compost manure"]


def test_text_without_a_word_finds_nothing(engine):
    engine.put([document("Soil")])
    assert titles(engine, "?!") == []


def test_an_empty_text_gives_everything_by_title(engine):
    engine.put([document("éclair"), document("Zebra"), document("Apple")])
    assert titles(engine) == ["Apple", "éclair", "Zebra"]


@pytest.mark.parametrize(
    "text",
    [
        '"', '"unclosed phrase', "soil AND", "soil OR (", "title:soil^3", "soil*", "/soil/", "[a TO b]", "{", "\\", "soil~2", "+-!",
        "soil\0carbon", "a" * 10_000, "soil " * 2_000, "' OR 1=1 --", "<script>alert(1)</script>", "𝔰𝔬𝔦𝔩 🌱", "\ud800", "_id:*", "NOT soil",
        "é" * 5_000, "-" * 500, "a-" * 5_000, "\u202e\u200b", "%00%ff",
    ],
)  # fmt: skip
def test_no_text_is_an_error(engine, text):
    engine.put([document("Soil carbon", body="A soil AND a title")])
    for language in ("en", "fr", "es", "ar"):
        engine.search(SearchRequest(text=text, language=language))


def test_found_words_are_marked_and_the_rest_is_escaped(engine):
    engine.put([document("Soil & <b>water</b>", summary='Keep "soil" in <place>')])
    (hit,) = engine.search(SearchRequest(text="soils")).hits
    assert hit.title_html == "<mark>Soil</mark> &amp; &lt;b&gt;water&lt;/b&gt;"
    assert hit.snippet_html == "Keep &quot;<mark>soil</mark>&quot; in &lt;place&gt;"


def test_a_hit_brings_what_a_list_shows(engine):
    card = {"zones": [{"label": "Semi-arid", "is_unclear": False}], "cost": None}
    given = document("Zaï", summary="Pits", card=card, id="page-7", type="story", language="fr")
    engine.put([given])
    (hit,) = engine.search(SearchRequest(text="zai", language="fr")).hits
    assert (hit.id, hit.type, hit.language, hit.title, hit.summary, hit.url, hit.card) == (
        "page-7", "story", "fr", "Zaï", "Pits", "/page-7/", card,
    )  # fmt: skip


def test_the_stem_of_a_word_finds_no_acronym(engine):
    engine.put([document("Images du centre EROS", language="fr"), document("L'érosion des sols", language="fr")])
    assert titles(engine, "érosions", "fr") == ["L'érosion des sols"]
    assert "Images du centre EROS" in titles(engine, "eros", "fr")
    assert engine.search(SearchRequest(text="érosions", language="fr")).hits[0].title_html == "L&#x27;<mark>érosion</mark> des sols"


def test_a_number_finds_that_number_only(engine):
    engine.put([document("Plots: 10000", language="fr"), document("Plots: 1000", language="fr")])
    assert titles(engine, "1000", "fr") == ["Plots: 1000"]
