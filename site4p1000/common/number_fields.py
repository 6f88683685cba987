"""The form field and the block for decimal numbers: they read what people type and paste in their language."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.forms.models import register_form_field_override

from site4p1000.common.typed_numbers import AmbiguousNumber, NotANumber, read_number, write_number


def _language() -> str:
    return get_language() or "en"


class NumberInput(forms.TextInput):
    """A text box: a browser's number box throws away what it cannot read, such as a comma, without a word."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "size": 8, **(attrs or {})})

    def format_value(self, value):
        if isinstance(value, Decimal):
            return write_number(value, language=_language()) if value.is_finite() else ""
        return super().format_value(value)


class NumberField(forms.DecimalField):
    """A decimal number in the writing of the editor's language."""

    widget = NumberInput

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_number(value, language=_language())
        except AmbiguousNumber as number:
            sentence = _("“%(number)s” can be read in two ways. Write it without a thousands separator.")
            raise ValidationError(sentence % {"number": number}, code="ambiguous") from None
        except NotANumber:
            raise ValidationError(_("Write a number in digits, such as %(example)s.") % {"example": _example()}, code="invalid") from None


def _example() -> str:
    return write_number(Decimal("0.5"), language=_language())


class NumberBlock(blocks.DecimalBlock):
    """`NumberField` as a block."""

    def __init__(self, required=True, help_text=None, max_value=None, min_value=None, max_digits=None, decimal_places=None, validators=(), **kwargs):
        super().__init__(required=required, help_text=help_text, **kwargs)
        limits = {"max_value": max_value, "min_value": min_value, "max_digits": max_digits, "decimal_places": decimal_places}
        self.field = NumberField(required=required, help_text=help_text, validators=validators, **limits)

    def deconstruct(self):
        """As Wagtail's own block: what is stored is the same, only the form reads more, so no migration is due."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.DecimalBlock", args, kwargs


def connect() -> None:
    """Every decimal number of a model in the admin is read this way. Called once, when the application starts."""
    register_form_field_override(models.DecimalField, override={"form_class": NumberField})
