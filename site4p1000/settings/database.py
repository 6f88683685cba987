"""Where the bank keeps its data: an SQLite file, which needs no server, or PostgreSQL when its address is given."""

from pathlib import Path
from typing import Any


def database(url: str, *, file: Path) -> dict[str, Any]:
    """Django's setting for `url`, an address as libpq reads it (``postgresql://user:password@host:5432/bank``); for none, the SQLite `file`.

    Raises `psycopg.ProgrammingError` for an address that libpq cannot read.
    """
    return _postgresql(url) if url else _sqlite(file)


def _sqlite(file: Path) -> dict[str, Any]:
    """A write-ahead log, so that readers never wait for a writer; whoever will write waits for its turn when it begins, not halfway.

    ``synchronous=FULL``: with the usual ``NORMAL`` a power cut takes the last seconds of commits back, and mail that was accepted in them would
    be sent again without anybody choosing it; who unsubscribed in them would get more.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    """What libpq knows beyond the five parts Django names (``sslmode``, ``connect_timeout``) is handed on. A dead connection is opened again."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name: str(parts.pop(part, "")) for name, part in named.items()},
        "OPTIONS": parts,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
