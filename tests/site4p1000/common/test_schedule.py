"""Pages go live at their time and expire at theirs, without anybody doing anything."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from practices.models import PracticePage
from site4p1000.common import schedule
from site4p1000.common.models import StandardPage
from site4p1000.common.schedule import Kept, keep_schedule, keep_schedule_until

pytestmark = pytest.mark.django_db

EARLIER = timedelta(minutes=-1)
LATER = timedelta(minutes=1)


def scheduled(page, when: timedelta):
    """The page as a draft that an editor wants live at that time from now."""
    page.unpublish()
    page.refresh_from_db()
    page.go_live_at = timezone.now() + when
    return page.save_revision(approved_go_live_at=page.go_live_at)


def test_a_page_is_published_when_its_time_has_come_and_not_before():
    due, later = StandardPage.objects.order_by("pk")[:2]
    scheduled(due, EARLIER)
    scheduled(later, LATER)
    assert keep_schedule() == Kept(published=1)
    assert (Page.objects.get(pk=due.pk).live, Page.objects.get(pk=later.pk).live) == (True, False)
    assert keep_schedule() == Kept()


def test_an_expired_page_is_taken_from_readers_and_says_so():
    page = StandardPage.objects.get(slug="about")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + EARLIER)
    assert keep_schedule() == Kept(expired=1)
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_one_page_that_cannot_be_published_holds_up_nobody(caplog):
    faulty, sound = StandardPage.objects.order_by("pk")[:2]
    scheduled(sound, EARLIER)
    revision = scheduled(faulty, 2 * EARLIER)
    revision.content["title"] = ""
    revision.save()
    assert keep_schedule() == Kept(published=1, failed=1)
    assert (Page.objects.get(pk=faulty.pk).live, Page.objects.get(pk=sound.pk).live) == (False, True)
    assert "tried again in a minute" in caplog.text


def test_a_practice_that_would_mislead_goes_back_to_the_drafts():
    page = PracticePage.objects.filter(results__isnull=False).first()
    revision = scheduled(page, EARLIER)
    revision.content["results"][0]["unit"] = ""
    type(revision).objects.filter(pk=revision.pk).update(content=revision.content)
    keep_schedule()
    revision.refresh_from_db()
    assert not Page.objects.get(pk=page.pk).live
    assert revision.approved_go_live_at is None


def test_it_is_kept_until_stopped_whatever_goes_wrong(monkeypatch, caplog):
    stop, turns = threading.Event(), []

    def keep():
        turns.append(1)
        if len(turns) == 2:
            stop.set()
        raise RuntimeError("a bug")

    monkeypatch.setattr(schedule, "keep_schedule", keep)
    monkeypatch.setattr(schedule, "close_old_connections", lambda: None)
    keep_schedule_until(stop, pause_seconds=0)
    assert len(turns) == 2
