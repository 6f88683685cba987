"""Every engine passes the same tests: `engine` is one of each kind, empty and of its own."""

import pytest

from site4p1000.search.engines.embedded import EmbeddedEngine


@pytest.fixture(params=["embedded"])
def engine(request, tmp_path):
    """An empty engine that works."""
    engine = {"embedded": lambda: EmbeddedEngine(index_dir=tmp_path / "index")}[request.param]()
    engine.rebuild([])
    return engine
