"""People ask, confirm, choose, leave, and are forgotten; lists come in without bringing anybody back."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from newsletter.addresses import Asking, LinkFault, Purpose, asking_token, read_asking, subscriber_of, token
from newsletter.bounces.applying import Event, take_event
from newsletter.bounces.rules import Kind
from newsletter.management.commands.newsletter_worker import keep_house
from newsletter.models import Consent, ConsentAct, Recipient, SignUp, Subscriber, SubscriberList, SubscriberState, Suppression
from newsletter.people import actions, answering, lists, suppressing
from newsletter.people.actions import Confirmed, Letter
from newsletter.people.addressing import Address, AddressFault, read_address
from newsletter.people.held_data import CONSENT, MAIL, RETURNED, SIGN_UP, held_data
from newsletter.people.list_reading import guess_columns, read_table
from newsletter.people.wordings import Wording
from tests.factories.newsletter import a_sending, a_subscriber

FORM = Wording(text_version="2026-11", language="fr", source="/fr/lettre/")
ANA = Address("ana@example.org")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def ask(address=ANA, topics=("newsletter",), language="fr"):
    return actions.ask(address=address, language=language, topics=topics, wording=FORM, now=timezone.now())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ana@Example.ORG ", "ana@example.org"),
        ("ana@exa\u200bmple.org", "ana@example.org"),
        ("ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("ａna@example.org", "ana@example.org"),
    ],
)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert read_address(typed) == Address(kept)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", AddressFault.EMPTY),
        ("ana", AddressFault.NOT_AN_ADDRESS),
        ("a@b", AddressFault.NOT_AN_ADDRESS),
        ("ana@example.org, bo@example.org", AddressFault.NOT_AN_ADDRESS),
        ("josé@example.org", AddressFault.NOT_ASCII),
        ("a" * 300 + "@example.org", AddressFault.TOO_LONG),
    ],
)
def test_what_is_no_address_is_named(typed, fault):
    assert read_address(typed) is fault


@given(st.text(max_size=400))
def test_anything_typed_is_an_address_or_a_fault(typed):
    address = read_address(typed)
    assert isinstance(address, AddressFault) or read_address(address.text) == address


@pytest.mark.django_db
def test_nobody_gets_the_newsletter_before_confirming():
    asked = ask(language="es", topics=("events", "newsletter"))
    assert asked.letter is Letter.CONFIRM
    assert Subscriber.objects.get().state == SubscriberState.UNCONFIRMED
    assert actions.confirm(asking=asked.asking, wording=FORM) is Confirmed.DONE
    kept = Subscriber.objects.get()
    assert (kept.state, kept.language, kept.topics) == (SubscriberState.ACTIVE, "es", ["newsletter", "events"])
    assert list(Consent.objects.values_list("act", "topics", "text_version", "language", "source")) == [
        (ConsentAct.ASKED, ["newsletter", "events"], "2026-11", "fr", "/fr/lettre/"),
        (ConsentAct.CONFIRMED, ["newsletter", "events"], "2026-11", "fr", "/fr/lettre/"),
    ]


@pytest.mark.django_db
def test_a_stranger_cannot_fill_a_mailbox():
    letters = [ask().letter for _number in range(6)]
    assert letters == [Letter.CONFIRM] * actions.MAILS_PER_DAY + [Letter.NONE] * (6 - actions.MAILS_PER_DAY)


@pytest.mark.django_db
def test_asking_for_a_subscribers_address_changes_nothing_of_theirs():
    a_subscriber(ANA.text, language="es", topics=("events",))
    assert ask(topics=("newsletter", "press_review")).letter is Letter.ALREADY
    kept = Subscriber.objects.get()
    assert (kept.language, kept.topics, kept.state) == ("es", ["events"], SubscriberState.ACTIVE)


@pytest.mark.django_db
def test_leaving_twice_is_leaving_once():
    reader = a_subscriber()
    for _number in range(2):
        actions.leave(subscriber=reader, wording=FORM)
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED
    assert Consent.objects.filter(act=ConsentAct.WITHDRAWN).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    [
        lambda reader: actions.leave(subscriber=reader, wording=FORM),
        lambda reader: actions.choose(subscriber=reader, language="fr", topics=["events"], rhythm="every", wording=FORM),
        lambda reader: actions.erase(subscriber=reader),
    ],
)
def test_what_comes_in_after_erasing_from_another_window_brings_nothing_back(act):
    reader = a_subscriber(ANA.text)
    actions.erase(subscriber=Subscriber.objects.get(pk=reader.pk))
    act(reader)
    assert not Subscriber.objects.exists()
    assert not Consent.objects.exists()
    assert suppressing.is_suppressed(ANA)


@pytest.mark.django_db
def test_leaving_from_two_windows_is_leaving_once():
    reader = a_subscriber(ANA.text)
    stale = Subscriber.objects.get(pk=reader.pk)
    actions.leave(subscriber=reader, wording=FORM)
    actions.leave(subscriber=stale, wording=FORM)
    assert Consent.objects.filter(act=ConsentAct.WITHDRAWN).count() == 1


@pytest.mark.django_db
def test_choosing_no_topic_is_leaving():
    actions.choose(subscriber=a_subscriber(), language="fr", topics=["unknown"], rhythm="every", wording=FORM)
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED


@pytest.mark.django_db
def test_who_left_may_come_back_by_confirming_again():
    reader = a_subscriber(ANA.text)
    actions.leave(subscriber=reader, wording=FORM)
    asking = ask().asking
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED, "asking alone changes nothing: a stranger may have asked"
    assert actions.confirm(asking=asking, wording=FORM) is Confirmed.DONE
    assert Subscriber.objects.get().state == SubscriberState.ACTIVE
    assert not suppressing.is_suppressed(ANA)


@pytest.mark.django_db
def test_an_old_link_to_confirm_does_not_bring_back_who_left_after_it():
    asking = ask().asking
    actions.confirm(asking=asking, wording=FORM)
    assert actions.confirm(asking=asking, wording=FORM) is Confirmed.ALREADY
    actions.leave(subscriber=Subscriber.objects.get(), wording=FORM)
    assert actions.confirm(asking=asking, wording=FORM) is Confirmed.OUTDATED
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED
    assert suppressing.is_suppressed(ANA)


@pytest.mark.django_db
def test_a_link_to_confirm_is_dead_once_its_person_is_erased():
    asking = ask().asking
    actions.erase(subscriber=Subscriber.objects.get())
    assert actions.confirm(asking=asking, wording=FORM) is Confirmed.OUTDATED
    assert not Subscriber.objects.exists()


@pytest.mark.django_db
def test_who_complained_is_not_written_to_whoever_asks():
    actions.stop(subscriber=a_subscriber(ANA.text), state=SubscriberState.COMPLAINED, wording=FORM)
    assert ask().letter is Letter.NONE
    actions.erase(subscriber=Subscriber.objects.get())
    assert ask().letter is Letter.NONE, "erasing does not forget the complaint"
    assert not Subscriber.objects.exists()


@pytest.mark.django_db
def test_the_months_limit_holds_when_the_days_does_not():
    ask()
    reader = Subscriber.objects.get()
    for number in range(actions.MAILS_PER_MONTH - 1):
        ask()
        Consent.objects.filter(subscriber=reader).update(at=timezone.now() - timedelta(days=2 + number))
    assert ask().letter is Letter.NONE


@pytest.mark.django_db
def test_a_changed_secret_forgets_no_suppression(settings):
    actions.erase(subscriber=a_subscriber(ANA.text))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert suppressing.is_suppressed(ANA)
    suppressing.lift(ANA)
    assert not suppressing.is_suppressed(ANA)


@pytest.mark.django_db
def test_an_erased_person_leaves_only_a_hash_and_no_list_brings_them_back():
    actions.erase(subscriber=a_subscriber(ANA.text))
    assert not Subscriber.objects.exists()
    assert ANA.text not in str(list(Suppression.objects.values()))
    table = read_table("email\nANA@example.org\n")
    (row,) = lists.judge(table, guess_columns(table), language="en")
    assert (row.outcome, row.reason) == (lists.RowOutcome.REFUSED, lists.RowReason.LEFT)


@pytest.mark.django_db
def test_an_address_nobody_confirmed_is_erased_after_thirty_days():
    ask()
    now = timezone.now()
    assert actions.erase_unconfirmed(now=now + timedelta(days=29)) == 0
    Subscriber.objects.update(created_at=now - timedelta(days=60))
    assert actions.erase_unconfirmed(now=now) == 0, "asked again lately"
    Consent.objects.update(at=now - timedelta(days=31))
    assert actions.erase_unconfirmed(now=now) == 1
    assert not Suppression.objects.exists()


@pytest.mark.django_db
def test_a_person_sees_all_the_bank_holds():
    ask()
    held = held_data(Subscriber.objects.get())
    assert (held["email"], held["topics"], held["consents"][0]["source"]) == (ANA.text, ["newsletter"], "/fr/lettre/")


@pytest.mark.django_db
def test_a_person_sees_what_came_back_of_their_mail_and_how_often_it_was_tried():
    reader = a_subscriber(ANA.text)
    sending = a_sending()
    Recipient.objects.update(state="failed", attempts=3, reason="451 busy")
    event = Event(kind=Kind.HARD, fingerprint="f", source="imap", status="5.1.1", words="550 unknown", raw=b"Subject: returned \xff")
    take_event(recipient=Recipient.objects.get(), subscriber=reader, event=event)
    reader.refresh_from_db()
    held = json.loads(json.dumps(held_data(reader)))
    (mail,) = held["mails"]
    assert (mail["issue"], mail["subject"], mail["attempts"], mail["reason"]) == (sending.title, "Issue in en", 3, "451 busy")
    assert (mail["came_back"], mail["came_back_words"]) == ("hard", "5.1.1 550 unknown")
    (returned,) = held["returned_mail"]
    assert (returned["kind"], returned["words"], returned["raw"]) == ("hard", "550 unknown", "Subject: returned \ufffd")
    assert (held["state"], held["suppressed"]["reason"]) == ("bounced", "bounced")


@pytest.mark.django_db
def test_a_person_sees_what_stands_of_them_in_lists_and_sign_ups_and_nothing_of_others():
    reader = a_subscriber(ANA.text)
    words = {"language": "fr", "consent_source": "fair in Dakar", "given_on": date(2026, 10, 1), "email_column": 0}
    SubscriberList.objects.create(name="fair.csv", text="email;name\nANA@example.org;Ana\nbo@example.org;Bo\ndiana@example.org;Di", **words)
    SubscriberList.objects.create(name="other.csv", text="email\nmy-ana@example.org", **words)
    for email in (ANA.text, "bo@example.org"):
        answering.take_down(address=Address(email), language="es", topics=["events"], wording=FORM, now=NOW)
    held = json.loads(json.dumps(held_data(reader)))
    ((lines, source),) = [(one["lines"], one["consent_source"]) for one in held["lists"]]
    assert (lines, source) == (["ANA@example.org;Ana"], "fair in Dakar")
    assert [(one["email"], one["topics"]) for one in held["sign_ups"]] == [(ANA.text, ["events"])]
    assert "bo@" not in str(held)


def test_every_table_that_may_hold_an_address_is_told_of_or_is_none_of_a_persons():
    """Also those without a key to the person: whoever adds one must say here where a person sees it, or why it holds none."""
    told = {"Subscriber", "SignUp", "SubscriberList", "Consent", "Recipient", "Bounce"}
    about_nobody = {"Suppression", "Attempt", "Sending", "Edition", "WorkerPulse", "TestMail", "LinkAnswer"}  # hashes, counts, our own words
    pages_and_press = {"IssueIndexPage", "NewsletterIssuePage", "PressItem", "PressKeywords", "PressPractice"}
    assert {model.__name__ for model in apps.get_app_config("newsletter").get_models()} == told | about_nobody | pages_and_press


@pytest.mark.django_db
def test_an_erased_person_is_not_answered_any_more():
    reader = a_subscriber(ANA.text)
    answering.take_down(address=ANA, language="es", topics=["events"], wording=FORM, now=timezone.now())
    actions.erase(subscriber=reader)
    assert not SignUp.objects.exists()


def test_no_column_about_a_person_is_left_out_of_what_the_person_sees():
    ours = {"id", "subscriber", "subscriber_id", "recipient", "recipient_id", "sending", "edition", "fingerprint", "claimed_by", "lease_until"}
    told = {"consents": CONSENT, "recipients": MAIL, "bounces": RETURNED}
    about = {relation.get_accessor_name(): relation.related_model for relation in Subscriber._meta.related_objects}
    assert about.keys() == told.keys(), "a new table about people must be told of"
    for name, model in about.items():
        assert {field.name for field in model._meta.concrete_fields} - ours == set(told[name])
    assert {field.name for field in SignUp._meta.concrete_fields} - ours == set(SIGN_UP)


def test_a_link_for_one_reader_cannot_be_made_into_one_for_another():
    good = token(12)
    assert subscriber_of(good) == 12
    assert subscriber_of(good.replace("12.", "13.", 1)) is None
    assert subscriber_of("") is None
    assert subscriber_of("12") is None


def test_a_link_for_leaving_opens_no_choices_and_the_other_way_round():
    assert subscriber_of(token(12, Purpose.LEAVE), Purpose.CHOICES) is None
    assert subscriber_of(token(12, Purpose.CHOICES), Purpose.LEAVE) is None
    assert isinstance(read_asking(token(12, Purpose.LEAVE), now=NOW), LinkFault)


@given(st.text(max_size=300))
def test_whatever_stands_in_a_link_is_a_subscriber_or_nobody(text):
    assert subscriber_of(text) is None
    assert read_asking(text, now=NOW) is LinkFault.FORGED


ASKINGS = st.builds(
    Asking,
    subscriber_id=st.integers(1, 10**9),
    language=st.sampled_from(["en", "fr", "es"]),
    topics=st.lists(st.sampled_from(["newsletter", "press_review", "events"]), unique=True).map(tuple),
    at=st.datetimes(NOW.replace(tzinfo=None) - timedelta(days=29), NOW.replace(tzinfo=None), timezones=st.just(UTC)),
)


@given(ASKINGS, st.data())
def test_a_link_to_confirm_says_what_was_asked_and_breaks_when_touched(asking, data):
    good = asking_token(asking)
    assert read_asking(good, now=NOW) == asking
    assert read_asking(good, now=asking.at + timedelta(days=30, seconds=1)) is LinkFault.EXPIRED
    place = data.draw(st.integers(0, len(good) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda char: char != good[place]))
    touched = read_asking(good[:place] + other + good[place + 1 :], now=NOW)
    # The last letter of base64 holds spare bits, so that another letter may stand for the same signature; what it says stays the same.
    assert touched is LinkFault.FORGED or touched == asking


@pytest.mark.django_db
def test_the_worker_erases_what_is_due():
    ask()
    Subscriber.objects.update(created_at=timezone.now() - timedelta(days=31))
    Consent.objects.update(at=timezone.now() - timedelta(days=31))
    keep_house()
    assert not Subscriber.objects.exists()


@pytest.mark.django_db
def test_who_has_been_gone_for_three_years_is_erased_and_stays_suppressed():
    actions.leave(subscriber=a_subscriber(ANA.text), wording=FORM)
    assert actions.erase_long_gone(now=timezone.now() + timedelta(days=3 * 365 - 1)) == 0
    assert actions.erase_long_gone(now=timezone.now() + timedelta(days=3 * 365 + 1)) == 1
    assert not Consent.objects.exists()
    assert suppressing.is_suppressed(ANA)


@pytest.mark.django_db
def test_the_daily_command_says_what_it_erased(capsys):
    call_command("newsletter_tidy")
    assert "Erased: 0 never confirmed" in capsys.readouterr().out
