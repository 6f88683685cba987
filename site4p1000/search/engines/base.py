"""What every search engine does. Three engines, one behaviour: `tests/site4p1000/search` runs the same suite on all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from site4p1000.search.documents import SearchDocument
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import SearchResults, Suggestion


class EngineProblem(Exception):
    """Something is wrong with the engine; the text is a sentence an administrator can act on."""


class EngineUnavailable(EngineProblem):
    """The engine is busy, down or hung for the moment. Retrying helps; nothing was changed."""


class EngineBusy(EngineUnavailable):
    """The engine answers, but takes nothing more for the moment."""


class EngineBroken(EngineProblem):
    """The index is missing, damaged or of another version. Retrying does not help; `manage.py search_index rebuild` does."""


class IndexMissing(EngineBroken):
    """There is no index (of this program's version): it was never made, or somebody deleted it. A rebuild makes it."""


class DocumentsRefused(EngineProblem):
    """The engine took every document but these: reason by id. Retrying does not help until the documents change.

    `taken` counts the others.
    """

    def __init__(self, reasons: Mapping[str, str], *, taken: int):
        self.reasons, self.taken = dict(reasons), taken
        super().__init__("; ".join(f"{id} was refused: {reason}" for id, reason in self.reasons.items()))


@dataclass(frozen=True, kw_only=True, slots=True)
class EngineStatus:
    """What the engine says of itself. `detail` is one sentence: which program it is and where its index is, or what is wrong with it.

    `needs_rebuild`: it works, but has no index of this program's version, or none that can be read.
    """

    engine: str
    is_ready: bool
    documents: int
    detail: str
    needs_rebuild: bool = False


REPAIR = "Run `manage.py search_index rebuild`."

WRITE_SECONDS = 30.0
"""How long a put or a deletion may wait for a server in all, where nobody waits for it."""


class SearchEngine(Protocol):
    """Documents in, results out. Every call may raise `EngineUnavailable` or `EngineBroken`, except `status`."""

    name: str

    def put(self, documents: Iterable[SearchDocument], *, seconds: float = WRITE_SECONDS) -> None:
        """Add these documents, or replace those with the same id. The next search sees all of them.

        A server is waited for `seconds` at most, all its requests together; an engine without one has limits of its own. Raises `IndexMissing`
        rather than make an index with these documents alone, and `DocumentsRefused` after taking the others.
        """

    def delete(self, ids: Iterable[str], *, seconds: float = WRITE_SECONDS) -> None:
        """Take these documents out; ids that are not there are no error. The next search sees none of them. `seconds` as of `put`."""

    def search(self, request: SearchRequest) -> SearchResults:
        """Hits and all facet counts in one call. No text a person can type is an error."""

    def vocabulary(self, language: str) -> Mapping[str, int]:
        """The words documents of this language use, as `vocabulary.spellings` gives them, with the number of documents of each.

        May be a minute old where reading it is dear, and may lack the rarest words. Asked for only when words find nothing or little; an
        engine that cannot read it just now gives what it had, or nothing: it is never worth a page of results.
        """

    def suggest(self, text: str, *, language: str) -> tuple[Suggestion, ...]:
        """Pages of this language whose names go on from these letters: see `suggestions.beginnings`. Empty below three letters."""

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Replace the whole index by these documents, read as a stream, and give their number.

        Searches are answered from the old index until the new one is complete; what is put or deleted meanwhile is in both.
        Raises `DocumentsRefused` when the new index is in use without some of them, `EngineUnavailable` while another rebuild runs.
        """

    def ids_and_digests(self) -> dict[str, str]:
        """Digest by id of every document the engine holds."""

    def status(self) -> EngineStatus:
        """Whether it works and what it holds. Never raises."""
