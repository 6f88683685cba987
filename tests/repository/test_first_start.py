"""The first start of a new bank: the secret key is made once, whole, and for its owner alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRINT_KEY = "from site4p1000.settings.development import SECRET_KEY; print(SECRET_KEY)"


def start(folder: Path) -> subprocess.Popen:
    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("BANK_")}, "BANK_DATA_DIR": str(folder)}
    return subprocess.Popen([sys.executable, "-c", PRINT_KEY], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_programs_that_start_at_once_share_one_secret_key(tmp_path):
    folder = tmp_path / "a folder with blanks"
    keys = {program.communicate()[0].strip() for program in [start(folder) for _ in range(6)]}
    (key,) = keys
    assert len(key) >= 50
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
