"""A bank as `make run` starts it heals and keeps its schedule by itself: real programs, and nobody who helps them."""

import shlex
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, environment_of, free_port, in_the_bank, wait_for

HEAL_SECONDS = 60
RESTING = "The search is resting"
SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from site4p1000.common.models import StandardPage
page = StandardPage.objects.get(slug="about")
page.unpublish()
page.go_live_at = timezone.now() - timedelta(minutes=1)
page.save_revision(approved_go_live_at=page.go_live_at)
other = StandardPage.objects.get(slug="a-propos")
StandardPage.objects.filter(pk=other.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
"""


def programs_of_make_run(port: int) -> list[str]:
    """The line with which `make run` starts the bank."""
    told = subprocess.run(["make", "--dry-run", "--silent", "run", f"PORT={port}"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    lines = told.replace("\\\n", " ").splitlines()
    return shlex.split(next(line for line in lines if "side_by_side.py" in line))


@pytest.fixture(scope="module")
def folder(prepared_bank, tmp_path_factory) -> Path:
    return Path(shutil.copytree(prepared_bank, tmp_path_factory.mktemp("running") / "data"))


@pytest.fixture(scope="module")
def bank(folder):
    """The address of a bank that runs like one of `make run`, with a page that was due while nothing ran."""
    in_the_bank(folder, "shell", "-c", SCHEDULE)
    port = free_port()
    running = subprocess.Popen(programs_of_make_run(port), cwd=ROOT, env=environment_of(folder))
    try:
        wait_for(f"http://localhost:{port}/en/")
        yield f"http://localhost:{port}"
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=30) == 0


def read(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def within(seconds: int, is_true) -> None:
    until = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < until, f"not true after {seconds} s"
        time.sleep(0.5)


def has_no_drift(folder: Path) -> bool:
    try:
        return "Outbox rows: 0" in in_the_bank(folder, "search_index", "status")
    except subprocess.CalledProcessError:
        return False


def test_a_scheduled_page_appears_and_an_expired_one_goes(bank):
    within(HEAL_SECONDS, lambda: read(f"{bank}/en/about/")[0] == 200)
    within(HEAL_SECONDS, lambda: read(f"{bank}/fr/a-propos/")[0] == 404)


@pytest.mark.parametrize("wiped", ["search", "search/index-*", "search/index-*/meta.json"])
def test_a_search_index_that_was_wiped_is_there_again_within_a_minute(bank, folder, wiped):
    within(HEAL_SECONDS, lambda: RESTING not in read(f"{bank}/en/search/?q=compost")[1])
    for path in folder.glob(wiped):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    within(HEAL_SECONDS, lambda: RESTING not in read(f"{bank}/en/search/?q=compost")[1] and has_no_drift(folder))
    status, html = read(f"{bank}/en/search/?q=compost")
    assert status == 200
    assert "<mark>" in html
