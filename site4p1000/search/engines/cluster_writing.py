"""Documents on their way to a search server, in bulk requests of bounded size.

Every write carries a version: 1 for what a rebuild read, 2 for a change made by an editor. The server takes a write only when its version
is not lower than what it has, so a rebuild can never put an older state over a newer one, nor bring back what was deleted meanwhile.
"""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import orjson

from site4p1000.search.documents import SearchDocument
from site4p1000.search.engines.base import EngineBusy
from site4p1000.search.engines.cluster_schema import Json, to_row
from site4p1000.search.engines.clusters import BUSY, LONG_SECONDS, Cluster, cause, problem_of

REBUILT, CHANGED = 1, 2
BATCH_DOCUMENTS = 500
BATCH_BYTES = 5_000_000
WAITS_SECONDS = (1.0, 2.0, 4.0, 8.0)
"""Between the tries of a rebuild; all of them together leave time enough to say that it is alive (`cluster_indices.LEASE_SECONDS`)."""


@dataclass
class Batch:
    """Lines of one bulk request. `add` gives false when the document cannot be sent at all; its reason is kept."""

    lines: list[str] = field(default_factory=list)
    size: int = 0
    refused: dict[str, str] = field(default_factory=dict)

    def add(self, document: SearchDocument, targets: Iterable[str], version: int) -> None:
        """Put this document into each of these indices."""
        try:
            row = orjson.dumps(to_row(document)).decode()
        except (ValueError, TypeError, OverflowError) as error:
            self.refused[document.id] = f"{type(error).__name__}: {error}"
            return
        for target in targets:
            self._append(_action("index", target, document.id, version), row)

    def remove(self, id: str, targets: Iterable[str]) -> None:
        """Take the document with this id out of each of these indices."""
        for target in targets:
            self._append(_action("delete", target, id, CHANGED))

    @property
    def is_full(self) -> bool:
        return len(self.lines) >= 2 * BATCH_DOCUMENTS or self.size >= BATCH_BYTES

    def _append(self, *lines: str) -> None:
        self.lines.extend(lines)
        self.size += sum(map(len, lines))


def send(cluster: Cluster, batch: Batch, *, refresh: bool, seconds: float = LONG_SECONDS) -> dict[str, str]:
    """Send it, and give the reason by id of what was refused. Raises `EngineUnavailable`, `EngineBroken`, `IndexMissing`."""
    if not batch.lines:
        return batch.refused
    body = "\n".join([*batch.lines, ""])
    arguments: Json = {"require_alias": True, "refresh": "true"} if refresh else {}
    # What is sent to an index that nobody sees yet is no reason to keep readers from the server.
    answer = cluster.call("bulk", body=body.encode(), seconds=seconds, is_dispensable=not refresh, **arguments)
    failed = (result for item in answer["items"] for result in item.values() if "error" in result) if answer["errors"] else ()
    return {**batch.refused, **dict(_reasons(cluster, failed))}


def send_patiently(cluster: Cluster, batch: Batch) -> dict[str, str]:
    """As `send`, for a rebuild: nobody sees its index yet, and a server that is full of what it was sent is given time and asked again."""
    for seconds in WAITS_SECONDS:
        try:
            return send(cluster, batch, refresh=False)
        except EngineBusy:
            time.sleep(seconds)
    return send(cluster, batch, refresh=False)


def _reasons(cluster: Cluster, failed: Iterable[Json]) -> Iterator[tuple[str, str]]:
    for result in failed:
        status, error = result["status"], result["error"]
        if status == 409:  # a newer state is there already
            continue
        if status == 404 and result["_index"].endswith("_building"):  # the rebuild has just finished: the other line reached its index
            continue
        if status == 404 or status in BUSY or error.get("type") == "cluster_block_exception":
            raise _missing_or_busy(cluster, status, error)
        kind, reason = cause(error)
        deeper = error.get("caused_by", {}).get("reason", "")
        yield result["_id"], " ".join(part for part in (f"{kind}:", reason, deeper) if part)


def _missing_or_busy(cluster: Cluster, status: int, error: Json) -> Exception:
    return problem_of(cluster, status, {"error": {**error, "type": "index_not_found_exception" if status == 404 else error.get("type", "")}})


def _action(name: str, index: str, id: str, version: int) -> str:
    return json.dumps({name: {"_index": index, "_id": id, "version": version, "version_type": "external_gte"}})
