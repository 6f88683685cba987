"""A rebuild that the server, or its own program, left half done: the next one clears it away, at once or within a minute, and never another's."""

import time

import pytest

from site4p1000.search.engines import EngineUnavailable, cluster_indices
from site4p1000.search.engines.cluster import ClusterEngine
from site4p1000.search.worker import PAUSE_SECONDS
from tests.site4p1000.search.documents import document, titles
from tests.site4p1000.search.kinds import URLS, an_engine, make_engine


@pytest.fixture(params=sorted(URLS))
def engine(request, tmp_path):
    """A server without any index of this bank."""
    with an_engine(request.param, tmp_path) as options:
        yield make_engine(options)


@pytest.fixture
def elsewhere(engine):
    """The same bank's engine in another program."""
    return ClusterEngine(engine.cluster, index=engine.indices.prefix)


@pytest.fixture
def later(monkeypatch):
    """So many seconds go by, without waiting for them."""

    def go(seconds: float) -> None:
        now = time.time()
        monkeypatch.setattr(cluster_indices.time, "time", lambda: now + seconds)

    return go


def documents_until_the_server_goes(cluster, monkeypatch):
    yield document("Soil")

    def gone(*_args, **_how):
        raise EngineUnavailable("It is down.")

    monkeypatch.setattr(cluster, "call", gone)


def test_what_an_outage_left_is_cleared_at_once_by_the_same_program(engine, monkeypatch, caplog):
    with monkeypatch.context() as patch, pytest.raises(EngineUnavailable, match=r"It is down\."):
        engine.rebuild(documents_until_the_server_goes(engine.cluster, patch))
    assert "the next rebuild removes it" in caplog.text
    assert engine.status().needs_rebuild
    assert engine.rebuild([document("Soil")]) == 1
    assert titles(engine) == ["Soil"]
    assert engine.indices._left_behind == set()


def test_an_outage_while_the_index_is_made_leaves_no_lock_either(engine, monkeypatch):
    call = engine.cluster.call

    def made_but_never_told(api, **how):
        call(api, **how)
        if api == "indices.create":
            monkeypatch.setattr(engine.cluster, "call", call)
            raise EngineUnavailable("It went away.")
        return call(api, **how)

    monkeypatch.setattr(engine.cluster, "call", lambda api, **how: made_but_never_told(api, **how) if api == "indices.create" else call(api, **how))
    with pytest.raises(EngineUnavailable, match=r"It went away\."):
        engine.rebuild([document("Soil")])
    assert engine.rebuild([document("Soil")]) == 1


def test_another_program_waits_for_a_rebuild_that_is_alive(engine, elsewhere):
    with engine.indices.rebuilding(), pytest.raises(EngineUnavailable, match="Another rebuild is running"):
        elsewhere.rebuild([document("Soil")])


def test_a_second_rebuild_of_the_same_program_waits_too(engine):
    with engine.indices.rebuilding(), pytest.raises(EngineUnavailable, match="Another rebuild is running"):
        engine.rebuild([document("Soil")])


def test_a_killed_rebuild_is_taken_over_within_a_minute_and_cannot_come_back(engine, elsewhere, later):
    assert cluster_indices.LEASE_SECONDS + PAUSE_SECONDS < 55
    with engine.indices.rebuilding() as building:
        later(cluster_indices.LEASE_SECONDS + 1)
        assert elsewhere.rebuild([document("Compost")]) == 1
        for late in (engine.indices.keep_lock, engine.indices.swap):
            with pytest.raises(EngineUnavailable, match="took over"):
                late(building)
    assert titles(elsewhere) == ["Compost"]


def test_the_lock_is_kept_as_long_as_the_rebuild_works(engine, elsewhere, later):
    with engine.indices.rebuilding() as building:
        later(cluster_indices.LEASE_SECONDS - 1)
        engine.indices.keep_lock(building)
        later(2)
        with pytest.raises(EngineUnavailable):
            elsewhere.rebuild([document("Compost")])
