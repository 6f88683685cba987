"""Hands the mail of running sendings over, until stopped."""

import signal
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.utils import timezone

from newsletter.bounces.applying import erase_raw
from newsletter.bounces.intake import log, read_or_tell
from newsletter.people.housekeeping import tidy
from newsletter.sending.desk import desk
from newsletter.sending.worker import Worker

READ_RETURNS_SECONDS = 60
TIDY_SECONDS = 3600


class Command(BaseCommand):
    help = "Send the mail of running sendings. Runs until stopped; any number may run side by side."

    def add_arguments(self, parser):
        parser.add_argument("--connections", type=int, help="connections to the mail server (default: BANK_SMTP_CONNECTIONS, or 10)")
        parser.add_argument("--lease-seconds", type=float, default=300, help="how long a dead worker's mail is left alone (default 300)")
        parser.add_argument("--until-idle", action="store_true", help="stop when nothing is due")

    def handle(self, *, connections, lease_seconds, until_idle, **_options):
        number = settings.NEWSLETTER_CONNECTIONS if connections is None else max(1, connections)
        worker = Worker(desk(connections=number, lease=timedelta(seconds=max(1.0, lease_seconds))))
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_args: worker.stop.set())
        has_looked = threading.Event()
        threading.Thread(target=look_after, args=[worker.stop, has_looked], daemon=True).start()
        worker.run(until_idle=until_idle)
        if until_idle:
            has_looked.wait(READ_RETURNS_SECONDS)
        worker.stop.set()


def look_after(stop: threading.Event, has_looked: threading.Event) -> None:
    """Beside the sending, in a thread and on a database line of its own: a mailbox that is slow, or letters to people, hold up no mail.

    `has_looked` is set after the first turn.
    """
    tidied_at = None
    while not stop.is_set():
        try:
            read_or_tell()
            if tidied_at is None or time.monotonic() - tidied_at > TIDY_SECONDS:
                keep_house()
                tidied_at = time.monotonic()
        except DatabaseError as error:
            log.error("The database did not take what came back, tried again in a minute: %s", error)
        except Exception as error:  # noqa: BLE001 - told by its kind alone, since its words may hold an address; the next turn comes
            log.error("Looking after what came back failed, tried again in a minute: %s", type(error).__name__)
        connection.close()
        has_looked.set()
        stop.wait(READ_RETURNS_SECONDS)


def keep_house() -> None:
    """Erase what must not be kept, and write the letters that a process left behind."""
    now = timezone.now()
    tidy(now=now)
    erase_raw(now=now)
