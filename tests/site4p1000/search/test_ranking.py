"""The order of hits: every engine, the same behaviour. Order with clear margins, never scores."""

from datetime import date

import pytest

from site4p1000.search.request import SearchRequest, SortOrder
from tests.site4p1000.search.documents import document, titles

FILLER = "Much else is said about fields, rain, seeds, harvests and roads. " * 5


def test_title_before_summary_before_body(engine):
    engine.put([document("A", body="termites " + FILLER), document("B", summary="termites here"), document("Termites"), document("C")])
    assert titles(engine, "termites") == ["Termites", "B", "A"]


def test_other_names_weigh_almost_like_the_title(engine):
    engine.put([document("A", summary="Tassa everywhere"), document("Planting pits", also=("tassa",)), document("Tassa")])
    assert titles(engine, "tassa") == ["Tassa", "Planting pits", "A"]


@pytest.mark.parametrize("part", ["summary", "body"])
def test_a_phrase_before_its_words_apart(engine, part):
    engine.put([
        document("Apart", **{part: "crops that cover, cover and crops, a cover of crops again"}),
        document("Phrase", **{part: "sow cover crops in autumn and leave them standing there"}),
    ])  # fmt: skip
    assert titles(engine, "cover crops") == ["Phrase", "Apart"]


def test_a_phrase_may_have_stop_words_inside(engine):
    engine.put([
        document("Séparés", language="fr", summary="la gestion du sol, et aussi de l'eau"),
        document("Phrase", language="fr", summary="sur la gestion de l'eau, et du sol"),
    ])  # fmt: skip
    assert titles(engine, "gestion de l'eau", "fr") == ["Phrase", "Séparés"]


def test_all_words_before_most_words_even_in_a_lighter_part(engine):
    engine.put([document("Compost manure compost manure"), document("All", body=FILLER + "compost, manure and termites " + FILLER)])
    assert titles(engine, "compost manure termites") == ["All", "Compost manure compost manure"]


def test_a_synonym_of_several_words_excuses_no_word_that_was_typed(engine):
    engine.put([document("Abono orgánico", language="es"), document("Abono orgánico xyzzy", language="es")])
    request = SearchRequest(text="xyzzy compost", language="es", wordings={"es": ("xyzzy abono orgánico",)})
    assert [hit.title for hit in engine.search(request).hits] == ["Abono orgánico xyzzy"]
    seen_from_english = SearchRequest(text="xyzzy compost", language="en", wordings={"es": ("xyzzy abono orgánico",)})
    assert dict(engine.search(seen_from_english).other_languages) == {"es": 1}


def test_newest_first_and_without_date_last(engine):
    dates = {"Old": date(2001, 1, 1), "Undated": None, "New": date(2026, 1, 1)}
    engine.put([document(title, published_on=day) for title, day in dates.items()])
    assert titles(engine, sort=SortOrder.NEWEST) == ["New", "Old", "Undated"]


def test_strongest_proof_first_and_unknown_last(engine):
    engine.put([document(title, evidence_rank=rank) for title, rank in {"Weak": 0, "Unknown": None, "Strong": 4}.items()])
    assert titles(engine, sort=SortOrder.EVIDENCE) == ["Strong", "Weak", "Unknown"]


def test_least_work_first_and_unknown_last(engine):
    engine.put([document(title, effort_rank=rank) for title, rank in {"Much": 3, "Unknown": None, "Little": 0}.items()])
    assert titles(engine, sort=SortOrder.EFFORT) == ["Little", "Much", "Unknown"]


@pytest.mark.parametrize("sort", [SortOrder.NEWEST, SortOrder.EVIDENCE, SortOrder.EFFORT, SortOrder.TITLE])
def test_equal_ranks_come_by_title(engine, sort):
    for title in ("Maize", "apple", "Élan", "zebra"):
        engine.put([document(title)])
    assert titles(engine, sort=sort) == ["apple", "Élan", "Maize", "zebra"]


@pytest.mark.parametrize("sort", [SortOrder.NEWEST, SortOrder.EVIDENCE, SortOrder.EFFORT, SortOrder.TITLE])
def test_equal_ranks_come_by_the_whole_title_over_several_pages(engine, sort):
    wanted = sorted(f"Cover crops of the {kind} kind {number}" for kind in ("early", "later", "latest") for number in (1, 2, 3))
    last = "Cover crops of the latest kind 4"
    ranks = {"published_on": date(2024, 5, 1), "evidence_rank": 2, "effort_rank": 12}
    for title in reversed(wanted):  # one by one: each in a part of the index of its own
        engine.put([document(title, **ranks)])
    lower = {} if sort == SortOrder.TITLE else {"published_on": date(2024, 4, 30), "evidence_rank": 1, "effort_rank": 13}
    engine.put([document(last, **lower)])
    seen = [title for page in (1, 2, 3, 4, 5) for title in titles(engine, sort=sort, page=page, page_size=2)]
    assert seen == [*wanted, last]


def test_pages_follow_each_other_without_gap_or_repetition(engine):
    engine.put([document(f"Soil {number:03}") for number in range(45)])
    seen = [title for page in (1, 2, 3) for title in titles(engine, "soil", sort=SortOrder.TITLE, page=page)]
    assert seen == [f"Soil {number:03}" for number in range(45)]


def test_a_page_beyond_the_end_is_the_last_one(engine):
    engine.put([document(f"Soil {number}") for number in range(45)])
    results = engine.search(SearchRequest(text="soil", page=900))
    assert (results.page, results.page_count, len(results.hits), results.total) == (3, 3, 5, 45)
