"""What the operator sees of a sending: counted from rows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from newsletter.audience import counts_per_language, edition_for
from newsletter.models import Sending, SendingState, WorkerPulse
from newsletter.sending.progress import DONE, WINDOW, Measured, Progress, by_language
from newsletter.sending.states import Delivery

SILENT_AFTER = timedelta(seconds=20)
"""A worker that has not been heard of for so long is taken for dead."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldBack:
    """Readers of a language the sending has no words for."""

    language: str
    number: int


def progress_of(sending: Sending, *, now: datetime) -> Progress:
    """Three queries, however many readers there are."""
    counted = sending.recipients.values_list("edition__for_language", "edition__language", "state").annotate(number=Count("pk")).order_by()
    done = sending.recipients.filter(state__in=DONE, changed_at__gt=now - WINDOW).order_by().values_list("edition__for_language")
    lately = {code: Measured(number=number, since=since) for code, number, since in done.annotate(number=Count("pk"), since=Min("changed_at"))}
    next_retry_at = sending.recipients.filter(state=Delivery.RETRY).aggregate(at=Min("next_at"))["at"]
    return Progress(languages=by_language(counted, lately), next_retry_at=next_retry_at, now=now)


def held_back(sending: Sending) -> list[HeldBack]:
    """Active readers of the sending's topic for whom there are no words yet; they get nothing until there are."""
    editions = list(sending.editions.values_list("for_language", flat=True))
    waiting = counts_per_language(sending.topic).items()
    return [HeldBack(language=code, number=number) for code, number in waiting if not edition_for(code, available=editions, default="")]


def came_back(sending: Sending) -> list[tuple[str, int]]:
    """What reports that came later said, by kind; one query."""
    rows = sending.recipients.exclude(came_back="").values_list("came_back").annotate(number=Count("pk"))
    return list(rows.order_by("came_back"))


def is_worked_on(*, now: datetime) -> bool:
    """Whether a worker lives."""
    return WorkerPulse.objects.filter(seen_at__gt=now - SILENT_AFTER).exists()


def is_moving(sending: Sending) -> bool:
    """Whether the numbers may change by themselves."""
    is_planned = sending.state == SendingState.READY and sending.start_at is not None
    return sending.state in (SendingState.PREPARING, SendingState.RUNNING) or is_planned or sending.list_wanted_at is not None
