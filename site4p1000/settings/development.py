"""The embedded default: one machine, no other server, no account. `make run` uses it."""

import os
import tempfile
from contextlib import suppress

from django.core.management.utils import get_random_secret_key

from site4p1000.settings import environment
from site4p1000.settings.base import *
from site4p1000.settings.environment import DATA_DIR

DEBUG = environment.flag("BANK_DEBUG", False)
ALLOWED_HOSTS = environment.words("BANK_HOSTS", "localhost,127.0.0.1,[::1]")


def _kept_secret_key() -> str:
    """A random key, made once and kept beside the data, readable by its owner alone."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and then linked: two programs that start at once get one key, and nobody reads half of it.
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secret_key-") as new:
            new.write(get_random_secret_key())
            new.flush()
            with suppress(FileExistsError):
                os.link(new.name, path)
    return path.read_text()


SECRET_KEY = environment.text("BANK_SECRET_KEY") or _kept_secret_key()
