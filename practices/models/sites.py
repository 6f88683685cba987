"""Sites: places where a practice was tried, with the conditions there and where each was learned."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from practices.models.basis import Reference
from practices.models.conditions import ConditionBlock
from practices.models.ranges import SINCE, Between
from site4p1000.common.country_fields import HELP, CountryField


def _degrees(label, limit: int):
    return models.DecimalField(label, max_digits=8, decimal_places=5, null=True, blank=True, validators=[Between(-limit, limit, "°")])


class Site(TranslatableMixin, Orderable):
    """A place. Coordinates are WGS 84 degrees, both or neither."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="sites")
    key = models.SlugField(_("key"), max_length=80, blank=True)
    place = models.CharField(_("place"), max_length=250, blank=True)
    country = CountryField(_("country"), help_text=HELP)
    latitude = _degrees(_("latitude"), 90)
    longitude = _degrees(_("longitude"), 180)
    since_year = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True, validators=[SINCE])
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
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"latitude": _("A point needs both latitude and longitude.")})
