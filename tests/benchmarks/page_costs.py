"""What one address of a Django project costs: measured the same way for the bank and for the peer."""

import gzip
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.measuring import milliseconds

TIMES = 40


class PageCosts(NamedTuple):
    """Database queries, least processor time in ms, and the weight of the HTML as it travels."""

    queries: int
    cpu_ms: float
    gzip_bytes: int


def costs(client: Client, address: str) -> PageCosts:
    """Ask for it until it is warm, then often. Raises ``AssertionError`` for an address that does not answer 200."""
    body, queries = _get(client, address)
    cpu_ms = milliseconds(lambda: _get(client, address), TIMES)[2]
    return PageCosts(queries=queries, cpu_ms=cpu_ms, gzip_bytes=len(gzip.compress(body, 6)))


def _get(client: Client, address: str) -> tuple[bytes, int]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content, len(queries)
