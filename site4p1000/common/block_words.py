"""The words in the blocks of a page, whatever the blocks are called: text and rich text count, codes, numbers and addresses do not."""

from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText

from site4p1000.common.wording import plain

CODES = frozenset({"attribute", "code", "country", "currency", "indicator", "key", "language", "licence", "scheme", "unit"})
"""Names of text blocks that hold a code."""


def stream_words(stream: Any) -> Iterator[str]:
    """Every text of a StreamField's value, in the order of the page, without mark-up."""
    for child in stream:
        yield from block_words(child.value, child.block)


def block_words(value: Any, block: blocks.Block) -> Iterator[str]:
    """Every text of one block's value."""
    if isinstance(block, blocks.BaseStructBlock):
        for name, inner in block.child_blocks.items():
            if name not in CODES:
                yield from block_words(value.get(name), inner)
    elif isinstance(block, blocks.ListBlock):
        for item in value or ():
            yield from block_words(item, block.child_block)
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from stream_words(value or ())
    elif isinstance(block, (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)):
        yield plain((value.source if isinstance(value, RichText) else value) or "")
