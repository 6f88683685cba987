"""The states of a recipient row, and what each answer of a mail server makes of it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum


class Delivery(StrEnum):
    """Where one person's mail stands (ADR 4). *Accepted* means that the mail server took it over, and no more."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    ACCEPTED = "accepted"
    RETRY = "retry"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNCERTAIN = "uncertain"


OPEN = (Delivery.PENDING, Delivery.CLAIMED, Delivery.SENDING, Delivery.RETRY)
"""States in which something is still to be done: a sending with one such row is not finished."""

BACK_OFF = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))
"""How long to wait after the first, second, … "not now" of a mail server; after the last one the row is refused."""

LOSSES_WITHOUT_AN_ATTEMPT = 3
"""So often a line may break at a reader before the message is complete, and use up none of that reader's attempts: it is hardly their fault.
A row that breaks each line it is tried on is tried again for these, then uses its attempts, and comes to an end."""


class Answer(Enum):
    """What came of handing one message over."""

    ACCEPTED = "accepted"
    """The server took it over."""
    NOT_NOW = "not now"
    """4xx: the server asks to come again."""
    REFUSED = "refused"
    """5xx: coming again cannot help."""
    SENDER_REFUSED = "sender refused"
    """5xx to our own name, before any reader was named: nothing left, and it is nobody's fault but ours."""
    SENDER_NOT_NOW = "sender not now"
    """4xx to our own name: the server takes nothing from us for now, whoever the reader is."""
    NOT_MADE = "not made"
    """The edition itself cannot be encoded: nothing left, whoever the reader is, and the mail server was not asked."""
    LOST_BEFORE = "lost before"
    """The mail server could not be reached, or was lost before it took a sender: nothing left, and the next reader would fare the same."""
    LOST_AT_READER = "lost at reader"
    """A line just opened was lost once the reader was named and before the message was complete: it did not leave, and others may."""
    LOST_AFTER = "lost after"
    """The connection was lost between the message's last byte and the answer: nobody knows."""


NO_READER = (Answer.LOST_BEFORE, Answer.SENDER_REFUSED, Answer.SENDER_NOT_NOW, Answer.NOT_MADE)
"""Answers that came before any reader was named: every other reader would fare the same, so the sending pauses or waits at the first."""

LOST = (Answer.LOST_AT_READER, Answer.LOST_AFTER)
"""Answers that may be one reader's or one message's fault. Several in a row are not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """An answer with the server's words."""

    answer: Answer
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What to write to a row."""

    state: Delivery
    attempts: int
    losses: int = 0
    reason: str = ""
    next_at: datetime | None = None


def after(outcome: Outcome, *, attempts: int, now: datetime, losses: int = 0) -> Change:
    """The row after this outcome; `attempts` were made, and `losses` suffered, before this one.

    What never came as far as the reader uses up no attempt, and neither does a line that broke before the message was complete, a few times.
    """
    if outcome.answer in NO_READER:
        return Change(state=Delivery.PENDING, attempts=attempts, losses=losses)
    if outcome.answer is Answer.LOST_AT_READER and losses < LOSSES_WITHOUT_AN_ATTEMPT:
        return Change(state=Delivery.RETRY, attempts=attempts, losses=losses + 1, reason=outcome.reason, next_at=now + BACK_OFF[0])
    if outcome.answer in (Answer.NOT_NOW, Answer.LOST_AT_READER):
        return _later(outcome, attempts, losses, now)
    ends = {Answer.ACCEPTED: Delivery.ACCEPTED, Answer.REFUSED: Delivery.FAILED, Answer.LOST_AFTER: Delivery.UNCERTAIN}
    return Change(state=ends[outcome.answer], attempts=attempts + 1, losses=losses, reason=outcome.reason)


def _later(outcome: Outcome, attempts: int, losses: int, now: datetime) -> Change:
    if attempts >= len(BACK_OFF):
        return Change(state=Delivery.FAILED, attempts=attempts + 1, losses=losses, reason=outcome.reason)
    return Change(state=Delivery.RETRY, attempts=attempts + 1, losses=losses, reason=outcome.reason, next_at=now + BACK_OFF[attempts])
