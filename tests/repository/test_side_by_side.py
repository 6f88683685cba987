"""`make run` is several programs as one: what ends one ends all, and says so."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "side_by_side.py"
WAITS = [sys.executable, "-c", "import os, time; os.write(1, b'waits\\n'); time.sleep(60)"]
TIDY_SCRIPT = """
import os, signal, sys
signal.signal(signal.SIGTERM, lambda *_args: sys.exit(os.write(1, b"tidied\\n") and 0))
open(sys.argv[1], "w").close() if sys.argv[1:] else None
os.write(1, b"waits\\n")
signal.pause()
"""
TIDY = [sys.executable, "-c", TIDY_SCRIPT]
FAILS_SCRIPT = """
import pathlib, sys, time
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.05)
sys.exit("no mail server")
"""


def start(*commands) -> subprocess.Popen:
    line = [word for command in commands for word in ("--and", *command)][1:]
    return subprocess.Popen([sys.executable, str(SCRIPT), *line], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_one_that_fails_ends_the_other_and_its_words_are_seen(tmp_path):
    begun = str(tmp_path / "begun")
    program = start([*TIDY, begun], [sys.executable, "-c", FAILS_SCRIPT, begun])
    out, err = program.communicate(timeout=20)
    assert program.returncode == 1
    assert "no mail server" in err
    assert "ended with code 1" in err
    assert "tidied" in out


def test_asked_to_end_all_end_in_good_order():
    program = start(TIDY, TIDY)
    assert [program.stdout.readline() for _number in range(2)] == ["waits\n"] * 2
    program.send_signal(signal.SIGTERM)
    out, _err = program.communicate(timeout=20)
    assert (program.returncode, out.count("tidied")) == (0, 2)


def test_nothing_runs_on_when_one_is_killed():
    program = start(WAITS, WAITS)
    assert [program.stdout.readline() for _number in range(2)] == ["waits\n"] * 2
    (child, *_others) = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    began = time.monotonic()
    subprocess.run(["kill", "-9", child], check=True)
    program.communicate(timeout=20)
    assert program.returncode == 128 + signal.SIGKILL
    assert time.monotonic() - began < 20


def test_a_line_without_a_program_is_explained():
    program = start([])
    assert "PROGRAM" in program.communicate(timeout=20)[1]


def test_a_program_that_is_not_there_is_named_and_nothing_runs_on():
    program = start(TIDY, ["/no/such/program"])
    _out, err = program.communicate(timeout=20)
    assert program.returncode != 0
    assert "/no/such/program" in err


def test_whoever_stops_the_worker_waits_longer_than_it_waits_for_a_mail_server():
    root = SCRIPT.parents[1]
    transport = (root / "newsletter/sending/transport.py").read_text()
    longest, a_step = (int(re.search(rf"^{name} = (\d+)", transport, re.MULTILINE)[1]) for name in ("LONGEST_SECONDS", "TIMEOUT_SECONDS"))
    waits = {
        "make run": re.search(r"^STOP_SECONDS = (\d+)", SCRIPT.read_text(), re.MULTILINE)[1],
        "compose": re.search(r"stop_grace_period: (\d+)s", (root / "compose.yaml").read_text())[1],
        "systemd": re.search(r"TimeoutStopSec=(\d+)", (root / "docs/newsletter.md").read_text())[1],
    }
    assert set(waits.values()) == {"300"}
    assert longest + a_step + 30 < 300, "and there is time to write down what came of it"


def test_a_grown_bank_runs_the_same_workers():
    root = SCRIPT.parents[1]
    of_make_run = set(re.findall(r"--and \$\(MANAGE\) (\w+)", (root / "Makefile").read_text()))
    of_compose = set(re.findall(r"command: python manage.py (\w+)", (root / "compose.yaml").read_text()))
    assert of_make_run == of_compose == {"worker", "newsletter_worker"}
