"""The two server programs behind one narrow door: one call of the program's own client, and its errors as sentences.

Both clients name their calls alike and take the same bodies; what differs is how a time limit is given and what they raise.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from threading import Lock
from typing import Any, Protocol

from urllib3 import Timeout

from site4p1000.search.engines.base import REPAIR, EngineBroken, EngineBusy, EngineProblem, EngineUnavailable, IndexMissing

SHORT_SECONDS = 1.0
"""For whatever a reader or an editor waits for; a page with several requests has no more for all of them (`waiting.PAGE_SECONDS`)."""
LONG_SECONDS = 30.0
"""For what only a program waits for: shorter than the lease of what it works on, and so short that the index is true again within a
minute of a server's return, although the worker was waiting for an answer that never came."""

REST_SECONDS = 3.0
"""How long a server that did not answer in time is left alone: not every reader has to wait for it in turn. Then one of them asks."""

TRIAL_SECONDS = 0.5
"""How long a reader waits for a server that was resting: ten times what an answer takes."""

FULL = 429
BUSY = frozenset({408, 429, 502, 503, 504})
REFUSED_LOGIN = frozenset({401, 403})


class Cluster(Protocol):
    """A search server, reached through its own client."""

    name: str
    url: str

    def call(self, api: str, *, seconds: float = SHORT_SECONDS, is_dispensable: bool = False, **arguments: Any) -> Any:
        """The answer to one call such as ``indices.create``. Raises `EngineUnavailable`, `EngineBroken` or `IndexMissing`.

        All of it takes `seconds` at most: reaching the server and its answer. After a call that got no answer in time the server is left
        alone for a while, but not after a dispensable one, which asks for more.
        """


def time_left(seconds: float) -> Callable[[], float]:
    """What is left of so many seconds from now, for the next of several calls; never less than a tenth, which no client refuses."""
    until = time.monotonic() + seconds
    return lambda: max(0.1, until - time.monotonic())


class Patience:
    """Remembers for `REST_SECONDS` that a server did not answer; then lets one call try, beside which no other waits. One per server and process."""

    def __init__(self) -> None:
        self._rests_until = 0.0
        self._lock = Lock()

    @contextmanager
    def tried(self, name: str, *, seconds: float, rests: bool) -> Iterator[float]:
        """Around one call; gives the seconds it may take. `rests`: a failure makes the server rest. Raises `EngineUnavailable` while it does."""
        is_trial = self._begin(name)
        try:
            yield min(seconds, TRIAL_SECONDS) if is_trial and seconds <= SHORT_SECONDS else seconds
        except EngineUnavailable:
            if rests:
                self._rests_until = time.monotonic() + REST_SECONDS
            raise
        except EngineProblem:  # an answer, too
            self._rests_until = 0.0
            raise
        self._rests_until = 0.0

    def _begin(self, name: str) -> bool:
        """Whether this call tries whether the server is back; the others go on as if it rested."""
        with self._lock:
            now = time.monotonic()
            if (left := self._rests_until - now) > 0:
                raise EngineUnavailable(f"{name} did not answer a moment ago; it is asked again in {left:.0f} s.")
            if is_trial := self._rests_until > 0:
                self._rests_until = now + REST_SECONDS
            return is_trial


class ElasticsearchCluster:
    """Elasticsearch 9 through the official client, which refuses servers of another make or major version."""

    name = "elasticsearch"

    def __init__(self, *, url: str, api_key: str = ""):
        from elasticsearch import Elasticsearch  # an installation with the embedded engine never loads it

        self.url = url
        # One try: a second one would cost the reader another second, and the outbox repeats what was written.
        self._patience = Patience()
        self._client = Elasticsearch(url, api_key=api_key or None, max_retries=0, retry_on_timeout=False)

    def call(self, api: str, *, seconds: float = SHORT_SECONDS, is_dispensable: bool = False, **arguments: Any) -> Any:
        """As `Cluster`."""
        with self._patience.tried("Elasticsearch", seconds=seconds, rests=not is_dispensable) as most:
            return self._call(api, most, arguments)

    def _call(self, api: str, seconds: float, arguments: dict[str, Any]) -> Any:
        from elasticsearch import ApiError, TransportError

        try:
            answer = attrgetter(api)(self._client.options(request_timeout=_in_all(seconds)))(**arguments)
        except ApiError as error:
            raise problem_of(self, error.status_code, error.body) from error
        except TransportError as error:
            raise EngineUnavailable(f"Elasticsearch at {self.url} does not answer ({type(error).__name__}).") from error
        return answer.body


class OpenSearchCluster:
    """OpenSearch 3 through its own client."""

    name = "opensearch"

    def __init__(self, *, url: str, user: str = "", password: str = ""):
        from opensearchpy import OpenSearch

        self.url = url
        login = (user, password) if user else None
        self._patience = Patience()
        self._client = OpenSearch([url], http_auth=login, max_retries=0, retry_on_timeout=False)

    def call(self, api: str, *, seconds: float = SHORT_SECONDS, is_dispensable: bool = False, **arguments: Any) -> Any:
        """As `Cluster`."""
        with self._patience.tried("OpenSearch", seconds=seconds, rests=not is_dispensable) as most:
            return self._call(api, most, arguments)

    def _call(self, api: str, seconds: float, arguments: dict[str, Any]) -> Any:
        from opensearchpy.exceptions import ConnectionError as NotConnected
        from opensearchpy.exceptions import OpenSearchException, TransportError

        try:
            return attrgetter(api)(self._client)(**arguments, request_timeout=_in_all(seconds))
        except NotConnected as error:
            raise EngineUnavailable(f"OpenSearch at {self.url} does not answer ({type(error).__name__}).") from error
        except TransportError as error:
            raise problem_of(self, int(error.status_code), error.info) from error
        except OpenSearchException as error:
            raise EngineBroken(f"OpenSearch at {self.url} cannot be used: {error}.") from error


def _in_all(seconds: float) -> Any:
    """Both clients speak through urllib3, which would take a mere number for each of its steps: reaching the server, and waiting for it."""
    return Timeout(total=seconds)


def problem_of(cluster: Cluster, status: int, told: Any) -> EngineProblem:
    """What an error of the server means for us, as a sentence."""
    kind, reason = cause(told)
    if status == 404 and (kind in {"index_not_found_exception", "alias_not_found_exception"} or "missing" in reason):
        return IndexMissing(f"There is no search index on {cluster.name} at {cluster.url}. {REPAIR}")
    if status == FULL:
        return EngineBusy(f"{cluster.name} at {cluster.url} has too much to do just now: {reason or status}.")
    if status in BUSY or kind == "cluster_block_exception":
        return EngineUnavailable(f"{cluster.name} at {cluster.url} cannot work just now: {reason or status}.")
    if status in REFUSED_LOGIN:
        return EngineBroken(f"{cluster.name} at {cluster.url} refuses our login; check its settings: {reason or status}.")
    return EngineBroken(f"{cluster.name} at {cluster.url} refused a request ({status}): {reason or kind}. {REPAIR}")


def cause(told: Any) -> tuple[str, str]:
    """Kind and reason in the body of an error; empty where it has none."""
    error = told.get("error", told) if isinstance(told, dict) else told
    if not isinstance(error, dict):
        return "", str(error or "")[:500]
    roots = error.get("root_cause") or [error]
    return str(error.get("type", "")), str(roots[0].get("reason", ""))[:500]
