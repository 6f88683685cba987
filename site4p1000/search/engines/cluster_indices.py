"""Which index on the server is the current one, which is being built, and who may build it.

    bank_5f3a9c1e            the alias searches and writes go to: the schema's digest is in its name, so an index of another version is
                             simply not there
    bank_5f3a9c1e_building   the alias of the index a rebuild fills; what changes meanwhile is written to both
    bank_5f3a9c1e_a, …_b     the indices; a rebuild takes the name that is free

Making the index of the free name is also the lock of a rebuild: the server makes a name only once. The mapping says who owns it and until
when the lock holds, and the owner says so again while it works. What a rebuild could not clear away itself, because the server went away,
its program takes away at the next one, at once; what a killed program left, any other when its lock has run out.
"""

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import uuid4

from site4p1000.search.engines.base import REPAIR, EngineBroken, EngineProblem, EngineUnavailable, IndexMissing
from site4p1000.search.engines.cluster_schema import Json, index_body, schema_digest
from site4p1000.search.engines.clusters import LONG_SECONDS, SHORT_SECONDS, Cluster

LEASE_SECONDS = 45.0
"""Longer than any one call of a rebuild, and so short that search is back within a minute after a rebuild was killed."""
DELETIONS_REMEMBERED = "1d"
"""How long a building index remembers what was deleted meanwhile, so that the rebuild cannot bring it back."""

logger = logging.getLogger(__name__)


class Building(NamedTuple):
    """An index that a rebuild fills, and the token of that rebuild."""

    name: str
    owner: str


