"""The template library of the bank (a builtin: no `{% load %}`). Words, dates and numbers in the reader's language.

Tags give whole elements (`{% day %}`, `{% month %}`, `{% drawing %}`); filters give one value. None of them asks the database.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from site4p1000.common import addresses, body, languages
from site4p1000.common.body import Part
from site4p1000.common.shown_pictures import text_alternative

register = template.Library()
register.filter(text_alternative)

NO_BREAK = "\u00a0"
DATE_LOCALES = {"en": "en_GB"}
"""Where a date is written otherwise than CLDR's default for the language: English puts the day first."""

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_DOI = re.compile(r"(?:https://doi\.org/)?(10\.\d{4,9}/[^\s<>&\"]*[^\s<>&\".,;:)])")


def _language() -> str:
    return get_language() or languages.codes()[0]


def _date_locale() -> str:
    return DATE_LOCALES.get(_language(), _language())


@register.simple_tag
def day(value: date | datetime | None) -> str:
    """A day as an element: ``<time datetime="2021-03-26">26 March 2021</time>``; nothing for no date."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", day_text(value))


def day_text(value: date | datetime) -> str:
    """A day in words alone: "26 March 2021"."""
    return format_date(value, format="long", locale=_date_locale())


@register.simple_tag
def month(value: date | datetime | None) -> str:
    """A month as an element: ``<time datetime="2026-11">November 2026</time>``; nothing for no date."""
    if value is None:
        return ""
    words = format_skeleton("yMMMM", value, locale=_date_locale())
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m}", words)


@register.simple_tag
def drawing(name: str) -> str:
    """A drawing of static/drawings.svg. It repeats what the words say, so screen readers pass it by."""
    return _use('<svg class="drawing" width="120" height="80" viewBox="0 0 120 80" aria-hidden="true"><use href="{}#{}"/></svg>', name)


@register.simple_tag
def icon(name: str) -> str:
    """A small icon of static/drawings.svg, such as "search"; always beside a word."""
    return _use('<svg class="icon" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"/></svg>', f"i-{name}")


def _use(svg: str, symbol: str) -> str:
    return format_html(svg, static("drawings.svg"), symbol)


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """A number in the reader's form: 12500.5 is "12,500.5" in English and "12 500,5" in French. Unknown stays empty."""
    return "" if value is None else format_decimal(value, locale=_language())


@register.filter
def language_name(code: str) -> str:
    """A language's name in the reader's language: "fr" is "French" in English and "francés" in Spanish."""
    return languages.name_in(code, _language())


@register.filter
def direction(code: str) -> str:
    """The writing direction of a language, for the `dir` attribute."""
    return languages.direction(code)


@register.filter
def absolute(path: str) -> str:
    """The address with scheme and host, for canonical links and hreflang."""
    return addresses.absolute(path)


@register.filter
def source_first(links: tuple) -> object | None:
    """The translation for readers of any other language (x-default): the first that exists, the source language before others."""
    return next((link for link in links if link.is_translated), None)


@register.filter
def bold(text: str) -> SafeString:
    """Plain text in which ``**words**`` stand out, the one mark-up of single-line fields. Everything else is escaped."""
    return mark_safe(_BOLD.sub(r"<b>\1</b>", conditional_escape(text)))  # noqa: S308  escaped on the line itself


@register.filter
def doi_links(text: str) -> SafeString:
    """A line in which every DOI is a link, the rest escaped: sources are told in words, and readers want to open them."""
    return mark_safe(_DOI.sub(r'<a href="https://doi.org/\1">\1</a>', conditional_escape(text)))  # noqa: S308  escaped on the line itself


@register.filter
def with_colon(label: str) -> str:
    """A label before what it names: "Licence:" in English, "Licence :" with a no-break space in French. What is safe stays safe."""
    # Translators: a label before its value; French puts a no-break space before the colon.
    return format_html(gettext("{}:"), label)


@register.filter
def minutes(seconds: int) -> str:
    """A length in minutes and seconds, such as "3 min 20 s"; the abbreviations are those of the SI, the same everywhere."""
    whole, rest = divmod(seconds, 60)
    return NO_BREAK.join([*((str(whole), "min") if whole else ()), *((str(rest), "s") if rest or not whole else ())])


@register.filter
def parts(blocks) -> tuple[Part, ...]:
    """The parts of a body, with anchors, for templates that draw it part by part."""
    return body.parts(blocks)


@register.filter
def headed(given: tuple[Part, ...]) -> tuple[Part, ...]:
    """Those parts that have a heading: the list of contents."""
    return tuple(part for part in given if part.heading)
