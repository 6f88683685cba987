"""An operator who pauses, and a reader who leaves, while a worker lists many readers and sends. A program: they meet in a database as processes.

``python -m tests.newsletter.pausing READERS`` prints as JSON: how long both waited, how many readers were listed when they pressed, while they
waited and at the end, how many mails had left by then, how many left later than two seconds after, and the state of the sending.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

import django

FIRST = 300
"""Readers who are listed before the worker starts: their mail leaves meanwhile."""
PROMISED_SECONDS = 2


def main(readers: int) -> dict:
    """Send to some, widen to many, and pause in the middle of their listing."""
    from django.conf import settings
    from django.core.management import call_command

    from newsletter.models import Sending
    from newsletter.sending import control
    from tests.factories.newsletter import an_operator
    from tests.newsletter.killing import a_running_sending, fork_worker, start_sink

    call_command("migrate", verbosity=0)
    operator = an_operator()
    log = Path(settings.DATA_DIR) / "sink.log"
    sink, settings.EMAIL_PORT = start_sink(log)
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "127.0.0.1", "django.core.mail.backends.smtp.EmailBackend"
    sending = a_running_sending(FIRST)
    Sending.objects.update(rate_per_second=20, domain_rate_per_second=20)
    more_readers(readers)
    worker = fork_worker(4, ready=sys.stderr.fileno())
    try:
        until(lambda: number_in(log) > 0)
        widened(sending, by=operator)
        until(lambda: sending.recipients.count() > FIRST)
        listed = sending.recipients.count()
        left_s = timed(a_reader_leaves)
        paused_s = timed(lambda: control.pause(sending=sending, by=operator))
        meanwhile = sending.recipients.count() - listed
        before = number_in(log)
        time.sleep(PROMISED_SECONDS)
        then = number_in(log)
        until(lambda: Sending.objects.filter(list_wanted_at=None).exists())
        time.sleep(1)
        ends = {"listed_at_the_end": sending.recipients.count(), "state": Sending.objects.get().state, "late": number_in(log) - then}
        return {"paused_s": paused_s, "left_s": left_s, "listed": listed, "listed_meanwhile": meanwhile, "sent": before, **ends}
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        sink.kill()
        sink.wait()


def more_readers(number: int) -> None:
    """Of a language for which the sending has no words yet."""
    from newsletter.models import Subscriber

    people = [Subscriber(email=f"lecteur{one}@example.org", language="fr", state="active", topics=["newsletter"]) for one in range(number)]
    Subscriber.objects.bulk_create(people, batch_size=2000)


def widened(sending, *, by) -> None:
    """Its words in French are there now."""
    from newsletter.models import Edition
    from newsletter.sending import control

    Edition.objects.create(sending=sending, for_language="fr", language="fr", subject="Sol", html="<p>Sol</p>", text="Sol")
    control.widen(sending=sending, by=by)


def a_reader_leaves() -> None:
    """The last one: not among those whose rows are being written."""
    from newsletter.models import Subscriber, SubscriberState

    Subscriber.objects.order_by("-pk")[0].turn(SubscriberState.UNSUBSCRIBED)


def timed(act) -> float:
    """How many seconds it took."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def until(is_true) -> None:
    """Wait for it, not for ever."""
    patience = time.monotonic() + 60
    while not is_true():
        assert time.monotonic() < patience
        time.sleep(0.01)


def number_in(log: Path) -> int:
    """How many mails the mail server took."""
    return len(log.read_text().splitlines()) if log.exists() else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site4p1000.settings.development")
    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
