"""How fast mail leaves with a row per reader, beside Django's own ``send_messages``, at a relay that answers at once and at one that takes 50 ms.

All hand the same words (10 kB of HTML and its plain text) to readers of a thousand domains over to the same relay in the same run, which is
another process of this machine. Django is measured over one connection, which is how it sends, and over as many as ours. Every run has a
new database of the production settings: SQLite, and PostgreSQL where it is installed.

``python -m tests.benchmarks sending`` measures sending alone;
``python -m tests.benchmarks.sending_bench MEASURE …`` is one measurement in a process of its own, for an honest peak of memory.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils import timezone

from tests.benchmarks.measuring import peak_mb, reset_peak_mb, row

ROOT = Path(__file__).resolve().parents[2]
SINK = ROOT / "tests" / "newsletter" / "smtp_sink.py"
SCRIPT = ROOT / "scripts" / "postgres_server.py"
WORDS = "<p>Cover crops kept the soil cool and moist through the dry months. </p>" * 130
SIZES = (1_000, 10_000, 100_000)
DOMAINS = 1_000
LANGUAGES = ("en", "fr", "es")
REPEATS = 3
MOST_GROWTH_MB = 30
"""Memory counts as flat from the smallest to the largest list when it grows by no more than this."""
MOST_MB = 150
"""What a worker may hold at its peak."""
LONG_LEDGER = int(os.environ.get("BENCH_ROWS", "1000000"))
MOST_START_SECONDS = 2.0
"""From the start of a worker to its first mail, however long the list."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A relay and how we meet it. The goal is so many times Django over one connection, or so many per second."""

    title: str
    delay_ms: int
    connections: int
    ours: int
    theirs: int
    times: float = 0
    per_second: float = 0

    @property
    def goal(self) -> str:
        if self.times:
            return f"{self.times:g} x"
        return f"{self.per_second:,.0f}/s" if self.per_second else ""

    def is_met(self, *, ratio: float, per_second: float) -> bool:
        return ratio >= self.times and per_second >= self.per_second


CASES = (
    Case(title="relay answers at once", delay_ms=0, connections=20, ours=6_000, theirs=1_000, times=3),
    Case(title="relay takes 50 ms", delay_ms=50, connections=96, ours=12_000, theirs=60, per_second=1_000),
    Case(title="relay takes 50 ms, as shipped", delay_ms=50, connections=10, ours=1_000, theirs=60),
)


def run() -> list[str]:
    """Print the figures; gives the goals that were missed, in words."""
    missed: list[str] = []
    print("\nSending: messages per second, with CPU ms per message of the sending process; median of three runs")
    print(f" {DOMAINS:,} domains, three editions; below each line Django with as many connections as ours, for which no goal is set")
    found, why_not = databases()
    if why_not:
        print(f" !!! POSTGRESQL WAS NOT MEASURED: {why_not}")
        missed += ["PostgreSQL was not measured, and CI must have it"] if os.environ.get("CI") else []
    for name, prefix in found:
        print(f" {name}")
        for case in CASES:
            if words := both(case, prefix):
                missed.append(f"{name}, {words}")
        if words := starting(prefix):
            missed.append(f"{name}, {words}")
    return missed + memory()


def starting(prefix: list[str]) -> str:
    """How long a worker takes to its first mail from a very long list. Gives the goal in words where it was missed."""
    told = measure(prefix, "starting", LONG_LEDGER, 20, 0)
    is_met = told["seconds"] <= MOST_START_SECONDS and told["peak_mb"] <= MOST_MB
    goal = f"goal {MOST_START_SECONDS:g} s, {MOST_MB} MB: {'met' if is_met else 'MISSED'}"
    row(f"first mail from {LONG_LEDGER:,} rows", f"{told['seconds']:.2f} s", f"{told['peak_mb']:.0f} MB", goal)
    return "" if is_met else f"first mail from {LONG_LEDGER:,} rows: {told['seconds']:.2f} s, {told['peak_mb']:.0f} MB"


def memory() -> list[str]:
    """Print the worker's peak over lists of growing length; gives the goals that were missed."""
    print(" Memory of the worker at its peak, SQLite")
    peaks: list[float] = []
    missed: list[str] = []
    for size in SIZES:
        told = measure([], "ours", size, 20, 0)
        peaks.append(told["peak_mb"])
        growth = peaks[-1] - peaks[0]
        verdict = f"goal +{MOST_GROWTH_MB} MB: {'met' if growth <= MOST_GROWTH_MB else 'MISSED'}" if size != SIZES[0] else ""
        row(f"{size:,} readers", f"{told['peak_mb']:.0f} MB", f"{told['per_second']:,.0f}/s", verdict)
        if told["peak_mb"] > MOST_MB:
            missed.append(f"the worker held {told['peak_mb']:.0f} MB at {size:,} readers (goal: {MOST_MB} MB at most)")
        if growth > MOST_GROWTH_MB:
            missed.append(f"memory grew by {growth:.0f} MB from {SIZES[0]:,} to {size:,} readers (goal: {MOST_GROWTH_MB} MB at most)")
    return missed


def databases() -> tuple[list[tuple[str, list[str]]], str]:
    """The databases of this machine, each a name and what stands before a command; and why PostgreSQL is not among them, if it is not."""
    found: list[tuple[str, list[str]]] = [("SQLite", [])]
    tried = subprocess.run([sys.executable, SCRIPT, "run", "true"], env={**os.environ, "CI": "1"}, capture_output=True, text=True, check=False)
    if tried.returncode:
        return found, " ".join(tried.stderr.split()) or f"scripts/postgres_server.py ended with {tried.returncode}"
    return [*found, ("PostgreSQL", [sys.executable, str(SCRIPT), "run"])], ""


