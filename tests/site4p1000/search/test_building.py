"""From pages to documents, many at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from site4p1000.search.building import build_all, build_some
from tests.benchmarks.many_pages import copy_practices


@pytest.fixture
def many(db):
    copy_practices(40)


def queries_of(build):
    with CaptureQueriesContext(connection) as queries:
        built = [one for one in build() if one.document]
    return len(queries), built


def test_many_pages_cost_hardly_more_queries_than_few(db):
    few, _ = queries_of(build_all)
    copy_practices(40)
    more, built = queries_of(build_all)
    assert len(built) > 40
    assert more == few


def test_a_page_has_the_same_document_alone_as_among_others(many):
    together = {built.page_id: built.document for built in build_all()}
    for page_id in list(together)[::7]:
        (alone,) = build_some([page_id])
        assert alone.document == together[page_id]
