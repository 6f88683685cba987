"""When a page must be sent to the engine: published, unpublished, moved, renamed, deleted, or its section made private or public."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from site4p1000.search.outbox import enqueue


def connect() -> None:
    """Listen; called once, when the application is ready."""
    page_published.connect(_page_changed, dispatch_uid="search.published")
    page_unpublished.connect(_page_changed, dispatch_uid="search.unpublished")
    post_delete.connect(_page_changed, sender=Page, dispatch_uid="search.deleted")
    page_slug_changed.connect(_branch_changed, dispatch_uid="search.slug_changed")
    post_page_move.connect(_branch_changed, dispatch_uid="search.moved")
    post_save.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search.restricted")
    post_delete.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search.unrestricted")


def _page_changed(*, instance: Page, **_kwargs) -> None:
    enqueue(page_ids=[instance.pk])


def _branch_changed(*, instance: Page, **_kwargs) -> None:
    # Addresses of all pages below change with it, and so do their restrictions.
    enqueue(page_ids=instance.get_descendants(inclusive=True).values_list("pk", flat=True))


def _restriction_changed(*, instance: PageViewRestriction, **_kwargs) -> None:
    # The page itself may be going away with its restriction; its own deletion is noted then.
    if page := Page.objects.filter(pk=instance.page_id).first():
        _branch_changed(instance=page)
