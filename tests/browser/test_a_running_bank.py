"""A bank as `make run` starts it heals and keeps its schedule by itself: real programs, and nobody who helps them."""

import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import ROOT, environment_of, free_port, in_the_bank, wait_for
from tests.site4p1000.search.kinds import KINDS, an_engine, remove

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


@dataclass(frozen=True, kw_only=True)
class Bank:
    """A bank that runs: its address, its data folder, and the engine of its search."""

    url: str
    folder: Path
    engine: dict[str, Any]
    environment: dict[str, str]

    def has_no_drift(self) -> bool:
        command = [sys.executable, "manage.py", "search_index", "status"]
        told = subprocess.run(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        return told.returncode == 0 and "Outbox rows: 0" in told.stdout


@pytest.fixture(scope="module", params=KINDS)
def bank(request, prepared_bank, tmp_path_factory):
    """A bank as `make run` starts it, with a page that was due while nothing ran; on a search server it has no index yet."""
    folder = Path(shutil.copytree(prepared_bank, tmp_path_factory.mktemp("running") / "data"))
    in_the_bank(folder, "shell", "-c", SCHEDULE)
    with an_engine(request.param, folder / "search") as engine:
        server = {} if request.param == "embedded" else {"BANK_SEARCH_URL": engine["url"], "BANK_SEARCH_INDEX": engine["index"]}
        environment = {**environment_of(folder), "BANK_SEARCH_ENGINE": request.param, **server}
        port = free_port()
        running = subprocess.Popen(programs_of_make_run(port), cwd=ROOT, env=environment)
        try:
            wait_for(f"http://localhost:{port}/en/")
            yield Bank(url=f"http://localhost:{port}", folder=folder, engine=engine, environment=environment)
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


def wiped_whole(bank: Bank) -> None:
    if bank.engine["name"] == "embedded":
        shutil.rmtree(bank.engine["index_dir"])
    else:
        remove(bank.engine)


def wiped_in_part(bank: Bank) -> None:
    if bank.engine["name"] != "embedded":
        pytest.skip("A server keeps its files to itself.")
    for path in bank.engine["index_dir"].glob("index-*/meta.json"):
        path.unlink()


def finds(bank: Bank) -> bool:
    status, html = read(f"{bank.url}/en/search/?q=compost")
    assert status == 200
    return RESTING not in html and "<mark>" in html


def test_a_scheduled_page_appears_and_an_expired_one_goes(bank):
    within(HEAL_SECONDS, lambda: read(f"{bank.url}/en/about/")[0] == 200)
    within(HEAL_SECONDS, lambda: read(f"{bank.url}/fr/a-propos/")[0] == 404)


@pytest.mark.parametrize("wipe", [wiped_whole, wiped_in_part])
def test_a_search_index_that_was_wiped_is_there_again_within_a_minute(bank, wipe):
    within(HEAL_SECONDS, lambda: finds(bank))
    wipe(bank)
    within(HEAL_SECONDS, lambda: finds(bank) and bank.has_no_drift())
