"""The report on what is still empty: the newest draft counts, with a constant number of queries, and a file no spreadsheet runs."""

import pytest
from django.contrib.auth import get_user_model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practices import readiness
from practices.completeness import completeness_of, with_drafts
from practices.intake import take_in
from practices.models import PracticePage
from practices.records import ConditionDraft, SiteDraft
from tests.factories.drafts import a_draft

pytestmark = pytest.mark.django_db
ADDRESS = "practice_completeness"


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("an-editor", password="x"))
    return client


def test_the_report_says_the_same_as_the_meter_of_the_form():
    for page in with_drafts(PracticePage.objects.all())[:12]:
        parts = readiness.parts(page.get_latest_revision_as_object())
        told = completeness_of([page])[page.pk]
        assert told.missing == tuple(part.name for part in parts if not part.is_filled)
        assert len(told.filled) == sum(part.is_filled for part in parts)


def test_the_newest_draft_counts_not_what_is_published():
    page = PracticePage.objects.filter(live=True, locale__language_code="en").first()
    page.summary = ""
    page.save_revision(clean=False)
    fresh = with_drafts(PracticePage.objects.all()).get(pk=page.pk)
    assert "What it is, in two sentences" in completeness_of([fresh])[page.pk].missing


@pytest.mark.parametrize("scheme_and_code", ["koppen:Aw", "climate:dry"])
def test_a_draft_whose_site_tells_the_climate_lacks_none(scheme_and_code):
    scheme, _, code = scheme_and_code.partition(":")
    told = ConditionDraft(attribute=scheme, scheme=scheme, code=code)
    draft = a_draft(concepts=(), sites=(SiteDraft(key="field", place="A field", country="ML", conditions=(told,)),))
    page = with_drafts(PracticePage.objects.all()).get(pk=take_in(draft=draft).page_id)
    assert "Climates" in completeness_of([page])[page.pk].filled
    assert "Climates" in [part.name for part in readiness.parts(page.get_latest_revision_as_object()) if part.is_filled]


def test_each_line_says_what_is_missing_and_leads_into_the_form(editor):
    page_id = take_in(draft=a_draft(title="Aaa: nearly empty")).page_id
    html = editor.get(reverse(ADDRESS)).content.decode()
    assert f"/admin/pages/{page_id}/edit/" in html
    line = html.partition(f"/admin/pages/{page_id}/edit/")[2].partition("</tr>")[0]
    assert "Climate risks" in line
    assert "Measured results" not in line


def test_it_is_filtered_by_language_and_state(editor):
    fr = PracticePage.objects.filter(locale__language_code="fr").values_list("pk", flat=True)
    shown = editor.get(reverse(ADDRESS), {"language": "fr"}).context["object_list"]
    assert {page.pk for page in shown} == set(fr)
    page_id = take_in(draft=a_draft()).page_id
    drafts = editor.get(reverse(ADDRESS), {"live": "false"}).context["object_list"]
    assert page_id in {page.pk for page in drafts}
    assert not any(page.live for page in drafts)


def test_more_practices_cost_no_more_queries(editor, django_assert_num_queries):
    from django.db import connection

    with CaptureQueriesContext(connection) as few:
        editor.get(reverse(ADDRESS), {"live": "true"})
    for number in range(5):
        take_in(draft=a_draft(source_id=f"more-{number}", title=f"Aaa {number}"))
    with CaptureQueriesContext(connection) as many:
        editor.get(reverse(ADDRESS))
    assert len(many) <= len(few)


def test_no_cell_of_the_file_is_a_formula(editor):
    take_in(draft=a_draft(title="=HYPERLINK(1)"))
    response = editor.get(reverse(ADDRESS), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "'=HYPERLINK(1)" in text
    assert "\n=HYPERLINK" not in text


def test_who_may_edit_no_page_sees_no_report(client):
    client.force_login(get_user_model().objects.create_user("reader", password="x"))
    assert client.get(reverse(ADDRESS)).status_code == 302
