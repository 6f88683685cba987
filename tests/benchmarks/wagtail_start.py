"""The peer of our pages: the page of a project as `wagtail start` makes it, untouched, in a process of its own with its own database.

`measure` makes the project (its template comes with Wagtail, so nothing is fetched), runs this file inside it and reads what it prints.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """
from peer.settings.base import *
SECRET_KEY = "only for this measurement"
DEBUG = False
ALLOWED_HOSTS = ["*"]
"""
"""As in production: without its debug mode, as ours are measured."""


def measure():
    """`PageCosts` of its home page."""
    from tests.benchmarks.page_costs import PageCosts

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([Path(sys.executable).parent / "wagtail", "start", "peer", folder], check=True, stdout=subprocess.DEVNULL)
        (Path(folder) / "peer" / "settings" / "measured.py").write_text(SETTINGS)
        _in(folder, "manage.py", "migrate", "--verbosity", "0")
        return PageCosts(*json.loads(_in(folder, __file__)))


def _in(folder: str, *arguments: str) -> str:
    paths = os.pathsep.join((folder, str(ROOT)))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "peer.settings.measured", "PYTHONPATH": paths}
    return subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    import django

    django.setup()
    from django.test import Client

    from tests.benchmarks.page_costs import costs

    print(json.dumps(costs(Client(), "/")))


if __name__ == "__main__":
    main()
