"""Languages: the reader's first, the others counted. Every engine, the same behaviour."""

from site4p1000.search.request import SearchRequest
from tests.site4p1000.search.documents import counts, document, titles


def _fill(engine):
    engine.put([
        document("Compost", language="en"),
        document("Composts", language="fr"),
        document("Le compost et l'eau", language="fr"),
        document("Compost y suelo", language="es"),
        document("Labour", language="fr"),
    ])  # fmt: skip


def test_hits_are_in_the_readers_language(engine):
    _fill(engine)
    assert titles(engine, "compost", "en") == ["Compost"]
    assert set(titles(engine, "compost", "fr")) == {"Composts", "Le compost et l'eau"}


def test_other_languages_tell_what_the_same_words_find_there(engine):
    _fill(engine)
    assert engine.search(SearchRequest(text="composts", language="en")).other_languages == (("fr", 2), ("es", 1))


def test_each_language_reads_the_words_its_own_way(engine):
    engine.put([document("Un résidu", language="fr"), document("Residues", language="en")])
    results = engine.search(SearchRequest(text="résidus", language="es"))
    assert (results.total, results.other_languages) == (0, (("fr", 1),))


def test_chosen_languages_replace_the_readers(engine):
    _fill(engine)
    results = engine.search(SearchRequest(text="compost", language="en", filters={"language": ["fr", "es"]}))
    assert {hit.language for hit in results.hits} == {"fr", "es"}
    assert results.other_languages == (("en", 1),)
    assert counts(results, "language") == {"fr": 2, "en": 1, "es": 1}


def test_the_readers_language_is_shown_as_chosen(engine):
    _fill(engine)
    results = engine.search(SearchRequest(text="compost", language="fr"))
    assert [found.value for found in results.facets["language"] if found.is_selected] == ["fr"]


def test_filters_hold_in_other_languages_too(engine):
    engine.put([document("Compost", language="fr", facets={"soil": [soil]}) for soil in ("sand", "clay", "clay")])
    assert engine.search(SearchRequest(text="compost", filters={"soil": ["clay"]})).other_languages == (("fr", 2),)


def test_a_language_of_no_interface_is_found(engine):
    engine.put([document("Udongo", language="sw")])
    assert engine.search(SearchRequest(text="udongo")).other_languages == (("sw", 1),)
    assert titles(engine, "udongo", filters={"language": ["sw"]}) == ["Udongo"]
