"""A real bank on a real port, made the way `make run` makes it, and a real browser in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def bank_environment(tmp_path_factory):
    """What commands of the running bank need around them: a data folder of its own."""
    folder = tmp_path_factory.mktemp("bank")
    return {**os.environ, "BANK_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "site4p1000.settings.development"}


@pytest.fixture(scope="session")
def bank_url(bank_environment):
    """The address of a running bank with its shipped content."""
    port, environment = free_port(), bank_environment
    for command in (["migrate", "-v0"], ["load_content"], ["search_index", "rebuild"], ["collectstatic", "--no-input", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "gunicorn", "site4p1000.wsgi:application", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(f"http://localhost:{port}/en/")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str, seconds: int = 30) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium, for one file: its event loop must end before other tests use the database. Absent: failed in CI, a loud skip elsewhere."""
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI"):
        pytest.fail("chromium is not installed, and CI must have it")
    if path is None:
        pytest.skip("CHROMIUM IS NOT INSTALLED: the browser tests did not run")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, bank_url):
    """A page on a phone without JavaScript, which refuses every request that leaves the bank."""
    context = chromium.new_context(base_url=bank_url, viewport={"width": 360, "height": 640}, java_script_enabled=False, locale="en-GB")
    elsewhere: list[str] = []
    context.on("request", lambda request: None if request.url.startswith((bank_url, "data:")) else elsewhere.append(request.url))
    page = context.new_page()
    yield page
    context.close()
    assert not elsewhere, f"the page asked other hosts: {elsewhere}"
