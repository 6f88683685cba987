"""The index made anew from all live pages, and how far it is from them now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from site4p1000.search.building import Built, build_all
from site4p1000.search.engines import DocumentsRefused, get_engine
from site4p1000.search.models import OutboxRow


@dataclass(frozen=True, kw_only=True, slots=True)
class RebuildOutcome:
    """How many documents the new index holds, and a line for each page whose builder failed or which the engine refused."""

    documents: int
    failures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """Ids by what is wrong: not in the index, there with other content, there without a page. False when there is none.

    Waiting outbox rows are told, but are no drift: they are on their way. `set_aside` are the reasons by id of documents that will not
    come before somebody changes their page; those are missing too.
    """

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    superfluous: tuple[str, ...]
    outbox_rows: int
    set_aside: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.superfluous)


def rebuild() -> RebuildOutcome:
    """Make the index anew. Raises what the engine raises; a page whose builder fails is left out and listed."""
    failures: list[str] = []

    def documents():
        for built in build_all():
            if built.document:
                yield built.document
            elif built.failure:
                failures.append(_line(built))

    try:
        number = get_engine().rebuild(documents())
    except DocumentsRefused as problem:
        number = problem.taken
        failures += [f"{id} was refused: {reason}" for id, reason in problem.reasons.items()]
    return RebuildOutcome(documents=number, failures=tuple(failures))


def drift() -> Drift:
    """Compare the engine with what all pages would be now. Raises what the engine raises."""
    held = get_engine().ids_and_digests()
    wanted = {built.document.id: built.document.digest for built in build_all() if built.document}
    return Drift(
        missing=tuple(sorted(wanted.keys() - held.keys())),
        stale=tuple(sorted(id for id in wanted.keys() & held.keys() if wanted[id] != held[id])),
        superfluous=tuple(sorted(held.keys() - wanted.keys())),
        outbox_rows=OutboxRow.objects.waiting().count(),
        set_aside=dict(OutboxRow.objects.set_aside().order_by("pk").values_list("document_id", "last_error")),
    )


def _line(built: Built) -> str:
    return f"Page {built.page_id}: {built.failure}"
