"""A worker that runs in the test itself, and where the rows then stand."""

from dataclasses import replace
from datetime import timedelta

from newsletter.models import Recipient
from newsletter.sending.desk import desk
from newsletter.sending.worker import Worker

LEASE = timedelta(seconds=60)


def work(**changes) -> None:
    """Run a worker until nothing is due; one connection, since the test's database has one."""
    made = desk(connections=changes.pop("connections", 1))
    Worker(replace(made, **changes)).run(until_idle=True)


def states() -> dict[str, str]:
    return dict(Recipient.objects.values_list("subscriber__email", "state"))
