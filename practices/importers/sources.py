"""The sources the bank can read, by the name used on the command line."""

from collections.abc import Callable

from practices.importers.base import Adapter
from practices.importers.wocat import Wocat

ADAPTERS: dict[str, Callable[[], Adapter]] = {"wocat": Wocat}
