"""A mail server that is really there."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

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


@pytest.fixture
def sink(tmp_path, settings):
    """A mail server on a port of its own, and settings that point at it."""
    log = tmp_path / "sink.log"
    process = subprocess.Popen([sys.executable, str(SINK), str(log)], stdout=subprocess.PIPE, text=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(process.stdout.readline())
    yield Sink(settings.EMAIL_PORT, log, process)
    process.kill()
    process.wait()
    process.stdout.close()
