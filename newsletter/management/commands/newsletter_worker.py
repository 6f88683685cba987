"""Hands the mail of running sendings over, until stopped."""

import signal
import threading
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from newsletter.bounces.intake import log, read_or_tell
from newsletter.sending.desk import desk
from newsletter.sending.worker import Worker

READ_RETURNS_SECONDS = 60


class Command(BaseCommand):
    help = "Send the mail of running sendings. Runs until stopped; any number may run side by side."

    def add_arguments(self, parser):
        parser.add_argument("--connections", type=int, default=10, help="connections to the mail server (default 10)")
        parser.add_argument("--lease-seconds", type=float, default=300, help="how long a dead worker's mail is left alone (default 300)")
        parser.add_argument("--until-idle", action="store_true", help="stop when nothing is due")

    def handle(self, *, connections, lease_seconds, until_idle, **_options):
        worker = Worker(desk(connections=max(1, connections), lease=timedelta(seconds=max(1.0, lease_seconds))))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: worker.stop.set())
        threading.Thread(target=read_returns, args=[worker.stop], daemon=True).start()
        worker.run(until_idle=until_idle)


def read_returns(stop: threading.Event) -> None:
    """Beside the sending, in a thread and on a database line of its own: a mailbox that is slow holds up no mail."""
    while not stop.is_set():
        try:
            read_or_tell()
        except DatabaseError as error:
            log.error("The database did not take what came back, tried again in a minute: %s", error)
        connection.close()
        stop.wait(READ_RETURNS_SECONDS)
