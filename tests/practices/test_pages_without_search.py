"""A search server that takes connections and never answers: every public page comes in time, works without it, and says what it misses."""

import socket
import threading
import time

import pytest

from site4p1000.search.engines import get_engine, reset_engine

PAGE_SECONDS = 4.0
"""Two on a quiet machine, twice that on a busy one; without a time limit of ours, a hung server would hold a page for ten or more."""
SAID = {
    "/en/": "The numbers of practices, the ways in by land use and what is new are missing just now",
    "/en/search/?q=compost": "plain list by title, without filters and counts",
    "/en/search/?q=nothing+like+it": "Only titles can be looked through just now, and none matches",
    "/en/practices/": "plain list by title, without filters and counts",
    "/en/practices/?q=nothing+like+it": "Only titles can be looked through just now, and none matches",
    "/en/practices/cover-crops/": "Practices like this one cannot be looked up just now",
    "/en/climates/": "Nobody can count the practices just now",
    "/en/climates/dry/": "plain list by title, without filters and counts",
    "/en/browse/soils/": "Nobody can count the practices just now",
    "/en/browse/countries/": "Nobody can count the practices just now",
    "/en/browse/soils/vertisols/": "Only titles can be looked through just now, and none matches",
    "/en/browse/countries/burkina-faso/": "plain list by title, without filters and counts",
    "/fr/": "Le nombre de pratiques",
    "/es/": "El número de prácticas",
}
RESTING = {"en": "The search is resting", "fr": "La recherche se repose", "es": "La búsqueda descansa"}
GAPS = ("Nothing grows here yet", "That is a gap in the bank")
"""What would be a wrong thing to say of practices that nobody could look for."""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def silent_url():
    """A server that hangs: it takes every connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = []

        def take():
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    for connection in held:
        connection.close()


@pytest.fixture(params=["elasticsearch", "opensearch"])
def hung(request, settings, silent_url):
    """Every call waits until our own time limit; nobody knows yet that the server hangs."""
    reset_engine()
    settings.SEARCH_ENGINE = {"name": request.param, "url": silent_url, "index": "kb_hung"}
    yield get_engine()
    reset_engine()


@pytest.mark.parametrize("address", SAID)
def test_a_page_comes_in_time_and_says_what_it_misses(hung, client, address):
    begun = time.monotonic()
    response = client.get(address)
    took = time.monotonic() - begun
    html = response.content.decode()
    assert response.status_code == 200
    assert took < PAGE_SECONDS
    assert html.count(RESTING[address[1:3]]) == 1
    assert SAID[address] in html
    assert not [words for words in GAPS if words in html]


@pytest.mark.parametrize("address", SAID)
def test_a_page_that_misses_nothing_says_nothing(client, address):
    assert RESTING[address[1:3]] not in client.get(address).content.decode()


def test_a_feed_is_not_filled_with_what_is_not_new(hung, client):
    response = client.get("/en/search/feed/?q=compost")
    feed = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (200, "no-cache")
    assert "The search is resting" in feed
    assert "<entry>" not in feed


def test_other_addresses_of_the_search_answer_in_time_too(hung, client):
    begun = time.monotonic()
    assert client.get("/en/search/suggest/?q=comp").json() == []
    assert client.get("/api/search/1/?q=compost").status_code == 503
    assert client.get("/sitemap.xml").status_code == 200
    assert time.monotonic() - begun < PAGE_SECONDS
