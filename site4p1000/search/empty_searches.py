"""Notes what readers looked for in vain, for the editors. Never who did: words that look like somebody's address or number are left out."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from site4p1000.search.analysis import fold
from site4p1000.search.models import EmptySearch
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import SearchResults

MAX_KEPT = 2_000
MAX_LENGTH = 80
PATIENCE_MS = 200
"""How long a reader's page waits while somebody else (a long import) writes to SQLite."""
PRUNE_EVERY = 50
"""Rows are counted only at every so many-th new row."""

_PERSONAL = re.compile(r"@|https?:|www\.|(?:\d\W{0,2}){7,}")

logger = logging.getLogger(__name__)


def note_if_empty(request: SearchRequest, results: SearchResults) -> None:
    """Note a search for words alone that found nothing in any language. A database that cannot write just now is no error for the reader."""
    text = fold(request.text)
    is_gap = text and not (results.total or results.other_languages or results.is_degraded or request.is_narrowed)
    if not is_gap or len(text) > MAX_LENGTH or _PERSONAL.search(text):
        return
    try:
        with _little_patience(), transaction.atomic():
            EmptySearch.objects.note(text=text, language=request.language)
            newest = EmptySearch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            if newest % PRUNE_EVERY == 0:
                EmptySearch.objects.all().prune(MAX_KEPT)
    except DatabaseError:
        logger.exception("A search without results could not be noted.")


@contextmanager
def _little_patience() -> Iterator[None]:
    """SQLite's writers otherwise wait for each other as long as the settings say, which is for editors and not for readers."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
