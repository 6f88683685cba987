"""Two versions of a page side by side in the admin: what changed, in words, and nothing of what did not.

Wagtail prints every field of every row, changed or not, codes as they are stored and "None" for what is empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin import compare
from wagtail.fields import StreamField
from wagtail.rich_text import get_text_for_indexing as text_of_html

from site4p1000.common.typed_numbers import write_number

Line = tuple[str, SafeString]
"""The name of a field and what changed in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedRow:
    """A row of a relation that changed: what it is called, and the fields that differ (all that are filled when it is new or gone)."""

    name: SafeString
    lines: tuple[Line, ...]


def compared_row(comparison: compare.ChildObjectComparison) -> ComparedRow:
    """What an editor should see of a row; it is called after its first field."""
    fields = comparison.get_field_comparisons()
    is_whole = bool(comparison.is_addition() or comparison.is_deletion())
    lines = ((field.field_label(), field.htmldiff()) for field in fields[1:] if (_is_filled(field.val_b) if is_whole else field.has_changed()))
    row = comparison.obj_b or comparison.obj_a
    number = (getattr(row, "sort_order", 0) or 0) + 1
    return ComparedRow(name=format_html("{}. {}", number, mark_safe(fields[0].htmldiff())), lines=tuple(lines))  # noqa: S308 escaped by Wagtail


def is_worth_showing(comparison: compare.ChildObjectComparison) -> bool:
    """Whether a row is new, gone, moved or changed."""
    return bool(comparison.is_addition() or comparison.is_deletion() or comparison.has_changed() or comparison.get_position_change())


def _is_filled(value: Any) -> bool:
    return value is not None and value != "" and value is not False and (not hasattr(value, "__len__") or len(value) > 0)


class ShownComparison(compare.FieldComparison):
    """A field of a row, compared as people read it; a number with the unit its row is in."""

    def __init__(self, field, obj_a, obj_b):
        super().__init__(field, obj_a, obj_b)
        self.shown_a, self.shown_b = self._shown(self.val_a, obj_a), self._shown(self.val_b, obj_b)

    def has_changed(self):
        return self.shown_a != self.shown_b

    def htmldiff(self):
        return _replaced(self.shown_a, self.shown_b)

    def _shown(self, value: Any, row: Any) -> str:
        unit = row.get_unit_display() if self.field.name in getattr(row, "NUMBERS_IN_UNIT", ()) and value is not None else ""
        return " ".join(filter(None, (_plain(value), unit)))


class ReadableStreamComparison(compare.StreamFieldComparison):
    """Blocks that are new, gone or changed; of changed ones only the fields that differ."""

    def htmldiff(self):
        if not (self.has_block_ids(self.val_a) and self.has_block_ids(self.val_b)):
            return super().htmldiff()
        stream = compare.StreamBlockComparison(self.field.stream_block, True, True, self.val_a, self.val_b)
        return format_html_join("\n", '<div class="comparison__child-object {}">{}</div>', _blocks(stream.get_block_comparisons()))


def _blocks(comparisons: list[compare.BlockComparison]) -> Iterator[tuple[str, SafeString]]:
    number = 0
    for comparison in comparisons:
        number += not comparison.is_deleted()
        if comparison.is_new():
            yield "addition", _whole(number, comparison.block, comparison.val_b)
        elif comparison.is_deleted():
            yield "deletion", _whole(number + 1, comparison.block, comparison.val_a)
        elif comparison.has_changed():
            lines = list(_differences(comparison.block, comparison.val_a, comparison.val_b))
            if lines:
                yield "", _described(_heading(number, comparison.block), lines)


def _whole(number: int, block: blocks.Block, value: Any) -> SafeString:
    return _described(_heading(number, block), [(label, SafeString(escape(text))) for label, text in _fields(block, value) if text])


def _heading(number: int, block: blocks.Block) -> str:
    return f"{capfirst(str(block.label))} {number}"


def _described(heading: str, lines: list[Line]) -> SafeString:
    rows = format_html_join("\n", "<dt>{}</dt><dd>{}</dd>", lines)
    return format_html("<p><strong>{}</strong></p><dl>{}</dl>", heading, rows)


def _fields(block: blocks.Block, value: Any) -> list[tuple[str, str]]:
    if isinstance(block, blocks.StructBlock):
        return [(str(child.label), shown(child, value.get(name))) for name, child in block.child_blocks.items()]
    return [(str(block.label), shown(block, value))]


def _differences(block: blocks.Block, old: Any, new: Any) -> Iterator[Line]:
    for (label, before), (_label, after) in zip(_fields(block, old), _fields(block, new), strict=True):
        if before != after:
            has_words_in_common = set(before.split()) & set(after.split())
            yield label, compare.diff_text(before, after).to_html() if has_words_in_common else _replaced(before, after)


def _replaced(before: str, after: str) -> SafeString:
    if before == after:
        return SafeString(escape(after))
    return compare.TextDiff([(kind, text) for kind, text in (("deletion", before), ("addition", after)) if text], separator=" ").to_html()


def shown(block: blocks.Block, value: Any) -> str:
    """The value of a block in one line, as an editor reads it: labels for codes, numbers in their writing, nothing for what is empty."""
    if isinstance(block, blocks.ListBlock):
        return "; ".join(shown(block.child_block, item) for item in value or ())
    if isinstance(block, blocks.StructBlock):
        return ", ".join(text for _label, text in _fields(block, value) if text)
    if isinstance(block, blocks.StreamBlock):
        return "; ".join(shown(child.block, child.value) for child in value or ())
    if isinstance(block, blocks.ChoiceBlock):
        return _plain(_labels(block).get(value, value))
    if isinstance(block, blocks.RichTextBlock):
        return text_of_html(value.source).strip() if value else ""
    return _plain(value)


def _labels(block: blocks.ChoiceBlock) -> dict[Any, Any]:
    return dict(block.field.choices)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return write_number(value, language=get_language() or "en")
    return str(value)


def connect() -> None:
    """Every comparison of versions in the admin reads so. Called once, when the application starts."""
    compare.register_comparison_class(StreamField, comparison_class=ReadableStreamComparison)
    for field_class in (models.DecimalField, models.IntegerField, models.BooleanField):
        compare.register_comparison_class(field_class, comparison_class=ShownComparison)
