"""The block of a condition at a site: an editor chooses words and types a number; stored are codes."""

from collections.abc import Iterator
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from practices.condition_rules import NOT_OF_A_PLACE, NUMBERS, condition_faults, kept_unit
from practices.condition_words import attribute_words, unit_words
from practices.models.choices import Origin
from practices.models.vocabularies import Concept
from site4p1000.common.blocks import NumbersBlock
from site4p1000.common.number_fields import NumberBlock

EMPTY = ("", "---------")
SHOWN_AT = {"scheme": "code", "unit": "value"}
"""The class on the form names its vocabulary, and the attribute its unit: what is wrong with those is said there."""


def _attribute_choices() -> Iterator[tuple[str, str]]:
    """Everything a condition can be about, in words with their unit, by the alphabet of the editor's language."""
    yield EMPTY
    named = [(code, _with_unit(code)) for code in {*NUMBERS, *(Concept.objects.schemes() - NOT_OF_A_PLACE)}]
    yield from sorted(named, key=lambda choice: choice[1].casefold())


def _with_unit(attribute: str) -> str:
    unit = unit_words(NUMBERS[attribute].unit) if attribute in NUMBERS else ""
    return f"{attribute_words(attribute)} ({unit})" if unit else attribute_words(attribute)


def _class_choices() -> Iterator[tuple[str, str | list[tuple[str, str]]]]:
    """The classes of every vocabulary, as ``scheme:code``, by vocabulary."""
    yield EMPTY
    language = get_language() or "en"
    concepts = Concept.objects.exclude(scheme__in=NOT_OF_A_PLACE).order_by("scheme", "position")
    for scheme, rows in groupby(concepts, key=lambda concept: concept.scheme):
        yield attribute_words(scheme), [(concept.key, concept.label(language)) for concept in rows]


class _ChosenBlock(blocks.CharBlock):
    """A code, chosen by its words. What is stored is a text, so no migration knows of it."""

    def __init__(self, *, choices, **options):
        super().__init__(**options)
        self.field.widget = forms.Select(choices=choices)

    def deconstruct(self):
        _path, args, options = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, {name: value for name, value in options.items() if name != "choices"}


class ConditionBlock(NumbersBlock):
    """A class of a scheme, or a number with its unit; never without its origin."""

    attribute = _ChosenBlock(choices=_attribute_choices, label=_("What"), max_length=40)
    code = _ChosenBlock(choices=_class_choices, label=_("Class"), required=False, max_length=60, help_text=_("Or the number below."))
    value = NumberBlock(label=_("Number"), required=False, help_text=_("In the unit that stands behind “What”."))
    origin = blocks.ChoiceBlock(label=_("Learned from"), choices=Origin.choices, default=Origin.SOURCE)
    scheme = blocks.CharBlock(label=_("Scheme"), required=False, max_length=40)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=20)

    class Meta:
        icon = "globe"
        label = _("Condition")
        form_layout = ["attribute", "code", "value", "origin"]

    def get_form_state(self, value):
        chosen = f"{value['scheme']}:{value['code']}" if value.get("scheme") and value.get("code") else value.get("code")
        return super().get_form_state({**value, "code": chosen})

    def value_from_datadict(self, data, files, prefix):
        value = super().value_from_datadict(data, files, prefix)
        if ":" in (value["code"] or ""):
            value["scheme"], _colon, value["code"] = value["code"].partition(":")
            value["attribute"] = value["attribute"] or value["scheme"]
        return value

    def clean(self, value):
        cleaned = super().clean(value)
        stated = {name: cleaned[name] or "" for name in ("attribute", "scheme", "code", "unit")}
        if cleaned["value"] is not None:
            stated["unit"] = cleaned["unit"] = kept_unit(stated["attribute"], stated["unit"])
        faults = list(condition_faults(**stated, value=cleaned["value"], schemes=Concept.objects.schemes()))
        errors = {SHOWN_AT.get(fault.field, fault.field): _sentence(fault) for fault in reversed(faults)}
        if not errors and stated["code"] and not Concept.objects.filter(scheme=stated["scheme"], code=stated["code"]).exists():
            errors["code"] = ValidationError(_("The vocabulary has no “%(code)s”."), params={"code": stated["code"]})
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned


def _sentence(fault) -> ValidationError:
    return ValidationError(_(fault.text), params=dict(fault.params) or None)
