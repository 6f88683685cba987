"""The production settings: safe by Django's own checks, and silent about nothing that is missing."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BANK_")}
    settings = {"DJANGO_SETTINGS_MODULE": "site4p1000.settings.production", "BANK_BASE_URL": "https://bank.example.org"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**inherited, **settings, **environment}, capture_output=True, text=True, check=False)


def test_djangos_deployment_checks_have_nothing_to_say(tmp_path):
    secret = "".join(map(chr, range(48, 110)))
    environment = {"BANK_SECRET_KEY": secret, "BANK_HOSTS": "bank.example.org", "BANK_DATA_DIR": str(tmp_path)}
    outcome = manage("check", "--deploy", "--fail-level", "WARNING", **environment)
    assert outcome.returncode == 0, outcome.stderr


def test_a_missing_secret_is_named_with_what_repairs_it():
    outcome = manage("check", BANK_HOSTS="bank.example.org")
    assert outcome.returncode != 0
    assert "BANK_SECRET_KEY is not set" in outcome.stderr
    assert "make secret" in outcome.stderr


def test_a_missing_base_address_is_named():
    outcome = manage("check", BANK_BASE_URL="", BANK_SECRET_KEY="x7" * 40, BANK_HOSTS="bank.example.org")
    assert "BANK_BASE_URL is not set" in outcome.stderr


def test_missing_host_names_are_named():
    outcome = manage("check", BANK_SECRET_KEY="x7" * 40)
    assert "BANK_HOSTS is not set" in outcome.stderr
