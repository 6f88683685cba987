"""The gate before readers, at every way Wagtail publishes: nothing that misleads goes live, nothing typed is lost, the reason is said."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowTask
from wagtail.test.utils.form_data import streamfield
from wagtail.users.models import UserProfile

from practices.intake import take_in
from practices.models import PracticePage, Reference
from practices.moderation import accept
from practices.publishing import REFUSED_ACTION, PublishingRefused
from tests.factories.admin_forms import a_result_row, practice_form_data, sent
from tests.factories.drafts import a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("an-editor", password="x")
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def draft() -> PracticePage:
    """A draft with a number that has no unit."""
    page = PracticePage.objects.get(pk=take_in(draft=a_draft()).page_id)
    row = page.results.first()
    row.unit = ""
    page.results = [row]
    page.save_revision()
    return page


def is_live(page: PracticePage) -> bool:
    return PracticePage.objects.get(pk=page.pk).live


def test_acceptance_in_moderation_is_refused(draft):
    with pytest.raises(PublishingRefused) as refused:
        accept(page=draft)
    assert refused.value.messages == ["This number has no unit. Choose the unit its source gives."]
    assert not is_live(draft)


def test_once_mended_the_same_draft_is_published(draft):
    row = draft.results.first()
    row.unit = "percent"
    draft.results = [row]
    draft.save_revision()
    assert accept(page=draft).live


def test_the_form_says_the_reason_at_the_field_and_keeps_what_was_typed(editor, draft):
    data = practice_form_data(title="What I typed", results=[a_result_row(value="5", comparison="My own words")])
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), data)
    form = response.context["form"]
    (row,) = form.formsets["results"].forms
    assert set(row.errors) == {"unit", "reference"}
    assert not is_live(draft)
    html = response.content.decode()
    assert 'value="What I typed"' in html
    assert 'value="My own words"' in html
    assert "Not published" in html


def test_the_same_form_is_saved_as_a_draft(editor, draft):
    data = practice_form_data(title="What I typed", action="action-save", results=[a_result_row(value="5")])
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), data).status_code == 302
    newest = PracticePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert (newest.title, newest.results.first().unit) == ("What I typed", "")


@pytest.mark.parametrize(("language", "sentence"), [("fr", "Ce nombre n’a pas d’unité"), ("es", "Este número no tiene unidad")])
def test_the_reason_is_said_in_the_editors_language(editor, draft, language, sentence):
    UserProfile.objects.update_or_create(user=editor.user, defaults={"preferred_language": language})
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), practice_form_data(results=[a_result_row()]))
    assert sentence in response.content.decode()


def test_a_picture_without_licence_is_refused_at_its_field(draft, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = Image.objects.create(title="Pits", file=get_test_image_file())
    media = streamfield([("picture", {"image": image.pk, "caption": "Pits", "credit": "A. Person", "licence": ""})])
    form = draft.get_edit_handler().get_form_class()(sent(practice_form_data(media=media)), instance=draft, parent_page=draft.get_parent())
    assert not form.is_valid()
    (error,) = form.errors["media"].as_data()
    assert list(error.block_errors[0].block_errors) == ["licence"]
    assert not is_live(draft)


def test_a_new_page_is_refused_in_the_form_and_not_made(editor):
    parent = PracticePage.objects.filter(locale__language_code="en").first().get_parent()
    address = reverse("wagtailadmin_pages:add", args=["practices", "practicepage", parent.pk])
    response = editor.post(address, practice_form_data(results=[a_result_row()]))
    assert response.status_code == 200
    assert not PracticePage.objects.filter(slug="a-practice").exists()


def test_a_bulk_action_is_refused_with_the_reason_and_publishes_nothing(editor, draft):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={draft.pk}"
    response = editor.post(address, {"include_descendants": ""}, follow=True)
    assert "This number has no unit" in response.content.decode()
    assert not is_live(draft)


def test_the_admins_own_interface_is_refused_with_the_reason(editor, draft):
    response = editor.post(f"/admin/api/main/pages/{draft.pk}/action/publish/", content_type="application/json")
    assert response.status_code == 400
    assert response.json() == {"results": ["This number has no unit. Choose the unit its source gives."]}
    assert not is_live(draft)


@pytest.fixture
def workflow(draft):
    task = GroupApprovalTask.objects.create(name="Read it")
    task.groups.add(Group.objects.get_or_create(name="Moderators")[0])
    workflow = Workflow.objects.create(name="One reader")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    return workflow


def test_approval_in_a_workflow_is_refused_and_the_task_stays_open(editor, draft, workflow):
    state = workflow.start(draft, editor.user)
    address = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.current_task_state.pk])
    response = editor.post(address, {}, follow=True)
    assert "This number has no unit" in response.content.decode()
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert not is_live(draft)


def test_approval_from_the_form_is_refused_at_the_field(editor, draft, workflow):
    workflow.start(draft, editor.user)
    data = practice_form_data(action="action-workflow-action", results=[a_result_row()], **{"workflow-action-name": "approve"})
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), data)
    assert response.status_code == 200
    assert "unit" in response.context["form"].formsets["results"].forms[0].errors
    assert not is_live(draft)


def test_what_misleads_cannot_be_put_on_the_schedule(draft):
    draft.go_live_at = timezone.now() + timedelta(days=1)
    revision = draft.save_revision()
    with pytest.raises(PublishingRefused):
        revision.publish()
    revision.approved_go_live_at = draft.go_live_at
    with pytest.raises(PublishingRefused):
        revision.save(update_fields=["approved_go_live_at"])


def test_a_schedule_from_before_leaves_the_page_a_draft_and_goes_on_with_the_others(draft):
    other = PracticePage.objects.get(pk=take_in(draft=a_draft(source_id="2", title="Another")).page_id)
    due = timezone.now() - timedelta(hours=1)
    for page in (draft, other):
        page.revisions.filter(pk=page.get_latest_revision().pk).update(approved_go_live_at=due)
    call_command("publish_scheduled", stdout=StringIO())
    assert not is_live(draft)
    assert is_live(other)
    assert not draft.revisions.filter(approved_go_live_at__isnull=False).exists()
    entry = PageLogEntry.objects.get(page_id=draft.pk, action=REFUSED_ACTION)
    assert "This number has no unit" in str(entry.message)


def test_code_that_saves_a_live_page_meets_the_gate_too(draft):
    page = draft.get_latest_revision_as_object()
    page.live = True
    with pytest.raises(PublishingRefused):
        page.save()
    assert not is_live(draft)


def test_an_import_may_still_write_the_draft_of_a_live_page(draft):
    page = PracticePage.objects.filter(live=True, results__isnull=False).first()
    row = page.results.first()
    row.reference = None
    page.results = [row]
    page.save_revision()
    assert Reference.objects.exists()
    assert is_live(page)


@pytest.fixture
def empty() -> PracticePage:
    """A draft without results."""
    return PracticePage.objects.get(pk=take_in(draft=a_draft(results=())).page_id)


def test_what_is_only_missing_stops_nobody_from_publishing(editor, empty):
    """A number with its unit and source goes out: what it was compared with, its depth and the rest are warnings."""
    source = Reference.objects.get(key="invented-work")
    row = a_result_row(outcome="soc_stock_change_rate", unit="t_c_ha_yr", reference=source.pk, comparison="", better="", label="", n="12")
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[empty.pk]), practice_form_data(results=[row]))
    assert response.status_code == 302
    assert is_live(empty)
    (row,) = PracticePage.objects.get(pk=empty.pk).results.all()
    assert (row.comparison, row.label, row.kind, row.better_side) == ("", "Soil carbon gained each year", "difference", "higher")


def test_a_number_that_nothing_names_is_refused_at_its_words(editor, draft):
    source = Reference.objects.get(key="invented-work")
    row = a_result_row(outcome="other", unit="t_ha", reference=source.pk, label="")
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), practice_form_data(results=[row]))
    (form,) = response.context["form"].formsets["results"].forms
    assert form.errors == {"label": ["Nothing says what was measured. Name it in words."]}
    assert not is_live(draft)


def test_a_row_of_erosion_added_without_a_script_is_better_when_there_is_less(editor, empty):
    source = Reference.objects.get(key="invented-work")
    row = a_result_row(outcome="erosion", value="-60", unit="percent", reference=source.pk, better="")
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[empty.pk]), practice_form_data(results=[row])).status_code == 302
    assert PracticePage.objects.get(pk=empty.pk).results.get().better_side == "lower"
