"""What a finished mail is looked at for before it is sent, whatever it was made of: its weight, its plain text, its links, its pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsletter.issues.links import answers, look_inside
from newsletter.issues.preflight import Answer
from newsletter.rendering.issue import RenderedMail
from newsletter.rendering.plain_text import share_of_words
from newsletter.sending.composing import UNSUBSCRIBE_URL

LEAST_WORDS_IN_TEXT = 0.8
"""A plain text that lacks more of the words of the HTML is no plain text of this mail."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MailFacts:
    """One finished mail."""

    size_bytes: int
    has_plain_text: bool
    has_unsubscribe: bool
    links: Mapping[str, Answer]
    pictures_without_text: tuple[str, ...]


def mail_facts(mail: RenderedMail, *, now: datetime) -> MailFacts:
    """Two queries for its links; nothing is asked over the network."""
    inside = look_inside(mail.html)
    return MailFacts(
        size_bytes=mail.size_bytes,
        has_plain_text=share_of_words(html=mail.html, text=mail.text) >= LEAST_WORDS_IN_TEXT,
        has_unsubscribe=UNSUBSCRIBE_URL in mail.html and UNSUBSCRIBE_URL in mail.text,
        links={**answers(inside.links, now=now), **dict.fromkeys(inside.broken_places, Answer.DEAD)},
        pictures_without_text=inside.pictures_without_text,
    )
