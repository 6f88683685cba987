"""Ranges, days, places and given ids. Every engine, the same behaviour."""

from datetime import date

import pytest

from site4p1000.search.bounds import OPEN_END, Box, Days, Near, Span
from site4p1000.search.request import SearchRequest, SortOrder
from site4p1000.search.vocabulary import spellings
from tests.site4p1000.search.documents import counts, document, titles

OUAGADOUGOU, BAMAKO, PARIS, SUVA = (12.37, -1.53), (12.64, -8.0), (48.86, 2.35), (-18.14, 178.44)


@pytest.fixture
def hills(engine):
    engine.put([
        document("Coast", spans={"altitude_m": (0, 100), "rainfall_mm": (800, 800)}),
        document("Slopes", spans={"altitude_m": (501, 1500)}),
        document("Peaks", spans={"altitude_m": (4001, OPEN_END)}),
        document("Nobody knows"),
    ])  # fmt: skip
    return engine


@pytest.mark.parametrize(
    ("span", "found"),
    [
        (Span(0, 600), ["Coast", "Slopes"]),
        (Span(1500, None), ["Peaks", "Slopes"]),
        (Span(None, 50), ["Coast"]),
        (Span(8000, 9000), ["Peaks"]),
        (Span(101, 500), []),
    ],
)
def test_a_range_finds_what_overlaps_it(hills, span, found):
    assert titles(hills, ranges={"altitude_m": span}) == found


def test_ranges_narrow_together_and_facets_count_within_them(engine):
    engine.put([
        document("Dry", spans={"rainfall_mm": (200, 400)}, facets={"soil": ["sand"]}),
        document("Wet", spans={"rainfall_mm": (2000, 3000)}, facets={"soil": ["sand"]}),
    ])  # fmt: skip
    results = engine.search(SearchRequest(ranges={"rainfall_mm": Span(0, 500)}))
    assert (results.total, counts(results, "soil")) == (1, {"sand": 1})
    assert titles(engine, ranges={"rainfall_mm": Span(0, 500), "altitude_m": Span(0, 9000)}) == []


def test_days_of_publication(engine):
    days = {"Old": date(2015, 6, 1), "New": date(2026, 1, 1), "Undated": None}
    engine.put([document(title, published_on=day) for title, day in days.items()])
    assert titles(engine, published=Days(date(2015, 6, 1), date(2015, 12, 31))) == ["Old"]
    assert titles(engine, published=Days(first=date(2016, 1, 1))) == ["New"]
    assert titles(engine, published=Days(last=date(2026, 1, 1))) == ["New", "Old"]


@pytest.fixture
def world(engine):
    engine.put([
        document("Mali and Fiji", points=(SUVA, BAMAKO)),
        document("Burkina", points=(OUAGADOUGOU,)),
        document("Nowhere"),
        document("France", points=(PARIS,)),
    ])  # fmt: skip
    return engine


def test_the_nearest_site_comes_first_and_unknown_places_last(world):
    near = Near(12.4, -1.5)
    hits = world.search(SearchRequest(near=near)).hits
    assert [hit.title for hit in hits] == ["Burkina", "Mali and Fiji", "France", "Nowhere"]
    assert [hit.distance_km and round(hit.distance_km, -2) for hit in hits] == [0.0, 700.0, 4100.0, None]
    assert titles(world, near=near, page=2, page_size=2) == ["France", "Nowhere"]
    assert titles(world, near=Near(-18, 178), sort=SortOrder.DISTANCE)[0] == "Mali and Fiji"


def test_a_radius_keeps_what_has_a_site_within_it(world):
    assert titles(world, near=Near(12.4, -1.5, 1000)) == ["Burkina", "Mali and Fiji"]
    assert titles(world, near=Near(0.0, 0.0, 10)) == []


def test_a_box_keeps_what_has_a_site_inside(world):
    assert titles(world, box=Box(-17, 4, 16, 25)) == ["Burkina", "Mali and Fiji"]
    assert titles(world, box=Box(175, -20, -175, -15)) == ["Mali and Fiji"]


