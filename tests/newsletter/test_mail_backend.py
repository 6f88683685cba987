"""Mail through a Django mail backend: what the backend of a mail provider reads, and what happens where no mail leaves."""

from email import message_from_bytes, policy
from typing import ClassVar

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from newsletter.models import Recipient, SendingState
from newsletter.sending.desk import desk
from newsletter.sending.mail_backend import check_mail_can_leave
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, a_subscriber

pytestmark = pytest.mark.django_db
FILES = "django.core.mail.backends.filebased.EmailBackend"


class ProvidersBackend(BaseEmailBackend):
    """Builds what it sends from the attributes of a message, as backends of mail providers do."""

    posted: ClassVar[list[dict]] = []

    def send_messages(self, messages):
        for one in messages:
            html = next(content for content, kind in one.alternatives if kind == "text/html")
            envelope = {"from": one.from_email, "sender": one.envelope_sender, "to": one.to, "subject": one.subject}
            self.posted.append({**envelope, "text": one.body, "html": html, "headers": one.extra_headers, "whole": one.message().as_bytes()})
        return len(messages)


@pytest.fixture
def posted(settings):
    settings.EMAIL_BACKEND = f"{__name__}.ProvidersBackend"
    settings.DEFAULT_FROM_EMAIL = "Banque de savoirs – sols <bank@example.org>"
    settings.NEWSLETTER_BOUNCE_ADDRESS = "returns@example.org"
    ProvidersBackend.posted.clear()
    return ProvidersBackend.posted


def work() -> None:
    Worker(desk(connections=1)).run(until_idle=True)


def test_a_providers_backend_gets_the_whole_mail_and_where_it_comes_back_to(posted):
    a_subscriber("ana@example.org", language="fr")
    a_sending()
    work()
    (mail,) = posted
    assert (mail["subject"], mail["to"]) == ("Issue in fr", ["ana@example.org"])
    assert mail["from"] == "Banque de savoirs – sols <bank@example.org>"
    assert mail["sender"].startswith("returns+")
    assert mail["text"].startswith("Words in fr http")
    assert mail["html"].startswith("<p>Words in fr http")
    headers = mail["headers"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/newsletter/leave/" in headers["List-Unsubscribe"]
    assert {"Message-ID", "List-Id", "Date", "Content-Language"} <= headers.keys()
    assert not {"Subject", "From", "To", "Content-Type", "MIME-Version"} & headers.keys(), "a backend writes these itself"
    assert message_from_bytes(mail["whole"], policy=policy.default)["From"] == mail["from"]
    assert Recipient.objects.get().state == "accepted"


def test_a_production_without_a_mail_server_pauses_with_its_readers_waiting(settings):
    settings.MAIL_MUST_LEAVE, settings.EMAIL_BACKEND = True, FILES
    a_subscriber()
    sending = a_sending()
    work()
    sending.refresh_from_db()
    assert sending.state == SendingState.PAUSED
    assert "BANK_SMTP_HOST" in sending.pause_reason
    assert Recipient.objects.get().state == "pending"


@pytest.mark.parametrize(("must_leave", "backend", "number"), [(True, FILES, 1), (False, FILES, 0), (True, "provider.EmailBackend", 0)])
def test_the_system_check_speaks_where_mail_should_leave_and_cannot(settings, must_leave, backend, number):
    settings.MAIL_MUST_LEAVE, settings.EMAIL_BACKEND = must_leave, backend
    assert len(check_mail_can_leave(None)) == number
