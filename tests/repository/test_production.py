"""The production settings: safe by Django's own checks, and silent about nothing that is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BANK_")}
    settings = {"DJANGO_SETTINGS_MODULE": "site4p1000.settings.production", "BANK_BASE_URL": "https://bank.example.org"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**inherited, **settings, **environment}, capture_output=True, text=True, check=False)


def test_djangos_deployment_checks_have_nothing_to_say(tmp_path):
    secret = "".join(map(chr, range(48, 110)))
    environment = {"BANK_SECRET_KEY": secret, "BANK_HOSTS": "bank.example.org", "BANK_DATA_DIR": str(tmp_path)}
    outcome = manage("check", "--deploy", "--fail-level", "WARNING", BANK_SMTP_HOST="relay.example.org", **environment)
    assert outcome.returncode == 0, outcome.stderr
    without_mail = manage("check", "--fail-level", "WARNING", **environment)
    assert without_mail.returncode != 0
    assert "newsletter.W001" in without_mail.stderr
    assert "BANK_SMTP_HOST" in without_mail.stderr


SECURITY = "from django.conf import settings as s; print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL)"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "smtp 587 True False"),
        ({"BANK_SMTP_SECURITY": "tls"}, "smtp 465 False True"),
        ({"BANK_SMTP_SECURITY": "None", "BANK_SMTP_PORT": "2525"}, "smtp 2525 False False"),
        ({"BANK_MAIL_BACKEND": "provider.backends.mailgun.EmailBackend"}, "mailgun 25 False False"),
    ],
)
def test_the_line_to_the_mail_server_is_as_safe_as_was_said(given, told):
    outcome = manage("shell", "--no-imports", "-c", SECURITY, BANK_SECRET_KEY="x7" * 40, BANK_HOSTS="b.example.org", BANK_SMTP_HOST="r.org", **given)
    assert outcome.stdout.strip() == told, outcome.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("BANK_SMTP_SECURITY", "ssl", "one of: starttls, tls, none"), ("BANK_BASE_URL", "http://b.org", "begin with https://")],
)
def test_a_setting_that_cannot_be_right_says_what_to_write(name, value, told):
    environment = {"BANK_SECRET_KEY": "x7" * 40, "BANK_HOSTS": "b.example.org", "BANK_SMTP_HOST": "r.org", name: value}
    outcome = manage("check", **environment)
    assert outcome.returncode != 0
    assert name in outcome.stderr
    assert told in outcome.stderr


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


def test_secrets_of_before_are_named_and_still_sign_nothing_new():
    given = {"BANK_SECRET_KEY": "x7" * 40, "BANK_SECRET_KEY_FALLBACKS": "y8, z9", "BANK_HOSTS": "bank.example.org"}
    outcome = manage("shell", "--no-imports", "-c", "from django.conf import settings as s; print(s.SECRET_KEY[:4], s.SECRET_KEY_FALLBACKS)", **given)
    assert outcome.stdout.strip() == "x7x7 ['y8', 'z9']", outcome.stderr
