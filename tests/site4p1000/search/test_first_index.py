"""A bank begins without a search index: what is loaded before it is made waits, is not lost, and frightens nobody."""

import logging

import pytest
from wagtail.models import Page

from site4p1000.search.engines import EngineUnavailable, get_engine, reset_engine
from site4p1000.search.models import OutboxRow
from site4p1000.search.outbox import drain
from site4p1000.search.rebuilding import drift, rebuild
from tests.site4p1000.search.documents import titles
from tests.site4p1000.search.kinds import KINDS, an_engine
from tests.site4p1000.search.pages import make_page


@pytest.fixture(params=KINDS)
def engine(request, db, settings, tmp_path, pages_only):
    """The engine of the settings, which has no index yet, and a bank without a live page."""
    Page.objects.filter(depth__gt=1).update(live=False)
    OutboxRow.objects.all().delete()
    with an_engine(request.param, tmp_path / "none-yet") as options:
        settings.SEARCH_ENGINE = options
        yield get_engine()
        reset_engine()


def test_what_comes_before_the_first_index_waits_and_is_no_error(engine, committed, caplog):
    caplog.set_level(logging.INFO)
    with committed():
        make_page("Soil")
    (told,) = [record for record in caplog.records if record.name == "site4p1000.search.outbox"]
    assert told.levelname == "INFO"
    assert "nothing is lost" in told.getMessage()
    rebuild()
    drain()
    assert titles(engine) == ["Soil"]
    assert not drift()
    assert not OutboxRow.objects.exists()


def test_an_engine_that_is_away_is_an_error_in_the_log(engine, committed, caplog, monkeypatch):
    def away(*_arguments, **_options):
        raise EngineUnavailable("It is down.")

    monkeypatch.setattr(type(engine), "put", away)
    with committed():
        make_page("Soil")
    assert [record.levelname for record in caplog.records if "did not take 1 changed pages" in record.getMessage()] == ["ERROR"]
