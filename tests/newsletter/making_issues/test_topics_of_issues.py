"""An issue of events goes to those who asked for events, and says so in every header."""

import re

import pytest
from django.core import mail

from newsletter.addresses import read_leaving
from newsletter.issues.dispatch import CannotSend, SentAlready, seal
from newsletter.issues.gathering import gather
from tests.factories.newsletter import a_subscriber
from tests.newsletter.making_issues.steps import issue_page, send

pytestmark = pytest.mark.django_db


def test_an_issue_of_events_goes_to_those_who_asked_for_events_alone(key, editor, client):
    a_subscriber("letter@example.org", topics=["newsletter"])
    a_subscriber("events@example.org", topics=["events", "press_review"])
    a_subscriber("both@example.org", topics=["newsletter", "events"], language="fr")
    page = issue_page()
    page.topic = "events"
    page.save_revision().publish()
    assert issue_page("fr").topic == "events", "the same in every language"
    issue = gather(key, user=editor)
    assert (issue.readers, issue.edition("fr").facts.readers) == (2, 1)
    client.force_login(editor)
    assert "Goes to those who asked for: Events" in client.get(f"/admin/newsletter/issues/{key}/").content.decode()
    sending = send(key, editor)
    assert sending.topic == "events"
    assert set(sending.recipients.values_list("subscriber__email", flat=True)) == {"events@example.org", "both@example.org"}
    page.topic = "newsletter"
    page.save_revision().publish()
    with pytest.raises(SentAlready):
        send(key, editor)
    assert gather(key, user=editor).topic == "events", "what was sent stays what it was sent as"


def test_a_test_mail_of_an_issue_about_events_is_mail_of_the_events_list(client, key, editor):
    page = issue_page("en")
    page.topic = "events"
    page.save_revision(user=editor).publish()
    client.force_login(editor)
    client.post(f"/admin/newsletter/issues/{key}/en/test/")
    (sent,) = mail.outbox
    headers = sent.message()
    assert "events" in headers["List-Id"]
    leaving = re.search(r"/newsletter/leave/([^/]+)/", headers["List-Unsubscribe"])[1]
    assert read_leaving(leaving).topic == "events"


def test_a_topic_changed_after_looking_is_looked_at_again(key, editor, readers):
    issue = gather(key, user=editor)
    seen = seal(issue, issue.findings())
    for reader in readers:
        reader.topics = ["newsletter", "events"]
        reader.save()
    page = issue_page()
    page.topic = "events"
    page.save_revision().publish()
    with pytest.raises(CannotSend, match="Something has changed"):
        send(key, editor, seen=seen)
