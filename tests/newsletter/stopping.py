"""The worker's command, told to stop as a system's service manager does it. A program, since a signal goes to a process.

``python -m tests.newsletter.stopping RECIPIENTS SIGNAL`` prints as JSON: how the command ended, the states of the rows then, how many readers'
mail the mail server had taken by then, and both numbers after a second run to the end.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

import django

from tests.newsletter.killing import report, start_sink

CONNECTIONS = 4


def main(recipients: int, signal_name: str) -> dict:
    """Begin to send, stop in the middle, and go on."""
    from django.conf import settings
    from django.core.management import call_command

    from tests.newsletter.killing import a_running_sending

    call_command("migrate", verbosity=0)
    log = Path(settings.DATA_DIR) / "sink.log"
    sink, settings.EMAIL_PORT = start_sink(log)
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "127.0.0.1", "django.core.mail.backends.smtp.EmailBackend"
    try:
        sending = a_running_sending(recipients)
        child = the_command()
        wait_for_mail(log, recipients // 10)
        os.kill(child, signal.Signals[signal_name])
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        stopped = report(sending, log)
        os.waitpid(the_command("--until-idle"), 0)
        return {"ended": ended, "stopped": stopped, "end": report(sending, log)}
    finally:
        sink.kill()
        sink.wait()


def the_command(*options: str) -> int:
    """The process number of ``newsletter_worker``."""
    from django.core.management import call_command
    from django.db import connections as databases

    databases.close_all()
    if child := os.fork():
        return child
    call_command("newsletter_worker", f"--connections={CONNECTIONS}", *options)
    os._exit(0)


def wait_for_mail(log: Path, number: int) -> None:
    """Until the mail server has taken so many mails."""
    patience = time.monotonic() + 60
    while not log.exists() or len(log.read_text().splitlines()) < number:
        assert time.monotonic() < patience, "no mail left"
        time.sleep(0.01)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site4p1000.settings.development")
    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), sys.argv[2])) + "\n")
