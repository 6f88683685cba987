"""Processes that list the readers of one sending at the same moment. A program, since only processes meet in a database.

``python -m tests.newsletter.racing READERS PROCESSES`` prints as JSON: rows, readers with more than one row, rows in another language than the
reader's, the state of the sending, and how many processes ended well.
"""

import json
import os
import sys

import django

LANGUAGES = ("en", "fr", "es")


def main(readers: int, processes: int) -> dict:
    """What stands in the database after all have listed."""
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    sending = a_sending(readers)
    connections.close_all()
    reading, writing = os.pipe()
    children = [fork_lister(sending, reading, writing) for _number in range(processes)]
    os.close(writing)  # the last end that was open: all begin now
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    return {**report(), "ended_well": ends.count(0)}


def a_sending(readers: int):
    """A sending that is being prepared, in three languages."""
    from newsletter.models import Sending, Subscriber
    from tests.factories.newsletter import a_sending as empty

    sending = empty(is_running=False)
    people = [Subscriber(email=f"r{one}@example.org", language=LANGUAGES[one % 3], state="active", topics=["newsletter"]) for one in range(readers)]
    Subscriber.objects.bulk_create(people)
    Sending.objects.update(state="preparing")
    return sending


def fork_lister(sending, reading: int, writing: int) -> int:
    """A process that lists as soon as nobody holds the writing end any more; its number."""
    from newsletter.audience import list_recipients

    if child := os.fork():
        return child
    os.close(writing)
    os.read(reading, 1)
    list_recipients(sending=sending)
    os._exit(0)


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
    sys.stdout.write(json.dumps(main(*(int(text) for text in sys.argv[1:3]))) + "\n")
