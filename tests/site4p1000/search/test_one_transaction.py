"""A page and its row in the outbox are written together or not at all, whichever way of Wagtail is taken.

The row cannot be written here. A page that changed all the same would be one the search never hears of. No test opens a transaction of its
own around what it tries: Wagtail's and ours are all there is, as in a running bank (inside a test they are savepoints).
"""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from site4p1000.common.models import StandardPage
from site4p1000.common.schedule import Kept, keep_schedule
from site4p1000.search.models import OutboxQuerySet, OutboxRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("an-editor", password="x"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def page() -> StandardPage:
    return StandardPage.objects.get(slug="about")


@pytest.fixture
def no_row_can_be_written(page, monkeypatch):
    """Asked for after `page`, and used as late as a test wants it."""

    def fail(*_args, **_kwargs):
        raise DatabaseError("The disk is full.")

    return lambda: monkeypatch.setattr(OutboxQuerySet, "bulk_create", fail)


def state() -> list[tuple]:
    """Everything readers can see of a page and where, for all pages; and who may see it."""
    pages = Page.objects.order_by("pk").values_list("pk", "live", "title", "slug", "url_path", "path", "live_revision", "expired")
    return [*pages, *PageViewRestriction.objects.order_by("pk").values_list("page", "restriction_type")]


def publish(editor, page):
    fields = {"title": "Another title", "slug": "another-slug", "summary": "", "menu_title": "", "body": streamfield([])}
    data = nested_form_data({**fields, "comments": inline_formset([]), "action-publish": "1"})
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def unpublish(editor, page):
    return editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))


def unpublish_in_bulk(editor, page):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return editor.post(f"{address}?id={page.pk}", {"include_descendants": ""})


def make_private(editor, page):
    return editor.post(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), {"restriction_type": PageViewRestriction.LOGIN})


def delete(editor, page):
    return editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


WAYS = [publish, unpublish, unpublish_in_bulk, make_private, delete]


@pytest.mark.parametrize("way", WAYS)
def test_without_its_row_nothing_is_changed(editor, page, no_row_can_be_written, way):
    before = state()
    no_row_can_be_written()
    assert way(editor, page).status_code == 500
    assert state() == before


@pytest.mark.parametrize("way", WAYS)
def test_with_its_row_it_is(editor, page, way):
    before = state()
    assert way(editor, page).status_code in (200, 302)
    assert state() != before
    assert OutboxRow.objects.filter(page_id=page.pk).exists()


def test_a_move_without_its_row_leaves_everything_where_it_was(page, no_row_can_be_written):
    before, to = state(), Page.objects.get(pk=page.pk).get_prev_sibling() or page.get_next_sibling()
    no_row_can_be_written()
    with pytest.raises(DatabaseError):
        page.move(to, pos="last-child")
    assert state() == before


def test_a_new_address_without_the_rows_of_what_is_below_is_not_given(page, no_row_can_be_written):
    before, above = state(), page.get_parent().specific
    no_row_can_be_written()
    above.slug = "renamed"
    with pytest.raises(DatabaseError):
        above.save()
    assert state() == before


def test_taking_a_restriction_away_needs_its_rows(editor, page, no_row_can_be_written):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    before = state()
    no_row_can_be_written()
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    assert editor.post(address, {"restriction_type": PageViewRestriction.NONE}).status_code == 500
    assert state() == before


def test_what_is_scheduled_waits_for_its_row_and_stays_on_the_schedule(page, no_row_can_be_written, caplog):
    page.unpublish()
    revision = page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    before = state()
    no_row_can_be_written()
    assert keep_schedule() == Kept(failed=1)
    assert state() == before
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at


def test_what_expires_waits_for_its_row(page, no_row_can_be_written, caplog):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    before = state()
    no_row_can_be_written()
    assert keep_schedule() == Kept(failed=1)
    assert state() == before


def test_a_draft_of_a_page_costs_no_row(page):
    page.title = "Not yet"
    page.save_revision()
    assert not OutboxRow.objects.exists()
