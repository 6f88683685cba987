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

from site4p1000.search.engines import reset_engine
from site4p1000.search.models import OutboxRow
from site4p1000.search.rebuilding import drift
from site4p1000.search.worker import take_turn
from tests.site4p1000.search.conftest import emptied
from tests.site4p1000.search.kinds import URLS, need
from tests.site4p1000.search.pages import make_page

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "search_servers.py"
SHIFT = 40
PAGE_SECONDS = 4.0
"""Two on a quiet machine, twice that on a busy one; without a time limit of ours, a hung server would hold a page for ten or more."""
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
def in_time() -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < PAGE_SECONDS


@pytest.mark.parametrize(("breaks", "mends"), [("freeze", "thaw"), ("stop", "start"), ("wipe", "start")])
def test_readers_are_told_editors_lose_nothing_and_the_index_heals(server, engine, ask, committed, caplog, breaks, mends):
    with committed():
        make_page("Compost heaps")
        gone = make_page("Compost toilets")
    _awake(ask)
    server.do(breaks)
    with in_time():
        html = ask("compost")
    assert RESTING in html
    assert "Compost heaps" in html
    with in_time(), committed():
        make_page("Compost tea")
        gone.unpublish()
    assert OutboxRow.objects.waiting().count() >= 2
    with in_time():
        assert RESTING in ask("compost")
    server.do(mends)
    _heal()
    html = _awake(ask)
    assert "<mark>Compost</mark> tea" in html
    assert "toilets" not in html
    assert not drift()
    assert not OutboxRow.objects.exists()


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
