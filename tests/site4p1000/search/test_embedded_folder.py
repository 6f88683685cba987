"""The index folder of the embedded engine: locks, damage, other processes, swaps."""

import subprocess
import sys
import textwrap
import time

import pytest

from site4p1000.search.engines import EngineBroken, EngineUnavailable, IndexMissing, embedded, embedded_store
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.engines.embedded_store import exclusive
from site4p1000.search.request import SearchRequest
from tests.site4p1000.search.documents import document, titles

SENTENCE = "manage.py search_index rebuild"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(folder):
    engine = EmbeddedEngine(index_dir=folder)
    engine.rebuild([document("Soil", id="page-1")])
    return engine


def test_ids_that_are_remembered_at_one_place_are_two_documents(folder, monkeypatch):
    monkeypatch.setattr(embedded, "SEEN_PLACES", 1)
    engine = EmbeddedEngine(index_dir=folder)
    assert engine.rebuild([document("Soil", id="page-1"), document("Compost", id="page-2")]) == 2
    assert titles(engine) == ["Compost", "Soil"]


def test_a_put_without_an_index_makes_none_that_would_hold_this_document_alone(folder):
    with pytest.raises(IndexMissing, match=SENTENCE):
        EmbeddedEngine(index_dir=folder).put([document("Soil")])
    assert EmbeddedEngine(index_dir=folder).status().needs_rebuild


def test_a_search_without_an_index_says_how_to_make_one(folder):
    engine = EmbeddedEngine(index_dir=folder)
    with pytest.raises(EngineBroken, match=SENTENCE):
        engine.search(SearchRequest())
    assert SENTENCE in engine.status().detail
    assert not engine.status().is_ready


def test_deleting_without_an_index_does_nothing(folder):
    EmbeddedEngine(index_dir=folder).delete(["page-1"])
    assert not folder.exists()


@pytest.mark.parametrize("pattern", ["*.term", "*.fast", "*.store", "meta.json"])
@pytest.mark.parametrize("damage", ["cut", "garbage", "gone"])
def test_a_damaged_file_is_told_with_the_sentence_that_repairs_it(engine, folder, pattern, damage):
    for path in folder.glob(f"index-*/{pattern}"):
        content = path.read_bytes()
        if damage == "gone":
            path.unlink()
        else:
            path.write_bytes(content[: len(content) // 2] if damage == "cut" else b"\xff" * len(content))
    other = EmbeddedEngine(index_dir=folder)
    for call in (lambda: other.search(SearchRequest(text="soil")), lambda: other.put([document()]), other.ids_and_digests):
        with pytest.raises(EngineBroken, match=SENTENCE):
            call()
    other.rebuild([document("New")])
    assert titles(other) == ["New"]


def test_a_missing_folder_is_told(engine, folder):
    (folder / "current").write_text("index-v1-gone")
    with pytest.raises(EngineBroken, match=SENTENCE):
        titles(engine)


@pytest.mark.parametrize("pointer", ["", "../../etc", "\0", "index-v1-x/.."])
def test_a_pointer_that_names_no_index_is_told(engine, folder, pointer):
    (folder / "current").write_text(pointer)
    with pytest.raises(EngineBroken, match="does not name"):
        titles(engine)


def test_an_index_of_another_version_is_told_and_rebuilt(engine, folder, monkeypatch):
    monkeypatch.setattr(embedded_store, "SCHEMA_VERSION", 99)
    for call in (lambda: titles(engine), lambda: engine.put([document()])):
        with pytest.raises(EngineBroken, match=r"version \d+, this program needs version 99.*" + SENTENCE):
            call()
    engine.rebuild([document("New")])
    assert titles(engine) == ["New"]


def test_a_writer_waits_for_another_one(engine, folder, monkeypatch):
    monkeypatch.setattr(embedded_store, "LOCK_WAIT_SECONDS", 5)
    holder = _process(folder, "with exclusive(folder / 'write.lock'): print('held', flush=True); time.sleep(0.5)")
    assert holder.stdout.readline() == b"held\n"
    engine.put([document("Later")])
    assert titles(engine) == ["Later", "Soil"]
    holder.communicate()


def test_a_writer_that_waited_two_seconds_in_vain_says_so(engine, folder):
    with exclusive(folder / "write.lock"):
        begun = time.monotonic()
        with pytest.raises(EngineUnavailable, match="written by others"):
            engine.put([document("Never")])
        assert 1.9 < time.monotonic() - begun < 4
    assert titles(engine) == ["Soil"]


def test_a_foreign_writer_on_the_index_is_waited_for_too(engine, monkeypatch):
    monkeypatch.setattr("site4p1000.search.engines.embedded_store.LOCK_WAIT_SECONDS", 0.1)
    writer = engine.store.current().writer(15_000_000, 1)
    with pytest.raises(EngineUnavailable, match="another program"):
        engine.put([document("Never")])
    writer.wait_merging_threads()
    engine.put([document("Now")])


def test_one_rebuild_at_a_time(engine, folder):
    with exclusive(folder / "rebuild.lock"), pytest.raises(EngineUnavailable, match="Another rebuild"):
        engine.rebuild([])


def test_commits_of_another_process_are_seen(engine, folder):
    assert titles(engine) == ["Soil"]
    _process(folder, "engine.put([document('From afar', id='page-9')]); engine.delete(['page-1'])").communicate()
    assert titles(engine) == ["From afar"]


def test_a_rebuild_by_another_process_is_followed(engine, folder):
    assert titles(engine) == ["Soil"]
    _process(folder, "engine.rebuild([document('Rebuilt')])").communicate()
    assert titles(engine) == ["Rebuilt"]
    engine.put([document("After")])
    assert titles(engine) == ["After", "Rebuilt"]


def test_a_killed_rebuild_leaves_the_index_and_is_cleaned_up_by_the_next(engine, folder):
    rows = "def rows():\n    yield document('Half')\n    print('building', flush=True)\n    time.sleep(60)\nengine.rebuild(rows())"
    builder = _process(folder, rows)
    assert builder.stdout.readline() == b"building\n"
    builder.kill()
    builder.communicate()
    assert titles(engine) == ["Soil"]
    engine.put([document("Still works")])
    engine.rebuild([document("New")])
    assert titles(engine) == ["New"]
    assert len(list(folder.glob("index-*"))) == 1


def test_a_killed_writer_loses_nothing_that_was_committed(engine, folder):
    rows = "def rows():\n    yield document('Half')\n    print('writing', flush=True)\n    time.sleep(60)\nengine.put(rows())"
    writer = _process(folder, rows)
    assert writer.stdout.readline() == b"writing\n"
    writer.kill()
    writer.communicate()
    engine.put([document("Later")])
    assert titles(engine) == ["Later", "Soil"]


def test_old_folders_are_removed(engine, folder):
    for _ in range(3):
        engine.rebuild([document("New")])
    assert [path.name for path in folder.glob("index-*")] == [(folder / "current").read_text()]


def _process(folder, code: str) -> subprocess.Popen:
    """Another process with `engine`, `folder` and `document` at hand."""
    head = f"""
        import time
        from pathlib import Path
        from site4p1000.search.engines.embedded import EmbeddedEngine
        from site4p1000.search.engines.embedded_store import exclusive
        from tests.site4p1000.search.documents import document
        folder = Path({str(folder)!r})
        engine = EmbeddedEngine(index_dir=folder)
    """
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(head) + code], stdout=subprocess.PIPE)
