"""Fixtures of the whole suite. The bank's own content is loaded once per worker; each test sees it and changes nothing for the next."""

import os
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.utils import translation


def pytest_report_header():
    """Which search servers this run has, with version and build: a run without them must not look like one with them."""
    from tests.site4p1000.search import kinds

    told = {kind: kinds.missing(kind) or kinds.program(kind) for kind in kinds.URLS}
    return [f"search server: {line}" for line in told.values()]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with the content of content/, and a search index of it."""
    with django_db_blocker.unblock():
        call_command("load_content", stdout=StringIO())
        if "search_index" in get_commands():
            call_command("search_index", "rebuild", stdout=StringIO())


@pytest.fixture(autouse=True)
def _english():
    """Every test begins in English, whatever the one before it switched to."""
    with translation.override("en"):
        yield


@pytest.fixture
def real_server(request):
    """For tests that need an outside program: absent means failed in CI, a loud skip elsewhere."""

    def need(program: str) -> str:
        path = shutil.which(program)
        if path is None and os.environ.get("CI"):
            pytest.fail(f"{program} is not installed, and CI must have it")
        if path is None:
            pytest.skip(f"{program.upper()} IS NOT INSTALLED: this test did not run")
        return path

    return need


@pytest.fixture
def own_index(settings, tmp_path):
    """A copy of the search index for one test, so that what it publishes is not found by the next."""
    from site4p1000.search.engines import registry

    shutil.copytree(settings.SEARCH_ENGINE["index_dir"], tmp_path / "search")
    settings.SEARCH_ENGINE = {**settings.SEARCH_ENGINE, "index_dir": tmp_path / "search"}
    registry.reset_engine()
    yield
    registry.reset_engine()


@pytest.fixture(autouse=True)
def _shared_index_stays_as_it_is(request, settings):
    """A test that publishes into the index all tests share fails itself, not one that counts later."""
    if request.node.get_closest_marker("django_db") is None:
        yield
        return
    request.getfixturevalue("django_db_setup")
    folder = Path(settings.SEARCH_ENGINE["index_dir"])
    before = _written(folder)
    yield
    assert _written(folder) == before, "This test wrote to the search index all tests share: give it the fixture own_index"


def _written(folder: Path) -> set[tuple[str, int, int]]:
    files = (path for path in folder.rglob("*") if path.is_file() and "lock" not in path.name)
    return {(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files}
