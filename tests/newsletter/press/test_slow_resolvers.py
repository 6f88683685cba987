"""Names are looked up within the time of the page: the system's own resolver may hang for minutes."""

import threading
import time

import pytest

from newsletter.press import fetching
from newsletter.press.fetching import Network, NotFetched, Refusal, fetch
from tests.newsletter.press.test_fetching import served


@pytest.fixture
def hanging():
    """A resolver that gives no answer until the test is over; how often it was asked."""
    asked, over = [], threading.Event()

    def resolve(host, _port):
        asked.append(host)
        over.wait(30)
        return ("127.0.0.1",)

    yield resolve, asked
    over.set()


def test_a_resolver_that_hangs_is_not_waited_for_longer_than_for_the_page(hanging):
    resolve, asked = hanging
    began = time.monotonic()
    with pytest.raises(NotFetched) as refusal:
        fetch("https://example.org/", network=Network(resolve=resolve, seconds=0.3))
    assert refusal.value.reason == Refusal.NO_ANSWER
    assert (len(asked), time.monotonic() - began < 5) == (1, True)


def test_a_redirect_to_a_name_that_hangs_gets_what_is_left_of_the_time(hanging):
    resolve, asked = hanging

    def known_first(host, port):
        return ("127.0.0.1",) if host == "news.example" else resolve(host, port)

    began = time.monotonic()
    with served() as (server, pages), pytest.raises(NotFetched) as refusal:
        fetch(f"http://news.example:{server.server_address[1]}/away", network=Network(resolve=known_first, may_reach=bool, ports=bool, seconds=1))
    assert refusal.value.reason == Refusal.NO_ANSWER
    assert (len(pages), asked, time.monotonic() - began < 5) == (1, ["hangs.example"], True)


def test_a_resolver_that_hangs_does_not_gather_threads_without_end(hanging, monkeypatch):
    resolve, asked = hanging
    monkeypatch.setattr(fetching, "_resolving", threading.BoundedSemaphore(2))
    for _turn in range(4):
        with pytest.raises(NotFetched) as refusal:
            fetch("https://example.org/", network=Network(resolve=resolve, seconds=0.05))
        assert refusal.value.reason == Refusal.NO_ANSWER
    assert len(asked) == 2
