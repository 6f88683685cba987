"""What an operator does with a sending. Each is one conditional change of the row, so that two operators, or a worker, cannot cross.

Readers are listed by a worker (`newsletter.sending.listing`): here it is only written down that it is wanted.

Raises `NotPossible` with a sentence for the person when the sending is not in a state for it. Everything done is logged with who did it.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from newsletter.audience import without_a_row
from newsletter.masking import kept_words
from newsletter.models import Sending, SendingState
from newsletter.sending import ledger
from newsletter.sending.reasons import ended_by, paused_by
from newsletter.sending.states import Delivery

AT_ONCE: dict[str, Any] = {"pause_reason": "", "held_until": None, "times_held": 0}
"""Who lets a sending go on does not wait for a time a mail server asked for before."""
SLOWEST_PER_SECOND, FASTEST_PER_SECOND = 0.01, 10_000.0


class NotPossible(ValueError):
    """The sending is not in a state for this; the text says why and what to do."""


def start(*, sending: Sending, by: Any) -> None:
    """Begin now what is ready, whatever time it was scheduled for, with the readers there are now and what they chose."""
    now = timezone.now()
    _change(sending, [SendingState.READY], state=SendingState.RUNNING, start_at=now, list_wanted_at=now)
    _log(sending, by, "start")


def pause(*, sending: Sending, by: Any) -> None:
    """Begin no further mail. What is being handed over at this moment is finished."""
    _change(sending, [SendingState.RUNNING], state=SendingState.PAUSED, pause_reason=paused_by(by.get_username()))
    _log(sending, by, "pause")


def resume(*, sending: Sending, by: Any) -> None:
    """Go on where it paused. One that was paused before its first mail begins as any other: with the readers there are now."""
    listing = {} if sending.started_at else {"list_wanted_at": timezone.now()}
    _change(sending, [SendingState.PAUSED], state=SendingState.RUNNING, **AT_ONCE, **listing)
    _log(sending, by, "resume")


@transaction.atomic
def end(*, sending: Sending, reason: str, confirmed_number: int, by: Any) -> int:
    """End it for good: whoever has not been written to is left out, with the reason in the report. Gives how many.

    Only what does not run, so that nothing leaves after it; and only when as many are left out as was confirmed.
    """
    if not reason.strip():
        raise NotPossible(_("Say why it is ended: the report will show it. Nothing was changed."))
    ledger.hold(sending_id=sending.pk)
    kept = kept_words(ended_by(by.get_username(), words=reason.strip()))[:400]
    now = timezone.now()
    _change(sending, [SendingState.PAUSED, SendingState.READY], state=SendingState.FINISHED, end_reason=kept, finished_at=now, list_wanted_at=None)
    number = ledger.leave_out(sending_id=sending.pk, reason=kept, now=now)
    if number != confirmed_number:
        raise NotPossible(_("There are %(number)s readers who wait now. Read the warning again and confirm that number.") % {"number": number})
    if sending.recipients.open().exists():
        raise NotPossible(_("Some mail is being handed over at this moment. Try again when its outcome is known. Nothing was changed."))
    _log(sending, by, "end", number=number, reason=kept)
    return number


def schedule(*, sending: Sending, at: datetime | None, by: Any) -> None:
    """Begin at this moment, by itself; ``None`` takes the plan back. A worker begins it within a second or two."""
    if at is not None and at <= timezone.now():
        raise NotPossible(_("This time has passed. Choose a later one, or press “Send now”."))
    _change(sending, [SendingState.PREPARING, SendingState.READY], start_at=at)
    _log(sending, by, "schedule", at=at.isoformat() if at else "")


def send_remaining(*, sending: Sending, by: Any) -> int:
    """Send to those who are still open, and to readers who have no row yet: those of a language that has got its words since.

    Nobody who was written to, who was refused, or whose mail is uncertain is touched. Gives how many are still to be written to.
    """
    _not_ended(sending)
    number = remaining(sending)
    if not number:
        raise NotPossible(_("Nobody remains: every reader has a row with an outcome."))
    states = [SendingState.PAUSED, SendingState.FINISHED]
    _change(sending, states, state=SendingState.RUNNING, **AT_ONCE, finished_at=None, list_wanted_at=timezone.now())
    _log(sending, by, "send_remaining", number=number)
    return number


def remaining(sending: Sending) -> int:
    """How many are still to be written to: those whose row is open, and those who would get one now."""
    return sending.recipients.open().count() + without_a_row(sending)


def widen(*, sending: Sending, by: Any) -> None:
    """It has words for more readers now: they are listed, and get it when the others do. One that is finished goes on for them alone."""
    now = timezone.now()
    _not_ended(sending)
    if not Sending.objects.filter(pk=sending.pk).exclude(state=SendingState.FINISHED).update(list_wanted_at=now):
        _change(sending, [SendingState.FINISHED], state=SendingState.RUNNING, finished_at=None, list_wanted_at=now)
    _log(sending, by, "widen")


def retry_failed(*, sending: Sending, by: Any) -> int:
    """Try those again whom a mail server refused, and only those; gives how many. What pauses goes on pausing."""
    return _again(sending, Delivery.FAILED, by, "retry_failed")


def resend_uncertain(*, sending: Sending, confirmed_number: int, by: Any) -> int:
    """Send again what may have arrived: so many readers may get it twice, as the operator has read and chosen. Gives how many."""
    return _again(sending, Delivery.UNCERTAIN, by, "resend_uncertain", confirmed_number=confirmed_number)


def change_rate(*, sending: Sending, per_second: float, domain_per_second: float, by: Any) -> None:
    """From the next second on at this pace. May be done while mail leaves."""
    for rate in (per_second, domain_per_second):
        if not SLOWEST_PER_SECOND <= rate <= FASTEST_PER_SECOND:
            raise NotPossible(_("Give a rate between 0.01 and 10,000 mails per second."))
    states = [state for state in SendingState if state != SendingState.FINISHED]
    _change(sending, states, rate_per_second=per_second, domain_rate_per_second=domain_per_second)
    _log(sending, by, "change_rate", per_second=per_second, domain_per_second=domain_per_second)


@transaction.atomic
def _again(sending: Sending, state: Delivery, by: Any, act: str, *, confirmed_number: int | None = None) -> int:
    """Open these rows again; none when they are not as many as was confirmed. Counted by what was changed, since a lease may run out meanwhile."""
    ledger.hold(sending_id=sending.pk)
    _not_ended(sending)
    number = ledger.again(sending_id=sending.pk, state=state, now=timezone.now())
    if confirmed_number is not None and number != confirmed_number:
        raise NotPossible(_("There are %(number)s uncertain mails now. Read the warning again and confirm that number.") % {"number": number})
    if not number:
        raise NotPossible(_("There is none of these any more. Nothing was changed."))
    Sending.objects.filter(pk=sending.pk, state=SendingState.FINISHED).update(state=SendingState.RUNNING, finished_at=None)
    sending.refresh_from_db()
    _log(sending, by, act, number=number)
    return number


def _not_ended(sending: Sending) -> None:
    """Ended is ended: also for who looks at a page of before."""
    if Sending.objects.filter(pk=sending.pk).exclude(end_reason="").exists():
        raise NotPossible(_("This sending was ended: nothing of it leaves any more. Nothing was changed."))


def _change(sending: Sending, states: list[SendingState], **values: Any) -> None:
    """Write `values` if the sending is in one of `states` now."""
    if not Sending.objects.filter(pk=sending.pk, state__in=states).update(**values):
        sending.refresh_from_db()
        now = {"state": sending.get_state_display()}
        raise NotPossible(_("This cannot be done now: the sending is “%(state)s”. Nothing was changed.") % now)
    sending.refresh_from_db()


def _log(sending: Sending, by: Any, act: str, **data: Any) -> None:
    log(instance=sending, action=f"newsletter.{act}", user=by, data=data, title=sending.title)
