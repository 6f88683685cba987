"""What follows from returned mail: for the row, for the reader; from a maildir, an IMAP server and a signed webhook."""

import json
import mailbox
import re
import time
from datetime import timedelta
from email import message_from_bytes, policy
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsletter.bounces import mailboxes
from newsletter.bounces.applying import Event, Taken, erase_raw, take_event, take_message
from newsletter.bounces.mailboxes import MailboxProblem, read_imap, read_maildir
from newsletter.bounces.return_addresses import recipient_in, return_address
from newsletter.bounces.rules import Kind
from newsletter.bounces.webhook import sign
from newsletter.models import Bounce, Consent, Recipient, Sending, Subscriber, SubscriberState, Suppression
from newsletter.people import actions
from newsletter.sending.desk import desk
from newsletter.sending.ledger import Claimed
from newsletter.sending.states import Delivery
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, subscribers
from tests.newsletter.bounces.imap_server import Server
from tests.newsletter.bounces.shapes import RETURN, SHAPES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _returns(settings):
    settings.NEWSLETTER_BOUNCE_ADDRESS = "returns@example.org"
    settings.NEWSLETTER_BOUNCE_SECRET = "only for tests"


@pytest.fixture
def row() -> Recipient:
    a_subscriber()
    a_sending()
    Recipient.objects.update(state=Delivery.ACCEPTED)
    return Recipient.objects.get()


def shape(name: str, row: Recipient) -> bytes:
    return SHAPES[name][0].replace(RETURN, return_address(row.pk)).encode()


def state() -> str:
    return Subscriber.objects.get().state


def test_a_report_holds_the_reader_before_the_row_of_their_mail_as_erasing_does(row):
    """Two who take the same rows in opposite order may wait for each other for ever."""
    mail = Recipient.objects.select_related("subscriber").get(pk=row.pk)
    event = Event(kind=Kind.HARD, fingerprint="f", source="imap", status="5.1.1")
    for act in (
        lambda: take_event(recipient=mail, subscriber=mail.subscriber, event=event),
        lambda: actions.erase(subscriber=mail.subscriber),
    ):
        with CaptureQueriesContext(connection) as asked:
            act()
        touched = [re.search(r"newsletter_(subscriber|recipient)\"", query["sql"]) for query in asked if not query["sql"].startswith("SAVEPOINT")]
        assert next(found[1] for found in touched if found) == "subscriber"


def test_a_report_about_who_was_erased_a_moment_ago_is_about_nobody(row):
    mail = Recipient.objects.select_related("subscriber").get(pk=row.pk)
    actions.erase(subscriber=Subscriber.objects.get())
    event = Event(kind=Kind.HARD, fingerprint="f", source="imap", status="5.1.1")
    assert take_event(recipient=mail, subscriber=mail.subscriber, event=event) is Taken.REFUSED
    assert not Bounce.objects.exists()


def test_every_mail_leaves_with_a_return_address_of_its_own(sink):
    readers = [a_subscriber(f"reader{number}@example.org") for number in range(3)]
    a_sending()
    Worker(desk(connections=1)).run(until_idle=True)
    assert len({recipient_in(address) for address in sink.senders}) == len(readers)
    assert {recipient_in(address) for address in sink.senders} == set(Recipient.objects.values_list("pk", flat=True))


def wish(address: str, subject: str = "unsubscribe") -> bytes:
    """What a mail program writes when its reader presses "unsubscribe"."""
    return f"From: Ana <ana@example.org>\r\nTo: {address}\r\nSubject: {subject}\r\n\r\n".encode()


def offered(row: Recipient) -> str:
    """What the mail of this row says about ways to leave."""
    bench = desk(connections=1)
    claimed = Claimed(row.pk, row.sending_id, row.edition_id, row.subscriber_id, "ana@example.org", 0)
    bench.prepare([claimed])
    return message_from_bytes(bench.compose(claimed)[1], policy=policy.default)["List-Unsubscribe"]


