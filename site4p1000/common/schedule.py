"""What editors put on the schedule: pages that go live at their time, and those that expire.

As Wagtail's command `publish_scheduled` does, but each page is a transaction and a fault of its own: one that cannot be published keeps
its place on the schedule and holds up nobody else.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

PAUSE_SECONDS = 60.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """How many pages expired, how many went live or were put back among the drafts, and how many stay on the schedule after a fault."""

    expired: int = 0
    published: int = 0
    failed: int = 0


def keep_schedule() -> Kept:
    """Take from readers what has expired, then publish what is due, in the order of their times."""
    now = timezone.now()
    expired = [_tried(page, _expire) for page in Page.objects.live().filter(expire_at__lt=now).order_by("expire_at")]
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at", "pk")
    published = [_tried(revision, _publish) for revision in due]
    return Kept(expired=sum(expired), published=sum(published), failed=(expired + published).count(False))


def keep_schedule_until(stop: threading.Event, *, pause_seconds: float = PAUSE_SECONDS) -> None:
    """Every minute until `stop` is set, which a pause ends at once. A database that is away for a moment does not end it."""
    while not stop.is_set():
        close_old_connections()
        try:
            keep_schedule()
        except Exception:  # the item boundary: the next minute tries again
            logger.exception("The schedule could not be read.")
        stop.wait(pause_seconds)
    close_old_connections()


def _expire(page: Page) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


def _tried(due, act: Callable) -> bool:
    try:
        # Publishing first takes the page off the schedule: it must be on it still when something fails.
        with transaction.atomic():
            act(due)
    except Exception:  # the item boundary: one page that cannot be saved must not keep the others from readers
        logger.exception("What was scheduled for “%s” could not be done; it is tried again in a minute.", due)
        return False
    return True
