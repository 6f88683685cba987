"""Beside the site: what a bank does by itself while nobody asks."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import connection

from site4p1000.common.schedule import keep_schedule_until
from site4p1000.search.worker import keep_up


class Command(BaseCommand):
    help = (
        "Publishes scheduled pages and takes expired ones from readers every minute, brings changes to the search engine, and makes its "
        "index anew when it was lost. Runs until stopped."
    )

    def handle(self, **_options):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        # A thread and a database line of its own: a long rebuild of the index holds up no page.
        schedule = threading.Thread(target=keep_schedule_until, args=[stop])
        schedule.start()
        keep_up(stop=stop)
        schedule.join()
        connection.close()
