"""What tells a program from a person without asking the person anything: a field nobody sees, and the time the form was open.

The time stands in the form, signed. A form that says nothing of it was not ours: the small form of cached pages, or a program's.
"""

from datetime import timedelta
from enum import Enum

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

LEAST_SECONDS = 2
"""Nobody reads the form, chooses and presses sooner."""
LONGEST_HOURS = 24
TRAP_FIELD = "website"
STAMP_FIELD = "stamp"


class Caught(Enum):
    """What the trap says of a form."""

    PERSON = "person"
    FIRST_STEP = "first step"
    """Only an address, from the small form on another page: the whole form comes next."""
    AGAIN = "again"
    """Too quick, or open since yesterday: it is shown once more, filled in."""
    PROGRAM = "program"
    """The field that nobody sees was filled in."""


def stamp() -> str:
    """The time now, signed, for a form that is shown now."""
    return _signer().sign("form")


def judge(fields) -> Caught:
    """Who filled in a form, as far as one can tell from its `fields`."""
    if fields.get(TRAP_FIELD):
        return Caught.PROGRAM
    if STAMP_FIELD not in fields:
        return Caught.FIRST_STEP
    return Caught.PERSON if _was_open_long_enough(fields[STAMP_FIELD]) else Caught.AGAIN


def _was_open_long_enough(signed: str) -> bool:
    try:
        _signer().unsign(signed, max_age=timedelta(hours=LONGEST_HOURS))
    except BadSignature:
        return False
    try:
        _signer().unsign(signed, max_age=timedelta(seconds=LEAST_SECONDS))
    except SignatureExpired:
        return True
    return False


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="newsletter.form", sep=".")
