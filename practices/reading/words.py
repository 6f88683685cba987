"""The words of a page as they are printed: citations numbered, everything else escaped, and marked with their language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from practices.reading.display import NO_BREAK
from site4p1000.common.wording import citation_numbers, number_citations

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|‰|°C|[cmk]?m|ha|k?g|t)(?!\w))|(?<=\bt) (?=C/ha)")
"""The blank between a number and its unit, which must not end a line."""
_RANGE = re.compile(r"(?<=\d)–(?=\d)")
"""A dash between numbers, after which a line must not end either."""
_FRENCH_BLANK = re.compile(r" (?=[:;?!»])|(?<=«) ")
"""The blank that French puts before double signs and inside quotation marks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageWords:
    """How the words of one page are written: in which language, and which number each reference has."""

    language: str
    """Language of the tree the page stands in: numbers, dates and headings follow it."""
    text_language: str = ""
    """Language of the words themselves."""
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
        joined = _RANGE.sub("–\u2060", _BEFORE_UNIT.sub(NO_BREAK, number_citations(escaped, self.numbers)))
        return _FRENCH_BLANK.sub(NO_BREAK, joined) if self.text_language == "fr" else joined


def words_for(page: Any, reference_keys: Iterable[str]) -> PageWords:
    """How the words of `page` are written, with its references in the order of their numbers."""
    return PageWords(language=page.language, text_language=page.words_language, numbers=citation_numbers(tuple(reference_keys)))


def language_attributes(page: Any) -> SafeString:
    """``lang`` and ``dir`` for words that are in another language than the page around them; empty for all others.

    The direction is left to each piece of words: some of an imported record may be in the page's language after all.
    """
    return SafeString("") if page.is_translated else format_html(' lang="{}" dir="auto"', page.words_language)


def isolated(page: Any, text: str) -> str:
    """A piece of the page's words inside a sentence of another language, whose order it must not disturb."""
    return text if page.is_translated else f"\u2068{text}\u2069"
