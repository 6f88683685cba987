"""The years the bank takes. `Between` is named here too: migrations from before look for it in this place."""

from site4p1000.common.ranges import Between

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Between"]

FIRST_YEAR, LAST_YEAR = 1, 2100
"""Years since when people do something: terraces may be older than any record of them."""
