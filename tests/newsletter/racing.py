"""Workers that list the readers of one sending at the same moment, after others were killed at it. A program, since only processes meet in a
database and only processes can be killed.

``python -m tests.newsletter.racing READERS PROCESSES KILLS`` prints as JSON: rows, readers with more than one row, rows in another language than
the reader's, the state of the sending, how many processes ended well, and after each kill how many were listed and the state.
"""

import json
import os
import signal
import sys
import time

import django

LANGUAGES = ("en", "fr", "es")
AT_ONCE = 100
"""Readers a worker lists in one transaction here: a kill finds some listed and some not."""


def main(readers: int, processes: int, kills: int) -> dict:
    """What stands in the database after all have listed."""
    from django.core.management import call_command
    from django.db import connections

    from newsletter import audience

    audience.CHUNK = AT_ONCE
    call_command("migrate", verbosity=0)
    a_sending(readers)
    killed = [kill_while_it_lists() for _number in range(kills)]
    connections.close_all()
    reading, writing = os.pipe()
    children = [fork_worker(reading, writing) for _number in range(processes)]
    os.close(writing)  # the last end that was open: all begin now
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    return {**report(), "ended_well": ends.count(0), "killed": killed}


def a_sending(readers: int) -> None:
    """A sending that is being prepared, in three languages: whose readers a worker lists without being asked."""
    from newsletter.models import Sending, Subscriber
    from tests.factories.newsletter import a_sending as empty

    empty(is_running=False)
    people = [Subscriber(email=f"r{one}@example.org", language=LANGUAGES[one % 3], state="active", topics=["newsletter"]) for one in range(readers)]
    Subscriber.objects.bulk_create(people)
    Sending.objects.update(state="preparing")


def fork_worker(reading: int, writing: int) -> int:
    """A worker that begins as soon as nobody holds the writing end any more; its process number."""
    from newsletter.sending.desk import desk
    from newsletter.sending.worker import Worker

    if child := os.fork():
        return child
    os.close(writing)
    os.read(reading, 1)
    Worker(desk(connections=1)).run(until_idle=True)
    os._exit(0)


def kill_while_it_lists() -> tuple[int, str]:
    """Kill a worker without warning as soon as it has listed somebody; how many are listed then, and the state."""
    from django.db import connections

    from newsletter.models import Recipient, Sending

    before = Recipient.objects.count()
    connections.close_all()
    reading, writing = os.pipe()
    child = fork_worker(reading, writing)
    os.close(writing)
    patience = time.monotonic() + 30
    while Recipient.objects.count() == before and Sending.objects.get().state == "preparing" and time.monotonic() < patience:
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    return Recipient.objects.count(), Sending.objects.get().state


def report() -> dict:
    """Rows, doubles, wrong languages."""
    from django.db.models import Count, F

    from newsletter.models import Recipient, Sending

    doubled = Recipient.objects.values("subscriber").annotate(number=Count("pk")).filter(number__gt=1).count()
    wrong = Recipient.objects.exclude(edition__language=F("subscriber__language")).count()
    return {"rows": Recipient.objects.count(), "doubled": doubled, "wrong": wrong, "state": Sending.objects.get().state}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site4p1000.settings.development")
    django.setup()
    sys.stdout.write(json.dumps(main(*(int(text) for text in sys.argv[1:4]))) + "\n")
