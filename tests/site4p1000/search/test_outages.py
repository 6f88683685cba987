"""A search server that stops, hangs, comes back or loses its data: the site answers within two seconds, and nothing is lost.

Runs on genuine servers of its own, beside those of the other tests (`SEARCH_SERVERS_SHIFT`).
"""

import os
import subprocess
import sys
import time
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
SHIFT = 100
PAGE_SECONDS = 2.0
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
    """Asks for a page of results and holds it to its time."""

    def ask_for(text: str) -> str:
        begun = time.monotonic()
        response = client.get(f"/en/search/?q={text}")
        assert response.status_code == 200
        assert time.monotonic() - begun < PAGE_SECONDS
        return response.content.decode()

    return ask_for


@pytest.mark.parametrize(("breaks", "mends"), [("freeze", "thaw"), ("stop", "start"), ("wipe", "start")])
def test_readers_are_told_editors_lose_nothing_and_the_index_heals(server, engine, ask, committed, caplog, breaks, mends):
    with committed():
        make_page("Compost heaps")
        gone = make_page("Compost toilets")
    assert RESTING not in ask("compost")
    server.do(breaks)
    html = ask("compost")
    assert RESTING in html
    assert "Compost heaps" in html
    begun = time.monotonic()
    with committed():
        make_page("Compost tea")
        gone.unpublish()
    assert time.monotonic() - begun < PAGE_SECONDS
    assert OutboxRow.objects.waiting().count() >= 2
    for _ in range(3):
        assert RESTING in ask("compost")
    server.do(mends)
    _heal()
    html = ask("compost")
    assert RESTING not in html
    assert "<mark>Compost</mark> tea" in html
    assert "toilets" not in html
    assert not drift()
    assert not OutboxRow.objects.exists()


def _heal() -> None:
    """What the worker does by itself."""
    until = time.monotonic() + HEAL_SECONDS
    while take_turn().problem or OutboxRow.objects.exists():
        assert time.monotonic() < until
        time.sleep(0.5)
