"""How fast mail leaves with a row per reader, beside Django's own ``send_messages``, at a relay that answers at once and at one that takes 50 ms.

Both hand the same words (10 kB of HTML and its plain text) over to the same relay in the same run, which is another process of this
machine. Every run has a new database of the production settings: SQLite, and PostgreSQL where it is installed.

``python -m tests.benchmarks sending`` measures sending alone;
``python -m tests.benchmarks.sending_bench MEASURE …`` is one measurement in a process of its own, for an honest peak of memory.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.measuring import row

ROOT = Path(__file__).resolve().parents[2]
SINK = ROOT / "tests" / "newsletter" / "smtp_sink.py"
SCRIPT = ROOT / "scripts" / "postgres_server.py"
WORDS = "<p>Cover crops kept the soil cool and moist through the dry months. </p>" * 130
SIZES = (1_000, 10_000, 100_000)
REPEATS = 3


def run() -> None:
    """Print the figures."""
    print("\nSending: messages per second, with CPU ms per message of the sending process; median of three runs")
    for name, prefix in databases():
        print(f" {name}")
        both("relay answers at once", prefix, delay_ms=0, connections=20, ours=6_000, theirs=1_000, goal="3 x Django")
        both("relay takes 50 ms", prefix, delay_ms=50, connections=96, ours=12_000, theirs=60, goal="1,000/s")
    print(" Memory of the worker at its peak, SQLite")
    for size in SIZES:
        told = measure([], "ours", size, 20, 0)
        row(f"{size:,} readers", f"{told['peak_mb']:.0f} MB", f"{told['per_second']:,.0f}/s")


def databases() -> list[tuple[str, list[str]]]:
    """The databases of this machine: a name, and what stands before a command."""
    found: list[tuple[str, list[str]]] = [("SQLite", [])]
    if subprocess.run([sys.executable, SCRIPT, "run", "true"], env={**os.environ, "CI": "1"}, capture_output=True, check=False).returncode == 0:
        found.append(("PostgreSQL", [sys.executable, str(SCRIPT), "run"]))
    return found


def both(title: str, prefix: list[str], *, delay_ms: int, connections: int, ours: int, theirs: int, goal: str) -> None:
    """One line: ours, theirs, the ratio. They take turns, so that another program's load meets both."""
    pairs = [(measure(prefix, "ours", ours, connections, delay_ms), measure(prefix, "theirs", theirs, 1, delay_ms)) for _number in range(REPEATS)]
    pairs.sort(key=lambda pair: pair[0]["per_second"])
    own, other = pairs[REPEATS // 2]
    ratio = sorted(pair[0]["per_second"] / pair[1]["per_second"] for pair in pairs)[REPEATS // 2]
    cells = [f"{told['per_second']:,.0f}/s {told['cpu_ms']:.2f} ms" for told in (own, other)]
    row(f"{title} ({connections} connections)", *cells, f"{ratio:.1f} x", f"goal {goal}")


def measure(prefix: list[str], what: str, number: int, connections: int, delay_ms: int) -> dict:
    """One measurement in a process of its own, with a new database."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BANK_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "site4p1000.settings.development", "BANK_DATABASE_URL": ""}
        command = [*prefix, sys.executable, "-m", "tests.benchmarks.sending_bench", what, str(number), str(connections), str(delay_ms)]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def relay(delay_ms: int):
    """A mail server in another process, and settings that point at it."""
    from django.conf import settings

    process = subprocess.Popen([sys.executable, str(SINK), "-", str(delay_ms)], stdout=subprocess.PIPE, text=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(process.stdout.readline())
    try:
        yield
    finally:
        process.kill()
        process.wait()


def timed(call, number: int) -> dict:
    """What `call`, which sends `number` mails, cost."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"per_second": number / wall, "cpu_ms": cpu * 1000 / number, "peak_mb": peak_mb}


def ours(number: int, connections: int) -> dict:
    """A worker over a sending to so many readers."""
    from newsletter.models import Recipient
    from newsletter.sending.desk import desk
    from newsletter.sending.worker import Worker

    a_sending(number)
    told = timed(lambda: Worker(desk(connections=connections)).run(until_idle=True), number)
    assert Recipient.objects.filter(state="accepted").count() == number
    return told


def a_sending(number: int) -> None:
    """Made in a process of its own, so that what listing needs is not counted to sending."""
    if child := os.fork():
        os.waitpid(child, 0)
        return
    from newsletter.audience import list_recipients
    from newsletter.models import Edition, Sending, Subscriber

    for start in range(0, number, 5_000):
        people = range(start, min(start + 5_000, number))
        rows = [Subscriber(email=f"reader{one}@example.org", language="en", state="active", topics=["newsletter"]) for one in people]
        Subscriber.objects.bulk_create(rows)
    sending = Sending.objects.create(issue_key=uuid.uuid4(), title="Bench", rate_per_second=1e6, domain_rate_per_second=1e6)
    html = f'{WORDS}<a href="{{{{unsubscribe_url}}}}">Stop</a>'
    Edition.objects.create(sending=sending, for_language="en", language="en", subject="Soil", html=html, text=html)
    list_recipients(sending=sending)
    Sending.objects.update(state="running")
    os._exit(0)


def theirs(number: int) -> dict:
    """Django's ``send_messages`` over one connection, with the same headers of its own for each reader."""
    from django.core import mail

    messages = [mail.EmailMultiAlternatives("Soil", WORDS, to=[f"reader{one}@example.org"], headers=headers(one)) for one in range(number)]
    for message in messages:
        message.attach_alternative(WORDS, "text/html")
    return timed(lambda: mail.get_connection().send_messages(messages), number)


def headers(one: int) -> dict[str, str]:
    """What a newsletter's mail has."""
    return {"List-Unsubscribe": f"<https://bank.example.org/newsletter/leave/{one}/>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def main(what: str, number: int, connections: int, delay_ms: int) -> None:
    """One measurement; prints JSON."""
    if "BANK_TEST_DATABASE_URL" in os.environ:
        os.environ["BANK_DATABASE_URL"] = os.environ["BANK_TEST_DATABASE_URL"]
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections as lines

    call_command("migrate", verbosity=0)
    lines.close_all()
    with relay(delay_ms):
        print(json.dumps(ours(number, connections) if what == "ours" else theirs(number)))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
