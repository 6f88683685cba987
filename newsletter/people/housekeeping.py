"""What is erased as time passes: addresses nobody confirmed, people long gone, the words of lists, counters of the form.

And what is made good: sign-ups that a process left behind get their letter.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsletter.models import SubscriberList
from newsletter.models.lists import KEPT_DAYS
from newsletter.people import actions, answering, throttling


@dataclass(frozen=True, kw_only=True, slots=True)
class Tidied:
    """How much was erased. `answered`: letters to people whose sign-up was left behind."""

    answered: int
    unconfirmed: int
    gone: int
    lists: int
    attempts: int


def tidy(*, now: datetime) -> Tidied:
    """Erase what is due. May be called as often as one likes."""
    return Tidied(
        answered=answering.answer_left_behind(now=now),
        unconfirmed=actions.erase_unconfirmed(now=now),
        gone=actions.erase_long_gone(now=now),
        lists=_empty_lists(now=now),
        attempts=throttling.forget_attempts(now=now),
    )


def _empty_lists(*, now: datetime) -> int:
    """The row of a list stays as proof; its addresses go. A list never taken in proves nothing and goes altogether."""
    late = SubscriberList.objects.filter(made_at__lt=now - timedelta(days=KEPT_DAYS))
    unused, _by_model = late.filter(taken_in_at=None).delete()
    return unused + late.exclude(text="", result="").update(text="", result="")
