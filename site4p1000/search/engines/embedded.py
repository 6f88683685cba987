"""The embedded engine: the tantivy library and a folder of files. No server, no account, no network."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import Order, Query

from site4p1000.search.documents import SearchDocument, from_json
from site4p1000.search.engines.base import REPAIR, WRITE_SECONDS, DocumentsRefused, EngineBroken, EngineProblem, EngineStatus
from site4p1000.search.engines.embedded_beside import Beside
from site4p1000.search.engines.embedded_counting import count
from site4p1000.search.engines.embedded_places import Points, nearest_first
from site4p1000.search.engines.embedded_query import ORDERS, QueryBuilder
from site4p1000.search.engines.embedded_schema import id_key, to_tantivy
from site4p1000.search.engines.embedded_spellings import CommonSpellings, Spelt, every_spelling
from site4p1000.search.engines.embedded_store import REBUILD_MEMORY_BYTES, IndexStore, committing
from site4p1000.search.engines.hits import hits_of
from site4p1000.search.engines.parts import beginning_field
from site4p1000.search.request import SearchRequest, SortOrder
from site4p1000.search.results import SearchResults, Suggestion, page_count
from site4p1000.search.suggestions import suggested, typed

MAX_BEGINNINGS_READ = 60
"""Names looked at for one list of suggestions."""

SEEN_PLACES = 1 << 24
"""Bytes to remember by which ids a rebuild has met: two share a place seldom, and then a deletion is asked for in vain."""


class EmbeddedEngine:
    """`SearchEngine` on an index folder. `index_dir` is made when it is not there. Safe under threads and processes."""

    name = "embedded"

    def __init__(self, *, index_dir: Path | str):
        self.store = IndexStore(Path(index_dir))
        self.beside = Beside(self.store)

    def put(self, documents: Iterable[SearchDocument], *, seconds: float = WRITE_SECONDS) -> None:
        """Add or replace. Raises `EngineUnavailable` when others write for longer than two seconds."""
        refused: dict[str, str] = {}
        taken = 0
        with _sentences(), self.store.writing() as writer:
            for document, row in _rows(documents, refused):
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(row)
                self.store.note_change([document.id])
                taken += 1
        _raise_if(refused, taken=taken)

    def delete(self, ids: Iterable[str], *, seconds: float = WRITE_SECONDS) -> None:
        """Take out. Raises as `put`; where no index was ever made there is nothing to take out."""
        if not self.store.exists():
            return
        with _sentences(), self.store.writing() as writer:
            for id in ids:
                writer.delete_documents_by_term("id", id)
                self.store.note_change([id])

    def search(self, request: SearchRequest) -> SearchResults:
        """Hits and counts from one state of the index. Raises `EngineBroken` only."""
        with _sentences():
            index = self.store.current()
            searcher = index.searcher()
            points = self.beside.points() if request.near or request.box else {}
            builder = QueryBuilder(index.schema, request, points)
            total, page, rows = _page_of_rows(searcher, _in_order(builder), request, points)
            counts = count(searcher, builder)
            hits = hits_of(rows, request)
        pages = page_count(total, request.page_size)
        return SearchResults(total=total, hits=hits, engine=self.name, page=page, page_count=pages, **counts)

    def vocabulary(self, language: str) -> Mapping[str, int]:
        """From the terms alone, kept as long as the index is the same."""
        with _sentences():
            return self.beside.vocabulary(language)

    def suggest(self, text: str, *, language: str) -> tuple[Suggestion, ...]:
        """By a look-up in the sorted terms: no search at all."""
        if not (beginning := typed(text)):
            return ()
        with _sentences():
            searcher = self.store.current().searcher()
            terms = searcher.terms_with_prefix(beginning_field(language), beginning, Query.all_query(), MAX_BEGINNINGS_READ)
        return suggested(term for term, _ in terms)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build beside the current index, then swap. Raises `EngineUnavailable` while another rebuild is running."""
        refused: dict[str, str] = {}
        with _sentences(), self.store.rebuilding() as (folder, index):
            _fill(index, _rows(documents, refused, spelt=CommonSpellings()))
            with self.store.swapping(folder) as changed_ids:
                self._carry_over(changed_ids, index)
                index.reload()
                total = index.searcher().num_docs
        _raise_if(refused, taken=total)
        return total

    def ids_and_digests(self) -> dict[str, str]:
        """From the terms alone, without reading a document: 100,000 take well under a second."""
        with _sentences():
            searcher = self.store.current().searcher()
            terms = searcher.terms_with_prefix("id_and_digest", "", Query.all_query())
        return dict(term.rsplit(" ", 1) for term, _ in terms)

    def status(self) -> EngineStatus:
        """What the folder holds, or the sentence that says what is wrong with it."""
        try:
            with _sentences():
                documents = self.store.current().searcher().num_docs
        except EngineProblem as problem:
            needs_rebuild = isinstance(problem, EngineBroken)  # a new index is built beside what is there, whatever is wrong with that
            return EngineStatus(engine=self.name, is_ready=False, documents=0, detail=str(problem), needs_rebuild=needs_rebuild)
        return EngineStatus(engine=self.name, is_ready=True, documents=documents, detail=f"The index is in {self.store.base}.")

    def _carry_over(self, ids: tuple[str, ...], index: tantivy.Index) -> None:
        """Bring what was put or deleted during a rebuild from the current index into the new one."""
        if not ids:
            return
        current = self.store.current()
        with committing(index, memory_bytes=REBUILD_MEMORY_BYTES) as writer:
            for id in ids:
                writer.delete_documents_by_term("id", id)
                for row in _stored(current.searcher(), Query.term_query(current.schema, "id", id)):
                    writer.add_document(to_tantivy(from_json(row)))


