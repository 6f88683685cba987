"""Carried facts are no editor's edit: a page of content/ that nobody edited stays one that nobody edited."""

from wagtail.models import Page

from site4p1000.common.models import ContentRecord
from site4p1000.translation.keeping_step import facts_carried


def connect() -> None:
    """Called once, when the application starts."""
    facts_carried.connect(_move_on, dispatch_uid="bank_translation.content_records")


def _move_on(original: Page, after: Page, revision_before: int | None, revision_after: int, **_kwargs) -> None:
    """If the original is as it was loaded, and the translation was too, then the translation's new revision counts as loaded."""
    records = {record.page_id: record for record in ContentRecord.objects.filter(page_id__in=[original.pk, after.pk])}
    here, there = records.get(after.pk), records.get(original.pk)
    if here and there and there.revision_id == original.latest_revision_id and here.revision_id == revision_before:
        here.revision_id = revision_after
        here.save(update_fields=["revision"])
