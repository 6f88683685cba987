"""Every engine passes the same tests: `engine` is one of each kind, empty and of its own."""

import pytest
from wagtail.models import Page

from site4p1000.search.engines import get_engine, reset_engine
from site4p1000.search.models import OutboxRow
from site4p1000.search.rebuilding import rebuild
from site4p1000.search.registry import register_builder, temporary_registrations
from tests.site4p1000.search.kinds import KINDS, URLS, an_engine, make_engine
from tests.site4p1000.search.pages import build_document


@pytest.fixture(params=KINDS)
def engine(request, tmp_path):
    """An empty engine that works: one after the other of every kind, the servers being genuine ones (`make servers`)."""
    with an_engine(request.param, tmp_path / "index") as options:
        engine = make_engine(options)
        engine.rebuild([])
        yield engine


@pytest.fixture(params=sorted(URLS))
def bank(request, db, settings, tmp_path):
    """The shipped bank on a genuine server."""
    with an_engine(request.param, tmp_path) as options:
        settings.SEARCH_ENGINE = options
        rebuild()
        yield get_engine()
        reset_engine()


@pytest.fixture
def pages_only():
    """Plain Wagtail pages are searchable, and no other page type is registered."""
    with temporary_registrations():
        register_builder(Page, build_document)
        yield


@pytest.fixture
def site_engine(db, settings, tmp_path, pages_only):
    """The embedded engine as that of the settings, empty and of its own; only what a test publishes can be found."""
    settings.SEARCH_ENGINE = {"name": "embedded", "index_dir": tmp_path / "site-index"}
    return emptied()


@pytest.fixture(params=KINDS)
def any_site_engine(request, db, settings, tmp_path, pages_only):
    """As `site_engine`, one after the other of every kind."""
    with an_engine(request.param, tmp_path / "site-index") as options:
        settings.SEARCH_ENGINE = options
        yield emptied()
        reset_engine()


def emptied():
    """The engine of the settings without a document, and a bank without a live page."""
    OutboxRow.objects.all().delete()
    Page.objects.filter(depth__gt=1).update(live=False)
    get_engine().rebuild([])
    return get_engine()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """``with committed():`` runs at its end what waits for the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
