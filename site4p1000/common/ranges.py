"""Ranges of numbers: a number outside is refused with the whole range named, in the reader's language."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

LARGEST = 10**12
"""Beyond it a number is a slip of the keyboard ("1e400"), and no page could print it."""
GROUPED_FROM = 10_000
"""Years stand without a blank."""


@deconstructible
class Between:
    """Refuses what lies outside `low` to `high` (both allowed), naming both and the unit."""

    message = _("Give a number from %(low)s to %(high)s%(unit)s.")
    code = "outside_range"

    def __init__(self, low: float, high: float, unit: str = ""):
        self.low, self.high, self.unit = low, high, unit

    def __call__(self, value: Any) -> None:
        if not self.low <= value <= self.high:
            raise ValidationError(self.message, code=self.code, params=self._words(value))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Between) and (self.low, self.high, self.unit) == (other.low, other.high, other.unit)

    def __hash__(self) -> int:
        return hash((self.low, self.high, self.unit))

    def _words(self, value: Any) -> dict[str, Any]:
        return {"low": _written(self.low), "high": _written(self.high), "unit": f"\u00a0{self.unit}" if self.unit else "", "value": value}


@deconstructible
class YearsFrom(Between):
    """Years from `low` until this year, or `ahead` years more; no migration is due when a year begins."""

    def __init__(self, low: int, ahead: int = 0):
        self.ahead = ahead
        super().__init__(low, 0)

    @property
    def high(self) -> int:
        return date.today().year + self.ahead

    @high.setter
    def high(self, _value: int) -> None:
        """The end is the calendar's."""


def _written(number: float) -> str:
    """With the true minus sign, thousands apart."""
    return f"{number:,}".replace("-", "−").replace(",", "\u202f" if abs(number) >= GROUPED_FROM else "")
