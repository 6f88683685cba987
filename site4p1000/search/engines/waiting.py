"""How long one page may wait for a search server in all, however many requests it sends.

Every request has its own limit, but a list asks six times, and a search with a mistake in it four times: slow answers add up. The
middleware gives each page one time limit; the engines on a server ask here how much of it is left.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from site4p1000.search.engines.base import EngineUnavailable

PAGE_SECONDS = 1.0
"""From a page's first request to a server until the answer to its last one: a page must come within two seconds even when the server hangs."""
LEAST_SECONDS = 0.05
"""With less than this left a server is not asked any more."""


class _Page:
    """The time limit of one page, which begins with its first request to a server."""

    def __init__(self) -> None:
        self._until: float | None = None

    def left(self) -> float:
        now = time.monotonic()
        if self._until is None:
            self._until = now + PAGE_SECONDS
        return self._until - now


_page: ContextVar[_Page | None] = ContextVar("page_that_waits_for_a_search_server", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Inside, all that a reader waits for together takes `PAGE_SECONDS` at most. Inside another page it changes nothing."""
    token = _page.set(_page.get() or _Page())
    try:
        yield
    finally:
        _page.reset(token)


def seconds_left(most: float) -> float:
    """How long the next request that a reader waits for may take: `most`, or what is left for the page. Raises `EngineUnavailable`."""
    page = _page.get()
    if page is None:
        return most
    if (left := page.left()) < LEAST_SECONDS:
        raise EngineUnavailable("This page has waited long enough for the search server; it is not asked again.")
    return min(most, left)


def bounded(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: each request is `one_page`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with one_page():
            return get_response(request)

    return middleware
