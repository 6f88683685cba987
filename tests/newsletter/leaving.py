"""Readers who leave while a worker really sends. A program: they meet in a database as processes.

``python -m tests.newsletter.leaving READERS`` prints as JSON: how many left, to how many of them mail left later than the promised seconds
after, the states of their rows, and the states of all rows at the end.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

import django

PROMISED_SECONDS = 5
"""Who leaves gets no mail that begins later than this."""
AT_ONCE = 25


def main(readers: int) -> dict:
    """Send slowly, let readers leave in several goes by the very action of the link in the mail, and watch whose mail leaves after."""
    from django.conf import settings
    from django.core.management import call_command

    from newsletter.models import Sending, Subscriber
    from tests.newsletter.killing import a_running_sending, fork_worker, start_sink
    from tests.newsletter.pausing import until

    call_command("migrate", verbosity=0)
    log = Path(settings.DATA_DIR) / "sink.log"
    sink, settings.EMAIL_PORT = start_sink(log)
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "127.0.0.1", "django.core.mail.backends.smtp.EmailBackend"
    sending = a_running_sending(readers)
    Sending.objects.update(rate_per_second=40, domain_rate_per_second=40)
    worker = fork_worker(4, ready=sys.stderr.fileno())
    left_at: dict[str, float] = {}
    try:
        until(lambda: len(taken(log)) > 0)
        for _go in range(3):
            for reader in Subscriber.objects.filter(state="active", recipients__state="pending").order_by("-pk")[:AT_ONCE]:
                leave(reader)
                left_at[reader.email] = time.monotonic()
            time.sleep(1)
        time.sleep(PROMISED_SECONDS - 1)
        before = set(taken(log))
        until(lambda: not sending.recipients.open().exists())
        late = (set(taken(log)) - before) & left_at.keys()
        rows = sending.recipients.filter(subscriber__email__in=left_at).values_list("state", flat=True)
        return {"left": len(left_at), "late": len(late), "states_of_theirs": counted(rows), "states": sending.counts(), "taken": len(taken(log))}
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        sink.kill()
        sink.wait()


def leave(reader) -> None:
    """As by the link in the mail."""
    from newsletter.people import actions
    from newsletter.people.wordings import Wording

    actions.leave(subscriber=reader, topic="newsletter", wording=Wording(text_version="", language="en", source="mail"))


def taken(log: Path) -> list[str]:
    """Whose mail the mail server took."""
    return [line.split("\t")[0] for line in log.read_text().splitlines()] if log.exists() else []


def counted(states) -> dict[str, int]:
    """How many in each."""
    found = list(states)
    return {state: found.count(state) for state in sorted(set(found))}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site4p1000.settings.development")
    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