class ClusterIndices:
    """The indices of one bank on one server; `prefix` keeps several banks apart."""

    def __init__(self, cluster: Cluster, prefix: str):
        self.cluster = cluster
        self.prefix = prefix
        self.alias = f"{prefix}_{schema_digest()}"
        self.building = f"{self.alias}_building"
        self._left_behind: set[str] = set()  # owners of rebuilds that ended here and whose index could not be removed

    def current(self, *, seconds: float = SHORT_SECONDS) -> str:
        """Name of the index behind the alias. Raises `IndexMissing`."""
        return next(iter(self.cluster.call("indices.get_alias", name=self.alias, seconds=seconds)))

    def targets(self) -> list[str]:
        """Where a change must be written now: to the index being built and to the current one, those of them that are there."""
        found = self.cluster.call("indices.get_alias", index=f"{self.alias}*")
        there = {alias for told in found.values() for alias in told["aliases"]}
        return [name for name in (self.building, self.alias) if name in there]

    def of_other_versions(self) -> list[str]:
        """Indices of this bank made by another version of the program."""
        return [name for name in self._all() if not name.startswith(self.alias)]

    @contextmanager
    def rebuilding(self) -> Iterator[Building]:
        """A new, empty index to fill; `swap` makes it the current one. Removed after an error. Raises `EngineUnavailable` for a second one."""
        name, owner = self._free_name(), uuid4().hex
        self._remove_strays()
        self._clear_if_abandoned(name)
        try:
            self._make(name, owner)
            yield Building(name, owner)
        finally:
            self._clear(name, owner)

    def _make(self, name: str, owner: str) -> None:
        try:
            self.cluster.call("indices.create", index=name, body=self._building_body(owner), seconds=LONG_SECONDS)
        except EngineBroken as problem:
            if "already exists" in str(problem):
                raise EngineUnavailable("Another rebuild is running.") from problem
            raise

    def _clear(self, name: str, owner: str) -> None:
        """Take away what a rebuild that ended leaves, unless it is the current index or in other hands."""
        try:
            if name != self._current_or_none() and self._lock(name).get("owner") == owner:
                self.cluster.call("indices.delete", index=name, ignore_unavailable=True, seconds=LONG_SECONDS)
        except EngineProblem as problem:  # no reason to hide why the rebuild ended
            self._left_behind.add(owner)
            logger.warning("The index %s of a rebuild that ended is still there; the next rebuild removes it. %s", name, problem)

    def keep_lock(self, building: Building) -> None:
        """Say that the rebuild is alive. Raises `EngineUnavailable` when somebody took the index away."""
        if self._lock(building.name).get("owner") != building.owner:
            raise EngineUnavailable("Another rebuild took over: this one did not answer for a while.")
        body = {"_meta": _lease(building.owner)}
        self.cluster.call("indices.put_mapping", index=building.name, body=body, seconds=LONG_SECONDS)

    def swap(self, building: Building) -> None:
        """Make the built index the current one in a single step, then remove all others of this bank. Raises as `keep_lock`."""
        name = building.name
        self.keep_lock(building)
        settings = {"index": {"refresh_interval": None, "gc_deletes": None}}
        self.cluster.call("indices.put_settings", index=name, body=settings, seconds=LONG_SECONDS)
        self.cluster.call("indices.refresh", index=name, seconds=LONG_SECONDS)
        self._remove_strays()
        self.keep_lock(building)
        actions: list[Json] = [{"add": {"index": name, "alias": self.alias}}, {"remove": {"index": name, "alias": self.building}}]
        if old := self._current_or_none():
            actions.append({"remove": {"index": old, "alias": self.alias}})
        self.cluster.call("indices.update_aliases", body={"actions": actions}, seconds=LONG_SECONDS)
        for other in self._all():
            if other != name:
                self.cluster.call("indices.delete", index=other, ignore_unavailable=True, seconds=LONG_SECONDS)

    def _building_body(self, owner: str) -> Json:
        body = index_body()
        body["settings"] |= {"refresh_interval": "-1", "gc_deletes": DELETIONS_REMEMBERED}
        return {**body, "mappings": {**body["mappings"], "_meta": _lease(owner)}, "aliases": {self.building: {}}}

    def _free_name(self) -> str:
        return f"{self.alias}_b" if self._current_or_none() == f"{self.alias}_a" else f"{self.alias}_a"

    def _clear_if_abandoned(self, name: str) -> None:
        lock = self._lock(name)
        if lock.get("alive_until", 0) > time.time() and lock.get("owner") not in self._left_behind:
            raise EngineUnavailable("Another rebuild is running, or one was killed less than a minute ago.")
        self.cluster.call("indices.delete", index=name, ignore_unavailable=True, seconds=LONG_SECONDS)
        self._left_behind.discard(lock.get("owner", ""))

    def _lock(self, name: str) -> Json:
        """Who builds this index, and until when that holds. Empty where there is no such index."""
        try:
            told = self.cluster.call("indices.get_mapping", index=name, seconds=LONG_SECONDS)
        except IndexMissing:
            return {}
        return told[name]["mappings"].get("_meta", {})

    def _remove_strays(self) -> None:
        """Take away an index that bears the name of one of our aliases: a deletion sent just when the alias went away makes one.

        Servers hold other writes to an alias (`require_alias`), but not deletions; such an index understands no search and is in the way.
        """
        found = self.cluster.call("indices.get_alias", index=f"{self.alias}*", seconds=LONG_SECONDS)
        for name in (self.alias, self.building):
            if name in found:
                self.cluster.call("indices.delete", index=name, ignore_unavailable=True, seconds=LONG_SECONDS)

    def _current_or_none(self) -> str | None:
        try:
            return self.current(seconds=LONG_SECONDS)
        except IndexMissing:
            return None

    def _all(self) -> list[str]:
        ours = re.compile(rf"{re.escape(self.prefix)}_[0-9a-f]{{8}}_[ab]")
        found = self.cluster.call("indices.get_alias", index=f"{self.prefix}_*", seconds=LONG_SECONDS)
        return [name for name in found if ours.fullmatch(name)]


def missing_sentence(other_versions: list[str]) -> str:
    """Why there is nothing to search in."""
    found = "The search index was made by another version of the program (stale schema)." if other_versions else "There is no search index yet."
    return f"{found} {REPAIR}"


def _lease(owner: str) -> Json:
    return {"owner": owner, "alive_until": time.time() + LEASE_SECONDS}