def _rows(
    documents: Iterable[SearchDocument], refused: dict[str, str], *, spelt: Spelt = every_spelling
) -> Iterator[tuple[SearchDocument, tantivy.Document]]:
    """Each document with its row; the reason of one that has none goes to `refused`, and the others go on."""
    for document in documents:
        try:
            row = to_tantivy(document, spelt=spelt)
        except (ValueError, TypeError, OverflowError) as error:
            refused[document.id] = f"{type(error).__name__}: {error}"
        else:
            yield document, row


def _fill(index: tantivy.Index, rows: Iterable[tuple[SearchDocument, tantivy.Document]]) -> None:
    with committing(index, memory_bytes=REBUILD_MEMORY_BYTES, threads=0) as writer:
        seen = bytearray(SEEN_PLACES)
        for document, row in rows:
            place = id_key(document.id) % SEEN_PLACES
            if seen[place]:  # the last of several with one id stands; a deletion costs, so only where there may be one
                writer.delete_documents_by_term("id", document.id)
            seen[place] = 1
            writer.add_document(row)


def _raise_if(refused: dict[str, str], *, taken: int) -> None:
    if refused:
        raise DocumentsRefused(refused, taken=taken)


def _in_order(builder: QueryBuilder) -> Query:
    """Weighed only where the weight decides the order."""
    request = builder.request
    is_weighed = request.order not in ORDERS and request.order != SortOrder.DISTANCE
    return builder.ranked(request.languages) if is_weighed else builder.matching(request.languages)


def _page_of_rows(searcher: tantivy.Searcher, query: Query, request: SearchRequest, points: Points) -> tuple[int, int, list[bytes]]:
    """How many documents match, which page is given, and its stored documents. A page beyond the end gives the last one."""
    total, addresses = _search(searcher, query, request, points, request.page)
    page = min(request.page, page_count(total, request.page_size))
    if page != request.page:
        total, addresses = _search(searcher, query, request, points, page)
    return total, page, [searcher.doc(address)["stored"][0] for address in addresses]


def _search(searcher: tantivy.Searcher, query: Query, request: SearchRequest, points: Points, page: int) -> tuple[int, list]:
    limit, offset = request.page_size, (page - 1) * request.page_size
    if request.order == SortOrder.DISTANCE and request.near:
        total = searcher.search(query, limit=1).count
        return total, nearest_first(searcher, query, points, request.near, offset=offset, limit=limit)
    if request.order not in ORDERS:
        found = searcher.search(query, limit=limit, offset=offset)
    else:
        found = searcher.search(query, limit=limit, offset=offset, order_by_field=ORDERS[request.order], order=Order.Asc)
    return found.count, [address for _, address in found.hits]


def _stored(searcher: tantivy.Searcher, query: Query) -> Iterator[bytes]:
    return (searcher.doc(address)["stored"][0] for _, address in searcher.search(query, limit=1).hits)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn what tantivy says of a damaged index into a sentence for an administrator.

    tantivy reports everything as ValueError; a damaged file can even stop it in a panic, which Python sees outside of Exception.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        raise EngineBroken(f"The search index does not work ({error}). {REPAIR}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineBroken(f"The search index is damaged ({error}). {REPAIR}") from error
