"""The words of a page as they are printed: citations numbered, everything else escaped, and marked with their language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from practices.display import NO_BREAK
from practices.wording import citation_numbers, number_citations
from site4p1000.common import languages

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|‰|°C|[cmk]?m|ha|k?g|t)(?!\w))|(?<=\bt) (?=C/ha)")
"""The blank between a number and its unit, which must not end a line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageWords:
    """How the words of one page are written: in which language, and which number each reference has."""

    language: str
    """Language of the tree the page stands in: numbers, dates and headings follow it."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Number of each reference, by its key."""

    def rich(self, value: Any) -> SafeString:
        """Rich text of the database (a field, or a block's) as HTML with numbered citations."""
        stored = getattr(value, "source", value) or ""
        return mark_safe(self._written(expand_db_html(stored)))  # noqa: S308  editors' rich text, cleaned on the way in

    def line(self, text: str | None) -> SafeString:
        """Plain text with numbered citations; everything else is escaped."""
        return mark_safe(self._written(conditional_escape(text or "")))  # noqa: S308  escaped on the line itself

    def lines(self, stream: Iterable[Any]) -> tuple[SafeString, ...]:
        """The lines of a stream of plain lines."""
        return tuple(self.line(block.value) for block in stream)

    def _written(self, escaped: str) -> str:
        return _BEFORE_UNIT.sub(NO_BREAK, number_citations(escaped, self.numbers))


def words_for(page: Any, reference_keys: Iterable[str]) -> PageWords:
    """How the words of `page` are written, with its references in the order of their numbers."""
    return PageWords(language=page.language, numbers=citation_numbers(tuple(reference_keys)))


def language_attributes(page: Any) -> SafeString:
    """``lang`` and ``dir`` for words that are in another language than the page around them; empty for all others."""
    if page.is_translated:
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', page.words_language, languages.direction(page.words_language))
