"""Asks an address outside the bank whether it is there, by the same safe way by which the press review fetches pages."""

from newsletter.models.making import LinkState
from newsletter.press.fetching import NotFetched, Refusal, fetch

GONE = ("404", "410")


def ask(url: str) -> tuple[LinkState, str]:
    """What an address answers. A site that refuses programs, or sends something that is no page, may be there all the same."""
    try:
        fetch(url)
    except NotFetched as fault:
        return _state(fault), str(fault)
    return LinkState.ALIVE, ""


def _state(fault: NotFetched) -> LinkState:
    if fault.reason is Refusal.NO_PAGE:
        return LinkState.ALIVE  # it answered: a document, a picture
    is_gone = fault.reason is Refusal.REFUSED and any(code in str(fault) for code in GONE)
    if is_gone or fault.reason in (Refusal.NOT_FOUND, Refusal.NO_ADDRESS, Refusal.NOT_PUBLIC):
        return LinkState.DEAD
    return LinkState.UNCLEAR
