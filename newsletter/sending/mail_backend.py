"""Mail through Django's mail backend instead of our own SMTP: files in development, a provider's backend, or nowhere at all."""

from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy

from django.conf import settings
from django.core import mail
from django.core.checks import CheckMessage, Warning
from django.core.mail import EmailMultiAlternatives

from newsletter.sending.backend_errors import outcome_of, sentence
from newsletter.sending.states import Answer, Outcome

FOLDER = "django.core.mail.backends"
STAYS_HERE = frozenset(f"{FOLDER}.{name}.EmailBackend" for name in ("filebased", "console", "dummy", "locmem"))
"""Backends by which no mail leaves this machine."""
NO_SERVER = "no mail server is set: give BANK_SMTP_HOST or BANK_MAIL_BACKEND, then resume"
_OWN_HEADERS = frozenset({"subject", "from", "to", "mime-version", "content-type", "content-transfer-encoding"})
"""What a backend writes from the attributes of a message."""
NOT_SAID = "the mail backend did not say that it took the mail"


def mail_can_leave() -> bool:
    """Whether what is handed over goes anywhere. In production a file is nowhere; in development it is what one wants."""
    return not settings.MAIL_MUST_LEAVE or settings.EMAIL_BACKEND not in STAYS_HERE


def check_mail_can_leave(app_configs, **_options) -> list[CheckMessage]:
    """The system check: a production without a mail server says so at every start, and sends no issue."""
    if mail_can_leave():
        return []
    hint = "Give BANK_SMTP_HOST, or BANK_MAIL_BACKEND for the backend of a mail provider."
    return [Warning("No mail leaves: confirmations and issues would be written to files. Issues are not sent.", hint=hint, id="newsletter.W001")]


@dataclass(slots=True)
class BackendTransport:
    """Hands messages to Django's mail backend. It says how many it took, or raises an error."""

    def hand_over(self, *, sender: str, address: str, message: bytes) -> Outcome:
        """What fails while the line is opened has not left. After that the error says what came of the mail, or it is uncertain."""
        if not mail_can_leave():
            return Outcome(answer=Answer.LOST_BEFORE, reason=NO_SERVER)
        try:
            ready = ReadyMessage(sender, address, message)
        except Exception as error:  # noqa: BLE001 - one reader's message that cannot be made must not stop the others
            return Outcome(answer=Answer.REFUSED, reason=f"the message could not be made: {error}")
        try:
            line = mail.get_connection()
            line.open()
        except Exception as error:  # noqa: BLE001 - any backend may raise anything
            return Outcome(answer=Answer.LOST_BEFORE, reason=sentence(error))
        try:
            return _answer(line.send_messages([ready]))
        except Exception as error:  # noqa: BLE001
            return outcome_of(error)
        finally:
            with suppress(Exception):
                line.close()

    def close(self) -> None:
        """Nothing is held open."""


def _answer(taken: int | None) -> Outcome:
    """A backend that counts nothing has not said that it took the mail, and not that it did not."""
    return Outcome(answer=Answer.ACCEPTED) if taken else Outcome(answer=Answer.LOST_AFTER, reason=NOT_SAID)


class ReadyMessage(EmailMultiAlternatives):
    """A composed message as backends want it: those that write bytes take ours, those of providers build theirs from the attributes.

    `envelope_sender` is the name under which django-anymail knows where mail comes back to.
    """

    def __init__(self, sender: str, address: str, composed: bytes):
        self.composed = composed
        parsed = message_from_bytes(composed, policy=policy.default)
        text, html = (parsed.get_body((kind,)) for kind in ("plain", "html"))
        headers = {name: str(value) for name, value in parsed.items() if name.lower() not in _OWN_HEADERS}
        words = text.get_content() if text else ""
        super().__init__(subject=str(parsed["Subject"] or ""), body=words, from_email=str(parsed["From"] or sender), to=[address], headers=headers)
        if html:
            self.attach_alternative(html.get_content(), "text/html")
        self.envelope_sender = sender

    def message(self, **_options):
        """The composed message, parsed, since backends ask for an object."""
        return message_from_bytes(self.composed, policy=policy.SMTP)
