"""The mail of an issue in one language."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

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


class Head(Protocol):
    """What stands on top of a mail: an issue's page, or what has the same."""

    language: str
    title: str
    summary: str
    date: date
    number: int | None


def render_issue(*, page: BasePage, for_language: str = "") -> RenderedMail:
    """The mail of `page`. `for_language` is the readers' own language: where it is another, a note in it stands on top."""
    readers_language = for_language or page.language
    with translation.override(page.language):
        reading, note = issue_reading(page), _note(page.language, readers_language)
        url = absolute(address_of(page))
        return render_parts(head=page, url=url, parts=reading.body, references=reading.references, note=note, note_language=readers_language)


def render_parts(
    *, head: Head, url: str, parts: Iterable[Part], references: Sequence[Any] = (), note: str = "", note_language: str = ""
) -> RenderedMail:
    """A mail in the bank's one look, in the words and the language of `head`; `url` is where it stands on the web."""
    kept = tuple(parts)
    context = {
        "page": head,
        "url": url,
        "direction": languages.direction(head.language),
        "note": note,
        "note_language": note_language or head.language,
        "parts": [(_mail_template(part, "mjml"), part.values) for part in kept],
        "text_parts": [(_mail_template(part, "txt"), _as_text(part)) for part in kept],
        "references": references,
        "unsubscribe_url": UNSUBSCRIBE_URL,
        "preferences_url": PREFERENCES_URL,
    }
    with translation.override(head.language):
        html = to_html(render_to_string("mail/issue/body.mjml", context))
        text = render_to_string("mail/issue/body.txt", context)
        subject = render_to_string("mail/issue/subject.txt", context)
    return RenderedMail(language=head.language, subject=" ".join(subject.split()), html=html, text=_tidy(text))


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