def test_writing_to_the_address_a_mail_names_for_leaving_leaves(row, settings, tmp_path):
    settings.NEWSLETTER_BOUNCE_MAILDIR = str(tmp_path / "returns")
    address, subject = re.search(r"<mailto:([^?>]+)[?]subject=([^>]+)>", offered(row)).groups()
    box = mailbox.Maildir(tmp_path / "returns", create=True)
    box.add(wish(unquote(address), subject))
    assert read_maildir(tmp_path / "returns") == {Taken.LEFT: 1}
    assert state() == SubscriberState.UNSUBSCRIBED
    assert Consent.objects.get().source == "mail"
    assert len(box) == 0
    assert not Bounce.objects.exists()


def test_writing_to_leave_leaves_the_topic_of_the_mail_alone(row):
    Subscriber.objects.update(topics=["newsletter", "press_review"])
    for _time in range(2):
        assert take_message(wish(return_address(row.pk)), source="imap") is Taken.LEFT
    assert (state(), Subscriber.objects.get().topics) == (SubscriberState.ACTIVE, ["press_review"])


@pytest.mark.parametrize(
    ("address", "subject"),
    [("returns+{pk}-00000000000000000000@example.org", "unsubscribe"), ("returns@example.org", "unsubscribe"), ("{good}", "Re: unsubscribed?")],
)
def test_nobody_is_taken_off_by_an_address_that_we_did_not_sign_or_by_other_words(row, address, subject):
    take_message(wish(address.format(pk=row.pk, good=return_address(row.pk)), subject), source="imap")
    assert state() == SubscriberState.ACTIVE


def test_a_report_that_quotes_the_way_to_leave_is_no_wish_to_leave(row):
    raw = shape("exchange, mailbox full", row) + f"\r\nList-Unsubscribe: <mailto:{return_address(row.pk)}?subject=unsubscribe>\r\n".encode()
    assert take_message(raw, source="imap") is Taken.RECORDED
    assert state() == SubscriberState.ACTIVE


@pytest.mark.parametrize("unset", ["NEWSLETTER_BOUNCE_ADDRESS", "NEWSLETTER_BOUNCE_MAILDIR"])
def test_no_address_for_leaving_is_named_where_no_mailbox_is_read(row, settings, unset):
    settings.NEWSLETTER_BOUNCE_MAILDIR, settings.NEWSLETTER_BOUNCE_IMAP = "/returns", ""
    setattr(settings, unset, "")
    assert "mailto" not in offered(row)
    assert offered(row).startswith("<http")


def test_what_answers_a_mail_of_before_the_secret_was_changed_is_recognised(row, settings):
    before = return_address(row.pk)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = ["older still", settings.SECRET_KEY], "another key"
    assert return_address(row.pk) != before
    assert recipient_in(before) == recipient_in(return_address(row.pk)) == row.pk
    assert take_message(wish(before), source="imap") is Taken.LEFT
    settings.SECRET_KEY_FALLBACKS = []
    assert recipient_in(before) is None


def test_a_return_address_nobody_signed_is_refused(row):
    good = return_address(row.pk)
    assert recipient_in(good.upper()) == row.pk
    assert recipient_in(good.replace(f"+{row.pk}-", f"+{row.pk + 1}-")) is None
    forged = SHAPES["postfix, no such reader"][0].replace(RETURN, f"returns+{row.pk}-{'0' * 20}@example.org")
    assert take_message(forged.encode(), source="maildir") is Taken.REFUSED
    assert (state(), Bounce.objects.count()) == (SubscriberState.ACTIVE, 0)


def test_no_such_mailbox_stops_at_once_and_shows_on_the_row(row):
    assert take_message(shape("postfix, no such reader", row), source="maildir") is Taken.RECORDED
    row.refresh_from_db()
    assert (row.state, row.came_back) == (Delivery.ACCEPTED, "hard")
    assert "5.1.1" in row.came_back_words
    assert state() == SubscriberState.BOUNCED
    assert Suppression.objects.exists()


