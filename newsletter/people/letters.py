"""The two mails that answer the form: please confirm; and, to who is a subscriber already, here are your choices.

They are answers to one person, no list mail: no List-Unsubscribe, nothing to leave yet. Written in the language that was asked for.
"""

import logging
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation

from newsletter.addresses import CONFIRM_DAYS, Asking, confirm_url, preferences_url
from newsletter.models import Topic
from newsletter.people.actions import Asked, Letter
from newsletter.rendering.html import to_html
from newsletter.sending.mail_backend import mail_can_leave
from site4p1000.common import languages

log = logging.getLogger(__name__)


class Posted(Enum):
    """What became of a letter."""

    HANDED_OVER = "handed over"
    NOT_NEEDED = "not needed"
    FAILED = "failed"


def connect() -> BaseEmailBackend | None:
    """A line to the mail server; ``None`` when it cannot be reached, or no mail leaves this machine and a reader would wait for nothing.

    Made for every address alike, so that its failing tells nothing of one.
    """
    if not mail_can_leave():
        log.error("a letter could not be handed over: no mail server is set (BANK_SMTP_HOST or BANK_MAIL_BACKEND)")
        return None
    try:
        line = get_connection()
        line.open()
    except Exception as error:  # noqa: BLE001 - the backend of a mail provider may raise anything
        _tell(error)
        return None
    return line


def post(asked: Asked, *, line: BaseEmailBackend) -> Posted:
    """Hand the letter over that follows from asking. What fails is told in the log, without the address.

    A letter is written for every address, and thrown away where none may go: how busy the server is tells nothing of the address.
    """
    try:
        letter = message(asked.letter, asked.asking, asked.address.text)
        if asked.letter is Letter.NONE:
            return Posted.NOT_NEEDED
        line.send_messages([letter])
    except Exception as error:  # noqa: BLE001 - as above
        _tell(error)
        return Posted.FAILED
    return Posted.HANDED_OVER


def close(line: BaseEmailBackend) -> None:
    """Close the line; that a mail server does not take our leave is no harm to anybody."""
    try:
        line.close()
    except Exception as error:  # noqa: BLE001 - as above
        log.warning("the line to the mail server did not close: %s", type(error).__name__)


def _tell(error: Exception) -> None:
    """By its kind alone: its words may hold the address."""
    log.error("a letter could not be handed over: %s", type(error).__name__)


def message(letter: Letter, asking: Asking, address: str) -> EmailMultiAlternatives:
    """The mail, HTML and plain text."""
    with translation.override(asking.language):
        context = _context(letter, asking)
        folder = f"mail/{(Letter.ALREADY if letter is Letter.ALREADY else Letter.CONFIRM).value}"
        subject = " ".join(render_to_string(f"{folder}/subject.txt", context).split())
        text = render_to_string(f"{folder}/body.txt", context).strip() + "\n"
        html = to_html(render_to_string(f"{folder}/body.mjml", context))
    headers = {"Content-Language": asking.language, "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(subject=subject, body=text, from_email=settings.DEFAULT_FROM_EMAIL, to=[address], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def _context(letter: Letter, asking: Asking) -> dict[str, Any]:
    labels = dict(Topic.choices)
    return {
        "language": asking.language,
        "direction": languages.direction(asking.language),
        "language_name": languages.own_name(asking.language),
        "topics": [str(labels[topic]) for topic in asking.topics],
        "url": preferences_url(asking.subscriber_id) if letter is Letter.ALREADY else confirm_url(asking),
        "days": CONFIRM_DAYS,
    }
