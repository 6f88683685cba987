"""The test suite on a genuine PostgreSQL, whose address `scripts/postgres_server.py` gives. Never an installation's own database."""

from site4p1000.settings import environment
from site4p1000.settings.database import database
from site4p1000.settings.test import *

_HOW = "Run `make test-postgres`, which starts a server of its own; or give the address of one that may be filled and emptied."

DATABASES = {"default": {**database(environment.required("BANK_TEST_DATABASE_URL", _HOW), file=DATA_DIR), "CONN_MAX_AGE": 0}}
