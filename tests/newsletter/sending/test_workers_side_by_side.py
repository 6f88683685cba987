"""Several workers, killed and left alone: nobody is lost and nobody is written to twice."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from newsletter.models import Sending, WorkerPulse
from newsletter.sending import housekeeping
from newsletter.sending.desk import desk
from tests.factories.newsletter import a_sending
from tests.newsletter.sending.working import work


@pytest.mark.django_db
def test_workers_side_by_side_share_the_pace_and_one_that_stops_leaves_it_to_the_others(sink):
    a_sending()
    Sending.objects.update(rate_per_second=20, domain_rate_per_second=6)
    now = timezone.now()
    for number in range(2):
        housekeeping.beat(worker=f"w{number}", now=now)
    housekeeping.beat(worker="killed long ago", now=now - timedelta(minutes=1))
    assert desk().rates() == (10, 3)
    housekeeping.leave(worker="w1")
    assert desk().rates() == (20, 6)
    work()
    assert set(WorkerPulse.objects.values_list("name", flat=True)) == {"w0", "killed long ago"}, "a worker that ends says so"


def real_workers(environment: dict, *, recipients: int, kills: int, connections: int, workers: int, more: tuple[str, ...] = ()) -> dict:
    command = [sys.executable, "-m", "tests.newsletter.killing", *map(str, (recipients, kills, connections, workers)), *more]
    done = subprocess.run(command, env=environment, cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["database"] == connection.vendor
    return report


def test_twenty_kills_lose_nobody_and_double_nobody(own_database):
    report = real_workers(own_database, recipients=2000, kills=20, connections=5, workers=1)
    uncertain = report["states"].pop("uncertain", 0)
    assert 0 < report["accepted_before_the_end"] < 2000, "the kills came while mail left"
    assert report["kills_that_met_mail"] >= 15, "and nearly every one found some of it being handed over"
    assert uncertain == report["left_being_handed_over"], "that, and nothing else, is uncertain"
    assert report["states"].pop("accepted") + uncertain == 2000
    assert report["states"] == {}
    assert report["doubled"] == 0
    assert uncertain <= 20 * 5, "a killed worker leaves at most one uncertain row per connection"
    assert report["taken"] >= 2000 - uncertain


def test_kills_among_readers_who_are_refused_told_to_wait_or_cut_off_lose_nobody_and_double_nobody(own_database):
    report = real_workers(own_database, recipients=400, kills=8, connections=4, workers=1, more=("mixed",))
    kinds = report["by_kind"]
    assert {kind: sum(states.values()) for kind, states in kinds.items()} == {"reader": 280, "later": 40, "never": 40, "cut": 40}
    assert kinds["reader"].keys() <= {"accepted", "uncertain"}
    assert kinds["later"].keys() <= {"retry", "uncertain"}
    assert kinds["never"].keys() <= {"failed", "uncertain"}
    assert kinds["cut"].keys() == {"uncertain"}
    assert report["doubled"] == 0
    assert report["kills_that_met_mail"] >= 6
    uncertain = sum(states.get("uncertain", 0) for kind, states in kinds.items() if kind != "cut")
    assert uncertain <= report["left_being_handed_over"], "of the others only what a kill found on its way"
    assert report["states"]["accepted"] <= report["taken"] <= report["states"]["accepted"] + report["states"]["uncertain"]


def test_workers_side_by_side_share_the_work_and_double_nobody(own_database):
    report = real_workers(own_database, recipients=1000, kills=0, connections=3, workers=3)
    assert report["states"] == {"accepted": 1000}
    assert (report["taken"], report["doubled"]) == (1000, 0)
    assert report["workers"] == 3


def test_workers_side_by_side_that_are_killed_double_nobody(own_database):
    report = real_workers(own_database, recipients=600, kills=4, connections=3, workers=2)
    assert report["states"].pop("accepted") + report["states"].pop("uncertain", 0) == 600
    assert (report["states"], report["doubled"]) == ({}, 0)
