"""The form field and the block for decimal numbers: they read what people type and paste in their language."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.forms.models import register_form_field_override

from site4p1000.common.ranges import LARGEST, Between
from site4p1000.common.typed_numbers import AmbiguousNumber, NotANumber, read_number, write_number

COLUMN, SMALL_COLUMN = 2_147_483_647, 32_767
"""The largest whole numbers the database keeps."""


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

    def run_validators(self, value):
        """Names the range where a number has more digits than its column."""
        if self.max_digits is not None and self.decimal_places is not None and value not in self.empty_values:
            largest = 10 ** (self.max_digits - self.decimal_places) - 1
            Between(-largest, largest)(value)
        super().run_validators(value)

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
    """`NumberField` as a block; what lies outside its range is refused with the whole range named."""

    def __init__(self, required=True, help_text=None, max_value=None, min_value=None, validators=(), **kwargs):
        super().__init__(required=required, help_text=help_text, **kwargs)
        self.field = NumberField(required=required, help_text=help_text, validators=[*_range(min_value, max_value), *validators])

    def deconstruct(self):
        """As Wagtail's own block: what is stored is the same, only the form reads more, so no migration is due."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.DecimalBlock", args, kwargs


class WholeNumberBlock(blocks.IntegerBlock):
    """A whole number; what lies outside its range is refused with the whole range named."""

    def __init__(self, required=True, help_text=None, min_value=None, max_value=None, validators=(), **kwargs):
        super().__init__(required=required, help_text=help_text, validators=[*_range(min_value, max_value), *validators], **kwargs)

    def deconstruct(self):
        """As Wagtail's own block; see `NumberBlock`."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.IntegerBlock", args, kwargs


def _range(low: float | None, high: float | None) -> list[Between]:
    bounds = (-LARGEST if low is None else low, LARGEST if high is None else high)
    return [] if low is None and high is None else [Between(*bounds)]


def _whole_numbers(field: models.Field) -> dict:
    """The range of the column in place of its two ends, one of which Django names."""
    largest = SMALL_COLUMN if isinstance(field, models.PositiveSmallIntegerField) else COLUMN
    own = [validator for validator in field.validators if isinstance(validator, Between)]
    return {"min_value": None, "max_value": None, "validators": own or [Between(0, largest)]}


def connect() -> None:
    """Every number of a model in the admin is read this way. Called once, when the application starts."""
    register_form_field_override(models.DecimalField, override={"form_class": NumberField})
    for column in (models.PositiveIntegerField, models.PositiveSmallIntegerField):
        register_form_field_override(column, override=_whole_numbers, exact_class=True)
