"""Fields of the admin that answer a damaged form with a sentence. Wagtail's own code takes the form's counters on trust and fails on others."""

import json

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.blocks import BlockField, BlockWidget
from wagtail.fields import StreamField

DAMAGED = object()
"""Stands for a value that could not be read from what the browser sent."""


class GuardedBlockWidget(BlockWidget):
    """Reads blocks; a count, an order or a value that makes no sense becomes `DAMAGED`."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (KeyError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
            return DAMAGED


class GuardedBlockField(BlockField):
    """A StreamField's form field: a damaged part is said at the field, and the blocks stay as they were."""

    def __init__(self, block=None, **kwargs):
        kwargs["widget"] = GuardedBlockWidget(block)
        super().__init__(block=block, **kwargs)

    def clean(self, value):
        if value is DAMAGED:
            raise ValidationError(
                _("This part did not arrive whole, so nothing of it was changed. Please open the page again and repeat your change.")
            )
        return super().clean(value)

    def has_changed(self, initial, data):
        return data is not DAMAGED and super().has_changed(initial, data)

    def bound_data(self, data, initial):
        return initial if data is DAMAGED else super().bound_data(data, initial)


class GuardedRichTextArea(DraftailRichTextArea):
    """Rich text; what is not in the editor's own format is taken as plain text, so that nothing typed is lost."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, TypeError, KeyError, AttributeError, LookupError, RecursionError):
            return self.converter.to_database_format(_as_content_state(data.get(name, "")))


def _as_content_state(text: str) -> str:
    block = {"key": "plain", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def connect() -> None:
    """Every StreamField of the admin is guarded. Called once, when the application starts; rich text is chosen in the settings."""
    register_form_field_override(StreamField, override={"form_class": GuardedBlockField})
