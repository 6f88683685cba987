"""What is asked before somebody's revision of a page goes live. Packages above register their questions; nothing here knows them."""

from collections.abc import Callable
from typing import Any

Check = Callable[[Any, Any], None]
"""Takes the revision and the user who publishes it; raises a `ValidationError` to refuse."""

_CHECKS: list[Check] = []


def register(check: Check) -> None:
    """Ask `check` from now on. Registering twice asks once."""
    if check not in _CHECKS:
        _CHECKS.append(check)


def ask(revision: Any, user: Any) -> None:
    """Raises what the first check that refuses raises. What programs publish by themselves is not asked about: they have nobody to tell."""
    for check in _CHECKS if user is not None else ():
        check(revision, user)
