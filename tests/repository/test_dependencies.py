"""The direction of dependencies, as written in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_imports_point_downwards_only():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_every_dependency_says_why_it_is_here():
    lines = (ROOT / "pyproject.toml").read_text().split("[project.optional-dependencies]")[0].split("dependencies = [")[1].splitlines()
    for above, line in zip(lines, lines[1:], strict=False):
        if line.strip().startswith('"'):
            assert above.strip().startswith("#"), f"{line.strip()} has no comment above it"


def test_locked_versions_have_hashes_and_name_no_host():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "http" not in text
        assert "index-url" not in text
        assert "find-links" not in text
        requirements = [line for line in text.splitlines() if "==" in line]
        assert requirements
        assert text.count("--hash=sha256:") >= len(requirements)
