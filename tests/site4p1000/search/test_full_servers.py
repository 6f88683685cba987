"""A server that takes no more for a moment: a rebuild goes on when it does, and says so when it never does."""

import pytest

from site4p1000.search.engines import EngineUnavailable, cluster_writing
from site4p1000.search.engines.base import EngineBusy
from tests.site4p1000.search.documents import document, titles
from tests.site4p1000.search.kinds import URLS, an_engine, make_engine


@pytest.fixture(params=sorted(URLS))
def engine(request, tmp_path):
    with an_engine(request.param, tmp_path) as options:
        yield make_engine(options)


@pytest.fixture
def waited(monkeypatch):
    """Seconds that were waited for, of which none passes."""
    waited = []
    monkeypatch.setattr(cluster_writing.time, "sleep", waited.append)
    return waited


def is_full(engine, monkeypatch, *, times: int) -> None:
    """So many times the server answers 429 to what it is sent."""
    call, left = engine.cluster._call, [times]

    def answer(api, seconds, arguments):
        if api == "bulk" and left[0]:
            left[0] -= 1
            raise EngineBusy("It has too much to do.")
        return call(api, seconds, arguments)

    monkeypatch.setattr(engine.cluster, "_call", answer)


def test_a_rebuild_waits_for_a_server_that_is_full(engine, monkeypatch, waited):
    is_full(engine, monkeypatch, times=2)
    assert engine.rebuild([document("Soil")]) == 1
    assert waited == [1.0, 2.0]
    assert titles(engine) == ["Soil"]


def test_a_rebuild_ends_where_a_server_stays_full_and_the_old_index_answers(engine, monkeypatch, waited):
    engine.rebuild([document("Old")])
    is_full(engine, monkeypatch, times=100)
    with pytest.raises(EngineUnavailable, match="too much to do"):
        engine.rebuild([document("New")])
    assert titles(engine) == ["Old"]