def test_a_message_that_comes_twice_counts_once(row):
    raw = shape("exchange, mailbox full", row)
    assert [take_message(raw, source="maildir") for _time in range(2)] == [Taken.RECORDED, Taken.KNOWN]
    assert Bounce.objects.count() == 1


def full_mailboxes(outcomes: list[str]) -> None:
    """One sending after another; each comes back or arrives."""
    for outcome in outcomes:
        sending = a_sending()
        Recipient.objects.filter(sending=sending).update(state=Delivery.ACCEPTED)
        if outcome == "full" and sending.recipients.exists():
            take_message(shape("exchange, mailbox full", sending.recipients.get()), source="maildir")


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["full", "full"], SubscriberState.ACTIVE),
        (["full", "full", "full"], SubscriberState.BOUNCED),
        (["full", "full", "arrives", "full"], SubscriberState.ACTIVE),
        (["full", "arrives", "full", "full", "full"], SubscriberState.BOUNCED),
    ],
)
def test_several_sendings_in_a_row_that_come_back_softly_stop(outcomes, expected):
    a_subscriber()
    full_mailboxes(outcomes)
    assert state() == expected


def test_a_complaint_stops_for_good(row):
    take_message(shape("a complaint", row), source="maildir")
    assert state() == SubscriberState.COMPLAINED
    assert Suppression.objects.get().reason == "complained"


@pytest.mark.parametrize("name", ["office 365, our address is blocked", "gmail, our mail is not authenticated", "out of office", "a person answers"])
def test_what_is_not_the_readers_fault_leaves_the_reader_alone(row, name):
    for _time in range(4):
        take_message(shape(name, row), source="maildir")
    assert state() == SubscriberState.ACTIVE


def test_a_mailbox_that_is_gone_undoes_nobodys_own_leaving(row):
    Subscriber.objects.update(state=SubscriberState.UNSUBSCRIBED)
    take_message(shape("postfix, no such reader", row), source="maildir")
    assert state() == SubscriberState.UNSUBSCRIBED


def test_an_erased_reader_leaves_no_returned_mail_behind(row):
    take_message(shape("exchange, mailbox full", row), source="maildir")
    Subscriber.objects.all().delete()
    assert not Bounce.objects.exists()
    assert take_message(shape("postfix, no such reader", row), source="maildir") is Taken.REFUSED


def test_the_text_is_erased_after_thirty_days_and_what_followed_stays(row):
    take_message(shape("postfix, no such reader", row), source="maildir")
    now = timezone.now()
    assert erase_raw(now=now + timedelta(days=29)) == 0
    assert erase_raw(now=now + timedelta(days=31)) == 1
    assert (Bounce.objects.get().raw, Bounce.objects.get().kind) == (None, "hard")


def test_a_refusal_while_sending_stops_by_its_code_and_never_by_a_run_of_them(sink):
    subscribers(3, "dead.{}@example.org")
    a_subscriber("never.1@example.org")
    a_sending()
    Worker(desk(connections=1)).run(until_idle=True)
    assert set(Subscriber.objects.filter(email__startswith="dead").values_list("state", flat=True)) == {SubscriberState.BOUNCED}
    assert Subscriber.objects.get(email="never.1@example.org").state == SubscriberState.ACTIVE, "550 alone says nothing about the mailbox"


def test_a_relay_that_refuses_everybody_costs_hardly_any_reader(sink):
    subscribers(80, "dead.{}@example.org")
    a_sending()
    Worker(desk(connections=1)).run(until_idle=True)
    assert Sending.objects.get().state == "paused"
    assert Subscriber.objects.filter(state=SubscriberState.BOUNCED).count() <= 5


