"""Pictures as a page shows them: those of all its streams fetched together, and the words for who cannot see them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

_at_hand: ContextVar[Mapping[int, Any] | None] = ContextVar("pictures_at_hand", default=None)
"""The pictures of the page that is being read, by their number; nothing for one that is gone."""


@contextmanager
def fetched_together(*streams: Any) -> Iterator[None]:
    """Read the streams of a page inside: all their pictures with all their sizes are one query, none where there is no picture.

    Wagtail asks once for each stream, and once more for the sizes of each picture that no cache holds.
    """
    token = _at_hand.set(_with_sizes({number for stream in streams for number in _chosen(stream.raw_data, stream.stream_block)}))
    try:
        yield
    finally:
        _at_hand.reset(token)


def at_hand(numbers: Sequence[int | None]) -> list[Any] | None:
    """These pictures, in this order; ``None`` where some were not fetched together with their page."""
    found = _at_hand.get()
    if found is None or any(number is not None and number not in found for number in numbers):
        return None
    return [None if number is None else found[number] for number in numbers]


def text_alternative(picture: Mapping[str, Any]) -> str:
    """What stands for a picture where it cannot be seen: the words written for this page and language, else what there is."""
    image = picture.get("image")
    told = (picture.get("alt"), getattr(image, "description", ""), picture.get("caption"), getattr(image, "title", ""))
    return next((text for text in told if text), "")


def _with_sizes(numbers: set[int]) -> dict[int, Any]:
    if not numbers:
        return {}
    found: dict[int, Any] = dict.fromkeys(numbers)
    for size in get_image_model().get_rendition_model().objects.filter(image__in=numbers).select_related("image"):
        image = found[size.image_id] = found[size.image_id] or size.image
        image.prefetched_renditions = [*getattr(image, "prefetched_renditions", ()), size]
        size.image = image
    without = [number for number, image in found.items() if image is None]
    return {**found, **get_image_model()._default_manager.in_bulk(without)} if without else found


def _chosen(value: Any, block: blocks.Block) -> Iterator[int]:
    """The numbers of the pictures in stored data, wherever blocks nest them."""
    if isinstance(block, ImageChooserBlock) and isinstance(value, int):
        yield value
    for inner, child in _parts(value, block):
        yield from _chosen(inner, child)


def _parts(value: Any, block: blocks.Block) -> Iterator[tuple[Any, blocks.Block]]:
    if isinstance(block, blocks.BaseStructBlock):
        yield from (((value or {}).get(name), child) for name, child in block.child_blocks.items())
    elif isinstance(block, blocks.ListBlock):
        yield from ((item["value"], block.child_block) for item in _items(value))
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from ((item["value"], block.child_blocks[item["type"]]) for item in _items(value) if item["type"] in block.child_blocks)


def _items(value: Iterable[Any] | None) -> Iterator[Mapping[str, Any]]:
    return (item for item in value or () if isinstance(item, Mapping) and "type" in item and "value" in item)
