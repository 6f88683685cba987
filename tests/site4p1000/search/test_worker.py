"""The worker: it heals every engine without a person."""

import threading

import pytest
from wagtail.models import Page

from site4p1000.search import worker
from site4p1000.search.comparing import Comparison
from site4p1000.search.engines import EngineProblem, EngineStatus
from site4p1000.search.models import OutboxRow
from site4p1000.search.outbox import suspended
from site4p1000.search.rebuilding import drift
from site4p1000.search.worker import Comparing, keep_up, take_turn
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


def test_what_the_outbox_never_heard_of_is_found_and_sent(engine, committed, caplog):
    with committed():
        stale, superfluous, kept = make_page("Stale"), make_page("Superfluous"), make_page("Kept")
    missing = make_page("Missing")
    OutboxRow.objects.all().delete()
    Page.objects.filter(pk=stale.pk).update(title="Changed behind our back")
    Page.objects.filter(pk=superfluous.pk).update(live=False)
    assert drift()
    turn = take_turn(Comparing())
    assert (turn.drained.put, turn.drained.deleted) == (2, 1)
    assert titles(engine) == ["Changed behind our back", "Kept", "Missing"]
    assert not drift()
    assert "3 pages were not in the index as they are now" in caplog.text
    assert {missing.pk, kept.pk} <= set(Page.objects.live().values_list("pk", flat=True))


def test_pages_are_compared_in_slices_all_of_them_in_the_end_and_then_again(engine, committed):
    with committed():
        pages = [make_page(f"Soil {number}") for number in range(5)]
    comparison = Comparison(slice_size=2)
    for round in ("first", "second"):
        for page in pages:
            Page.objects.filter(pk=page.pk).update(title=f"{round} {page.pk}")
        assert [comparison.enqueue_what_differs() for _ in range(3)] == [2, 2, 1]
        take_turn()
        assert not drift()


def test_what_waits_or_was_refused_is_not_sent_again_by_a_comparison(engine, committed, caplog):
    with committed():
        make_page("Refused")
    with suspended():
        make_page("Waiting")
    rows = OutboxRow.objects.count()
    assert Comparison().enqueue_what_differs() == 0
    assert OutboxRow.objects.count() == rows


def test_a_comparison_is_due_at_the_first_turn_that_works_and_every_ten_minutes(engine, monkeypatch):
    times, compared = [0.0], []

    def compare(_comparison):
        compared.append(times[0])
        if times[0] == 0.0:
            raise EngineProblem("It is down.")
        return 0

    monkeypatch.setattr(Comparison, "enqueue_what_differs", compare)
    comparing = Comparing(clock=lambda: times[0])
    for times[0] in (0.0, 5.0, 10.0, 604.0, 605.0, 610.0):
        take_turn(comparing)
    assert compared == [0.0, 5.0, 605.0]


def test_a_bank_at_rest_is_not_written_to(engine, django_assert_num_queries):
    with django_assert_num_queries(1):
        take_turn()


def test_a_turn_that_fails_does_not_end_the_worker(monkeypatch, caplog):
    stop, turns = threading.Event(), []

    def turn(_comparing):
        turns.append(1)
        if len(turns) == 2:
            stop.set()
        raise RuntimeError("a bug")

    monkeypatch.setattr(worker, "take_turn", turn)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    keep_up(stop=stop, pause_seconds=0)
    assert len(turns) == 2
    assert caplog.text.count("Search worker: a bug") == 1
