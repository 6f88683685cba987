"""Sites: places where a practice was tried, with the conditions there and where each was learned."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from practices.condition_rules import NUMBERS, condition_faults
from practices.models.basis import Reference
from practices.models.choices import Origin
from practices.models.ranges import FIRST_YEAR, LAST_YEAR, Between
from practices.models.vocabularies import Concept
from site4p1000.common.blocks import NumbersBlock
from site4p1000.common.languages import is_country_code
from site4p1000.common.number_fields import NumberBlock


class ConditionBlock(NumbersBlock):
    """A class of a scheme, or a number with its unit; never without its origin."""

    attribute = blocks.CharBlock(label=_("What"), max_length=40)
    scheme = blocks.CharBlock(label=_("Scheme"), required=False, max_length=40)
    code = blocks.CharBlock(label=_("Code"), required=False, max_length=60)
    value = NumberBlock(label=_("Value"), required=False)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=20)
    origin = blocks.ChoiceBlock(label=_("Learned from"), choices=Origin.choices, default=Origin.SOURCE)

    class Meta:
        icon = "globe"
        label = _("Condition")

    def clean(self, value):
        cleaned = super().clean(value)
        stated = {name: cleaned[name] or "" for name in ("attribute", "scheme", "code", "unit")}
        if cleaned["value"] is not None and not stated["unit"] and cleaned["attribute"] in NUMBERS:
            stated["unit"] = cleaned["unit"] = NUMBERS[cleaned["attribute"]].unit
        faults = list(condition_faults(**stated, value=cleaned["value"], schemes=Concept.objects.schemes()))
        errors = {fault.field: ValidationError(_(fault.text), params=dict(fault.params) or None) for fault in reversed(faults)}
        if not errors and stated["code"] and not Concept.objects.filter(scheme=stated["scheme"], code=stated["code"]).exists():
            errors["code"] = ValidationError(_("The vocabulary has no “%(code)s”."), params={"code": stated["code"]})
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned


def _degrees(label, limit: int):
    return models.DecimalField(label, max_digits=8, decimal_places=5, null=True, blank=True, validators=[Between(-limit, limit, "°")])


class Site(TranslatableMixin, Orderable):
    """A place. Coordinates are WGS 84 degrees, both or neither."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="sites")
    key = models.SlugField(_("key"), max_length=80, blank=True)
    place = models.CharField(_("place"), max_length=250, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters, ISO 3166-1, such as ML."))
    latitude = _degrees(_("latitude"), 90)
    longitude = _degrees(_("longitude"), 180)
    since_year = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True, validators=[Between(FIRST_YEAR, LAST_YEAR)])
    note = models.TextField(_("note"), blank=True)
    reference = models.ForeignKey(Reference, verbose_name=_("source"), null=True, blank=True, on_delete=models.PROTECT, related_name="sites")
    conditions = StreamField([("condition", ConditionBlock())], blank=True, verbose_name=_("conditions there"))

    class Meta(Orderable.Meta):
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.place or self.country

    def clean(self):
        super().clean()
        errors = {}
        if (self.latitude is None) != (self.longitude is None):
            errors["latitude"] = _("A point needs both latitude and longitude.")
        if self.country and not is_country_code(self.country):
            errors["country"] = _("Two letters, ISO 3166-1, such as ML.")
        if errors:
            raise ValidationError(errors)
