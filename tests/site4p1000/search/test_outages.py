"""A search server that stops, hangs, comes back or loses its data: the site answers within two seconds, and nothing is lost.

Runs on genuine servers of its own, beside those of the other tests (`SEARCH_SERVERS_SHIFT`).
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from site4p1000.search.engines import EngineUnavailable, reset_engine
from site4p1000.search.engines.clusters import REST_SECONDS
from site4p1000.search.models import OutboxRow
from site4p1000.search.rebuilding import drift
from site4p1000.search.worker import take_turn
from tests.site4p1000.search.conftest import emptied
from tests.site4p1000.search.documents import document, titles
from tests.site4p1000.search.kinds import URLS, need
from tests.site4p1000.search.pages import make_page

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "search_servers.py"
SHIFT = 40
PAGE_SECONDS = 2.0
"""So much longer than with a server that works, on the same machine at the same time, may a page or a publication take."""
HEAL_SECONDS = 60.0
RESTING = "The search is resting"


class Server:
    """One genuine server that a test may mistreat."""

    def __init__(self, kind: str):
        self.kind = kind
        base, port = URLS[kind].rsplit(":", 1)
        self.url = f"{base}:{int(port) + SHIFT}"

    def do(self, action: str) -> None:
        environment = {**os.environ, "SEARCH_SERVERS_SHIFT": str(SHIFT)}
        subprocess.run([sys.executable, SCRIPT, action, self.kind], env=environment, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module", params=sorted(URLS))
def server(request):
    need(request.param)
    server = Server(request.param)
    server.do("start")
    yield server
    server.do("thaw")
    server.do("wipe")


@pytest.fixture
def engine(server, db, settings, pages_only):
    settings.SEARCH_ENGINE = {"name": server.kind, "url": server.url, "index": f"kb_test_{uuid4().hex}"}
    yield emptied()
    reset_engine()


@pytest.fixture
def ask(client):
    """Asks for a page of results, which is never an error."""

    def ask_for(text: str) -> str:
        response = client.get(f"/en/search/?q={text}")
        assert response.status_code == 200
        return response.content.decode()

    return ask_for


@contextmanager
def in_time(usual_seconds: float) -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun - usual_seconds < PAGE_SECONDS


@pytest.mark.parametrize(("breaks", "mends"), [("freeze", "thaw"), ("stop", "start"), ("wipe", "start")])
def test_readers_are_told_editors_lose_nothing_and_the_index_heals(server, engine, ask, committed, caplog, breaks, mends):
    begun = time.monotonic()
    with committed():
        make_page("Compost heaps")
        gone = make_page("Compost toilets")
    save_seconds = time.monotonic() - begun
    _awake(ask)
    page_seconds = _seconds(lambda: ask("compost"))
    server.do(breaks)
    with in_time(page_seconds):
        html = ask("compost")
    assert RESTING in html
    assert "Compost heaps" in html
    time.sleep(REST_SECONDS)  # the server is asked again, and does not answer again
    with in_time(save_seconds), committed():
        make_page("Compost tea")
        gone.unpublish()
    assert OutboxRow.objects.waiting().count() >= 2
    with in_time(page_seconds):
        assert RESTING in ask("compost")
    server.do(mends)
    _heal()
    html = _awake(ask)
    assert "<mark>Compost</mark> tea" in html
    assert "toilets" not in html
    assert not drift()
    assert not OutboxRow.objects.exists()


def test_a_server_that_stops_in_the_middle_of_a_rebuild_has_its_index_within_a_minute_of_its_return(server, engine, committed, caplog):
    """The first index of all: until it is there, there is no search, so nothing that was left may stand in its way."""
    with committed():
        make_page("Compost heaps")
    for name in engine.indices.cluster.call("indices.get_alias", index=f"{engine.indices.prefix}_*", seconds=30):
        engine.indices.cluster.call("indices.delete", index=name, seconds=30)

    def documents_until_it_stops():
        yield document("Half done")
        server.do("stop")

    with pytest.raises(EngineUnavailable):
        engine.rebuild(documents_until_it_stops())
    server.do("start")
    begun = time.monotonic()
    _heal()
    assert time.monotonic() - begun < HEAL_SECONDS
    assert not drift()
    assert titles(engine) == ["Compost heaps"]


def _seconds(call) -> float:
    begun = time.monotonic()
    call()
    return time.monotonic() - begun


def _awake(ask) -> str:
    """The page once the search works; the first searches of a server that has just started may take too long."""
    until = time.monotonic() + HEAL_SECONDS
    while RESTING in (html := ask("compost")):
        assert time.monotonic() < until
        time.sleep(0.5)
    return html


def _heal() -> None:
    """What the worker does by itself."""
    until = time.monotonic() + HEAL_SECONDS
    while take_turn().problem or OutboxRow.objects.exists():
        assert time.monotonic() < until
        time.sleep(0.5)
