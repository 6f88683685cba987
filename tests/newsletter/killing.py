"""Real workers over a database of their own: killed again and again while they send, or side by side. A program, since only processes
can be killed.

``python -m tests.newsletter.killing RECIPIENTS KILLS CONNECTIONS WORKERS [mixed]`` prints as JSON: the states of the rows at the end, how many
readers' mail the mail server took and for how many more than once, how many workers handed something over, how many mails had been accepted
when the last worker was killed, how many of the kills left rows that were being handed over and how many such rows, and the database it ran on.
With ``mixed`` three readers in ten have addresses at which the mail server says "not now" or "never", or cuts the line after the message;
the states are then also told for each kind of reader.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from datetime import timedelta
from pathlib import Path

import django
from django.utils import timezone

SINK = Path(__file__).with_name("smtp_sink.py")
LEASE = timedelta(seconds=1)
LATEST_KILL_S = 0.12
"""After the first mail of a worker: by then it has handed over some dozens."""
KINDS = ("reader", "later", "never", "cut", *["reader"] * 6)


def main(recipients: int, kills: int, connections: int, workers: int, kinds: tuple[str, ...] = ("reader",)) -> dict:
    """Send to everybody with so many workers at a time, although they are killed at `kills` random moments, each while mail leaves."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    log = Path(settings.DATA_DIR) / "sink.log"
    sink, settings.EMAIL_PORT = start_sink(log)
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "127.0.0.1", "django.core.mail.backends.smtp.EmailBackend"
    try:
        sending = a_running_sending(recipients, kinds)
        left = [kill(connections, workers, after_s=random.uniform(0, LATEST_KILL_S), log=log) for _number in range(kills)]
        before = sending.counts()
        finish(connections, workers)
        return {
            **report(sending, log),
            "by_kind": states_by_kind(sending),
            "accepted_before_the_end": before.get("accepted", 0),
            "kills_that_met_mail": sum(number > 0 for number in left),
            "left_being_handed_over": sum(left),
            "database": connection.vendor,
        }
    finally:
        sink.kill()
        sink.wait()


def start_sink(log: Path) -> tuple[subprocess.Popen, int]:
    """A mail server that takes a few milliseconds for each mail, so that a kill finds several on their way."""
    sink = subprocess.Popen([sys.executable, str(SINK), str(log), "5"], stdout=subprocess.PIPE, text=True)
    assert sink.stdout
    return sink, int(sink.stdout.readline())


def a_running_sending(recipients: int, kinds: tuple[str, ...] = ("reader",)):
    """A sending to so many readers, whose addresses begin with these words in turn, begun."""
    from newsletter.models import Edition, Sending, Subscriber
    from tests.factories.newsletter import list_and_begin

    addresses = [f"{kinds[number % len(kinds)]}.{number}@example.org" for number in range(recipients)]
    people = [Subscriber(email=address, language="en", state="active", topics=["newsletter"]) for address in addresses]
    Subscriber.objects.bulk_create(people)
    sending = Sending.objects.create(issue_key=uuid.uuid4(), title="Kill test", rate_per_second=1e6, domain_rate_per_second=1e6)
    Edition.objects.create(sending=sending, for_language="en", language="en", subject="Soil", html="<p>Soil</p>", text="Soil")
    list_and_begin(now=timezone.now())
    Sending.objects.update(state="running")
    return sending


def kill(connections: int, workers: int, *, after_s: float, log: Path) -> int:
    """Start workers in processes of their own and kill them without warning, so long after their first mail.

    Gives how many rows they left that were being handed over.
    """
    from newsletter.models import Recipient

    before = size_of(log)
    reading, writing = os.pipe()
    children = [fork_worker(connections, ready=writing) for _number in range(workers)]
    for _child in children:
        os.read(reading, 1)  # it has begun
    patience = time.monotonic() + 60
    while size_of(log) == before and time.monotonic() < patience:
        time.sleep(0.001)
    time.sleep(after_s)
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    under_way = Recipient.objects.filter(state="sending")
    return sum(under_way.filter(claimed_by__contains=f"-{child}-").count() for child in children)


def size_of(log: Path) -> int:
    """In bytes; none where there is nothing yet."""
    return log.stat().st_size if log.exists() else 0


def fork_worker(connections: int, *, ready: int, until_idle: bool = False) -> int:
    """The process number of a new worker."""
    from django.db import connections as databases

    from newsletter.sending.desk import desk
    from newsletter.sending.worker import Worker

    databases.close_all()
    if child := os.fork():
        return child
    worker = Worker(desk(connections=connections, lease=LEASE))
    os.write(ready, b".")
    worker.run(until_idle=until_idle)
    os._exit(0)


def finish(connections: int, workers: int) -> None:
    """Work on side by side until nothing is open but what waits for its hour, waiting for the leases of the dead."""
    from newsletter.models import Recipient

    while Recipient.objects.filter(state__in=["pending", "claimed", "sending"]).exists():
        children = [fork_worker(connections, ready=sys.stderr.fileno(), until_idle=True) for _number in range(workers)]
        for child in children:
            os.waitpid(child, 0)
        time.sleep(0.2)


def report(sending, log: Path) -> dict:
    """What the rows say beside what the mail server took."""
    from newsletter.models import Recipient

    taken = Counter(line.split("\t")[0] for line in log.read_text().splitlines())
    hands = Recipient.objects.exclude(claimed_by="").values("claimed_by").distinct().count()
    return {"states": sending.counts(), "taken": len(taken), "doubled": sum(number > 1 for number in taken.values()), "workers": hands}


def states_by_kind(sending) -> dict[str, dict[str, int]]:
    """How many rows of each kind of reader stand where."""
    found: dict[str, Counter[str]] = {}
    for email, state in sending.recipients.values_list("subscriber__email", "state"):
        found.setdefault(email.partition(".")[0], Counter())[state] += 1
    return {kind: dict(states) for kind, states in found.items()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site4p1000.settings.development")
    django.setup()
    sys.stdout.write(json.dumps(main(*map(int, sys.argv[1:5]), KINDS if "mixed" in sys.argv else ("reader",))) + "\n")
