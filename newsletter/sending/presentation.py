"""Sentences and tables of the report, from what was counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletter.models import Recipient, Sending, SendingState
from newsletter.models.bounces import KIND_CHOICES
from newsletter.models.deliveries import DELIVERY_CHOICES
from newsletter.sending import report
from newsletter.sending.progress import LanguageCounts, Progress
from newsletter.sending.reasons import in_words
from newsletter.sending.report import HeldBack
from newsletter.sending.states import OPEN, Delivery

KINDS = dict(KIND_CHOICES)
END_FAULTS = (Delivery.FAILED, Delivery.UNCERTAIN)


@dataclass(frozen=True, kw_only=True, slots=True)
class StateColumn:
    """A state as a column of the table."""

    state: str
    label: str
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageLine:
    """One line of the table: a language and its numbers under the columns."""

    language: str
    words_in: str
    total: int
    numbers: tuple[int, ...]
    time_left: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportReading:
    """A report as the operator reads it."""

    progress: Progress
    headline: str
    pace: str
    time_left: str
    retries: str
    columns: tuple[StateColumn, ...]
    languages: tuple[LanguageLine, ...]
    came_back: tuple[tuple[str, int], ...]
    held_back: tuple[HeldBack, ...]
    failed: int
    uncertain: int
    open: int
    needs_a_worker: bool
    is_moving: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SendingLine:
    """A sending in the list."""

    sending: Sending
    headline: str
    total: int
    percent: int


def report_reading(sending: Sending, *, now: datetime) -> ReportReading:
    """The report of a sending, counted now."""
    progress = report.progress_of(sending, now=now)
    is_moving = report.is_moving(sending)
    columns = tuple(StateColumn(state=state, label=str(label), total=progress.number(Delivery(state))) for state, label in DELIVERY_CHOICES)
    shown = tuple(column for column in columns if column.total or column.state in (Delivery.PENDING, Delivery.ACCEPTED))
    return ReportReading(
        progress=progress,
        headline=headline(sending, progress),
        pace=pace_sentence(sending, progress),
        time_left=time_left_sentence(sending, progress),
        retries=retry_sentence(sending, progress),
        columns=shown,
        languages=tuple(_language_line(row, shown, _row_time_left(sending, row, now)) for row in progress.languages),
        came_back=tuple((str(KINDS[kind]), number) for kind, number in report.came_back(sending) if kind in KINDS),
        held_back=tuple(report.held_back(sending)),
        failed=progress.number(Delivery.FAILED),
        uncertain=progress.number(Delivery.UNCERTAIN),
        open=progress.number(*OPEN),
        needs_a_worker=is_moving and not report.is_worked_on(now=now),
        is_moving=is_moving,
    )


def sending_lines(sendings: Iterable[Sending]) -> list[SendingLine]:
    """Lines of the list: one query for all of them."""
    shown = list(sendings)
    counts: dict[int, dict[str, int]] = {sending.pk: {} for sending in shown}
    rows = Recipient.objects.filter(sending__in=counts).order_by().values_list("sending_id", "state").annotate(number=Count("pk"))
    for sending_id, state, number in rows:
        counts[sending_id][state] = number
    return [_sending_line(sending, counts[sending.pk]) for sending in shown]


def _sending_line(sending: Sending, counts: Mapping[str, int]) -> SendingLine:
    row = LanguageCounts(language="", words_in="", counts=counts)
    at_an_end = sum(number for state, number in counts.items() if state not in OPEN)
    percent = 100 * at_an_end // row.total if row.total else 0
    return SendingLine(sending=sending, headline=_headline(sending, counts), total=row.total, percent=percent)


def headline(sending: Sending, progress: Progress) -> str:
    """Where it stands, in a sentence that is true."""
    return _headline(sending, {state: progress.number(state) for state in END_FAULTS})


def _headline(sending: Sending, counts) -> str:
    if sending.waits_for_its_list:
        return SendingState.PREPARING.label.capitalize()
    if sending.state == SendingState.READY and sending.start_at:
        return _("Begins by itself on %(at)s (%(zone)s)") % {"at": _moment(sending.start_at), "zone": get_current_timezone_name()}
    if sending.state == SendingState.PAUSED and sending.pause_reason:
        return _("Paused: %(reason)s") % {"reason": in_words(sending.pause_reason)}
    if sending.is_held(timezone.now()):
        values = {"at": _moment(sending.held_until), "zone": get_current_timezone_name(), "reason": in_words(sending.pause_reason)}
        return _("Waits until %(at)s (%(zone)s) and then goes on by itself: %(reason)s") % values
    if sending.state != SendingState.FINISHED:
        return sending.get_state_display().capitalize()
    if sending.end_reason:
        return _("Finished early, the rest was left out: %(reason)s") % {"reason": in_words(sending.end_reason)}
    failed, uncertain = (counts.get(state, 0) for state in END_FAULTS)
    if not failed and not uncertain:
        return _("Finished")
    return _("Finished with %(failed)s refused and %(uncertain)s uncertain") % {"failed": failed, "uncertain": uncertain}


def pace_sentence(sending: Sending, progress: Progress) -> str:
    """How fast it goes, as measured."""
    if sending.state != SendingState.RUNNING or sending.is_held(progress.now):
        return ""
    if progress.pace is None:
        return _("The pace is not known yet: hardly any mail left in the last minute.")
    return _("%(pace)s mails per second, measured over the last minute") % {"pace": number_format(round(progress.pace, 1))}


def time_left_sentence(sending: Sending, progress: Progress) -> str:
    """How long it will take at the measured pace; that nobody knows, when nobody knows."""
    if (
        sending.state != SendingState.RUNNING
        or sending.is_held(progress.now)
        or not progress.number(Delivery.PENDING, Delivery.CLAIMED, Delivery.SENDING)
    ):
        return ""
    if progress.time_left is None:
        return _("Time left: not known yet")
    return _("Time left: about %(time)s") % {"time": duration(progress.time_left)}


def duration(time: timedelta) -> str:
    """A length of time in the unit a person would use."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    if minutes < 2:
        number = minutes * 60 + seconds
        return ngettext("%(number)s second", "%(number)s seconds", number) % {"number": number}
    if minutes < 120:
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    hours = round(minutes / 60)
    return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}


def retry_sentence(sending: Sending, progress: Progress) -> str:
    """How many were told to come again, and when the first of them is tried: not before the whole sending goes on."""
    number = progress.number(Delivery.RETRY)
    if not number or progress.next_retry_at is None:
        return ""
    at = max(progress.next_retry_at, sending.held_until) if sending.is_held(progress.now) else progress.next_retry_at
    values = {"number": number, "at": _moment(at), "zone": get_current_timezone_name()}
    return (
        ngettext(
            "%(number)s reader’s mail server said “later”; tried again at %(at)s (%(zone)s).",
            "%(number)s readers’ mail servers said “later”; the first is tried again at %(at)s (%(zone)s).",
            number,
        )
        % values
    )


def _row_time_left(sending: Sending, row: LanguageCounts, now: datetime) -> str:
    """Empty where nobody waits for a turn."""
    if sending.state != SendingState.RUNNING or sending.is_held(now) or not row.waiting:
        return ""
    left = row.time_left(now)
    return _("not known yet") if left is None else duration(left)


def _language_line(row: LanguageCounts, columns: tuple[StateColumn, ...], time_left: str) -> LanguageLine:
    numbers = tuple(row.counts.get(column.state, 0) for column in columns)
    return LanguageLine(language=row.language, words_in=row.words_in, total=row.total, numbers=numbers, time_left=time_left)


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
