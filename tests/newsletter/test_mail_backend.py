"""Mail through a Django mail backend: what the backend of a mail provider reads, and what happens where no mail leaves."""

import smtplib
from email import message_from_bytes, policy
from socket import gaierror
from typing import ClassVar

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from newsletter.models import Recipient, SendingState
from newsletter.sending.desk import desk
from newsletter.sending.judging import LOST_IN_A_ROW
from newsletter.sending.mail_backend import check_mail_can_leave
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, a_subscriber, subscribers

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


class FaultyBackend(BaseEmailBackend):
    """Does what it is told when it is opened, and when it should send."""

    opens: ClassVar[Exception | None] = None
    sends: ClassVar[object] = 1

    def open(self):
        if self.opens:
            raise self.opens

    def send_messages(self, messages):
        if isinstance(self.sends, Exception):
            raise self.sends
        return self.sends


@pytest.fixture
def faulty(settings, monkeypatch):
    """A provider's backend, as a function of what it does; gives the sending to sixty readers that a worker has met it with."""

    def met(*, opens=None, sends=1):
        settings.EMAIL_BACKEND = f"{__name__}.FaultyBackend"
        monkeypatch.setattr(FaultyBackend, "opens", opens)
        monkeypatch.setattr(FaultyBackend, "sends", sends)
        subscribers(60)
        sending = a_sending()
        Worker(desk(connections=4)).run(until_idle=True)
        sending.refresh_from_db()
        return sending

    return met


REFUSED, UNKNOWN_HOST = ConnectionRefusedError(111, "Connection refused"), gaierror(-2, "Name or service not known")


@pytest.mark.parametrize("does", [{"opens": RuntimeError("no key")}, {"opens": REFUSED}, {"sends": REFUSED}, {"sends": UNKNOWN_HOST}])
def test_a_provider_that_cannot_be_reached_pauses_and_burns_no_row(faulty, does):
    sending = faulty(**does)
    assert sending.pause_reason.startswith("the mail server cannot be reached: ")
    assert (sending.state, sending.counts()) == (SendingState.PAUSED, {"pending": 60})
    assert not Recipient.objects.exclude(attempts=0).exists()


@pytest.mark.parametrize(
    "does", [{"sends": RuntimeError("502 from the provider")}, {"sends": TimeoutError("timed out")}, {"sends": 0}, {"sends": None}]
)
def test_a_provider_that_does_not_say_it_took_the_mail_leaves_few_uncertain_and_pauses(faulty, does):
    sending = faulty(**does)
    counts = sending.counts()
    assert "accepted" not in counts, "accepted is what a server said"
    assert LOST_IN_A_ROW <= counts["uncertain"] <= LOST_IN_A_ROW + 4 - 1
    assert (sending.state, counts["pending"]) == (SendingState.PAUSED, 60 - counts["uncertain"])
    assert sending.pause_reason.startswith("the mail server takes mail and does not answer")


class ProviderSaid(Exception):
    """A look-alike of django-anymail's ``AnymailRequestsAPIError``: what the provider's HTTP interface answered is in `status_code`."""

    def __init__(self, status_code, words="no"):
        super().__init__(words)
        self.status_code = status_code


class LookAlikeRecipientsRefused(ProviderSaid):
    """A look-alike of ``AnymailRecipientsRefused``, which is told by the end of its name."""


def by_address(monkeypatch, errors: dict):
    """The backend raises the error of the name its reader's address begins with, and takes the mail of everybody else."""

    def send_messages(self, messages):
        if error := errors.get(messages[0].to[0].partition(".")[0]):
            raise error
        return 1

    monkeypatch.setattr(FaultyBackend, "send_messages", send_messages)


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (ProviderSaid(400, "'to' is no address"), "failed", "ProviderSaid: 'to' is no address"),
        (ProviderSaid(422), "failed", "ProviderSaid: no"),
        (LookAlikeRecipientsRefused(None, "all readers were refused"), "failed", "LookAlikeRecipientsRefused: all readers were refused"),
        (smtplib.SMTPRecipientsRefused({"odd.1@example.org": (550, b"5.7.1 not him")}), "failed", "550 5.7.1 not him"),
        (smtplib.SMTPRecipientsRefused({"odd.1@example.org": (451, b"grey")}), "retry", "451 grey"),
        (smtplib.SMTPDataError(554, b"spam"), "failed", "554 spam"),
        (smtplib.SMTPDataError(452, "no room"), "retry", "452 no room"),
        (ProviderSaid(500), "retry", "ProviderSaid: no"),
        (ProviderSaid(408), "retry", "ProviderSaid: no"),
        (ProviderSaid(502), "uncertain", "ProviderSaid: no"),
        (ProviderSaid(504), "uncertain", "ProviderSaid: no"),
        (ProviderSaid(None), "uncertain", "ProviderSaid: no"),
        (ProviderSaid("400"), "uncertain", "ProviderSaid: no"),
    ],
)
def test_what_a_provider_says_of_one_reader_ends_with_that_reader(settings, monkeypatch, error, state, reason):
    settings.EMAIL_BACKEND = f"{__name__}.FaultyBackend"
    by_address(monkeypatch, {"odd": error})
    a_subscriber("odd.1@example.org")
    subscribers(20)
    sending = a_sending()
    work()
    sending.refresh_from_db()
    goes_on_or_ended = SendingState.RUNNING if state == "retry" else SendingState.FINISHED
    assert (sending.state, sending.counts()) == (goes_on_or_ended, {"accepted": 20, state: 1})
    assert Recipient.objects.get(state=state).reason == reason


@pytest.mark.parametrize(
    "error", [ProviderSaid(401, "wrong key"), ProviderSaid(403), ProviderSaid(404), smtplib.SMTPSenderRefused(550, b"no", "bank@")]
)
def test_a_provider_that_does_not_take_our_name_or_key_pauses_and_fails_no_reader(faulty, error):
    sending = faulty(sends=error)
    assert sending.pause_reason.startswith("the mail server does not take mail from the sender’s address: ")
    assert (sending.state, sending.counts()) == (SendingState.PAUSED, {"pending": 60})
    assert not Recipient.objects.exclude(attempts=0).exists()


@pytest.mark.parametrize("error", [ProviderSaid(429, "too many"), ProviderSaid(503), smtplib.SMTPSenderRefused(451, b"no", "bank@")])
def test_a_provider_that_has_enough_of_us_holds_the_whole_sending_and_uses_up_nobodys_attempts(faulty, error):
    sending = faulty(sends=error)
    assert (sending.state, sending.counts(), sending.times_held) == (SendingState.RUNNING, {"pending": 60}, 1)
    assert not Recipient.objects.exclude(attempts=0).exists()


@pytest.mark.parametrize("backend", ["filebased", "console", "dummy", "locmem"])
def test_the_backends_of_development_say_that_they_took_it(settings, tmp_path, backend):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = f"django.core.mail.backends.{backend}.EmailBackend", str(tmp_path)
    a_subscriber()
    sending = a_sending()
    work()
    assert sending.counts() == {"accepted": 1}
