"""The form of subscribers at a real server with threads: the letter holds up nothing, not even the next page on the same line."""

import http.client
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest

from newsletter.people.spam_trap import LEAST_SECONDS
from tests.browser.conftest import ROOT, environment_of, free_port, wait_for

ADDRESS = "/en/subscribe/"


@pytest.fixture
def slow_bank(prepared_bank, tmp_path):
    """A bank whose mail server takes its time: its port, and the file of what was taken."""
    folder = Path(shutil.copytree(prepared_bank, tmp_path / "data"))
    port = free_port()
    backend = {"BANK_MAIL_BACKEND": "tests.browser.slow_mail.EmailBackend", "MAIL_FOLDER": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "site4p1000.wsgi:application",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--log-level",
        "warning",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env={**environment_of(folder), **backend})
    try:
        wait_for(f"http://localhost:{port}/en/")
        yield port, tmp_path / "taken"
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_the_next_page_on_the_same_line_does_not_wait_for_the_letter(slow_bank):
    port, taken = slow_bank
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{ADDRESS}", timeout=30) as form:
        stamp = re.search(r'name="stamp" value="([^"]+)"', form.read().decode())[1]
    time.sleep(LEAST_SECONDS + 0.2)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", ADDRESS)
    line.getresponse().read()
    own_end = line.sock.getsockname()
    fields = {"email": "ana@example.org", "language": "en", "topics": "newsletter", "stamp": stamp, "website": ""}
    line.request("POST", ADDRESS, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    answer.read()
    assert (answer.status, answer.headers["Location"]) == (302, "/en/subscribe/look-in-your-mail/")
    line.request("GET", answer.headers["Location"])
    look = line.getresponse()
    assert (look.status, b"</html>" in look.read()) == (200, True)
    assert not taken.exists(), "the page after the form waited for the letter"
    assert line.sock.getsockname() == own_end, "it was another line"
    line.close()
    until = time.monotonic() + 30
    while not taken.exists() and time.monotonic() < until:
        time.sleep(0.2)
    assert taken.read_text() == "ana@example.org\n"
