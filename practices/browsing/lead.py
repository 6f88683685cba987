"""The words a list, a feed, the search and the newsletter show of a practice."""

from typing import Any

from site4p1000.common.wording import opening, plain

LEAD_CHARS = 260
"""Three or four lines of a card on a phone."""


def lead_of(page: Any) -> str:
    """The summary of a practice, else the opening of its technical sheet, without citations; empty where both are missing.

    A technical sheet has 1,000 to 1,500 characters and stands whole on the page of the practice. In a list of 24 it would bury the others,
    so there the editor's one or two sentences come first, and imported records, which have none, begin with their own first sentences.
    """
    return page.summary or opening(plain(page.abstract), LEAD_CHARS)
