"""The net under the outbox: now and then the worker compares the index with the pages, and enqueues what differs.

Nothing should differ: every change writes its row (`signals`). What comes another way, such as a restored backup, a row somebody deleted or
a change made in the database itself, is found here. Which documents there are is compared in whole each time; what they say costs
milliseconds a page, so only a slice is compared, the next one the next time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from site4p1000.search.building import build_some, findable_pages
from site4p1000.search.documents import page_document_id, page_of_document_id
from site4p1000.search.engines import get_engine
from site4p1000.search.models import OutboxRow
from site4p1000.search.outbox import enqueue

SLICE = 500
"""Pages whose documents are built anew for one comparison: some seconds of work. A bank of 10^5 pages is through in a day and a half."""


@dataclass(slots=True)
class Comparison:
    """Compares slice after slice; a new one begins with the first page."""

    slice_size: int = SLICE
    _after: int = 0

    def enqueue_what_differs(self) -> int:
        """How many pages are sent to the engine again. Raises what the engine raises.

        Pages that wait in the outbox are on their way already, and those that are set aside would be refused again.
        """
        held = get_engine().ids_and_digests()
        wanted = set(findable_pages().values_list("pk", flat=True))
        there = {page_id for page_id in map(page_of_document_id, held) if page_id is not None}
        differing = (wanted ^ there) | self._stale(sorted(wanted & there), held)
        differing -= set(OutboxRow.objects.values_list("page_id", flat=True))
        enqueue(page_ids=sorted(differing))
        return len(differing)

    def _stale(self, page_ids: list[int], held: Mapping[str, str]) -> set[int]:
        chosen = [page_id for page_id in page_ids if page_id > self._after][: self.slice_size]
        self._after = chosen[-1] if len(chosen) == self.slice_size else 0
        digests = {built.page_id: built.document.digest for built in build_some(chosen) if built.document}
        return {page_id for page_id in chosen if digests.get(page_id) != held[page_document_id(page_id)]}
