"""A real bank on a real port, made the way `make run` makes it, and a real browser in front of it."""

import fcntl
import hashlib
import json
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

APPS = ("site4p1000", "practices", "knowledge", "newsletter")
MADE_FROM = ("content/**/*", "locale/**/*.po", "static/**/*", "practices/vocabularies/**/*", *(f"{app}/**/*.py" for app in APPS))
"""Everything a prepared bank depends on: content, vocabularies, words, static files, and code."""
PREPARING = (
    ["compile_catalogues"],
    ["migrate", "-v0"],
    ["load_content"],
    ["search_index", "rebuild"],
    ["collectstatic", "--no-input", "-v0"],
)


PUBLISH = "import json; from tests.factories.everything import publish_everything; print(json.dumps(publish_everything()))"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def what_the_bank_is_made_from() -> str:
    """A digest of it: another bank has another one."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in MADE_FROM for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def prepared_bank(pytestconfig) -> Path:
    """The shipped bank made ready as `make run` does; kept between runs and shared by workers until something it is made from changes."""
    shelf = pytestconfig.cache.mkdir("bank")
    folder = shelf / what_the_bank_is_made_from()
    with (shelf / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in shelf.iterdir():
                shutil.rmtree(old) if old.is_dir() else None
            making = shelf / "making"
            for command in PREPARING:
                in_the_bank(making, *command)
            making.rename(folder)
    return folder


def environment_of(folder: Path) -> dict[str, str]:
    return {**os.environ, "BANK_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "site4p1000.settings.development"}


def in_the_bank(folder: Path, *command: str) -> str:
    """What a manage.py command answers in the bank of this data folder."""
    command_line = [sys.executable, "manage.py", *command]
    return subprocess.run(command_line, cwd=ROOT, env=environment_of(folder), check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


@pytest.fixture(scope="module")
def bank_folder(prepared_bank, tmp_path_factory) -> Path:
    """The data folder of the running bank: a copy for each file of tests, so that none finds what another has written, in whatever order they run."""
    return Path(shutil.copytree(prepared_bank, tmp_path_factory.mktemp("bank") / "data"))


@pytest.fixture(scope="module")
def bank_environment(bank_folder) -> dict[str, str]:
    """What commands of the running bank need around them."""
    return environment_of(bank_folder)


@pytest.fixture(scope="module")
def bank_url(bank_folder):
    """The address of a running bank with its shipped content, on a data folder of its own."""
    port = free_port()
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
    server = subprocess.Popen(command, cwd=ROOT, env=environment_of(bank_folder))
    try:
        wait_for(f"http://localhost:{port}/en/")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def everything(bank_folder, bank_url):
    """The addresses of a practice with pictures, video, map, exposures, an old version, and of a page that was withdrawn."""
    return json.loads(in_the_bank(bank_folder, "shell", "-v0", "-c", PUBLISH).splitlines()[-1])


def log_in(page, name: str, password: str = "a-long-password-1") -> None:
    """Into the admin, by its own form."""
    page.goto("/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


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
