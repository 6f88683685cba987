"""A mail server that is really there, and databases for programs of their own."""

import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from newsletter.people import answering

SINK = Path(__file__).with_name("smtp_sink.py")


@dataclass(frozen=True)
class Sink:
    """A running mail server: its port, and who it took mail for."""

    port: int
    log: Path
    process: subprocess.Popen

    @property
    def taken(self) -> list[str]:
        """Addresses in the order in which their mail was taken."""
        return [line.split("\t")[0] for line in self.log.read_text().splitlines()] if self.log.exists() else []

    @property
    def message_ids(self) -> list[str]:
        return [line.split("\t")[1] for line in self.log.read_text().splitlines()]

    @property
    def senders(self) -> list[str]:
        """Envelope senders of what was taken."""
        return [line.split("\t")[2] for line in self.log.read_text().splitlines()]


@pytest.fixture
def sink(request, tmp_path, settings):
    """A mail server on a port of its own, and settings that point at it. Its parameter: the extensions it offers."""
    yield from _a_sink(tmp_path, settings, delay_ms=0, extensions=getattr(request, "param", "250-PIPELINING\r\n"))


@pytest.fixture
def slow_sink(tmp_path, settings):
    """One that takes its time for each mail."""
    yield from _a_sink(tmp_path, settings, delay_ms=50)


@pytest.fixture
def narrow_sink(request, tmp_path, settings):
    """One that takes so many lines at once: its parameter."""
    yield from _a_sink(tmp_path, settings, delay_ms=5, lines=request.param)


def _a_sink(tmp_path, settings, *, delay_ms: int, extensions: str = "", lines: int = 10_000):
    log = tmp_path / "sink.log"
    own = {"SINK_EXTENSIONS": extensions, "SINK_LINES": str(lines)}
    process = subprocess.Popen([sys.executable, str(SINK), str(log), str(delay_ms)], stdout=subprocess.PIPE, text=True, env={**os.environ, **own})
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(process.stdout.readline())
    yield Sink(settings.EMAIL_PORT, log, process)
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def own_database(tmp_path):
    """The environment of a program with a new, empty database of the kind the tests run on."""
    own = {"BANK_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "site4p1000.settings.development", "BANK_DATABASE_URL": ""}
    server = os.environ.get("BANK_TEST_DATABASE_URL")
    if not server:
        yield {**os.environ, **own}
        return
    name = f"own_{uuid.uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name}")
    yield {**os.environ, **own, "BANK_DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as line:
        line.execute(statement)


@pytest.fixture(autouse=True)
def _letters_are_written_at_once(monkeypatch):
    """In the test's own thread and on its own line to the database; tests/browser has a server with threads that are really there."""
    monkeypatch.setattr(answering, "answer_soon", answering.answer_waiting)
