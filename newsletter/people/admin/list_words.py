"""The words of lists coming in, for people."""

from django.utils.translation import gettext_lazy as _

from newsletter.people.list_reading import LARGEST_BYTES, UnreadableList
from newsletter.people.lists import RowOutcome, RowReason

OUTCOMES = {
    RowOutcome.NEW: _("new"),
    RowOutcome.KNOWN: _("known already, nothing changed"),
    RowOutcome.REFUSED: _("refused"),
}
REASONS = {
    RowReason.NO_ADDRESS: _("no address in this row"),
    RowReason.NOT_AN_ADDRESS: _("not a whole e-mail address"),
    RowReason.TOO_LONG: _("longer than any e-mail address"),
    RowReason.NOT_ASCII: _("letters with accents before the @, which mail servers may refuse"),
    RowReason.TWICE: _("stands in this list twice"),
    RowReason.NOT_ACTIVE: _("the list itself says that this person gets no mail"),
    RowReason.LEFT: _("left before, or its mail came back, or its reader complained or was erased: only the person can come back, through the form"),
}
_UNREADABLE = {
    "too large": _("The file is larger than %(megabytes)s MB. Divide it, and bring in the parts."),
    "empty": _("The file has no row. Save the list as CSV once more."),
    "no addresses": _("No column holds e-mail addresses. Save the list as CSV with a column called “email”."),
}


def unreadable(fault: UnreadableList) -> str:
    """Why a file is no list, and what to do."""
    return str(_UNREADABLE[fault.code]) % {"megabytes": LARGEST_BYTES // 1_000_000}
