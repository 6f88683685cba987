"""What the embedded engine keeps in memory beside an opened index: points and vocabularies, read from its terms when first asked for."""

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import tantivy
from tantivy import Query

from site4p1000.search.engines.embedded_places import Points, read_points
from site4p1000.search.engines.embedded_store import IndexStore
from site4p1000.search.engines.parts import spelling_field
from site4p1000.search.vocabulary import is_spelling

LARGE = 20_000
"""From so many entries on, reading them again costs a reader's time, so that they may be `MAX_AGE_SECONDS` old."""
MAX_AGE_SECONDS = 60.0


class Kept(NamedTuple):
    """Something read from one state of the index, and when."""

    state: Any
    value: Any
    read_at: float


class Beside:
    """Reads once per state of the index. Two threads may read the same thing twice, which does no harm."""

    def __init__(self, store: IndexStore):
        self.store = store
        self._kept: dict[str, Kept] = {}

    def points(self) -> Points:
        """The points of all documents; never out of date, because they decide what is found."""
        return self._get("points", read_points, may_be_old=False)

    def vocabulary(self, language: str) -> Mapping[str, int]:
        """Words by number of documents."""
        field = spelling_field(language)
        return self._get(field, lambda searcher: _spellings(searcher, field), may_be_old=True)

    def _get(self, name: str, read: Callable[[tantivy.Searcher], Any], *, may_be_old: bool) -> Any:
        searcher, state = self.store.current().searcher(), self.store.state
        kept = self._kept.get(name)
        if kept is None or (kept.state != state and not (may_be_old and _is_good_enough(kept))):
            kept = self._kept[name] = Kept(state, read(searcher), time.monotonic())
        return kept.value


def _spellings(searcher: tantivy.Searcher, field: str) -> dict[str, int]:
    return {run: number for run, number in searcher.terms_with_prefix(field, "", Query.all_query()) if is_spelling(run)}


def _is_good_enough(kept: Kept) -> bool:
    return len(kept.value) >= LARGE and time.monotonic() - kept.read_at < MAX_AGE_SECONDS
