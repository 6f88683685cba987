"""One thing to mend or to add on a page, and what it means for publishing. Pure."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
"""Field of the page, then number of the block or row (as a reader sees them, from 0), then field in it."""


def marked(text: str) -> str:
    """Marks a sentence for the catalogues; it is translated where it is shown."""
    return text


class Weight(enum.StrEnum):
    """What a finding means for publishing."""

    REFUSE = "refuse"
    """It would mislead a reader: the page stays a draft until it is mended."""
    WARN = "warn"
    """A reader would miss it; the page may go out without."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend or to add, and where. `text` may hold ``%(name)s`` for the `params`."""

    weight: Weight
    path: Path
    text: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stops_publishing(self) -> bool:
        return self.weight is Weight.REFUSE


def warning(path: Path, text: str, **params: Any) -> Finding:
    return Finding(Weight.WARN, path, text, params)


def said(value: Any) -> str:
    return str(value or "").strip()
