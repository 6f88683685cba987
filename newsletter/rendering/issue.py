"""The mail of an issue in one language."""

import hashlib
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from newsletter.reading import issue_reading
from newsletter.rendering.html import to_html
from newsletter.rendering.plain_text import plain_text
from newsletter.sending.composing import PREFERENCES_URL, UNSUBSCRIBE_URL
from site4p1000.common import languages
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.body import Part
from site4p1000.common.models import BasePage


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedMail:
    """A mail in one language without anybody's personal parts: their places hold `composing.UNSUBSCRIBE_URL` and the like."""

    language: str
    subject: str
    html: str
    text: str

    @property
    def digest(self) -> str:
        """The same for the same mail: whether what was tested is what is sent."""
        return hashlib.sha256("\0".join((self.subject, self.html, self.text)).encode()).hexdigest()

    @property
    def size_bytes(self) -> int:
        """How heavy the HTML is."""
        return len(self.html.encode())


def render_issue(*, page: BasePage, for_language: str = "") -> RenderedMail:
    """The mail of `page`. `for_language` is the readers' own language: where it is another, a note in it stands on top."""
    readers_language = for_language or page.language
    with translation.override(page.language):
        context = _context(page, readers_language)
        html = to_html(render_to_string("mail/issue/body.mjml", context))
        text = render_to_string("mail/issue/body.txt", context)
        subject = render_to_string("mail/issue/subject.txt", context)
    return RenderedMail(language=page.language, subject=" ".join(subject.split()), html=html, text=_tidy(text))


def _context(page: BasePage, readers_language: str) -> dict:
    reading = issue_reading(page)
    return {
        "page": page,
        "url": absolute(address_of(page)),
        "direction": languages.direction(page.language),
        "note": _note(page.language, readers_language),
        "note_language": readers_language,
        "parts": [(_mail_template(part, "mjml"), part.values) for part in reading.body],
        "text_parts": [(_mail_template(part, "txt"), _as_text(part)) for part in reading.body],
        "references": reading.references,
        "unsubscribe_url": UNSUBSCRIBE_URL,
        "preferences_url": PREFERENCES_URL,
    }


def _note(language: str, readers_language: str) -> str:
    """Why the words are in another language than the reader chose, in the reader's own."""
    if language == readers_language:
        return ""
    with translation.override(readers_language):
        name = languages.name_in(language, readers_language)
        return translation.gettext("This issue has not been translated yet. You get it in this language: %(language)s.") % {"language": name}


def _mail_template(part: Part, kind: str) -> str:
    """The mail's drawing of a block stands under the block's own name."""
    return part.template.replace("blocks/", "mail/blocks/").replace(".html", f".{kind}")


def _as_text(part: Part) -> dict:
    """The values of a part with rich text as plain text."""
    return {name: plain_text(value) if hasattr(value, "__html__") else value for name, value in part.values.items()}


def _tidy(text: str) -> str:
    """One empty line between paragraphs at most, none at either end."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept) + "\n"
