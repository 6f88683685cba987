"""A worker that runs in the test itself, and where the rows then stand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from newsletter.models import Recipient
from newsletter.sending.desk import desk
from newsletter.sending.states import Outcome
from newsletter.sending.worker import Worker

LEASE = timedelta(seconds=60)


def work(**changes) -> None:
    """Run a worker until nothing is due; one connection, since the test's database has one."""
    if "now" in changes:
        changes.setdefault("rates", lambda: (1e6, 1e6))  # what waits by the test's clock would count as waiting by the real one
    made = desk(connections=changes.pop("connections", 1))
    Worker(replace(made, **changes)).run(until_idle=True)


def states() -> dict[str, str]:
    return dict(Recipient.objects.values_list("subscriber__email", "state"))


@dataclass
class Scripted:
    """A line to a mail server that answers as a test says."""

    answer: Callable[[str], Outcome]

    def hand_over(self, *, sender: str, address: str, message: bytes) -> Outcome:
        return self.answer(address)

    def close(self) -> None:
        """Nothing is open."""


def work_with(answer: Callable[[str], Outcome], **changes) -> None:
    """`work`, with a mail server that answers so to each address."""
    work(transport=lambda: Scripted(answer), **changes)
