"""A mail as its editor sees it before anybody gets it: nobody's personal addresses in it, and closed off from the admin around it."""

from django.http import HttpResponse

from newsletter.rendering.issue import RenderedMail, render_issue
from newsletter.sending.composing import PREFERENCES_URL, UNSUBSCRIBE_URL
from site4p1000.common.models import BasePage

MAIL_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; sandbox"
"""Of a mail shown in a frame: it has its styles at its elements, as mail has them, and nothing else may happen in it."""


def mail_preview(page: BasePage, mode: str) -> HttpResponse:
    """The mail of a page as its form has it now: its HTML, or with mode ``text`` its plain text."""
    mail = render_issue(page=page)
    if mode == "text":
        return HttpResponse(without_personal_parts(mail.text), content_type="text/plain; charset=utf-8")
    return framed(mail)


def framed(mail: RenderedMail) -> HttpResponse:
    """The HTML of a mail, for a frame."""
    response = HttpResponse(without_personal_parts(mail.html))
    response["Content-Security-Policy"] = MAIL_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def without_personal_parts(words: str) -> str:
    """Links that lead nowhere in place of one reader's own."""
    return words.replace(UNSUBSCRIBE_URL, "#").replace(PREFERENCES_URL, "#")
