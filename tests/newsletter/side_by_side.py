"""Workers that share the pace a sending asks for. A program, since each is a process with a line of its own to the database.

``python -m tests.newsletter.side_by_side WORKERS PER_SECOND SECONDS`` prints as JSON: how many mails left per second, all workers together, once
all of them live, and how many workers handed something over.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

import django


def main(workers: int, per_second: float, seconds: float) -> dict:
    """Let them send for so long."""
    from django.conf import settings
    from django.core.management import call_command

    from newsletter.models import Sending, WorkerPulse
    from tests.newsletter.killing import a_running_sending, fork_worker, report, start_sink
    from tests.newsletter.pausing import number_in, until

    call_command("migrate", verbosity=0)
    log = Path(settings.DATA_DIR) / "sink.log"
    sink, settings.EMAIL_PORT = start_sink(log)
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "127.0.0.1", "django.core.mail.backends.smtp.EmailBackend"
    sending = a_running_sending(int(per_second * (seconds + 60)))
    Sending.objects.update(rate_per_second=per_second, domain_rate_per_second=per_second)
    children = [fork_worker(2, ready=sys.stderr.fileno()) for _number in range(workers)]
    try:
        until(lambda: WorkerPulse.objects.count() == workers)
        time.sleep(2)  # each has looked at the others, and the first burst is over
        began, before = time.monotonic(), number_in(log)
        time.sleep(seconds)
        speed = (number_in(log) - before) / (time.monotonic() - began)
        return {"per_second": speed, "workers": report(sending, log)["workers"]}
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        sink.kill()
        sink.wait()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site4p1000.settings.development")
    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))) + "\n")
