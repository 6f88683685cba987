"""The one place that reads the environment. Every variable read here stands in the README's settings table."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class MissingSetting(Exception):
    """A setting that has no safe default; the message says how to give it."""


class WrongSetting(Exception):
    """A setting with a value that cannot be right; the message says what to write."""


def text(name: str, default: str = "") -> str:
    """The variable as text."""
    return os.environ.get(name, default)


def required(name: str, how: str) -> str:
    """The variable, or `MissingSetting` with the sentence that repairs it."""
    if value := os.environ.get(name):
        return value
    raise MissingSetting(f"{name} is not set. {how}")


def one_of(name: str, default: str, *others: str) -> str:
    """The variable when it is `default` or one of `others`, in any case; else `WrongSetting`."""
    value = os.environ.get(name, "").strip().lower() or default
    if value not in (default, *others):
        raise WrongSetting(f"{name} is {value!r}. Write one of: {', '.join((default, *others))}.")
    return value


def secure_address(name: str, how: str) -> str:
    """The variable, which must be there (`MissingSetting`) and begin with ``https://`` (`WrongSetting`)."""
    value = required(name, how)
    if not value.lower().startswith("https://"):
        raise WrongSetting(f"{name} is {value!r} and must begin with https://. {how}")
    return value


def whole_number(name: str, default: int, *, least: int) -> int:
    """The variable as a number of at least `least`, or `default` when it is not set; else `WrongSetting`."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdigit() and int(value) >= least):
        raise WrongSetting(f"{name} is {value!r}. Write a whole number, {least} or more.")
    return int(value)


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on (any case)."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


DATA_DIR = Path(text("BANK_DATA_DIR", str(BASE_DIR / "var")))
"""Database, search index, uploaded media and collected static files of the embedded default."""
