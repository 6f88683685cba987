"""Ranges of numbers: a number outside is refused with the whole range named, in the reader's language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1, 2100
"""Years since when people do something: terraces may be older than any record of them."""


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
        low, high = (str(number).replace("-", "−") for number in (self.low, self.high))
        return {"low": low, "high": high, "unit": f"\u00a0{self.unit}" if self.unit else "", "value": value}
