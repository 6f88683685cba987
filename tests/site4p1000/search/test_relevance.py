"""What people look for comes first: judged queries on every engine. `make bench` measures and prints the same."""

from dataclasses import replace

import pytest

from practices.models import PracticePage
from practices.search_document import practice_document
from site4p1000.search.answering import search
from tests.data.judged.measuring import LANGUAGES, Relevance, corpus, judged, measure, missed, ndcg, recall
from tests.data.judged.slips import with_slips
from tests.site4p1000.search.kinds import KINDS, an_engine, make_engine

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def documents(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return list(corpus())


@pytest.mark.parametrize("kind", KINDS)
def test_relevance_does_not_fall(kind, documents, tmp_path):
    with an_engine(kind, tmp_path / "judged") as options:
        engine = make_engine(options)
        engine.rebuild(documents)
        found = {language: measure(lambda request: search(request, engine), language) for language in LANGUAGES}
    assert missed(found, kind) == []


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
    assert [*with_slips("cover crops")] == []
    assert dict(with_slips("new terrace")) == {
        "left out": "new terace",
        "doubled": "new terrrace",
        "wrong": "new texrace",
    }
    assert dict(with_slips("orchard"))["swapped"] == "orhcard"


def test_every_goal_that_is_missed_is_said():
    poor = Relevance(queries=1, ndcg=0.79, recall=0.5, typo_recalls={"wrong": 0.8}, accent_same=0.5)
    fine = Relevance(queries=1, ndcg=1.0, recall=1.0, typo_recalls={"wrong": 0.9}, accent_same=1.0)
    assert missed({"en": fine, "fr": fine, "es": fine}, "opensearch") == []
    told = missed({"en": fine, "fr": poor, "es": poor}, "opensearch")
    assert [line.split(" ")[1] for line in told if line.startswith("opensearch, fr")] == ["fr:"] * 4
    assert missed({"en": poor}, "embedded")[0] == "embedded: mean nDCG@10 0.790, goal 0.85"
