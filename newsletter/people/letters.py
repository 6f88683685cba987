"""The two mails that answer the form: please confirm; and, to who is a subscriber already, here are your choices.

They are answers to one person, no list mail: no List-Unsubscribe, nothing to leave yet. Written in the language that was asked for.
"""

import logging
from enum import Enum
from smtplib import SMTPException
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
from site4p1000.common import languages

log = logging.getLogger(__name__)


class Posted(Enum):
    """What became of a letter."""

    HANDED_OVER = "handed over"
    NOT_NEEDED = "not needed"
    FAILED = "failed"


def connect() -> BaseEmailBackend | None:
    """A line to the mail server; ``None`` when it cannot be reached. Made for every address alike, so that its failing tells nothing of one."""
    line = get_connection()
    try:
        line.open()
    except (OSError, SMTPException) as error:
        log.error("a letter could not be handed over: %s", type(error).__name__)
        return None
    return line


def post(asked: Asked, *, line: BaseEmailBackend) -> Posted:
    """Hand the letter over that follows from asking, and close the line. What fails is told in the log, without the address."""
    try:
        if asked.letter is Letter.NONE or asked.asking is None:
            return Posted.NOT_NEEDED
        line.send_messages([message(asked.letter, asked.asking, asked.address.text)])
    except (OSError, SMTPException) as error:
        log.error("a letter could not be handed over: %s", type(error).__name__)
        return Posted.FAILED
    finally:
        line.close()
    return Posted.HANDED_OVER


def message(letter: Letter, asking: Asking, address: str) -> EmailMultiAlternatives:
    """The mail, HTML and plain text."""
    with translation.override(asking.language):
        context = _context(letter, asking)
        subject = " ".join(render_to_string(f"mail/{letter.value}/subject.txt", context).split())
        text = render_to_string(f"mail/{letter.value}/body.txt", context).strip() + "\n"
        html = to_html(render_to_string(f"mail/{letter.value}/body.mjml", context))
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
        "url": confirm_url(asking) if letter is Letter.CONFIRM else preferences_url(asking.subscriber_id),
        "days": CONFIRM_DAYS,
    }
