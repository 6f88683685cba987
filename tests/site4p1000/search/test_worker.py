"""The worker: it heals every engine without a person."""

import threading

import pytest

from site4p1000.search import worker
from site4p1000.search.engines import EngineStatus
from site4p1000.search.models import OutboxRow
from site4p1000.search.outbox import suspended
from site4p1000.search.rebuilding import drift
from site4p1000.search.worker import keep_up, take_turn
from tests.site4p1000.search.documents import titles
from tests.site4p1000.search.kinds import wipe
from tests.site4p1000.search.pages import make_page


@pytest.fixture(autouse=True)
def engine(any_site_engine):
    return any_site_engine


def test_a_turn_sends_what_waits(engine):
    with suspended():
        make_page("Soil")
    assert take_turn().drained.put == 1
    assert titles(engine) == ["Soil"]


def test_a_lost_index_is_made_again_from_the_pages(engine, settings, committed, caplog):
    with committed():
        make_page("Before")
    wipe(settings.SEARCH_ENGINE)
    with committed():
        make_page("After")
    assert engine.status().needs_rebuild
    turn = take_turn()
    assert (turn.rebuilt, turn.problem) == (2, "")
    assert titles(engine) == ["After", "Before"]
    assert not drift()
    assert not OutboxRow.objects.exists()


def test_an_engine_that_is_away_is_left_alone(engine, monkeypatch):
    with suspended():
        make_page("Soil")
    gone = EngineStatus(engine="x", is_ready=False, documents=0, detail="It is down.")
    monkeypatch.setattr(type(engine), "status", lambda _engine: gone)
    assert take_turn().problem == "It is down."
    assert OutboxRow.objects.get().attempts == 0


def test_a_turn_that_fails_does_not_end_the_worker(monkeypatch, caplog):
    stop, turns = threading.Event(), []

    def turn():
        turns.append(1)
        if len(turns) == 2:
            stop.set()
        raise RuntimeError("a bug")

    monkeypatch.setattr(worker, "take_turn", turn)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    keep_up(stop=stop, pause_seconds=0)
    assert len(turns) == 2
    assert caplog.text.count("Search worker: a bug") == 1
