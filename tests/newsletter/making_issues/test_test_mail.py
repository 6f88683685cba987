"""The test mail: to the editor alone, and it counts for the words it had."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from newsletter.issues import testing
from newsletter.issues.dispatch import CannotSend
from newsletter.issues.gathering import gather
from newsletter.issues.preflight import Kind
from newsletter.models import Recipient, Sending
from newsletter.sending.desk import desk
from newsletter.sending.worker import Worker
from tests.newsletter.making_issues.steps import issue_page, kinds, posted, send

pytestmark = pytest.mark.django_db


def test_a_test_mail_goes_to_the_editor_alone_and_says_that_it_is_one(key, editor, readers):
    assert Kind.NOT_TESTED in kinds(key, editor, "fr")
    testing.send_test(key=key, mail=gather(key, user=editor).edition("fr").mail, by=editor, topic="newsletter")
    (sent,) = mail.outbox
    message = sent.message()
    assert sent.to == ["ed@example.org"]
    assert message["To"] == "ed@example.org"
    assert message["Subject"].startswith("[Test] ")
    assert Kind.TESTED in kinds(key, editor, "fr")
    assert Kind.NOT_TESTED in kinds(key, editor, "en")


@pytest.mark.parametrize("title", ["Soil\r\nBcc: all@example.org", "Soil\nX: y", "Soil\u2028X: y", "[Test] " + "é" * 240])
def test_a_title_adds_no_header_to_any_mail(key, editor, readers, title):
    page = issue_page("en")
    page.title = title
    page.save_revision().publish()
    testing.send_test(key=key, mail=gather(key, user=editor).edition("en").mail, by=editor, topic="newsletter")
    subject = send(key, editor).editions.get(for_language="en").subject
    assert len(subject.splitlines()) == 1
    assert len(subject) <= 200
    assert mail.outbox[0].message()["Bcc"] is None
    assert mail.outbox[0].message()["X"] is None


def test_a_test_counts_for_its_editor_and_for_the_words_it_had(key, editor):
    testing.send_test(key=key, mail=gather(key, user=editor).edition("en").mail, by=editor, topic="newsletter")
    other = get_user_model().objects.create_superuser("other", email="other@example.org")
    assert Kind.NOT_TESTED in kinds(key, other, "en")
    page = issue_page("en")
    page.summary = "Other words."
    page.save_revision().publish()
    assert Kind.NOT_TESTED in kinds(key, editor, "en")


IDN = {"DEFAULT_FROM_EMAIL": "Banque <bank@sols-é.example>", "WAGTAILADMIN_BASE_URL": "https://sols-é.example"}


def test_hosts_with_letters_of_any_language_are_written_as_mail_servers_read_them(key, editor, readers, settings):
    for name, value in IDN.items():
        setattr(settings, name, value)
    testing.send_test(key=key, mail=gather(key, user=editor).edition("fr").mail, by=editor, topic="newsletter")
    send(key, editor)
    Worker(desk(connections=1)).run(until_idle=True)
    assert set(Recipient.objects.values_list("state", flat=True)) == {"accepted"}
    for sent in mail.outbox:
        message = sent.message()
        assert "xn--sols--fsa.example" in message["From"] + message["List-Id"]
        assert message["Message-ID"].endswith("@xn--sols--fsa.example>")
        assert "<https://xn--sols--fsa.example/newsletter/leave/" in message["List-Unsubscribe"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DEFAULT_FROM_EMAIL", "Banque <bénédicte@example.org>", "BANK_MAIL_FROM"),
        ("DEFAULT_FROM_EMAIL", f"Banque <bank@{'é' * 70}.org>", "BANK_MAIL_FROM"),
        ("WAGTAILADMIN_BASE_URL", f"https://{'é' * 70}.org", "BANK_BASE_URL"),
    ],
)
def test_a_setting_that_cannot_stand_in_a_mail_is_told_and_nothing_is_sent(key, editor, readers, settings, desk_client, name, value, told):
    setattr(settings, name, value)
    with pytest.raises(testing.NotTested, match=told):
        testing.send_test(key=key, mail=gather(key, user=editor).edition("fr").mail, by=editor, topic="newsletter")
    with pytest.raises(CannotSend, match=told):
        send(key, editor)
    sent, tested = posted(key, desk_client), desk_client.post(f"/admin/newsletter/issues/{key}/fr/test/", follow=True)
    assert (sent.status_code, tested.status_code) == (422, 200)
    assert all(told in answer.content.decode() for answer in (sent, tested))
    assert (mail.outbox, Sending.objects.count()) == ([], 0)


def test_an_editor_without_an_address_is_told(key):
    nobody = get_user_model().objects.create_superuser("nobody")
    with pytest.raises(testing.NotTested, match="no e-mail address"):
        testing.send_test(key=key, mail=gather(key, user=nobody).edition("en").mail, by=nobody, topic="newsletter")


def test_a_mail_server_that_refuses_the_test_is_told(key, editor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(testing.NotTested, match="did not take"):
        testing.send_test(key=key, mail=gather(key, user=editor).edition("en").mail, by=editor, topic="newsletter")
    assert Kind.NOT_TESTED in kinds(key, editor, "en")