def test_a_maildir_is_emptied_of_what_was_taken_and_keeps_what_is_about_nobody(row, tmp_path):
    box = mailbox.Maildir(tmp_path / "returns", create=True)
    box.add(shape("postfix, no such reader", row))
    box.add(b"Subject: Buy now\n\nWords\n")
    assert read_maildir(tmp_path / "returns") == {Taken.RECORDED: 1, Taken.REFUSED: 1}
    assert read_maildir(tmp_path / "returns") == {}
    (left,) = mailbox.Maildir(tmp_path / "returns", create=False)
    assert left["Subject"] == "Buy now"


def test_a_folder_that_is_no_maildir_is_named(tmp_path, settings):
    settings.NEWSLETTER_BOUNCE_MAILDIR = str(tmp_path)
    with pytest.raises(CommandError, match="is no maildir"):
        call_command("newsletter_bounces")


def test_a_mailbox_at_a_server_is_read_over_imap(row):
    with Server(shape("postfix, no such reader", row), b"Subject: Buy now\r\n\r\nWords\r\n") as server:
        assert read_imap(server.address) == {Taken.RECORDED: 1, Taken.REFUSED: 1}
        assert [held.raw[:16] for held in server.messages] == [b"Subject: Buy now"]
        assert read_imap(server.address) == {}
        server.shutdown()
    assert state() == SubscriberState.BOUNCED


@pytest.mark.parametrize("verb", ["login", "select"])
def test_a_server_that_refuses_us_is_named_without_the_password(row, verb):
    with Server() as server:
        server.answers[verb] = "NO not you"
        with pytest.raises(MailboxProblem) as told:
            read_imap(server.address)
        server.shutdown()
    assert "p@ss" not in str(told.value)


def test_a_password_is_never_sent_over_an_open_line():
    with pytest.raises(MailboxProblem, match="imaps"):
        read_imap("imap://ana:secret@mail.example.org/INBOX")


def post(client, body: bytes | dict, *, at: float | None = None, signature: str | None = None):
    raw = json.dumps(body).encode() if isinstance(body, dict) else body
    header = sign(raw, at=int(at or time.time())) if signature is None else signature
    return client.post(reverse("newsletter_bounce_hook"), raw, content_type="application/json", headers={"X-Bank-Signature": header})


def test_signed_events_are_taken_once_each_and_a_wrong_one_stops_none(client, row):
    hard = {"id": "e1", "kind": "bounce", "return_address": return_address(row.pk), "status": "5.1.1", "diagnostic": "550 5.1.1"}
    body = {"events": [hard, hard, {"id": "e2", "kind": "?", "address": "ana@example.org"}, 7, {"kind": "hard"}]}
    answer = post(client, body).json()
    assert (answer["recorded"], answer["known"], [fault["event"] for fault in answer["errors"]]) == (1, 1, [2, 3, 4])
    assert state() == SubscriberState.BOUNCED


def test_an_event_may_name_the_reader_by_address(client, row):
    post(
        client, {"events": [{"id": "c", "kind": "complaint", "address": "ANA@example.org"}, {"id": "d", "kind": "hard", "address": "no@example.org"}]}
    )
    assert state() == SubscriberState.COMPLAINED
    row.refresh_from_db()
    assert row.came_back == "complaint"


@pytest.mark.parametrize("signature", ["", "t=1,v1=" + "0" * 64, "x", "t=99999999999999,v1=zz"])
def test_events_nobody_signed_are_refused(client, row, signature):
    assert post(client, {"events": [{"id": "1", "kind": "hard", "address": "ana@example.org"}]}, signature=signature).status_code == 401
    assert state() == SubscriberState.ACTIVE


def test_a_signature_does_not_last(client, row):
    assert post(client, {"events": []}, at=time.time() - 600).status_code == 401
    assert post(client, {"events": []}).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"events": 3}', b"\xff", b"[" * 5000, b'{"events": [{"id": "\\ud800", "kind": "hard", "address": "a"}]}']
)
def test_signed_nonsense_is_answered_with_a_sentence(client, row, body):
    assert post(client, body).status_code in (200, 400)
    assert state() == SubscriberState.ACTIVE


