"""What `make run` says before it installs anything."""

import socket
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check_machine.py"


def check(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)


def test_a_machine_with_all_it_needs_passes_in_silence():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    outcome = check(str(free))
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")


def test_a_taken_port_is_named_with_another_way():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        outcome = check(str(port))
    assert outcome.returncode == 1
    assert f"Port {port} is taken" in outcome.stderr
    assert "make run PORT=8001" in outcome.stderr


def test_a_port_that_is_no_port_is_refused():
    for text in ("abc", "0", "70000"):
        assert "must be a number from 1 to 65535" in check(text).stderr


def test_an_old_python_is_told_what_is_needed(monkeypatch):
    import runpy

    script = runpy.run_path(str(SCRIPT))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert any("Python 3.9 is too old" in sentence for sentence in script["problems"](None))