def both(case: Case, prefix: list[str]) -> str:
    """Two lines: beside Django over one connection, and over as many as ours. They take turns, so that another program's load meets all.

    Gives the goal in words where it was missed.
    """
    missed = ""
    runs = [_one_run(case, prefix) for _number in range(REPEATS)]
    for place, title in ((1, f"{case.title} ({case.connections} connections)"), (2, f"  Django with {case.connections} connections too")):
        own, other = (_median(run[at]["per_second"] for run in runs) for at in (0, place))
        ratio = _median(run[0]["per_second"] / run[place]["per_second"] for run in runs)
        cells = [f"{speed:,.0f}/s {_median(run[at]['cpu_ms'] for run in runs):.2f} ms" for at, speed in ((0, own), (place, other))]
        row(title, *cells, f"{ratio:.1f} x", _verdict(case, ratio, own) if place == 1 else "")
        if place == 1 and not case.is_met(ratio=ratio, per_second=own):
            missed = f"{case.title}: {own:,.0f}/s, {ratio:.1f} x Django (goal: {case.goal})"
    return missed


def _one_run(case: Case, prefix: list[str]) -> tuple[dict, dict, dict]:
    """Ours, Django over one connection, Django over as many as ours."""
    return (
        measure(prefix, "ours", case.ours, case.connections, case.delay_ms),
        measure(prefix, "theirs", case.theirs, 1, case.delay_ms),
        measure(prefix, "theirs", max(case.theirs, 20 * case.connections), case.connections, case.delay_ms),
    )


def _verdict(case: Case, ratio: float, per_second: float) -> str:
    if not case.goal:
        return "no goal"
    return f"goal {case.goal}: {'met' if case.is_met(ratio=ratio, per_second=per_second) else 'MISSED'}"


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def measure(prefix: list[str], what: str, number: int, connections: int, delay_ms: int) -> dict:
    """One measurement in a process of its own; ours with a new database, of which Django's sending needs none."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BANK_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "site4p1000.settings.development", "BANK_DATABASE_URL": ""}
        own = [*([] if what == "theirs" else prefix), sys.executable, "-m", "tests.benchmarks.sending_bench"]
        command = [*own, what, *map(str, (number, connections, delay_ms))]
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
    reset_peak_mb()  # what came before, and what a process keeps of the one that made it, is not counted
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"per_second": number / wall, "cpu_ms": cpu * 1000 / number, "peak_mb": peak_mb()}


def ours(number: int, connections: int) -> dict:
    """A worker over a sending to so many readers."""
    from newsletter.models import Recipient
    from newsletter.sending.desk import desk
    from newsletter.sending.worker import Worker

    apart(lambda: a_sending(number))
    told = timed(lambda: Worker(desk(connections=connections)).run(until_idle=True), number)
    assert Recipient.objects.filter(state="accepted").count() == number
    return told


def first_of(number: int, connections: int) -> dict:
    """How long a worker takes from its start to the first mail it hands over, of a sending to so many readers."""
    from newsletter.sending.desk import desk
    from newsletter.sending.worker import Worker

    apart(lambda: a_sending(number))
    own = desk(connections=connections)
    reset_peak_mb()
    began, first = time.perf_counter(), []

    def compose(reader):
        first.append(time.perf_counter() - began)
        worker.stop.set()
        return own.compose(reader)

    worker = Worker(replace(own, compose=compose))
    worker.run()
    return {"seconds": min(first), "peak_mb": peak_mb()}


def apart(call) -> None:
    """In a process of its own, so that what it needs is not counted to sending."""
    from django.db import connections

    connections.close_all()
    if child := os.fork():
        if os.waitpid(child, 0)[1]:
            sys.exit("what had to be made before measuring failed; its own words stand above")
        return
    call()
    sys.stdout.flush()
    os._exit(0)


def a_sending(number: int) -> None:
    """Readers in three languages, and a sending to all of them that runs."""
    from newsletter.models import Edition, Sending, Subscriber
    from tests.factories.newsletter import list_and_begin

    for start in range(0, number, 5_000):
        people = range(start, min(start + 5_000, number))
        rows = [Subscriber(email=address(one), language=LANGUAGES[one % 3], state="active", topics=["newsletter"]) for one in people]
        Subscriber.objects.bulk_create(rows)
    sending = Sending.objects.create(issue_key=uuid.uuid4(), title="Bench", rate_per_second=1e6, domain_rate_per_second=1e6)
    html = f'{WORDS}<a href="{{{{unsubscribe_url}}}}">Stop</a>'
    for code in LANGUAGES:
        Edition.objects.create(sending=sending, for_language=code, language=code, subject="Soil", html=html, text=html)
    list_and_begin(now=timezone.now())
    Sending.objects.update(state="running")


def address(one: int) -> str:
    """A reader of one of many domains."""
    return f"reader{one}@example{one % DOMAINS}.org"


def theirs(number: int, connections: int) -> dict:
    """Django's ``send_messages``, a connection per thread, with the same headers of its own for each reader."""
    from django.core import mail

    messages = [mail.EmailMultiAlternatives("Soil", WORDS, to=[address(one)], headers=headers(one)) for one in range(number)]
    for message in messages:
        message.attach_alternative(WORDS, "text/html")
    shares = [messages[start::connections] for start in range(connections)]
    with ThreadPoolExecutor(connections) as pool:
        return timed(lambda: list(pool.map(lambda share: mail.get_connection().send_messages(share), shares)), number)


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

    if what != "theirs":
        apart(lambda: call_command("migrate", verbosity=0))
    with relay(delay_ms):
        print(json.dumps({"ours": ours, "theirs": theirs, "starting": first_of}[what](number, connections)))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
