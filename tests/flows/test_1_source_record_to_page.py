"""Flow 1: a source file becomes a record, a record a draft, a draft a page, and somebody makes it live.

source file ─read─► SourceRecord ─to_draft─► PracticeDraft ─ intake ─► draft page ─ moderation ─► live page
"""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from practices.importers.run import RunMode, run_import
from practices.importers.wocat import Wocat
from practices.intake import IntakeOutcome, take_in
from practices.models import ImportRun, PracticePage, SourceLink
from practices.moderation import accept
from practices.records import PracticeDraft, SourceRecord

RECORD = Path(__file__).parent.parent / "data" / "wocat" / "technology-900001.json"

pytestmark = pytest.mark.django_db


def test_a_source_record_becomes_a_page_step_by_step(client):
    adapter = Wocat()
    record = next(adapter.read(RECORD))
    assert isinstance(record, SourceRecord)

    draft = adapter.to_draft(record, locale="en")
    assert isinstance(draft, PracticeDraft)
    assert draft.problems() == ()

    report = take_in(draft=draft)
    assert report.outcome is IntakeOutcome.CREATED
    page = PracticePage.objects.get(pk=report.page_id)
    assert client.get(page.url).status_code == 404, "a draft is not for readers"

    live = accept(page=page)
    response = client.get(live.url)
    assert response.status_code == 200
    assert draft.title in response.content.decode()


def test_the_command_shows_first_and_writes_only_when_told(capsys):
    before = PracticePage.objects.count()
    call_command("import_practices", "wocat", str(RECORD))
    assert "dry run" in capsys.readouterr().out
    assert PracticePage.objects.count() == before

    call_command("import_practices", "wocat", str(RECORD), "--commit")
    assert "1 created" in capsys.readouterr().out
    assert PracticePage.objects.count() == before + 1


def test_a_second_run_says_unchanged_and_writes_nothing(capsys, django_assert_num_queries):
    call_command("import_practices", "wocat", str(RECORD), "--commit")
    runs, link = ImportRun.objects.count(), SourceLink.objects.get(source="wocat")
    capsys.readouterr()
    call_command("import_practices", "wocat", str(RECORD), "--commit")
    assert "1 unchanged" in capsys.readouterr().out
    assert ImportRun.objects.count() == runs
    assert SourceLink.objects.get(source="wocat").imported_at == link.imported_at


def test_one_bad_record_never_stops_a_run(tmp_path):
    good = json.loads(RECORD.read_text())
    elsewhere = {"type": "MultiPoint", "coordinates": [[449, 3]]}
    bad = {**good, "selected_version": {**good["selected_version"], "location_geometry": elsewhere}}
    (tmp_path / "1-bad.json").write_text(json.dumps(bad))
    (tmp_path / "2-good.json").write_text((RECORD.parent / "technology-900003.json").read_text())
    report = run_import(adapter=Wocat(), path=tmp_path, mode=RunMode.COMMIT, locale="en")
    assert report.outcomes == {IntakeOutcome.INVALID: 1, IntakeOutcome.CREATED: 1}
    assert "449" in str(report.problems[0])


def test_a_surprise_in_one_record_costs_only_that_record(monkeypatch):
    def stumbling(adapter, record, *, locale):
        if record.source_id.endswith("900001"):
            raise RuntimeError("nobody thought of this")
        return to_draft(adapter, record, locale=locale)

    to_draft = Wocat.to_draft
    monkeypatch.setattr(Wocat, "to_draft", stumbling)
    report = run_import(adapter=Wocat(), path=RECORD.parent, mode=RunMode.COMMIT, locale="en")
    assert report.outcomes == {IntakeOutcome.INVALID: 1, IntakeOutcome.CREATED: 2}
    assert "nobody thought of this" in str(report.problems[0])


BROKEN = {
    "not JSON": ("not json at all", "not JSON"),
    "truncated": (RECORD.read_text()[:400], "broken.json"),
    "an unknown field": (json.dumps({**json.loads(RECORD.read_text()), "surprise": 2}), "surprise"),
    "an impossible coordinate": (RECORD.read_text().replace('"coordinates": [', '"coordinates": [[449.0, 3.0], ', 1), "449"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_gives_a_sentence_per_problem_and_leaves_the_bank_as_it_was(name, tmp_path, capsys):
    text, named = BROKEN[name]
    before = PracticePage.objects.count(), SourceLink.objects.count(), ImportRun.objects.count()
    (tmp_path / "broken.json").write_text(text)
    with pytest.raises(CommandError) as refused:
        call_command("import_practices", "wocat", str(tmp_path / "broken.json"), "--commit")
    assert refused.value.returncode == 1
    assert named in capsys.readouterr().err
    assert (PracticePage.objects.count(), SourceLink.objects.count(), ImportRun.objects.count()) == before
