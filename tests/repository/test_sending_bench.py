"""The bench of sending does not end well when half of it did not run, or a goal was missed."""

import subprocess

import pytest

from tests.benchmarks import sending_bench

GOOD = {"per_second": 5_000.0, "cpu_ms": 0.1, "peak_mb": 90.0, "seconds": 0.3}


@pytest.fixture
def measured(monkeypatch):
    """What a measurement gives, to be changed by the test; PostgreSQL is there unless it says otherwise."""
    told = {"ours": dict(GOOD), "theirs": {**GOOD, "per_second": 500.0}, "starting": dict(GOOD)}
    monkeypatch.setattr(sending_bench, "measure", lambda _prefix, what, *_numbers: told[what])
    monkeypatch.setattr(sending_bench.subprocess, "run", lambda *_args, **_rest: subprocess.CompletedProcess([], 0, "", ""))
    return told


def test_a_bench_that_met_its_goals_ends_well(measured):
    assert sending_bench.run() == []


@pytest.mark.parametrize(("ci", "missed"), [("1", ["PostgreSQL was not measured, and CI must have it"]), ("", [])])
def test_a_missing_postgresql_is_told_loudly_and_ends_ci_red(measured, monkeypatch, capsys, ci, missed):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(
        sending_bench.subprocess, "run", lambda *_args, **_rest: subprocess.CompletedProcess([], 1, "", "PostgreSQL is not installed.\n")
    )
    assert sending_bench.run() == missed
    assert "!!! POSTGRESQL WAS NOT MEASURED: PostgreSQL is not installed." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("what", "figures", "words"),
    [
        ("ours", {"peak_mb": 151.0}, "the worker held 151 MB"),
        ("ours", {"per_second": 900.0}, "900/s"),
        ("starting", {"seconds": 2.1}, "first mail from 1,000,000 rows: 2.10 s"),
        ("starting", {"peak_mb": 151.0}, "151 MB"),
    ],
)
def test_a_missed_goal_is_named(measured, what, figures, words):
    measured[what].update(figures)
    assert any(words in line for line in sending_bench.run())
