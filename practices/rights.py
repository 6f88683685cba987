"""What must be known before a picture may be shown: who made it, and under what terms. Pure, over the blocks of a page's media."""

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PICTURES = frozenset({"picture", "source_picture"})
"""Kinds of media that are shown themselves. A video stands as a link to where its own terms are."""


class RightsGap(enum.StrEnum):
    """What is not known of a picture."""

    CREDIT = "credit"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True)
class PictureGap:
    """One picture that may not be published as it is: its place among the media (from 0), its block's id, and what is missing."""

    position: int
    block_id: str
    missing: tuple[RightsGap, ...]


def picture_gaps(media: Iterable[Any]) -> Iterator[PictureGap]:
    """The pictures without credit or licence. `media` is a page's StreamField, or any rows with `block_type`, `id` and `value`."""
    for position, block in enumerate(media):
        if block.block_type in PICTURES and (missing := _missing(block.value)):
            yield PictureGap(position, str(block.id or ""), missing)


def _missing(value: Mapping[str, Any]) -> tuple[RightsGap, ...]:
    return tuple(gap for gap in RightsGap if not (value.get(gap.value) or "").strip())
