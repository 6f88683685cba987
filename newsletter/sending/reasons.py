"""Why a row or a sending stands where it stands, in the language of whoever reads it.

What the bank itself says is kept in English, whoever's language was spoken when it was written, and translated when it is shown. What a mail
server said stays in the server's words.
"""

import re

from django.utils.translation import gettext, gettext_lazy, gettext_noop

from newsletter.sending.states import Answer

_WHOLE = frozenset(
    {
        gettext_noop("erased"),
        gettext_noop("not confirmed yet"),
        gettext_noop("active"),
        gettext_noop("unsubscribed"),
        gettext_noop("mail comes back"),
        gettext_noop("complained"),
        gettext_noop("does not want this any more"),
        gettext_noop("has had a mail this month, and wants no more than one"),
        gettext_noop("the worker stopped while handing it over"),
        gettext_noop("the address has letters outside ASCII, which not every mail server takes"),
        gettext_noop("no mail server is set: give BANK_SMTP_HOST or BANK_MAIL_BACKEND, then resume"),
        gettext_noop("the mail backend did not say that it took the mail"),
        gettext_noop("the sender’s address has letters outside ASCII, which not every mail server takes"),
        gettext_noop("A subject, a name or an address of a mail must be one line; remove the line break."),
        gettext_noop("The address mail comes from cannot stand in a mail. Tell whoever looks after the bank: BANK_MAIL_FROM must be mended."),
        gettext_noop("The host name of the site cannot stand in a mail. Tell whoever looks after the bank: BANK_BASE_URL must be mended."),
        gettext_noop("A subject, a name or the words of a mail hold something that cannot be written into a mail. Type them again by hand."),
    }
)
_WITH_WORDS = (
    (re.compile(r"paused by (?P<words>.*)", re.DOTALL), gettext_lazy("paused by %(words)s")),
    (re.compile(r"ended by (?P<name>[^:]*): (?P<words>.*)", re.DOTALL), gettext_lazy("ended by %(name)s: %(words)s")),
    (
        re.compile(r"(?P<number>\d+) readers in a row were put off by the mail server, the last: (?P<words>.*)", re.DOTALL),
        gettext_lazy("%(number)s readers in a row were put off by the mail server, the last: %(words)s"),
    ),
    (
        re.compile(r"(?P<number>\d+) of the latest mails were broken off, the last: (?P<words>.*)", re.DOTALL),
        gettext_lazy("%(number)s of the latest mails were broken off, the last: %(words)s"),
    ),
    (re.compile(r"the mail server cannot be reached: (?P<words>.*)", re.DOTALL), gettext_lazy("the mail server cannot be reached: %(words)s")),
    (
        re.compile(r"(?P<number>\d+) refusals one after another, the last: (?P<words>.*)", re.DOTALL),
        gettext_lazy("%(number)s refusals one after another, the last: %(words)s"),
    ),
    (
        re.compile(r"the mail server does not take mail from the sender’s address: (?P<words>.*)", re.DOTALL),
        gettext_lazy("the mail server does not take mail from the sender’s address: %(words)s"),
    ),
    (
        re.compile(r"the mail server takes nothing from us for now: (?P<words>.*)", re.DOTALL),
        gettext_lazy("the mail server takes nothing from us for now: %(words)s"),
    ),
    (
        re.compile(r"the mail server breaks off at one reader after another: (?P<words>.*)", re.DOTALL),
        gettext_lazy("the mail server breaks off at one reader after another: %(words)s"),
    ),
    (
        re.compile(r"the mail server takes mail and does not answer, so nobody knows whether it arrives: (?P<words>.*)", re.DOTALL),
        gettext_lazy("the mail server takes mail and does not answer, so nobody knows whether it arrives: %(words)s"),
    ),
    (re.compile(r"this mail cannot be made: (?P<words>.*)", re.DOTALL), gettext_lazy("this mail cannot be made: %(words)s")),
    (re.compile(r"the message could not be made: (?P<words>.*)", re.DOTALL), gettext_lazy("the message could not be made: %(words)s")),
    (re.compile(r"an answer that is no SMTP: (?P<words>.*)", re.DOTALL), gettext_lazy("an answer that is no SMTP: %(words)s")),
)

PAUSING_AT_ONCE = {
    Answer.SENDER_REFUSED: "the mail server does not take mail from the sender’s address",
    Answer.NOT_MADE: "this mail cannot be made",
}
"""Answers at the first of which a sending pauses, and what is kept of why."""


def ended_by(name: str, *, words: str) -> str:
    """What is kept when a person ends a sending, of it and of each reader who is left out."""
    return f"ended by {name}: {words}"


def paused_by(name: str) -> str:
    """What is kept when a person pauses a sending."""
    return f"paused by {name}"


def in_words(kept: str) -> str:
    """A reason as it was kept, in the language of now."""
    if kept in _WHOLE:
        return gettext(kept)
    for form, words in _WITH_WORDS:
        if found := form.fullmatch(kept):
            return words % {**found.groupdict(), "words": in_words(found["words"])}
    return kept
