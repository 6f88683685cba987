"""A drain that was killed between taking rows and sending them, and what a publisher waits for: never the server, never other people's rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from site4p1000.search import outbox
from site4p1000.search.engines import EngineUnavailable, reset_engine
from site4p1000.search.engines.clusters import SHORT_SECONDS
from site4p1000.search.models import OutboxRow
from site4p1000.search.outbox import drain, suspended
from site4p1000.search.rebuilding import drift
from site4p1000.search.worker import PAUSE_SECONDS, take_turn
from tests.site4p1000.search.conftest import emptied
from tests.site4p1000.search.documents import titles
from tests.site4p1000.search.kinds import URLS, an_engine
from tests.site4p1000.search.pages import make_page


class Killed(BaseException):
    """The program ends here: nothing it would do afterwards is done."""


def killed(*_args, **_how):
    raise Killed


def later(monkeypatch, seconds: float) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=seconds))


@pytest.mark.parametrize("call", ["put", "delete"])
def test_rows_of_a_drain_killed_while_sending_are_sent_by_the_worker_within_a_minute(any_site_engine, committed, monkeypatch, call):
    engine = any_site_engine
    with committed():
        gone = make_page("Gone")
    with suspended():
        make_page("Soil")
        gone.unpublish()
    with monkeypatch.context() as patch:
        patch.setattr(type(engine), call, killed)
        with pytest.raises(Killed):
            drain()
    assert OutboxRow.objects.filter(claimed_until__gt=timezone.now()).exists()
    take_turn()
    assert OutboxRow.objects.exists()
    later(monkeypatch, 60 - 2 * PAUSE_SECONDS)
    take_turn()
    assert not OutboxRow.objects.exists()
    assert not drift()
    assert titles(engine) == ["Soil"]


def test_a_drain_keeps_its_rows_while_it_works(any_site_engine, monkeypatch):
    engine, held = any_site_engine, []
    with suspended():
        make_page("Soil")
        make_page("Nothing to find")
    put, build = type(engine).put, outbox.build_some

    def slowly(page_ids):
        later(monkeypatch, 40)
        return build(page_ids)

    def seen(self, documents, **how):
        held.append(OutboxRow.objects.earliest("pk").claimed_until - timezone.now())
        put(self, documents, **how)

    monkeypatch.setattr(outbox, "build_some", slowly)
    monkeypatch.setattr(type(engine), "put", seen)
    assert drain().put == 1
    assert held == [outbox.LEASE]


def test_a_publisher_sends_one_batch_with_the_own_page_first_and_the_worker_the_rest(site_engine, committed):
    waiting = outbox.BATCH_AFTER_COMMIT + 20
    with suspended():
        pages = [make_page(f"Waiting {number}") for number in range(waiting)]
    OutboxRow.objects.exclude(pk__in=_one_row_each(pages)).delete()
    with committed():
        make_page("Mine")
    found = site_engine.ids_and_digests()
    assert len(found) <= outbox.BATCH_AFTER_COMMIT
    assert titles(site_engine, "mine") == ["Mine"]
    assert OutboxRow.objects.count() >= 20
    take_turn()
    assert len(site_engine.ids_and_digests()) == waiting + 1
    assert not drift()


@pytest.fixture(params=sorted(URLS))
def server_engine(request, db, settings, tmp_path, pages_only):
    with an_engine(request.param, tmp_path) as options:
        settings.SEARCH_ENGINE = options
        yield emptied()
        reset_engine()


def test_a_server_that_takes_no_documents_holds_a_publisher_for_two_seconds(server_engine, committed, monkeypatch, caplog):
    """Counted by what each call may wait, so that a busy machine makes no difference. The deletion and the addition share the time."""
    with committed():
        gone = make_page("Gone")
    waits, call = [], server_engine.cluster.call

    def hangs(api, *, seconds=SHORT_SECONDS, **arguments):
        if api != "bulk":
            return call(api, seconds=seconds, **arguments)
        waits.append(seconds)
        raise EngineUnavailable("It hangs.")

    monkeypatch.setattr(server_engine.cluster, "call", hangs)
    with committed():
        make_page("Soil")
        gone.unpublish()
    assert waits
    assert sum(waits) <= outbox.SECONDS_AFTER_COMMIT <= 2
    assert OutboxRow.objects.waiting().count() >= 2


def _one_row_each(pages) -> list[int]:
    return [OutboxRow.objects.filter(page_id=page.pk).latest("pk").pk for page in pages]
