"""The body of a page as its template shows it: parts with their anchors, and the list of contents."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.rich_text import RichText, expand_db_html

Rewrite = Callable[[str], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of a body: the template that draws it and its values. Parts with a heading have an anchor; others have none."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    heading: str = ""
    anchor: str = ""


def parts(blocks: Iterable, *, rewrite: Rewrite = str) -> tuple[Part, ...]:
    """The parts of a body made of `BODY_BLOCKS`. `rewrite` changes rich text before it is shown (to number citations, say)."""
    return with_anchors(part_of(block, rewrite=rewrite) for block in blocks)


def part_of(block, *, rewrite: Rewrite = str) -> Part:
    """One StreamField block as a part, without an anchor yet."""
    values = {name: _shown(value, rewrite) for name, value in block.value.items()}
    return Part(template=block.block.meta.template, values=values, heading=values.get("heading") or "")


def with_anchors(given: Iterable[Part]) -> tuple[Part, ...]:
    """The parts, each with a heading given an anchor of its own: two equal headings get two anchors."""
    anchors: list[str] = []
    found = []
    for part in given:
        anchor = _free_anchor(part.heading, anchors) if part.heading else ""
        anchors.append(anchor)
        found.append(Part(template=part.template, values={**part.values, "anchor": anchor}, heading=part.heading, anchor=anchor))
    return tuple(found)


def _free_anchor(heading: str, taken: list[str]) -> str:
    base = slugify(heading, allow_unicode=True) or "part"
    return base if base not in taken else f"{base}-{len(taken)}"


def _shown(value: Any, rewrite: Rewrite) -> Any:
    return shown_rich_text(value.source, rewrite=rewrite) if isinstance(value, RichText) else value


def shown_rich_text(source: str, *, rewrite: Rewrite = str) -> SafeString:
    """Rich text from the database as a template shows it."""
    return mark_safe(expand_db_html(rewrite(source)))  # noqa: S308  cleaned when it was stored, as Wagtail's own richtext filter has it
