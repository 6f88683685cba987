"""A page waits for a search server within one limit, however many requests it sends and however slowly each is answered."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from site4p1000.search.engines import EngineUnavailable, clusters, waiting
from site4p1000.search.engines.clusters import REST_SECONDS, SHORT_SECONDS, TRIAL_SECONDS, ElasticsearchCluster, OpenSearchCluster, Patience
from site4p1000.search.engines.waiting import PAGE_SECONDS, one_page, seconds_left

NOW = 1_000.0


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = NOW

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    for module in (waiting, clusters):
        monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture
def slow(bank, clock, monkeypatch):
    """Every answer of the server takes half a second. Gives the number of seconds each request was given."""
    asked, call = [], bank.cluster.call

    def after_a_while(api, *, seconds=SHORT_SECONDS, **arguments):
        asked.append(seconds)
        clock.now += min(0.5, seconds)
        if seconds < 0.5:
            raise EngineUnavailable("It is slow today.")
        return call(api, seconds=30, **arguments)

    monkeypatch.setattr(bank.cluster, "call", after_a_while)
    return asked


@pytest.mark.parametrize("address", ["/en/practices/", "/en/search/?q=compsot", "/en/search/?q=xkcdz&climate=dry", "/en/practices/no-till/"])
def test_all_requests_of_a_page_together_take_no_longer_than_one_may(slow, clock, client, address):
    begun = clock.now
    response = client.get(address)
    assert response.status_code == 200
    assert slow
    assert clock.now - begun <= PAGE_SECONDS + 0.001
    assert "The search is resting" not in response.content.decode()  # the first answer was there: what it gave is shown


def test_the_next_page_has_the_whole_time_again(slow, clock, client):
    for _ in range(2):
        slow.clear()
        client.get("/en/practices/")
        assert slow[0] == SHORT_SECONDS
        assert len(slow) > 1


def test_outside_of_a_page_nothing_is_bounded(clock):
    assert seconds_left(30.0) == 30.0


def test_the_time_of_a_page_begins_with_its_first_request(clock):
    with one_page():
        clock.now += 5
        assert seconds_left(0.5) == 0.5
        clock.now += PAGE_SECONDS - 0.2
        assert seconds_left(0.5) == pytest.approx(0.2)
        clock.now += 0.2
        with pytest.raises(EngineUnavailable, match="waited long enough"):
            seconds_left(0.5)
    with one_page():
        assert seconds_left(0.5) == 0.5


def test_after_its_rest_a_server_is_tried_by_one_and_waited_for_by_no_other(clock):
    patience = Patience()
    _fail(patience)
    assert _is_refused(patience)
    clock.now += REST_SECONDS + 0.1
    with patience.tried("It", seconds=SHORT_SECONDS, rests=True), ThreadPoolExecutor(1) as another:
        assert another.submit(_is_refused, patience).result()
    assert not _is_refused(patience)


def test_the_one_that_tries_waits_for_less_but_programs_for_as_long_as_they_need(clock):
    for asked, given in ((SHORT_SECONDS, TRIAL_SECONDS), (0.1, 0.1), (30.0, 30.0)):
        patience = Patience()
        _fail(patience)
        clock.now += REST_SECONDS + 0.1
        with patience.tried("It", seconds=asked, rests=True) as most:
            assert most == given
        with patience.tried("It", seconds=asked, rests=True) as most:
            assert most == asked


def test_a_server_that_fails_again_rests_again(clock):
    patience = Patience()
    for _ in range(3):
        _fail(patience)
        assert _is_refused(patience)
        clock.now += REST_SECONDS + 0.1


@pytest.mark.parametrize("cluster", [ElasticsearchCluster, OpenSearchCluster])
def test_reaching_a_server_and_its_answer_share_one_limit(cluster, monkeypatch):
    """A client gives each step the whole limit where it is told a mere number."""
    given = []

    def note(_pool, *_arguments, timeout=None, **_options):
        given.append(timeout)
        raise OSError("as far as this test goes")

    monkeypatch.setattr("urllib3.connectionpool.HTTPConnectionPool.urlopen", note)
    with pytest.raises(EngineUnavailable):
        cluster(url="http://127.0.0.1:9").call("info", seconds=0.7)
    assert [limit.total for limit in given] == [0.7]


def _fail(patience: Patience) -> None:
    with pytest.raises(EngineUnavailable), patience.tried("It", seconds=SHORT_SECONDS, rests=True):
        raise EngineUnavailable("It did not answer.")


def _is_refused(patience: Patience) -> bool:
    try:
        with patience.tried("It", seconds=SHORT_SECONDS, rests=True):
            return False
    except EngineUnavailable as problem:
        return "did not answer a moment ago" in str(problem)
