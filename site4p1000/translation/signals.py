"""Listens for pages that are published or begun as translations."""

from wagtail.models import Page
from wagtail.signals import copy_for_translation_done, page_published

from site4p1000.translation import translating
from site4p1000.translation.declarations import declaration_of
from site4p1000.translation.tasks import keep_step_task


def connect() -> None:
    """Called once, when the application starts."""
    page_published.connect(_page_published, dispatch_uid="bank_translation.published")
    copy_for_translation_done.connect(_translation_begun, dispatch_uid="bank_translation.begun")


def _page_published(instance: Page, **_kwargs) -> None:
    if declaration_of(type(instance)) and not instance.alias_of_id:
        keep_step_task.enqueue(instance.pk)


def _translation_begun(source_obj, target_obj, **_kwargs) -> None:
    if isinstance(source_obj, Page) and declaration_of(type(source_obj.specific)) and not target_obj.alias_of_id:
        translating.note_begun(original=source_obj, translation=target_obj)
