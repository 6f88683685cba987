"""At most one mail a month, for who wants no more: the first that leaves, whatever it is; and the report says why they are left out."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone, translation

from newsletter.addresses import preferences_url
from newsletter.audience import had_theirs_per_language, readers_of, without_a_row
from newsletter.models import Consent, Recipient, Rhythm, Sending, SendingState, Subscriber
from newsletter.people.held_data import held_data
from newsletter.rhythm import HAD_THEIRS
from newsletter.sending import control
from newsletter.sending.reasons import in_words
from newsletter.sending.states import Delivery
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, list_and_begin
from tests.factories.press import a_press_item

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def monthly():
    reader = a_subscriber("monthly@example.org", language="fr")
    Subscriber.objects.filter(pk=reader.pk).update(rhythm=Rhythm.MONTHLY)
    return reader


def at(moment: datetime):
    return patch("django.utils.timezone.now", return_value=moment)


def told(sending: Sending, reader: Subscriber) -> tuple[str, str]:
    return sending.recipients.values_list("state", "reason").get(subscriber=reader)


def accept(sending: Sending, moment: datetime) -> None:
    sending.recipients.update(state=Delivery.ACCEPTED, changed_at=moment)
    Sending.objects.filter(pk=sending.pk).update(state=SendingState.FINISHED)


def test_who_wants_one_mail_a_month_gets_the_first_and_the_report_says_why_not_the_second(monthly):
    other = a_subscriber("every@example.org")
    with at(MARCH):
        accept(a_sending(), MARCH)
        second = a_sending()
    assert told(second, monthly) == ("skipped", HAD_THEIRS)
    assert told(second, other) == ("pending", "")
    with translation.override("fr"):
        assert "ce mois-ci" in in_words(HAD_THEIRS)


@pytest.mark.parametrize(
    ("moment", "state"),
    [(datetime(2026, 2, 27, tzinfo=UTC), "pending"), (datetime(2026, 3, 2, tzinfo=UTC), "skipped")],
    ids=["the month before", "this month"],
)
def test_a_month_is_a_calendar_month(monthly, moment, state):
    with at(moment):
        accept(a_sending(), moment)
    with at(MARCH):
        assert told(a_sending(), monthly)[0] == state


@pytest.mark.parametrize(("came_of_it", "state"), [("failed", "pending"), ("skipped", "pending"), ("uncertain", "skipped"), ("retry", "skipped")])
def test_a_mail_that_never_left_does_not_count(monthly, came_of_it, state):
    first = a_sending()
    first.recipients.update(state=came_of_it, changed_at=timezone.now())
    assert told(a_sending(), monthly)[0] == state


def test_what_is_counted_before_sending_is_what_leaves(monthly):
    a_subscriber("every@example.org", language="fr")
    a_subscriber("other@example.org", language="pt")
    with at(MARCH):
        accept(a_sending(), MARCH)
        second = a_sending(is_running=False)
        assert had_theirs_per_language("newsletter", now=MARCH, sending=second) == {"fr": 1}
        assert (readers_of(second), second.recipients.filter(state="pending").count()) == (1, 1)
        second.start_at = MARCH + timedelta(days=20)
        assert readers_of(second) == 2, "in April they may be written to again"
        Recipient.objects.filter(sending=second).delete()
        assert without_a_row(second) == 1


@pytest.mark.parametrize(("state", "topic", "number"), [("accepted", "newsletter", 1), ("failed", "newsletter", 0), ("accepted", "press_review", 0)])
def test_only_who_had_a_mail_and_asked_for_this_one_is_counted_apart(monthly, state, topic, number):
    a_sending().recipients.update(state=state, changed_at=timezone.now())
    assert sum(had_theirs_per_language(topic, now=timezone.now()).values()) == number


def test_the_list_before_a_month_counts_those_apart_who_had_theirs(client, monthly):
    client.force_login(an_operator())
    a_press_item("Soils breathe", published_on=date(2026, 3, 2))
    Subscriber.objects.update(topics=["newsletter", "press_review"])
    a_subscriber("every@example.org", topics=["press_review"])
    accept(a_sending(), timezone.now())
    html = client.get("/admin/press/months/2026-03/").content.decode()
    assert "1 reader chose the press review and gets this month." in html
    assert "1 more reader wants one mail a month and has had it" in html


def test_a_sending_planned_for_later_is_looked_at_when_it_begins(monthly):
    with at(MARCH):
        accept(a_sending(), MARCH)
        planned = a_sending(is_running=False)
        Sending.objects.filter(pk=planned.pk).update(start_at=MARCH + timedelta(days=20), state=SendingState.PREPARING)
        Recipient.objects.filter(sending=planned).delete()
        planned.refresh_from_db()
        list_and_begin(now=timezone.now())
        assert told(planned, monthly)[0] == "pending", "in April they have had none yet"
        assert told(a_sending(), monthly)[0] == "skipped", "and what leaves in April takes nothing of March"
    with at(MARCH + timedelta(days=21)):
        list_and_begin(now=timezone.now())
    assert told(planned, monthly)[0] == "pending"


def test_a_reader_chooses_how_often_on_their_page_and_sees_it_in_their_data(client):
    reader = a_subscriber("ana@example.org", language="es")
    url = preferences_url(reader.pk).partition("localhost:8000")[2]
    assert "¿Con qué frecuencia?" in client.get(url).content.decode()
    html = client.post(url, {"language": "es", "topics": ["newsletter"], "rhythm": "monthly"}).content.decode()
    assert 'value="monthly" checked' in html.replace('id="id_rhythm_1" ', "")
    reader.refresh_from_db()
    assert (reader.rhythm, held_data(reader)["rhythm"]) == ("monthly", "monthly")
    assert Consent.objects.get().act == "changed"


@pytest.mark.parametrize(
    ("sent", "kept"), [({}, "monthly"), ({"rhythm": "every"}, "every"), ({"rhythm": "hourly"}, "monthly"), ({"rhythm": "\0"}, "monthly")]
)
def test_what_is_no_rhythm_changes_none(client, monthly, sent, kept):
    url = preferences_url(monthly.pk).partition("localhost:8000")[2]
    assert client.post(url, {"language": "fr", "topics": ["newsletter"], **sent}).status_code == 200
    monthly.refresh_from_db()
    assert monthly.rhythm == kept


@pytest.mark.parametrize(
    ("stands", "began", "state"),
    [
        (SendingState.RUNNING, datetime(2026, 2, 27, tzinfo=UTC), "skipped"),
        (SendingState.PAUSED, datetime(2026, 3, 2, tzinfo=UTC), "skipped"),
        (SendingState.PAUSED, datetime(2026, 2, 27, tzinfo=UTC), "pending"),
        (SendingState.PAUSED, None, "pending"),
        (SendingState.READY, None, "pending"),
    ],
    ids=["runs since last month", "pauses, of this month", "forgotten since last month", "paused before its first mail", "never begun"],
)
def test_a_mail_that_waits_counts_only_where_it_will_leave(monthly, stands, began, state):
    with at(MARCH):
        first = a_sending(is_running=False)
        Sending.objects.filter(pk=first.pk).update(state=stands, started_at=began)
        assert told(a_sending(), monthly)[0] == state


def test_a_sending_that_was_ended_silences_nobody(monthly):
    with at(MARCH):
        first = a_sending()
        Sending.objects.filter(pk=first.pk).update(started_at=MARCH)
        control.pause(sending=first, by=an_operator())
        control.end(sending=first, reason="wrong words", confirmed_number=1, by=an_operator())
        assert told(a_sending(), monthly)[0] == "pending"
