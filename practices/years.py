"""The years the bank takes: from when, and until now. Pure; a year still to come is a slip of the keyboard."""

from datetime import date

FIRST_YEAR = 1
"""Since when people do something: terraces may be older than any record of them."""
OLDEST_PRICE, OLDEST_WORK = 1800, 1500
WORKS_AHEAD = 1
"""Years by which a work may be ahead of the calendar: journals date issues of next year."""


def last_year(*, ahead: int = 0) -> int:
    """This year, or the one `ahead` of it."""
    return date.today().year + ahead
