"""The admin's pages of sendings, as an operator, an editor without rights and a script see them."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from newsletter.models import Recipient, Sending, SendingState, WorkerPulse
from newsletter.sending.admin_views import ACTS, EXPORTED
from newsletter.sending.presentation import report_reading
from newsletter.sending.states import Delivery
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, list_again, subscribers

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    user = an_operator()
    client.force_login(user)
    return user


@pytest.fixture
def sending():
    for number, language in enumerate(("en", "fr", "fr", "es", "es", "es")):
        a_subscriber(f"reader{number}@example.org", language=language)
    return a_sending(languages=("en", "fr"))


def a_login(client, *permissions: str):
    user = get_user_model().objects.create_user("editor", "e@example.org", "x")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client.force_login(user)


def address(sending: Sending, name: str = "") -> str:
    return reverse(f"newsletter_sending{name}", args=[sending.pk])


def html(client, sending: Sending) -> str:
    return client.get(address(sending)).content.decode()


def press(client, sending: Sending, act: str, **data) -> str:
    """Press a button; gives the message that follows."""
    answer = client.post(address(sending, f"_{act}"), data, follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def test_the_report_of_a_sending_that_waits_for_the_mail_server_says_until_when_and_why(client, operator, sending):
    words = "the mail server takes nothing from us for now: 451 busy"
    until = timezone.now() + timedelta(minutes=5)
    Sending.objects.update(held_until=until, pause_reason=words, times_held=1)
    told = f"and then goes on by itself: {words}"
    assert told in html(client, sending)
    assert told in client.get(reverse("newsletter_sendings")).content.decode()
    Recipient.objects.update(state=Delivery.ACCEPTED, changed_at=timezone.now())
    Recipient.objects.filter(edition__language="en").update(state=Delivery.RETRY, next_at=timezone.now())
    reading = report_reading(Sending.objects.get(), now=timezone.now())
    assert (reading.pace, reading.time_left) == ("", ""), "nobody knows while it waits"
    assert date_format(localtime(until), "SHORT_DATETIME_FORMAT") in reading.retries
    Sending.objects.update(held_until=timezone.now())
    assert told not in html(client, sending)


def test_one_report_tells_every_language_and_who_is_held_back(client, operator, sending):
    Recipient.objects.filter(edition__language="fr").update(state=Delivery.ACCEPTED)
    page = html(client, sending)
    for words in ("<b>2</b> of <b>3</b> readers done", "French", "English", "Without words: 3 readers", "Spanish"):
        assert words in page
    assert "No worker is running" in page
    WorkerPulse.objects.create(name="w", seen_at=timezone.now())
    assert "No worker is running" not in html(client, sending)


def test_the_pace_is_measured_or_said_to_be_unknown(client, operator, sending):
    assert "Time left: not known yet" in html(client, sending)
    subscribers(60, "more{}@example.org")
    big = a_sending()
    ids = list(big.recipients.values_list("pk", flat=True)[:30])
    Recipient.objects.filter(pk__in=ids).update(state=Delivery.ACCEPTED, changed_at=timezone.now() - timedelta(seconds=10))
    page = html(client, big)
    assert "3.0 mails per second" in page or "2.9 mails per second" in page
    assert "Time left: about 1" in page


def test_a_sending_says_finished_only_with_what_went_wrong(client, operator, sending):
    Recipient.objects.update(state=Delivery.ACCEPTED)
    Sending.objects.update(state=SendingState.FINISHED)
    assert ">Finished<" in html(client, sending)
    Recipient.objects.filter(pk=Recipient.objects.first().pk).update(state=Delivery.UNCERTAIN)
    assert "Finished with 0 refused and 1 uncertain" in html(client, sending)
    assert "Finished with 0 refused and 1 uncertain" in client.get(reverse("newsletter_sendings")).content.decode()


def test_pause_and_resume_by_their_buttons(client, operator, sending):
    assert "Paused" in press(client, sending, "pause")
    assert Sending.objects.get().state == SendingState.PAUSED
    assert "cannot be done now" in press(client, sending, "pause")
    press(client, sending, "resume")
    assert Sending.objects.get().state == SendingState.RUNNING


def test_uncertain_mail_is_sent_again_only_after_its_number_was_confirmed(client, operator, sending):
    Recipient.objects.update(state=Delivery.UNCERTAIN)
    assert "Send 3 uncertain mails again" in html(client, sending)
    assert "Tick" in press(client, sending, "resend-uncertain", number=3)
    assert "3 uncertain" in press(client, sending, "resend-uncertain", number=2, is_understood="on")
    assert Recipient.objects.filter(state=Delivery.UNCERTAIN).count() == 3
    assert "3" in press(client, sending, "resend-uncertain", number=3, is_understood="on")
    assert Recipient.objects.filter(state=Delivery.PENDING).count() == 3


def test_the_rate_is_changed_while_mail_leaves(client, operator, sending):
    press(client, sending, "rate", per_second="7.5", domain_per_second="2")
    found = Sending.objects.get()
    assert (found.rate_per_second, found.domain_rate_per_second) == (7.5, 2)


@pytest.mark.parametrize("bad", [{}, {"per_second": "x", "domain_per_second": "1"}, {"per_second": "inf", "domain_per_second": "0"}])
def test_a_wrong_rate_is_told_and_changes_nothing(client, operator, sending, bad):
    before = sending.rate_per_second
    assert press(client, sending, "rate", **bad)
    assert Sending.objects.get().rate_per_second == before


def test_a_plan_is_made_and_shown_and_nonsense_is_told(client, operator):
    a_subscriber()
    sending = a_sending(is_running=False)
    at = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    press(client, sending, "schedule", at=at.strftime("%Y-%m-%dT%H:%M"))
    assert Sending.objects.get().start_at == at
    assert "Begins by itself" in html(client, sending)
    assert "Begin at" in press(client, sending, "schedule", at="tomorrow")
    assert Sending.objects.get().start_at == at


def test_a_plan_holds_in_the_time_zone_of_the_login_and_every_page_names_it(client, operator):
    UserProfile.objects.create(user=operator, current_time_zone="America/Bogota")
    a_subscriber()
    sending = a_sending(is_running=False)
    assert "Begin at (America/Bogota)" in html(client, sending)
    press(client, sending, "schedule", at="2099-07-01T09:00")
    assert Sending.objects.get().start_at == datetime(2099, 7, 1, 14, tzinfo=UTC)
    page = html(client, sending)
    assert "9 a.m. (America/Bogota)" in page
    assert 'value="2099-07-01T09:00"' in page
    assert "(UTC)" not in page
    assert "(America/Bogota)" in client.get(reverse("newsletter_sendings")).content.decode()


def test_the_moment_of_the_next_attempt_is_told_in_the_time_zone_of_the_login(client, operator, sending):
    UserProfile.objects.create(user=operator, current_time_zone="America/Bogota")
    Recipient.objects.filter(edition__language="en").update(state=Delivery.RETRY, next_at=datetime(2099, 7, 1, 14, 5, tzinfo=UTC))
    assert "9:05 a.m. (America/Bogota)" in html(client, sending)


def test_nothing_is_done_by_looking(client, operator, sending):
    for act in ACTS:
        assert client.get(address(sending, f"_{act}")).status_code == 405
    assert Sending.objects.get().state == SendingState.RUNNING


def test_who_may_see_may_not_act_and_sees_no_address(client, sending):
    a_login(client, "view_sending")
    page = html(client, sending)
    assert "sending-acts" not in page
    assert "readers.csv" not in page
    client.post(address(sending, "_pause"))
    assert Sending.objects.get().state == SendingState.RUNNING
    assert client.post(address(sending, "_readers")).status_code in (302, 403)


def test_who_may_not_see_sendings_sees_none(client, sending):
    a_login(client, "view_subscriber")
    for name in ("", "_progress"):
        assert client.get(address(sending, name)).status_code in (302, 403)
    assert "Sendings" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_script_gets_the_moving_part_alone(client, operator, sending):
    answer = client.get(address(sending, "_progress"))
    assert answer["X-Sending-State"] == "running"
    assert b"sending-headline" in answer.content
    assert b"<html" not in answer.content


def taken(client, sending: Sending, state: str = "") -> list[list[str]]:
    """The list of readers as a spreadsheet reads it."""
    answer = client.post(address(sending, "_readers"), {"state": state})
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_list_of_who_and_why_holds_no_formula(client, operator, sending):
    Recipient.objects.filter(edition__language="fr").update(state=Delivery.FAILED, reason="=HYPERLINK(1)")
    heading, *rows = taken(client, sending, "failed")
    assert heading[0] == "e-mail address"
    assert {(row[0], row[3], row[4]) for row in rows} == {(f"reader{n}@example.org", "refused", "'=HYPERLINK(1)") for n in (1, 2)}


def test_the_list_is_there_in_the_readers_state_or_whole_or_empty(client, operator, sending):
    assert [len(taken(client, sending, state)) for state in ("", "pending", "nonsense")] == [4, 4, 1]


@pytest.mark.parametrize(
    "permissions",
    [("view_sending",), ("view_sending", "view_subscriber"), ("view_sending", "export_subscriber"), ("view_subscriber", "export_subscriber")],
)
def test_addresses_leave_only_with_a_login_that_may_export_them(client, sending, permissions):
    a_login(client, *permissions)
    assert client.post(address(sending, "_readers")).status_code in (302, 403)
    assert "readers.csv" not in client.get(address(sending), follow=True).content.decode()
    assert not ModelLogEntry.objects.filter(action=EXPORTED).exists()


def test_who_took_a_list_of_readers_stands_in_the_history(client, sending):
    a_login(client, "view_sending", "view_subscriber", "export_subscriber")
    assert client.get(address(sending, "_readers")).status_code == 405, "nothing leaves by a link"
    assert len(taken(client, sending, "pending")) == 4
    entry = ModelLogEntry.objects.get(action=EXPORTED)
    assert (entry.user.username, entry.data["number"], entry.data["state"]) == ("editor", 3, "pending")
    assert "List of readers taken out (3)" in html(client, sending)


def test_the_list_speaks_the_language_of_whoever_takes_it(client, operator, sending):
    UserProfile.objects.create(user=operator, preferred_language="fr")
    heading, row, *_others = taken(client, sending)
    assert heading[3] == "état"
    assert row[3] == "en attente"


def test_a_report_costs_the_same_queries_at_any_size(client, operator, sending, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        client.get(address(sending))
    with django_assert_max_num_queries(12):
        client.get(address(sending, "_progress"))


def test_a_sending_that_is_not_there_is_not_found(client, operator):
    assert client.get(reverse("newsletter_sending", args=[999]), follow=True).status_code == 404
    assert client.get(reverse("newsletter_sendings")).status_code == 200


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_list_of_sendings_asks_as_much_for_ten_as_for_one(client, operator, sending):
    path = reverse("newsletter_sendings")
    client.get(path)  # what is remembered between requests is remembered now
    for_one = queries_of(client, path)
    for _number in range(9):
        a_sending(languages=("en", "fr"))
    assert queries_of(client, path) == for_one
    assert [line.total for line in client.get(path).context["lines"]] == [3] * 10


def test_the_report_tells_how_long_each_language_will_take(client, operator, sending):
    for number in range(40):
        a_subscriber(f"more{number}@example.org", language=("en", "fr")[number % 2])
    list_again(sending)
    done = sending.recipients.filter(edition__language="en").order_by("pk").values_list("pk", flat=True)[:10]
    Recipient.objects.filter(pk__in=list(done)).update(state=Delivery.ACCEPTED, changed_at=timezone.now() - timedelta(seconds=10))
    lines = {line.language: line.time_left for line in report_reading(sending, now=timezone.now()).languages}
    assert re.fullmatch(r"1\d seconds", lines["en"])
    assert lines["fr"] == "not known yet"
    assert lines["en"] in html(client, sending)


def test_readers_held_in_a_language_the_bank_has_not_are_told_of(client, operator, sending):
    a_subscriber("pt@example.org", language="pt")
    assert "Without words: 1 reader of this language gets nothing so far: Portuguese" in html(client, sending)
