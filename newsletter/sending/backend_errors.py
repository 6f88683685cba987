"""What the error of a mail backend says about the mail it was given. Pure.

Backends of mail providers raise errors of their own, and none of them is a dependency: they are told by what they carry. An error of SMTP
has its code; one of a provider's HTTP interface has `status_code`, as those of django-anymail have; who refuses readers says so in its name.
"""

import smtplib
from collections.abc import Mapping
from socket import gaierror

from newsletter.sending.states import Answer, Outcome

_NEVER_REACHED = (ConnectionRefusedError, gaierror)
"""Errors that say that there was no line, whoever raises them."""
_ABOUT_US = (smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError, smtplib.SMTPHeloError, smtplib.SMTPConnectError)
_READERS_REFUSED = "RecipientsRefused"
"""How the names of such errors end: smtplib's, django-anymail's."""
_OUR_STATUSES = frozenset({401, 402, 403, 404, 405, 407})
"""No key, no money, no right, no such account or address of the interface: every other reader would fare the same."""
_WAITING_STATUSES = frozenset({429, 503})
"""Too many from us, or out of order: said to us, whoever the reader is."""
_GATEWAYS_STATUSES = frozenset({502, 504})
"""Said by what stands before the provider, which does not know what the provider did with the mail."""


def outcome_of(error: Exception) -> Outcome:
    """What came of the mail. What says nothing of the kind leaves it uncertain."""
    if _is_of_refused_readers(error):
        return _of_refused_readers(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return Outcome(answer=_of_smtp(error.smtp_code, is_about_us=isinstance(error, _ABOUT_US)), reason=sentence(error))
    return Outcome(answer=_of_any(error), reason=sentence(error))


def sentence(error: Exception) -> str:
    """What is kept of an error: a code and its words, or its kind and its words."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}".replace("\0", "")[:300]


def _is_of_refused_readers(error: Exception) -> bool:
    return any(kind.__name__.endswith(_READERS_REFUSED) for kind in type(error).__mro__)


def _of_refused_readers(error: Exception) -> Outcome:
    """Each mail has one reader. Where the server's answer to it is at hand, a 4xx is "not now"."""
    readers = getattr(error, "recipients", None)
    if isinstance(readers, Mapping) and len(readers) == 1:
        ((code, words),) = readers.values()
        return Outcome(answer=_of_smtp(code, is_about_us=False), reason=_said(code, words))
    return Outcome(answer=Answer.REFUSED, reason=sentence(error))


def _of_smtp(code: int, *, is_about_us: bool) -> Answer:
    """As `newsletter.sending.transport` reads answers. What is no answer of SMTP says nothing."""
    if not 400 <= code < 600:
        return Answer.LOST_BEFORE if is_about_us else Answer.LOST_AFTER
    if code < 500:
        return Answer.SENDER_NOT_NOW if is_about_us else Answer.NOT_NOW
    return Answer.SENDER_REFUSED if is_about_us else Answer.REFUSED


def _of_any(error: Exception) -> Answer:
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and 400 <= status < 600:
        return _of_http(status)
    return Answer.LOST_BEFORE if isinstance(error, _NEVER_REACHED) else Answer.LOST_AFTER


def _of_http(status: int) -> Answer:
    if status in _OUR_STATUSES:
        return Answer.SENDER_REFUSED
    if status in _WAITING_STATUSES:
        return Answer.SENDER_NOT_NOW
    if status in _GATEWAYS_STATUSES:
        return Answer.LOST_AFTER
    return Answer.NOT_NOW if status >= 500 or status == 408 else Answer.REFUSED


def _said(code: int, words: bytes | str) -> str:
    told = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {told}".replace("\0", "")[:300]
