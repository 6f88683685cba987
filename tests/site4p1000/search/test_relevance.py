"""What people look for comes first: judged queries on the embedded engine. `make bench` measures the other engines the same way."""

from dataclasses import replace

import pytest

from practices.models import PracticePage
from practices.search_document import practice_document
from site4p1000.search.answering import search
from site4p1000.search.engines.embedded import EmbeddedEngine
from tests.data.judged.measuring import LANGUAGES, baseline, corpus, judged, measure, ndcg, recall
from tests.data.judged.slips import with_a_slip

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def documents(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return list(corpus())


@pytest.fixture(scope="module")
def engine(documents, tmp_path_factory):
    engine = EmbeddedEngine(index_dir=tmp_path_factory.mktemp("judged"))
    engine.rebuild(documents)
    return engine


@pytest.mark.parametrize("language", LANGUAGES)
def test_relevance_does_not_fall(engine, language):
    found = measure(lambda request: search(request, engine), language)
    assert found.ndcg >= max(0.85, baseline(engine.name)[language] - 0.01)
    assert found.recall >= 0.9
    assert found.typo_recall >= 0.9
    assert found.accent_same == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_seventy_five_queries_are_judged_on_documents_that_exist(documents, language):
    ids = {document.id for document in documents}
    rows = judged(language)
    assert len(rows) >= 75
    assert {id for grades in rows.values() for id in grades} <= ids


def test_what_is_measured_is_what_the_bank_indexes(documents):
    """Steps, names of concepts and their synonyms come from the rows of the bank, not from a reading of files made for the measure."""
    by_id = {document.id: document for document in documents}
    practice, page = by_id["en:cover-crops"], PracticePage.objects.live().get(locale__language_code="en", slug="cover-crops")
    assert practice.title == page.title
    assert replace(practice, id="") == replace(practice_document(page), id="")


def test_the_measure_knows_good_from_bad():
    grades = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], grades) == 1
    assert 0 < ndcg(["b", "a"], grades) < 1
    assert ndcg(["x"], grades) == 0
    assert (recall(["a"], grades), recall(["b"], grades)) == (1, 0)
    assert with_a_slip("cover crops") == ""
    assert with_a_slip("zero tillage") == "zero tilage"[:5] + "tilage"
