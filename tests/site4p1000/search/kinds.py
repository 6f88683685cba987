"""The kinds of engines the behaviour suite runs on, each test with an index of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from site4p1000.search.engines import EngineProblem, SearchEngine
from site4p1000.search.engines.registry import engine_of

URLS = {
    "elasticsearch": os.environ.get("TEST_ELASTICSEARCH_URL", "http://127.0.0.1:9208"),
    "opensearch": os.environ.get("TEST_OPENSEARCH_URL", "http://127.0.0.1:9209"),
}
"""Where `make servers` starts them."""
KINDS = ("embedded", *URLS)


@contextmanager
def an_engine(kind: str, folder: Path) -> Iterator[dict[str, Any]]:
    """Options of an engine of this kind with no index yet; what was made of it is removed afterwards."""
    if kind == "embedded":
        yield {"name": kind, "index_dir": folder}
        return
    need(kind)
    options = {"name": kind, "url": URLS[kind], "index": f"kb_test_{uuid4().hex}"}
    try:
        yield options
    finally:
        remove(options)


def make_engine(options: dict[str, Any]) -> SearchEngine:
    """The engine of these options."""
    return engine_of(options)


def remove(options: dict[str, Any]) -> None:
    """Delete the indices behind the aliases of this bank."""
    indices = engine_of(options).indices
    for name in indices.cluster.call("indices.get_alias", index=f"{options['index']}_*", seconds=30):
        indices.cluster.call("indices.delete", index=name, seconds=30)


def wipe(options: dict[str, Any]) -> None:
    """Take away everything an engine holds, behind its back."""
    if options["name"] == "embedded":
        shutil.rmtree(options["index_dir"])
    else:
        remove(options)


def need(kind: str) -> None:
    """An absent server is a failure in CI and a loud skip elsewhere."""
    if not (problem := missing(kind)):
        return
    if os.environ.get("CI"):
        pytest.fail(f"{problem} CI must have it: `make servers` starts it.")
    pytest.skip(f"{kind.upper()} IS NOT RUNNING: this test did not run. `make servers` starts it.")


@cache
def missing(kind: str) -> str:
    """Why the server cannot be used; empty when it can."""
    try:
        program(kind)
    except EngineProblem as problem:
        return str(problem)
    return ""


def program(kind: str) -> str:
    """Version and build of a server. Raises `EngineProblem`."""
    return engine_of({"name": kind, "url": URLS[kind]}).program()
