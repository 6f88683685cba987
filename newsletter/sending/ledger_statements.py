"""What the ledger asks of the database with every turn of the worker, as querysets that are put into SQL once."""

from functools import lru_cache

from django.db.models import Q, QuerySet

from newsletter.models import Recipient, Sending, SendingState
from newsletter.sending.statements import IDS, MANY, Reading, Slot, Writing
from newsletter.sending.states import Delivery

CONSENT = ("subscriber__state", "subscriber__topics", "sending__topic")
"""What says whether a reader may be written to at this moment. Whoever bars or erases an address changes its reader's state with it."""
ROW = ("pk", "sending_id", "edition_id", "subscriber_id", "subscriber__email", "attempts", "losses", *CONSENT)
"""What is read of a row: the fields of `Claimed` in their order, and the consent of its reader."""


def begun(now: object) -> QuerySet[Sending]:
    """Running, and waiting neither for the list of readers it begins with nor for a mail server that takes nothing from us."""
    running = Sending.objects.filter(state=SendingState.RUNNING).exclude(held_until__gt=now)
    return running.exclude(started_at__isnull=True, list_wanted_at__isnull=False)


def _held(*states: Delivery) -> QuerySet[Recipient]:
    """Some rows by their ids, while they are the worker's and in one of these states."""
    return Recipient.objects.filter(pk__in=IDS, claimed_by=Slot("worker"), state__in=states)


@lru_cache(maxsize=2 * MANY)
def waiting(state: Delivery, number: int) -> Reading:
    """So many rows of a sending that are due, locked, with `ROW`. In the order of their index: the first ones are found at once."""
    ripe = Q(next_at__lte=Slot("now")) if state is Delivery.RETRY else Q()
    rows = Recipient.objects.select_for_update(skip_locked=True, of=("self",)).filter(ripe, state=state, sending_id=Slot("sending_id"))
    return Reading(lambda: rows.order_by("next_at", "pk").values_list(*ROW)[:number])


def _taken(state: Delivery) -> Writing:
    return Writing(
        lambda: Recipient.objects.filter(pk__in=IDS),
        lambda: {"state": state, "claimed_by": Slot("worker"), "lease_until": Slot("lease_until"), "changed_at": Slot("now")},
    )


def _outcome() -> dict[str, object]:
    given = {name: Slot(name) for name in ("state", "attempts", "losses", "reason", "next_at")}
    return {**given, "lease_until": None, "changed_at": Slot("now")}


BEGUN = Reading(lambda: begun(Slot("now")).order_by("pk").values_list("pk"))
CLAIMING = _taken(Delivery.CLAIMED)
BEGINNING = _taken(Delivery.SENDING)
STILL_DUE = Reading(
    # Locked, so that no other worker takes a row over between being looked at and being begun.
    lambda: (
        _held(Delivery.CLAIMED)
        .select_for_update(of=("self",))
        .filter(sending__state=SendingState.RUNNING)
        .exclude(sending__held_until__gt=Slot("now"))
        .values_list("pk", *CONSENT)
    )
)
OPENING = Writing(lambda: _held(Delivery.SENDING), _outcome)
ENDING = Writing(lambda: _held(Delivery.SENDING, Delivery.UNCERTAIN), _outcome)
FREEING = Writing(lambda: _held(Delivery.RETRY), lambda: {"attempts": 0})
GIVING_BACK = Writing(
    lambda: _held(Delivery.CLAIMED),
    lambda: {"state": Delivery.PENDING, "claimed_by": "", "lease_until": None, "next_at": None},
)
