"""Measured results: one row per outcome, comparison and source. Judgements are elsewhere and never mixed in."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, TranslatableMixin

from practices import conversion
from practices.models.basis import Reference
from practices.models.choices import INTERVAL_CHOICES, UNIT_CHOICES, Better, CountOf, Outcome, ResultKind
from practices.quantities import Interval, IntervalKind, Quantity, Unit
from practices.result_rules import LEVEL, Fault, result_faults, usual_side

BETTER_CHOICES = [("", _("as is usual for what was measured")), *Better.choices]


def _number(label, **options):
    return models.DecimalField(label, max_digits=14, decimal_places=6, null=True, blank=True, **options)


def _depth(label):
    return models.DecimalField(label, max_digits=6, decimal_places=1, null=True, blank=True)


class Result(TranslatableMixin, Orderable):
    """One outcome against one comparison. Numbers are stored as the reference gives them; unknown is empty, never zero."""

    NUMBERS_IN_UNIT = ("value", "low", "high")
    """The columns that are read with the unit of the row."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="results")
    key = models.SlugField(_("key"), max_length=80, blank=True)
    outcome = models.CharField(_("what was measured"), max_length=30, choices=Outcome)
    label = models.CharField(_("in words"), max_length=160)
    value = _number(_("value"))
    low = _number(_("lower bound"))
    high = _number(_("upper bound"))
    interval = models.CharField(_("interval is"), max_length=12, choices=INTERVAL_CHOICES, default=IntervalKind.NONE.value)
    unit = models.CharField(_("unit"), max_length=20, choices=UNIT_CHOICES, blank=True)
    kind = models.CharField(_("the number is"), max_length=10, choices=ResultKind, default=ResultKind.DIFFERENCE)
    comparison = models.CharField(_("compared with"), max_length=300, blank=True)
    better = models.CharField(_("better when"), max_length=8, choices=BETTER_CHOICES, blank=True)
    depth_top_cm = _depth(_("depth from (cm)"))
    depth_bottom_cm = _depth(_("depth to (cm)"))
    depth_is_median = models.BooleanField(_("depth is the median of several studies"), default=False)
    depth_not_reported = models.BooleanField(_("the source does not report the depth"), default=False)
    duration_years = models.DecimalField(_("duration (years)"), max_digits=5, decimal_places=1, null=True, blank=True)
    duration_is_median = models.BooleanField(_("duration is a median or mean"), default=False)
    duration_not_reported = models.BooleanField(_("the source does not report the duration"), default=False)
    n = models.PositiveIntegerField(_("number (n)"), null=True, blank=True)
    n_of = models.CharField(_("n counts"), max_length=12, choices=CountOf, blank=True)
    method = models.CharField(_("method"), max_length=300, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    reference = models.ForeignKey(Reference, verbose_name=_("source"), null=True, on_delete=models.PROTECT, related_name="results")

    class Meta(Orderable.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.label

    @property
    def is_level(self) -> bool:
        """Whether the number is the amount itself: then it says nothing of better or worse."""
        return self.kind == LEVEL

    @property
    def better_side(self) -> str:
        """Which way is better, a value of `Better`: as its editor says, else as is usual for what was measured."""
        return self.better or usual_side(self.outcome)

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

    def quantity_in(self, unit: Unit) -> Quantity:
        """The quantity in another unit of its dimension; the row keeps what the source gave. Raises `NotConvertible`."""
        return conversion.quantity_in(self.quantity, unit, outcome=self.outcome)

    @property
    def display_quantity(self) -> Quantity:
        """The quantity in the unit in which pages compare it, see `practices.conversion.display_quantity`."""
        return conversion.display_quantity(self.quantity, outcome=self.outcome)

    def clean(self):
        """Refuses what cannot be. What is only missing keeps no draft from being saved: it is told by `practices.readiness`."""
        super().clean()
        if errors := {fault.field: _error(fault) for fault in reversed(list(result_faults(self))) if not fault.is_gap}:
            raise ValidationError(errors)


def _error(fault: Fault) -> ValidationError:
    """The first fault of a field as the form shows it, in the editor's language."""
    return ValidationError(_(fault.text), params=dict(fault.params) or None)
