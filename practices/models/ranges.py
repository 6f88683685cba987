"""The ranges of models. `Between` is named here too: migrations from before look for it in this place."""

from practices.years import FIRST_YEAR, OLDEST_PRICE, OLDEST_WORK, WORKS_AHEAD
from site4p1000.common.ranges import Between, YearsFrom

__all__ = ["SINCE", "YEAR_OF_PRICE", "YEAR_OF_WORK", "Between"]

SINCE = YearsFrom(FIRST_YEAR)
YEAR_OF_PRICE = YearsFrom(OLDEST_PRICE)
YEAR_OF_WORK = YearsFrom(OLDEST_WORK, ahead=WORKS_AHEAD)
