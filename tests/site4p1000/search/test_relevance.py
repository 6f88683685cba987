"""What people look for comes first: judged queries on the embedded engine. `make bench` measures the other engines the same way."""

import pytest

from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.understanding import understand
from tests.data.judged.measuring import LANGUAGES, baseline, corpus, judged, measure, ndcg, recall, with_a_slip

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    engine = EmbeddedEngine(index_dir=tmp_path_factory.mktemp("judged"))
    engine.rebuild(corpus())
    return engine


@pytest.mark.parametrize("language", LANGUAGES)
def test_relevance_does_not_fall(engine, language):
    found = measure(lambda request: engine.search(understand(request, engine).request), language)
    assert found.ndcg >= max(0.85, baseline(engine.name)[language] - 0.01)
    assert found.recall >= 0.9
    assert found.typo_recall >= 0.9
    assert found.accent_same == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_seventy_five_queries_are_judged_on_documents_that_exist(language):
    ids = {document.id for document in corpus()}
    rows = judged(language)
    assert len(rows) >= 75
    assert {id for grades in rows.values() for id in grades} <= ids


def test_the_measure_knows_good_from_bad():
    grades = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], grades) == 1
    assert 0 < ndcg(["b", "a"], grades) < 1
    assert ndcg(["x"], grades) == 0
    assert (recall(["a"], grades), recall(["b"], grades)) == (1, 0)
    assert with_a_slip("cover crops") == ""
    assert with_a_slip("zero tillage") == "zero tilage"[:5] + "tilage"
