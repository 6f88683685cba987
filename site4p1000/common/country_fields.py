"""The column and the block for a country: its code is taken in any case and kept in capitals; what is no country is refused."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from site4p1000.common import countries

HELP = _("Two letters, ISO 3166-1, such as ML for Mali.")


def refuse_unknown_country(code: str) -> None:
    """Raises `ValidationError` for a code that no country has. An unknown one would be a country of its own to browse by."""
    if code and not countries.is_known(code):
        raise ValidationError(_("“%(code)s” is no country of ISO 3166-1; use its two letters, such as ML for Mali."), params={"code": code})


class CountryField(models.CharField):
    """A country's code (ISO 3166-1 alpha-2) or nothing. Stored as any text of two letters, so no migration knows of it."""

    default_validators = [refuse_unknown_country]

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 2, "blank": True, **options})

    def to_python(self, value):
        value = super().to_python(value)
        return countries.kept_code(value) if value else value

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class CountryBlock(blocks.CharBlock):
    """The same as a block. What a page holds in small letters from before reads in capitals."""

    def __init__(self, **options):
        super().__init__(**{"required": False, "max_length": 2, **options})

    def to_python(self, value):
        return countries.kept_code(value) if isinstance(value, str) else value

    def clean(self, value):
        code = countries.kept_code(super().clean(value))
        refuse_unknown_country(code)
        return code

    def deconstruct(self):
        _path, args, options = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, {**options, "required": False, "max_length": 2}
