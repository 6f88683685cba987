"""Which engine this installation uses, from the SEARCH_ENGINE setting: ``{"name": …, and the engine's own options}``."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from site4p1000.search.engines.base import SearchEngine

ENGINES = {
    "embedded": "site4p1000.search.engines.embedded.EmbeddedEngine",
    "elasticsearch": "site4p1000.search.engines.cluster.elasticsearch",
    "opensearch": "site4p1000.search.engines.cluster.opensearch",
}


def get_engine() -> SearchEngine:
    """The engine of the settings, made at the first call and kept. Other settings (in a test) give another engine."""
    return engine_of(settings.SEARCH_ENGINE)


def engine_of(setting: Mapping[str, Any]) -> SearchEngine:
    """The engine that a setting such as SEARCH_ENGINE describes. Raises `ImproperlyConfigured` for a name nobody knows."""
    options = dict(setting)
    return _engine(options.pop("name"), tuple(sorted(options.items())))


def reset_engine() -> None:
    """Forget the engines made so far, so that the next call makes a new one."""
    _engine.cache_clear()


@cache
def _engine(name: str, options: tuple[tuple[str, Any], ...]) -> SearchEngine:
    if name not in ENGINES:
        raise ImproperlyConfigured(f"SEARCH_ENGINE names {name!r}; known engines are {', '.join(sorted(ENGINES))}.")
    return import_string(ENGINES[name])(**dict(options))
