"""manage.py search_index: what it prints, and when it fails."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from site4p1000.search.models import OutboxRow
from site4p1000.search.outbox import suspended
from tests.site4p1000.search.documents import document, titles
from tests.site4p1000.search.pages import make_page


@pytest.fixture(autouse=True)
def engine(site_engine):
    with suspended():
        make_page("Soil")
        make_page("Secret", live=False)
    OutboxRow.objects.all().delete()
    return site_engine


def run(*arguments) -> str:
    out = StringIO()
    call_command("search_index", *arguments, stdout=out)
    return out.getvalue()


def test_rebuild_counts_and_makes_the_index_right(engine):
    assert run("rebuild").startswith("1 documents in ")
    assert titles(engine) == ["Soil"]
    assert "Missing: 0\nStale: 0\nSuperfluous: 0\nOutbox rows: 0\nSet aside: 0" in run("status")


def test_status_tells_each_kind_of_drift_and_fails(engine, capsys):
    run("rebuild")
    engine.put([document("Ghost", id="page-999999")])
    with suspended():
        make_page("New")
    OutboxRow.objects.all().delete()
    out = StringIO()
    with pytest.raises(CommandError, match="rebuild"):
        call_command("search_index", "status", stdout=out)
    assert "Missing: 1 (page-" in out.getvalue()
    assert "Superfluous: 1 (page-999999)" in out.getvalue()


def test_status_tells_stale_documents(engine):
    run("rebuild")
    (page_id,) = engine.ids_and_digests()
    engine.put([document("Other words", id=page_id)])
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("search_index", "status", stdout=out)
    assert f"Stale: 1 ({page_id})" in out.getvalue()


def test_waiting_changes_are_told_but_are_no_drift(engine):
    run("rebuild")
    OutboxRow.objects.create(page_id=1, document_id="page-1")
    assert "Outbox rows: 1" in run("status")


def test_drain_sends_what_waits(engine):
    with suspended():
        make_page("New")
    assert "Outbox: 1 put, 0 deleted, 0 left." in run("drain")
    assert titles(engine) == ["New"]


def test_a_broken_index_fails_with_the_sentence_that_repairs_it(engine, settings, tmp_path):
    settings.SEARCH_ENGINE = {"name": "embedded", "index_dir": tmp_path / "nowhere"}
    out = StringIO()
    with pytest.raises(CommandError, match="not ready"):
        call_command("search_index", "status", stdout=out)
    assert "There is no search index" in out.getvalue()


def test_a_page_that_cannot_be_built_is_named(engine):
    with suspended():
        faulty = make_page("Faulty")
    OutboxRow.objects.all().delete()
    with pytest.raises(CommandError, match=f"Page {faulty.pk}: RuntimeError: a fault"):
        run("rebuild")
    assert titles(engine) == ["Soil"]


def test_status_names_what_was_set_aside_and_why(engine):
    run("rebuild")
    with suspended():
        refused = make_page("Refused")
    with pytest.raises(CommandError):
        run("drain")
    out = StringIO()
    with pytest.raises(CommandError, match="differs"):
        call_command("search_index", "status", stdout=out)
    assert f"Set aside: 1\n  page-{refused.pk}: " in out.getvalue()
