"""Measured results: one row per outcome, comparison and source. Judgements are elsewhere and never mixed in."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin

from practices.models.basis import Reference
from practices.models.choices import INTERVAL_CHOICES, UNIT_CHOICES, Better, CountOf, Outcome
from practices.quantities import Interval, IntervalKind, Quantity, Unit


def _number(label, **options):
    return models.DecimalField(label, max_digits=14, decimal_places=6, null=True, blank=True, **options)


def _depth(label):
    within = [MinValueValidator(0), MaxValueValidator(1000)]
    return models.DecimalField(label, max_digits=6, decimal_places=1, null=True, blank=True, validators=within)


class Result(TranslatableMixin, Orderable):
    """One outcome against one comparison. Numbers are stored as the reference gives them; unknown is empty, never zero."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="results")
    key = models.SlugField(_("key"), max_length=80, blank=True)
    outcome = models.CharField(_("what was measured"), max_length=30, choices=Outcome)
    label = models.CharField(_("in words"), max_length=160)
    value = _number(_("value"))
    low = _number(_("lower bound"))
    high = _number(_("upper bound"))
    interval = models.CharField(_("interval is"), max_length=12, choices=INTERVAL_CHOICES, default=IntervalKind.NONE.value)
    unit = models.CharField(_("unit"), max_length=12, choices=UNIT_CHOICES, blank=True)
    comparison = models.CharField(_("compared with"), max_length=300)
    better = models.CharField(_("better when"), max_length=8, choices=Better, default=Better.HIGHER)
    depth_top_cm = _depth(_("depth from (cm)"))
    depth_bottom_cm = _depth(_("depth to (cm)"))
    depth_is_median = models.BooleanField(_("depth is the median of several studies"), default=False)
    duration_years = models.DecimalField(
        _("duration (years)"), max_digits=5, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    duration_is_median = models.BooleanField(_("duration is a median or mean"), default=False)
    n = models.PositiveIntegerField(_("number (n)"), null=True, blank=True)
    n_of = models.CharField(_("n counts"), max_length=12, choices=CountOf, blank=True)
    method = models.CharField(_("method"), max_length=300, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    reference = models.ForeignKey(Reference, verbose_name=_("source"), null=True, on_delete=models.PROTECT, related_name="results")

    panels = [
        FieldRowPanel([FieldPanel("outcome"), FieldPanel("label")]),
        FieldRowPanel([FieldPanel("value"), FieldPanel("low"), FieldPanel("high"), FieldPanel("interval"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("comparison"), FieldPanel("better")]),
        FieldRowPanel([FieldPanel("n"), FieldPanel("n_of"), FieldPanel("place")]),
        FieldPanel("reference"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("depth_top_cm"), FieldPanel("depth_bottom_cm"), FieldPanel("depth_is_median")]),
                FieldRowPanel([FieldPanel("duration_years"), FieldPanel("duration_is_median")]),
                FieldPanel("method"),
                FieldPanel("note"),
                FieldPanel("key"),
            ],
            heading=_("Depth, duration, method"),
            classname="collapsed",
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.label

    @property
    def quantity(self) -> Quantity:
        """Value, bounds and unit as one quantity."""
        unit = Unit.from_code(self.unit) if self.unit else Unit.NONE
        return Quantity(value=self.value, low=self.low, high=self.high, unit=unit, interval=IntervalKind(self.interval or IntervalKind.NONE))

    @property
    def depth_cm(self) -> Interval | None:
        """From and to in cm below the surface; ``None`` when no depth is reported."""
        if self.depth_top_cm is None and self.depth_bottom_cm is None:
            return None
        return Interval(self.depth_top_cm, self.depth_bottom_cm)

    def clean(self):
        super().clean()
        errors = {}
        if any(number is not None for number in (self.value, self.low, self.high)) and self.unit in ("", Unit.NONE.code):
            errors["unit"] = _("A number needs its unit.")
        if _is_turned_round(self.low, self.high):
            errors["low"] = _("The lower bound is above the upper bound.")
        if _is_turned_round(self.depth_top_cm, self.depth_bottom_cm):
            errors["depth_top_cm"] = _("The depth begins below where it ends.")
        if self.value is not None and (_is_turned_round(self.low, self.value) or _is_turned_round(self.value, self.high)):
            errors["value"] = _("The value lies outside its interval.")
        if errors:
            raise ValidationError(errors)


def _is_turned_round(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high
