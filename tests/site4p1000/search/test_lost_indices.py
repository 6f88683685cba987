"""A search server that lost its index: what is written before it is made again must not stand in its way."""

import pytest

from site4p1000.search.engines import IndexMissing
from tests.site4p1000.search.documents import document, titles
from tests.site4p1000.search.kinds import URLS, an_engine, make_engine


@pytest.fixture(params=sorted(URLS))
def engine(request, tmp_path):
    """A server without any index of this bank."""
    with an_engine(request.param, tmp_path) as options:
        yield make_engine(options)


def test_a_deletion_without_an_index_makes_none(engine):
    engine.delete(["page-1"])
    assert engine.indices.cluster.call("indices.get_alias", index=f"{engine.indices.prefix}_*") == {}
    with pytest.raises(IndexMissing):
        engine.put([document("Soil")])
    assert engine.status().needs_rebuild
    engine.rebuild([document("Soil")])
    assert titles(engine) == ["Soil"]


@pytest.mark.parametrize("alias", ["alias", "building"])
def test_an_index_with_the_name_of_an_alias_is_taken_away_by_a_rebuild(engine, alias):
    name = getattr(engine.indices, alias)
    engine.indices.cluster.call("indices.create", index=name, seconds=30)
    assert engine.status().needs_rebuild
    engine.rebuild([document("Soil", id="page-1")])
    assert titles(engine) == ["Soil"]
    engine.delete(["page-1"])
    assert titles(engine) == []


def test_a_deletion_that_comes_when_the_rebuild_has_just_ended_is_healed_by_the_next(engine):
    engine.rebuild([document("Soil", id="page-1")])
    engine.indices.targets = lambda: [engine.indices.building, engine.indices.alias]
    engine.delete(["page-1"])
    del engine.indices.targets
    assert titles(engine) == []
    engine.rebuild([document("Compost")])
    assert titles(engine) == ["Compost"]
