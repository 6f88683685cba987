"""When a page must be sent to the engine: whenever what readers see of it is written, however that came about.

A row of the outbox is written in the same transaction as the change itself. Wagtail's own signals come too late for that: publishing,
unpublishing, moving and the schedule commit the page first and tell of it afterwards. All of them, and the ways Wagtail does not tell
of, go through `Page.save`, which is one transaction, and Django's signals of it are sent inside.
"""

from collections.abc import Collection

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, PageViewRestriction, get_page_models

from site4p1000.search.outbox import enqueue

DRAFT_FIELDS = frozenset({"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"})
"""What saving a draft of a page writes to its row: nothing of it reaches readers."""


def connect() -> None:
    """Listen; called once, when every page type is known."""
    for model in get_page_models():
        pre_save.connect(_page_is_saved, sender=model, dispatch_uid=f"search.saved.{model._meta.label}")
        post_save.connect(_page_was_made, sender=model, dispatch_uid=f"search.made.{model._meta.label}")
    post_delete.connect(_page_deleted, sender=Page, dispatch_uid="search.deleted")
    _in_one_transaction(PageViewRestriction)
    post_save.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search.restricted")
    post_delete.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search.unrestricted")


def _page_is_saved(*, instance: Page, update_fields: Collection[str] | None = None, **_kwargs) -> None:
    """Before the row is written, so that what it was can be compared: drafts are left alone, and addresses below a moved page change too."""
    if update_fields is not None and DRAFT_FIELDS.issuperset(update_fields):
        return
    before = Page.objects.filter(pk=instance.pk).values("live", "url_path").first()
    if before and before["url_path"] != instance.url_path:
        enqueue(page_ids=Page.objects.filter(path__startswith=instance.path).live().exclude(pk=instance.pk).values_list("pk", flat=True))
    if before and (before["live"] or instance.live):
        enqueue(page_ids=[instance.pk])


def _page_was_made(*, instance: Page, created: bool, **_kwargs) -> None:
    if created and instance.live:
        enqueue(page_ids=[instance.pk])


def _page_deleted(*, instance: Page, **_kwargs) -> None:
    enqueue(page_ids=[instance.pk])


def _restriction_changed(*, instance: PageViewRestriction, **_kwargs) -> None:
    # The page itself may be going away with its restriction; its own deletion is noted then.
    if page := Page.objects.filter(pk=instance.page_id).first():
        enqueue(page_ids=page.get_descendants(inclusive=True).values_list("pk", flat=True))


def _in_one_transaction(model: type[models.Model]) -> None:
    """Wagtail saves a restriction, notes who did it and lets others know in turn; all of it is to hold or none."""
    for name in ("save", "delete"):
        setattr(model, name, transaction.atomic(getattr(model, name)))
