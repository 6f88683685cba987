"""Blocks of issues as they were before 0008, turned into those of today; nothing an editor wrote is lost.

Kept beside the migration that uses it, and frozen with it.
"""

from html import escape

from wagtail.blocks.migrations.operations import BaseBlockOperation


class BlocksOfToday(BaseBlockOperation):
    """Cards know what they point to; a figure was one text with its unit, which nobody can divide safely: it becomes free text."""

    operation_name_fragment = "blocks_of_today"

    def __init__(self, story_ids):
        super().__init__()
        self.story_ids = frozenset(story_ids)

    def apply(self, block_value):
        return [self._block(block) for block in block_value]

    def _block(self, block):
        value = block["value"]
        if block["type"] == "page_card":
            kind = "success_story" if value.get("page") in self.story_ids else "practice_card"
            return {**block, "type": kind, "value": {"page": value.get("page"), "remark": ""}}
        if block["type"] == "key_figure" and "unit" not in value:
            text = "".join(f"<p>{escape(value[name], quote=False)}</p>" for name in ("text", "source") if value.get(name))
            return {**block, "type": "section", "value": {"heading": value.get("value", ""), "text": text}}
        return block
