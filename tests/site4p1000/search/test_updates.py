"""Documents coming, changing and going. Every engine, the same behaviour."""

import threading
from itertools import chain

import pytest

from site4p1000.search.engines import DocumentsRefused, EngineUnavailable
from site4p1000.search.request import SearchRequest
from tests.site4p1000.search.documents import document, titles


def test_what_is_put_is_found_at_once(engine):
    engine.put([document("Soil")])
    assert titles(engine, "soil") == ["Soil"]


def test_what_is_deleted_is_gone_at_once(engine):
    engine.put([document("Soil", id="page-1"), document("Soil too", id="page-2")])
    engine.delete(["page-1", "page-404"])
    results = engine.search(SearchRequest(text="soil"))
    assert [hit.id for hit in results.hits] == ["page-2"]
    assert results.facets["type"][0].count == 1
    assert set(engine.ids_and_digests()) == {"page-2"}


def test_putting_again_replaces(engine):
    engine.put([document("Old name", id="page-1", language="fr"), document("New name", id="page-1", language="en")])
    engine.put([document("Newest name", id="page-1", language="es")])
    assert engine.search(SearchRequest(text="name")).total == 0
    assert titles(engine, "newest", "es") == ["Newest name"]


def test_the_last_of_several_with_one_id_is_what_a_rebuild_keeps(engine):
    assert engine.rebuild([document("First", id="page-1"), document("Other", id="page-2"), document("Last", id="page-1")]) == 2
    assert titles(engine) == ["Last", "Other"]


def test_ids_and_digests_are_those_of_the_documents(engine):
    made = [document(f"Soil {number}") for number in range(30)]
    engine.put(made)
    engine.put([document("Changed", id=made[0].id)])
    held = engine.ids_and_digests()
    assert held.keys() == {one.id for one in made}
    assert held[made[1].id] == made[1].digest
    assert held[made[0].id] != made[0].digest


@pytest.mark.parametrize("fault", [{"effort_rank": 10**30}, {"summary": "half a letter: \ud800"}, {"spans": {"altitude_m": (0, 10**30)}}])
def test_a_refused_document_costs_only_itself(engine, fault):
    bad = document("Bad", **fault)
    with pytest.raises(DocumentsRefused) as refused:
        engine.put([document("Before"), bad, document("After")])
    assert list(refused.value.reasons) == [bad.id]
    assert refused.value.taken == 2
    assert titles(engine) == ["After", "Before"]
    with pytest.raises(DocumentsRefused) as refused:
        engine.rebuild([document("Before"), bad, document("After")])
    assert (list(refused.value.reasons), refused.value.taken) == ([bad.id], 2)
    assert titles(engine) == ["After", "Before"]


def test_one_rebuild_at_a_time(engine):
    def documents():
        with pytest.raises(EngineUnavailable, match="Another rebuild"):
            engine.rebuild([])
        yield document("Soil")

    assert engine.rebuild(documents()) == 1


def test_nothing_is_found_by_halves_while_the_index_is_swapped(engine):
    """A reader who searches without a pause sees all old or all new documents, never none."""
    engine.put([document(f"Soil {number}") for number in range(30)])
    seen, stop, problems = set(), threading.Event(), []

    def read():
        while not stop.is_set():
            try:
                seen.add(engine.search(SearchRequest(text="soil")).total)
            except Exception as problem:  # noqa: BLE001  told by the assertion below
                problems.append(problem)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for size in (40, 50, 60):
            engine.rebuild(document(f"Soil {number}") for number in range(size))
    finally:
        stop.set()
        reader.join()
    assert problems == []
    assert seen <= {30, 40, 50, 60}


def test_a_failed_put_changes_nothing(engine):
    engine.put([document("Soil", id="page-1")])
    with pytest.raises(RuntimeError):
        engine.put(chain([document("Other", id="page-1")], _broken()))
    assert titles(engine) == ["Soil"]


def test_rebuild_replaces_everything_and_counts(engine):
    engine.put([document("Old")])
    assert engine.rebuild(document(f"New {number}") for number in range(50)) == 50
    assert titles(engine, "old") == []
    assert engine.status().documents == 50


def test_searches_are_answered_while_the_index_is_rebuilt(engine):
    engine.put([document("Soil")])

    def documents():
        for number in range(5):
            assert titles(engine, "soil") == ["Soil"]
            yield document(f"New {number}")

    engine.rebuild(documents())
    assert titles(engine, "soil") == []


def test_changes_during_a_rebuild_are_in_the_new_index(engine):
    engine.put([document("Changed before", id="page-1"), document("Deleted before", id="page-2")])

    def documents():
        yield document("Changed before", id="page-1")
        yield document("Deleted before", id="page-2")
        engine.put([document("Changed after", id="page-1"), document("Added", id="page-3")])
        engine.delete(["page-2"])

    assert engine.rebuild(documents()) == 2
    assert titles(engine) == ["Added", "Changed after"]


def test_a_rebuild_that_fails_leaves_the_old_index(engine):
    engine.put([document("Soil")])
    with pytest.raises(RuntimeError):
        engine.rebuild(chain([document("New")], _broken()))
    assert titles(engine) == ["Soil"]
    assert engine.rebuild([document("New")]) == 1


def test_many_threads_read_and_write(engine, monkeypatch):
    # Nothing is lost whoever waits for whom; how long a reader would wait is not what this asks, and a busy machine must not decide it.
    monkeypatch.setattr("site4p1000.search.engines.embedded_store.LOCK_WAIT_SECONDS", 60)
    problems = []

    def work(worker: int):
        try:
            for turn in range(4):
                engine.put([document(f"Soil {worker} {turn}", id=f"page-{worker}-{turn}")])
                assert f"page-{worker}-{turn}" in engine.ids_and_digests()
                engine.search(SearchRequest(text="soil"))
        except Exception as problem:  # noqa: BLE001  told by the assertion below
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert engine.status().documents == 12


def _broken():
    raise RuntimeError("the source of the documents failed")
    yield
