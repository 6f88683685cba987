"""One issue becomes one sending, rendered once for each language, whose readers a worker lists."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsletter.audience import counts_per_language
from newsletter.issues import dispatch
from newsletter.issues.dispatch import HOLD, CannotSend, SentAlready, seal, send_issue
from newsletter.issues.gathering import gather
from newsletter.models import Sending, SendingState
from newsletter.sending import ledger
from newsletter.sending.desk import desk
from tests.factories.newsletter import a_subscriber, list_and_begin
from tests.newsletter.making_issues.steps import issue_page, release_at_the_desk, send

pytestmark = pytest.mark.django_db


def test_each_reader_gets_the_issue_once_in_their_own_language(key, editor, readers):
    sending = send(key, editor)
    got = {row.subscriber.language: row.edition for row in sending.recipients.select_related("edition", "subscriber")}
    assert {code: edition.subject for code, edition in got.items()} == {code: issue_page(code).title for code in ("en", "fr", "es")}
    assert sending.state == SendingState.RUNNING
    assert sending.made_by == editor
    assert 'lang="es"' in got["es"].html


def test_what_is_sent_begins_by_itself_and_arrives(key, editor, readers, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sending = send(key, editor)
    Sending.objects.update(rate_per_second=1000, domain_rate_per_second=1000)
    bench = desk(connections=1)
    rows = ledger.claim(worker=bench.name, now=timezone.now(), lease=timedelta(minutes=1))
    bench.prepare(rows)
    for row in rows:
        sender, message = bench.compose(row)
        read = message_from_bytes(message, policy=policy.default)
        assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "{{" not in read.get_body(("plain",)).get_content()
    assert {row.address for row in rows} == {reader.email for reader in readers}
    assert sending.recipients.count() == 3


def test_readers_are_listed_by_the_worker_and_not_by_the_request(key, editor, readers):
    issue = gather(key, user=editor)
    sending = send_issue(key=key, choices={}, seen=seal(issue, issue.findings()), is_looked_at=True, by=editor)
    assert (sending.state, sending.recipients.count()) == (SendingState.PREPARING, 0)
    list_and_begin(now=timezone.now())
    sending.refresh_from_db()
    assert (sending.state, sending.recipients.count()) == (SendingState.RUNNING, 3)


def test_no_web_request_lists_readers(key, editor, readers, desk_client, monkeypatch):
    issue_page("fr").unpublish()
    sending = send(key, editor, choices={"fr": HOLD})
    issue_page("fr").get_latest_revision().publish()

    def never(*_arguments, **_named):
        raise AssertionError("readers are listed by the worker")

    for place in ("newsletter.audience.list_chunk", "newsletter.sending.listing.list_chunk"):
        monkeypatch.setattr(place, never)
    acts = {"start": SendingState.READY, "resume": SendingState.PAUSED, "send-remaining": SendingState.FINISHED}
    for act, state in acts.items():
        Sending.objects.update(state=state, list_wanted_at=None)
        assert desk_client.post(f"/admin/newsletter/sendings/{sending.pk}/{act}/").status_code == 302
        found = Sending.objects.get()
        assert (act, found.state, bool(found.list_wanted_at)) == (act, SendingState.RUNNING, act != "resume")
    Sending.objects.update(list_wanted_at=None)
    release_at_the_desk(desk_client, key, "fr")
    assert Sending.objects.get().list_wanted_at
    with pytest.raises(AssertionError, match="by the worker"):
        list_and_begin(now=timezone.now())


def test_a_planned_sending_waits_for_its_time(key, editor, readers):
    later = timezone.now() + timedelta(days=2)
    sending = send(key, editor, start_at=later)
    assert Sending.objects.get().state == SendingState.READY
    list_and_begin(now=later)
    assert Sending.objects.get().state == SendingState.RUNNING
    assert sending.recipients.count() == 3


def test_an_issue_is_never_sent_twice(key, editor, readers):
    first = send(key, editor)
    with pytest.raises(SentAlready) as refused:
        send(key, editor)
    assert refused.value.sending == first
    assert Sending.objects.count() == 1


def test_the_database_itself_takes_no_second_sending_of_an_issue(key, editor, readers, monkeypatch):
    first = send(key, editor)
    monkeypatch.setattr(dispatch, "sending_of", lambda key: None)  # two who looked at the same moment: neither saw the other's
    with pytest.raises(SentAlready) as refused:
        send(key, editor)
    assert refused.value.sending == first
    assert Sending.objects.count() == 1


def test_words_are_rendered_once_for_each_language(key, editor, rendered):
    for number in range(30):
        a_subscriber(f"r{number}@example.org", language=("en", "fr", "es", "pt")[number % 4])
    issue = gather(key, user=editor)
    sealed = seal(issue, issue.findings())
    rendered.clear()
    send_issue(key=key, choices={"pt": "es"}, seen=sealed, is_looked_at=True, by=editor)
    assert sorted(rendered) == [("en", "en"), ("es", "es"), ("es", "pt"), ("fr", "fr")]


@pytest.mark.parametrize("path", ["fr/", "fr/mail/"])
def test_looking_at_one_language_renders_it_alone(key, desk_client, readers, rendered, path):
    assert desk_client.get(f"/admin/newsletter/issues/{key}/{path}").status_code == 200
    assert rendered == [("fr", "fr")]


def test_mails_are_rendered_before_the_pages_are_locked(key, editor, readers, rendered, monkeypatch):
    locked = dispatch._locked
    issue = gather(key, user=editor)
    rendered.clear()
    monkeypatch.setattr(dispatch, "_locked", lambda key: rendered.append("locked") or locked(key))
    send_issue(key=key, choices={}, seen=seal(issue, issue.findings()), is_looked_at=True, by=editor)
    assert [*rendered].index("locked") == 3
    assert len(rendered) == 4


@pytest.mark.parametrize("change", ["unpublish", "draft", "close"])
def test_a_change_while_the_mails_are_rendered_is_looked_at_again(key, editor, readers, monkeypatch, change):
    locked = dispatch._locked

    def meanwhile(key):
        page = issue_page("fr")
        acts = {"unpublish": page.unpublish, "draft": page.save_revision, "close": lambda: restrict(page)}
        acts[change]()
        locked(key)

    def restrict(page):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    monkeypatch.setattr(dispatch, "_locked", meanwhile)
    with pytest.raises(CannotSend, match="Something has changed"):
        send(key, editor)
    assert not Sending.objects.exists()


def test_readers_are_counted_in_one_query_however_many_they_are(django_assert_num_queries):
    for number in range(20):
        a_subscriber(f"r{number}@example.org", language=("en", "fr")[number % 2], topics=("newsletter", "press_review")[number % 4 // 2 :])
    a_subscriber("left@example.org", state="unsubscribed")
    a_subscriber("press@example.org", topics=("press_review",))
    with django_assert_num_queries(1):
        assert counts_per_language("newsletter") == {"en": 5, "fr": 5}
    assert counts_per_language("press_review") == {"en": 11, "fr": 10}
