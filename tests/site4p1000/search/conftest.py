"""Every engine passes the same tests: `engine` is one of each kind, empty and of its own."""

import pytest
from wagtail.models import Page

from site4p1000.search.engines import get_engine
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.models import OutboxRow
from site4p1000.search.registry import register_builder, temporary_registrations
from tests.site4p1000.search.pages import build_document


@pytest.fixture(params=["embedded"])
def engine(request, tmp_path):
    """An empty engine that works."""
    engine = {"embedded": lambda: EmbeddedEngine(index_dir=tmp_path / "index")}[request.param]()
    engine.rebuild([])
    return engine


@pytest.fixture
def pages_only():
    """Plain Wagtail pages are searchable, and no other page type is registered."""
    with temporary_registrations():
        register_builder(Page, build_document)
        yield


@pytest.fixture
def site_engine(db, settings, tmp_path, pages_only):
    """The engine of the settings, empty and of its own; only what a test publishes can be found."""
    settings.SEARCH_ENGINE = {"name": "embedded", "index_dir": tmp_path / "site-index"}
    OutboxRow.objects.all().delete()
    Page.objects.filter(depth__gt=1).update(live=False)
    get_engine().rebuild([])
    return get_engine()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """``with committed():`` runs at its end what waits for the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