@pytest.mark.parametrize(
    ("box", "found"),
    [
        (Box(-8, 12.64, -8, 12.64), ["Mali and Fiji"]),
        (Box(-9, 12.64, 0, 12.64), ["Mali and Fiji"]),
        (Box(-8, 0, -8, 20), ["Mali and Fiji"]),
        (Box(-180, -90, -180, -90), []),
        (Box(180, 90, 180, 90), []),
    ],
)
def test_a_box_without_height_or_width_holds_what_lies_on_it(world, box, found):
    assert titles(world, box=box) == found


def test_a_document_that_moved_is_found_in_its_new_place(engine):
    engine.put([document("Farm", id="page-1", points=(PARIS,))])
    assert titles(engine, near=Near(48.9, 2.4, 50)) == ["Farm"]
    engine.put([document("Farm", id="page-1", points=(BAMAKO,))])
    assert titles(engine, near=Near(48.9, 2.4, 50)) == []
    assert titles(engine, near=Near(12.6, -8.0, 50)) == ["Farm"]


def test_a_page_may_lend_the_search_a_set_of_its_own(engine):
    engine.put([document("A", id="page-1"), document("B", id="page-2"), document("C", id="page-3")])
    assert titles(engine, among=("page-1", "page-3", "page-9")) == ["A", "C"]
    assert titles(engine, among=()) == []


def test_synonyms_find_what_the_words_do_not(engine):
    engine.put([document("Compost"), document("Abono orgánico", language="es"), document("Arado", language="es")])
    asked = SearchRequest(text="compost", filters={"language": ["en", "es"]}, wordings={"es": ("abono orgánico",)})
    hits = sorted(engine.search(asked).hits, key=lambda hit: hit.language)
    assert [hit.title for hit in hits] == ["Compost", "Abono orgánico"]
    assert hits[1].title_html == "<mark>Abono</mark> <mark>orgánico</mark>"
    assert engine.search(SearchRequest(text="compost", wordings={"es": ("abono orgánico",)})).other_languages == (("es", 1),)


def test_the_readers_own_word_weighs_more_than_its_synonym(engine):
    engine.put([document("Green manure"), document("Cover crops"), document("Ploughing")])
    assert titles(engine, "cover crops", wordings={"en": ("green manure",)}) == ["Cover crops", "Green manure"]


def test_the_vocabulary_is_what_documents_say_per_language(engine):
    engine.put([document("Érosion des sols", language="fr", body="L'érosion, 12 t/ha"), document("Sols", language="fr"), document("Soil")])
    assert dict(engine.vocabulary("fr")) == {"érosion": 1, "des": 1, "sols": 2}
    engine.put([document("Humus", language="fr")])
    assert engine.vocabulary("fr")["humus"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "no-till, N2O, C:N",
        "qu'on l'appelle ZAÏ",
        "foo_bar pH_7 x",
        "10 000 t/ha CO2e",
        "e\u0301rosion maíz.trigo",
        "a" * 41,
        "Straße ﬁne",
        "«sol»…",
    ],
)
def test_a_vocabulary_has_the_words_of_a_text_and_no_others(engine, text):
    engine.put([document("Soil", body=text)])
    assert set(engine.vocabulary("en")) == {"soil", *spellings(text)}


def test_suggestions_go_on_from_the_letters_typed(engine):
    engine.put([
        document("Cover crops", also=("Green cover",)),
        document("Soil cover", type="story"),
        document("Couvert végétal", language="fr"),
        document("Recovery"),
    ])  # fmt: skip
    assert [found.title for found in engine.suggest("COVER", language="en")] == ["Cover crops", "Soil cover"]
    assert [found.title for found in engine.suggest("vegetal", language="fr")] == ["Couvert végétal"]
    assert engine.suggest("co", language="en") == ()