@pytest.mark.parametrize(
    ("language", "said", "missing"),
    [
        ("en", "Give a JSON object with “events”: a list of at most 1000.", "“id” is missing"),
        ("fr", "Donnez un objet JSON avec «\u00a0events\u00a0»\u00a0: une liste de 1000 événements au plus.", "«\u00a0id\u00a0» manque"),
        ("es", "Envíe un objeto JSON con «events»: una lista de 1000 eventos como máximo.", "Falta «id»"),
    ],
)
def test_the_hook_answers_in_the_language_asked_for(client, row, language, said, missing):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    assert post(client, b"[]").json() == {"error": said}
    assert missing in post(client, {"events": [{}]}).json()["errors"][0]["error"]


def test_without_a_key_no_event_is_taken(client, settings):
    settings.NEWSLETTER_BOUNCE_SECRET = ""
    assert post(client, {"events": []}, signature="x").status_code == 403


def test_the_admin_lists_what_came_back_and_the_report_counts_it(client, row):
    take_message(shape("exchange, mailbox full", row), source="maildir")
    client.force_login(an_operator())
    page = client.get(reverse("newsletter_bounces"), {"kind": "soft"}, follow=True).content.decode()
    assert "ana@example.org" in page
    assert "5.2.2" in page
    assert "Came back later:" in client.get(reverse("newsletter_sending", args=[row.sending_id]), follow=True).content.decode()
    raw = client.get(reverse("newsletter_bounce_raw", args=[Bounce.objects.get().pk]), follow=True)
    assert raw["Content-Type"] == "application/octet-stream"
    assert b"5.2.2" in raw.content


def test_a_nul_in_a_report_is_no_obstacle(row):
    raw = shape("postfix, no such reader", row).replace(b"550 5.1.1", b"550 5.1.1 \0\0")
    assert b"\0" in raw
    assert take_message(raw, source="maildir") is Taken.RECORDED
    assert "\0" not in Bounce.objects.get().words + Recipient.objects.get().came_back_words


def _fails_on(words: bytes, error: Exception):
    """What takes a message, and fails on one that holds `words`."""

    def take(raw: bytes, *, source: str) -> Taken:
        if words in raw:
            raise error
        return take_message(raw, source=source)

    return take


def test_a_message_that_cannot_be_recorded_is_left_and_those_after_it_are_read(row, tmp_path, monkeypatch):
    monkeypatch.setattr(mailboxes, "take_message", _fails_on(b"Poison", DataError("no")))
    box = mailbox.Maildir(tmp_path / "returns", create=True)
    box.add(b"Subject: Poison\n\nWords\n")
    box.add(shape("postfix, no such reader", row))
    assert read_maildir(tmp_path / "returns") == {Taken.RECORDED: 1, Taken.UNREADABLE: 1}
    assert read_maildir(tmp_path / "returns") == {}
    (left,) = mailbox.Maildir(tmp_path / "returns", create=False)
    assert left["Subject"] == "Poison"
    with Server(b"Subject: Poison\r\n\r\nWords\r\n", shape("exchange, mailbox full", row)) as server:
        assert read_imap(server.address) == {Taken.RECORDED: 1, Taken.UNREADABLE: 1}
        assert read_imap(server.address) == {}
        server.shutdown()


def test_while_the_database_is_away_no_message_is_marked_as_seen(row, tmp_path, monkeypatch):
    monkeypatch.setattr(mailboxes, "take_message", _fails_on(b"", OperationalError("away")))
    mailbox.Maildir(tmp_path / "returns", create=True).add(shape("postfix, no such reader", row))
    with pytest.raises(OperationalError):
        read_maildir(tmp_path / "returns")
    monkeypatch.undo()
    assert read_maildir(tmp_path / "returns") == {Taken.RECORDED: 1}
