"""What a run of answers says about the mail server, and not about the readers: when a sending pauses, or waits."""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from newsletter.sending.ledger import Claimed
from newsletter.sending.reasons import PAUSING_AT_ONCE
from newsletter.sending.states import LOST, NO_READER, Answer, Outcome

REFUSALS_IN_A_ROW = 50
"""So many refusals without a mail that is taken in between are the sender's fault, not the readers': the sending pauses."""
REFUSALS_OF_READERS = 5
"""From a longer run of refusals nothing is concluded about the readers."""
NOT_NOW_IN_A_ROW = 20
"""So many readers one after another whose first mail is to come again later, and none that is taken: it is no reader who is busy."""
LOST_IN_A_ROW = 5
"""So many lines lost one after another, each at another reader, are no reader's fault: the sending pauses.

At most this number of mails, and one for each other connection, can be uncertain by then."""
LATELY = 50
LOST_LATELY = 10
"""So many lost among the latest `LATELY` answers are no reader's fault either, although others are taken in between."""


@dataclass(slots=True)
class Verdict:
    """What follows from some answers; kept until it is written."""

    pausing: dict[int, str] = field(default_factory=dict)
    """Sendings that pause, by id, and why: in the words `newsletter.sending.reasons` knows."""
    holding: dict[int, str] = field(default_factory=dict)
    """Sendings that wait for the mail server, and why."""
    free: set[int] = field(default_factory=set)
    """Rows whose first attempt does not count: what was answered was not about them."""
    taken: set[int] = field(default_factory=set)
    """Sendings of which a mail was taken."""
    refused: list[tuple[Claimed, str]] = field(default_factory=list)
    """Readers a mail server refused for their own sake, with its words."""


@dataclass(slots=True)
class _Run:
    """The latest answers to one sending."""

    refusals: int = 0
    lost: int = 0
    lately: deque[bool] = field(default_factory=lambda: deque(maxlen=LATELY))
    later: list[int] = field(default_factory=list)
    """Rows told "not now" at their first attempt since a mail was last taken. Who is tried again says little: busy mailboxes stay behind."""
    under_way: set[int] = field(default_factory=set)
    """Rows that were on their way when the sending was held: what they are told is part of the same."""

    def note(self, row: Claimed, answer: Answer) -> None:
        """One more answer, given when the reader was named or later."""
        if answer is Answer.ACCEPTED:
            self.refusals = 0
            self.later.clear()
        self.refusals += answer is Answer.REFUSED
        self.lost = self.lost + 1 if answer in LOST else 0
        self.lately.append(answer in LOST)
        if answer is Answer.NOT_NOW and row.attempts == 0 and row.pk not in self.under_way:
            self.later.append(row.pk)

    def begin_anew(self) -> None:
        """After a pause."""
        self.refusals = min(self.refusals, REFUSALS_OF_READERS)
        self.lost = 0
        self.lately.clear()


@dataclass(slots=True)
class Judge:
    """Follows the answers to the sendings of one worker."""

    verdict: Verdict = field(default_factory=Verdict)
    """What is still to be written."""
    _runs: dict[int, _Run] = field(default_factory=dict)

    def hear(self, answers: Iterable[tuple[Claimed, Outcome]], *, busy: Collection[int], is_reached: bool) -> None:
        """Conclude from what came in. `busy`: rows still on their way; `is_reached`: whether any line to the mail server is open."""
        heard = list(answers)
        for row, outcome in heard:
            run = self._runs.setdefault(row.sending_id, _Run())
            if outcome.answer not in NO_READER:
                run.note(row, outcome.answer)
            self._conclude(row, outcome, run)
            if reason := _why_hold(outcome, run):
                self._hold(row.sending_id, reason, run, {*busy, *(other.pk for other, _outcome in heard)})
            if reason := _why_pause(outcome, run, is_reached=is_reached):
                self.verdict.pausing[row.sending_id] = reason
                run.begin_anew()
            run.under_way.discard(row.pk)

    def begin_anew(self) -> None:
        """Nothing runs: what goes on later is not judged by lines that were lost before."""
        for run in self._runs.values():
            run.lost = 0
            run.lately.clear()

    def _conclude(self, row: Claimed, outcome: Outcome, run: _Run) -> None:
        if outcome.answer is Answer.ACCEPTED:
            self.verdict.taken.add(row.sending_id)
        if outcome.answer is Answer.REFUSED and run.refusals <= REFUSALS_OF_READERS:
            self.verdict.refused.append((row, outcome.reason))
        if outcome.answer is Answer.NOT_NOW and row.attempts == 0 and row.pk in run.under_way:
            self.verdict.free.add(row.pk)

    def _hold(self, sending_id: int, reason: str, run: _Run, on_their_way: set[int]) -> None:
        self.verdict.holding[sending_id] = reason
        self.verdict.taken.discard(sending_id)
        self.verdict.free.update(run.later)
        run.under_way = on_their_way - set(run.later)
        run.later.clear()


def _why_hold(outcome: Outcome, run: _Run) -> str:
    """Empty while there is nothing to wait for."""
    if outcome.answer is Answer.SENDER_NOT_NOW:
        return f"the mail server takes nothing from us for now: {outcome.reason}"
    if len(run.later) >= NOT_NOW_IN_A_ROW:
        return f"{len(run.later)} readers in a row were put off by the mail server, the last: {outcome.reason}"
    return ""


def _why_pause(outcome: Outcome, run: _Run, *, is_reached: bool) -> str:
    """Empty while there is nothing to pause for."""
    words = outcome.reason
    if outcome.answer in PAUSING_AT_ONCE:
        return f"{PAUSING_AT_ONCE[outcome.answer]}: {words}"
    if outcome.answer is Answer.LOST_BEFORE and not is_reached:
        return f"the mail server cannot be reached: {words}"
    if outcome.answer in LOST:
        return _why_lost(outcome, run)
    return f"{run.refusals} refusals one after another, the last: {words}" if run.refusals >= REFUSALS_IN_A_ROW else ""


def _why_lost(outcome: Outcome, run: _Run) -> str:
    if run.lost >= LOST_IN_A_ROW and outcome.answer is Answer.LOST_AT_READER:
        return f"the mail server breaks off at one reader after another: {outcome.reason}"
    if run.lost >= LOST_IN_A_ROW:
        return f"the mail server takes mail and does not answer, so nobody knows whether it arrives: {outcome.reason}"
    lost = sum(run.lately)
    return f"{lost} of the latest mails were broken off, the last: {outcome.reason}" if lost >= LOST_LATELY else ""
