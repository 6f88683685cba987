"""The form to subscribe: same answer for every address, mail in the language asked for, and what keeps programs and bombs away."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.signing import TimestampSigner
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter.models import Attempt, Consent, SignUp, Subscriber, SubscriberState
from newsletter.people import actions, answering, letters, spam_trap, subscribing, throttling
from newsletter.people.actions import CONFIRM_DAYS
from newsletter.people.addressing import Address
from newsletter.people.housekeeping import tidy
from newsletter.people.wordings import on_this_site
from tests.factories.newsletter import a_subscriber, an_operator

pytestmark = pytest.mark.django_db

ADDRESSES = {"en": "/en/subscribe/", "fr": "/fr/abonnement/", "es": "/es/suscripcion/"}
LOOK = {"en": "/en/subscribe/look-in-your-mail/", "fr": "/fr/abonnement/verifiez-votre-messagerie/", "es": "/es/suscripcion/mire-su-correo/"}


def a_stamp(*, seconds_ago: float = 60) -> str:
    """As in a form that was opened some time ago."""
    with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() - seconds_ago):
        return TimestampSigner(salt="newsletter.form", sep=".").sign("form")


def fields(email: str = "ana@example.org", **changes):
    return {"email": email, "language": "en", "topics": ["newsletter"], "stamp": a_stamp(), "website": "", **changes}


@pytest.mark.parametrize("language", ADDRESSES)
def test_the_form_stands_at_an_address_in_its_language_and_is_kept_by_nobody(client, language):
    response = client.get(ADDRESSES[language])
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert html.count('type="submit"') == 1
    for code, address in ADDRESSES.items():
        assert code == language or f'href="{address}" hreflang="{code}"' in html


@pytest.mark.parametrize("language", ADDRESSES)
def test_asking_leads_to_look_in_your_mail_and_one_mail_in_the_language_asked_for(client, language):
    response = client.post(ADDRESSES["en"], fields(language=language, topics=["events", "newsletter"]))
    assert (response.status_code, response["Location"]) == (302, LOOK["en"])
    assert not SignUp.objects.exists(), "what was answered is not kept"
    (sent,) = mail.outbox
    assert sent.to == ["ana@example.org"]
    told = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    assert told["Content-Language"] == language
    assert "List-Unsubscribe" not in told
    assert [part.get_content_type() for part in told.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    name = {"en": "English", "fr": "Français", "es": "Español"}[language]
    assert name in told.get_body(("plain",)).get_content()
    assert f'lang="{language}"' in told.get_body(("html",)).get_content()
    subjects = {"en": "Please confirm", "fr": "Veuillez confirmer", "es": "Confirme, por favor"}
    assert told["Subject"].strip().startswith(subjects[language])


def test_the_answer_is_the_same_whether_or_not_an_address_is_known(client):
    a_subscriber("known@example.org", language="es", topics=["events"])
    a_subscriber("left@example.org", state=SubscriberState.UNSUBSCRIBED)
    actions.stop(subscriber=a_subscriber("complained@example.org"), state=SubscriberState.COMPLAINED, wording=on_this_site(language="en", source=""))
    answers = set()
    for address in ("new@example.org", "known@example.org", "left@example.org", "complained@example.org"):
        response = client.post(ADDRESSES["fr"], fields(address))
        answers.add((response.status_code, response["Location"], response.content))
    assert answers == {(302, LOOK["fr"], b"")}
    assert sorted(one.to[0] for one in mail.outbox) == ["known@example.org", "left@example.org", "new@example.org"]
    assert client.get(LOOK["fr"]).status_code == 200


def test_a_subscriber_gets_a_link_to_their_choices_in_their_own_language(client):
    a_subscriber("known@example.org", language="es", topics=["events"])
    client.post(ADDRESSES["fr"], fields("known@example.org", language="fr", topics=["newsletter"]))
    (sent,) = mail.outbox
    assert "Usted ya recibe" in sent.subject
    assert "/newsletter/choices/" in sent.body
    kept = Subscriber.objects.get()
    assert (kept.language, kept.topics) == ("es", ["events"])


def test_the_proof_says_which_words_in_which_language_and_where(client):
    client.post(ADDRESSES["fr"], fields(language="es", topics=["press_review"], place="home"))
    (proof,) = Consent.objects.all()
    assert (proof.text_version, proof.language, proof.source, proof.topics) == ("2026-11", "fr", "/fr/abonnement/ (home)", ["press_review"])
    assert timezone.now() - proof.at < timedelta(minutes=1)


def test_an_address_from_the_small_form_of_another_page_is_taken_over_into_the_whole_form(client):
    for page in ("/en/", "/en/newsletter/", "/en/newsletter/soil-that-is-never-naked/"):
        html = client.get(page).content.decode()
        assert 'action="/en/subscribe/"' in html
        assert "csrf" not in html, "a page with a token of its own could not be kept in caches"
    response = client.post(ADDRESSES["en"], {"email": "ana@example.org", "place": "home"})
    html = response.content.decode()
    assert response.status_code == 200
    assert 'value="ana@example.org"' in html
    assert 'name="place" value="home"' in html
    assert 'role="alert"' not in html
    assert not mail.outbox
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"email": ""}, "Write your e-mail address."),
        ({"email": "ana"}, "not a whole e-mail address"),
        ({"email": "ana@example.org\r\nBcc: bo@example.org"}, "not a whole e-mail address"),
        ({"email": "ana@example.org\nana2@example.org"}, "not a whole e-mail address"),
        ({"email": "a" * 10_000 + "@example.org"}, "longer than any"),
        ({"email": "josé@example.org"}, "letters with accents"),
        ({"email": "an\0a@example.org"}, "Null characters"),
        ({"topics": []}, "Choose at least one kind of mail."),
        ({"topics": ["newsletter", "everything"]}, "everything"),
        ({"language": "xx"}, "xx"),
        ({"language": "../../etc"}, "etc"),
        ({"language": ""}, "required"),
    ],
)
def test_bad_input_is_answered_with_what_to_do_and_loses_nothing(client, changes, told):
    response = client.post(ADDRESSES["en"], fields(**changes))
    html = response.content.decode()
    assert response.status_code == 200
    assert 'role="alert"' in html
    assert told in html
    assert not mail.outbox
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("field", ["email", "language", "topics", "stamp", "website", "place"])
@pytest.mark.parametrize("value", ["\0", "x" * 10_000, "\r\nX: y", "<script>", "🌱", "{{ 7 }}"])
def test_no_value_of_any_field_breaks_the_form(client, field, value):
    response = client.post(ADDRESSES["es"], fields(**{field: value}))
    assert response.status_code in (200, 302)
    assert b"<script>" not in response.content
    assert all("\n" not in str(sent.message()["To"]) for sent in mail.outbox)


def test_a_body_that_is_no_form_is_not_a_fault_of_ours(client):
    response = client.post(ADDRESSES["en"], "--x\r\nnonsense", content_type="multipart/form-data; boundary=y")
    assert response.status_code in (200, 400)
    assert client.put(ADDRESSES["en"]).status_code == 405


def test_a_program_that_fills_in_the_hidden_field_is_told_what_everybody_is_told(client):
    response = client.post(ADDRESSES["en"], fields(website="https://example.org"))
    assert (response.status_code, response["Location"]) == (302, LOOK["en"])
    assert not mail.outbox
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("made", [lambda: a_stamp(seconds_ago=0.1), lambda: a_stamp(seconds_ago=25 * 3600), lambda: "form.made.up", lambda: ""])
def test_a_form_sent_too_quickly_or_opened_long_ago_is_shown_again_filled_in(client, made):
    response = client.post(ADDRESSES["en"], fields(stamp=made()))
    html = response.content.decode()
    assert response.status_code == 200
    assert "press the button again" in html
    assert 'value="ana@example.org"' in html
    assert not mail.outbox
    again = re.search(r'name="stamp" value="([^"]+)"', html)[1]
    with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() + spam_trap.LEAST_SECONDS + 1):
        assert client.post(ADDRESSES["en"], fields(stamp=again)).status_code == 302


def test_one_source_cannot_ask_without_end_and_what_was_typed_stays(client):
    for number in range(throttling.PER_HOUR):
        assert client.post(ADDRESSES["en"], fields(f"reader{number}@example.org"), REMOTE_ADDR="203.0.113.7").status_code == 302
    response = client.post(ADDRESSES["en"], fields("next@example.org"), REMOTE_ADDR="203.0.113.7")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert b'value="next@example.org"' in response.content
    assert not Subscriber.objects.filter(email="next@example.org").exists()
    assert client.post(ADDRESSES["en"], fields("next@example.org"), REMOTE_ADDR="203.0.113.8").status_code == 302
    assert "203.0.113" not in str(list(Attempt.objects.values()))


def test_one_address_gets_a_few_mails_a_day_whoever_asks(client):
    for number in range(6):
        assert client.post(ADDRESSES["en"], fields(), REMOTE_ADDR=f"203.0.113.{number}").status_code == 302
    assert len(mail.outbox) == 3


def test_counters_change_their_names_every_hour_and_are_erased():
    now = timezone.now().replace(minute=5)
    throttling.admit(source="203.0.113.7", now=now)
    (first,) = Attempt.objects.values_list("source_hash", flat=True)
    throttling.admit(source="203.0.113.7", now=now + timedelta(hours=1))
    assert set(Attempt.objects.values_list("source_hash", flat=True)) - {first}
    throttling.admit(source="203.0.113.7", now=now + timedelta(hours=3))
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "source"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "1.2.3.4, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (1, "", "203.0.113.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "x" * 500, "x" * 64),
    ],
)
def test_a_reader_behind_proxies_is_told_apart_and_cannot_choose_a_source(rf, settings, proxies, forwarded, source):
    settings.PROXIES = proxies
    request = rf.post("/", REMOTE_ADDR="203.0.113.7", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert throttling.source_of(request) == source


@pytest.mark.parametrize("state", [None, SubscriberState.ACTIVE, SubscriberState.UNSUBSCRIBED, SubscriberState.COMPLAINED])
def test_a_mail_server_that_fails_is_told_to_whoever_asks_and_no_address_to_the_log(client, settings, caplog, state):
    if state:
        actions.stop(subscriber=a_subscriber(), state=state, wording=on_this_site(language="en", source=""))
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    response = client.post(ADDRESSES["en"], fields())
    assert response.status_code == 503
    assert b"try again in a few minutes" in response.content
    assert b'value="ana@example.org"' in response.content
    assert "could not be handed over" in caplog.text
    assert "ana@example.org" not in caplog.text
    assert not Consent.objects.filter(act="asked").exists(), "nothing was taken down"


@pytest.fixture
def of_every_kind():
    """An address of each kind the form may meet."""
    wording = on_this_site(language="en", source="")
    a_subscriber("known@example.org", language="es")
    actions.stop(subscriber=a_subscriber("left@example.org"), state=SubscriberState.UNSUBSCRIBED, wording=wording)
    actions.stop(subscriber=a_subscriber("complained@example.org"), state=SubscriberState.COMPLAINED, wording=wording)
    actions.bar(address=Address("barred@example.org"), wording=wording, by=an_operator())
    for _number in range(actions.MAILS_PER_DAY):
        actions.ask(address=Address("often@example.org"), language="en", topics=["newsletter"], wording=wording, now=timezone.now())
    return [f"{kind}@example.org" for kind in ("new", "known", "left", "complained", "barred", "often")]


def test_before_the_answer_the_same_is_read_and_written_whoever_is_asked_for(rf, of_every_kind):
    subscribing.subscribe(rf.post(ADDRESSES["en"], fields("first@example.org")))  # the counter of this source is there from now on
    done = set()
    for address in of_every_kind:
        with CaptureQueriesContext(connection) as queries:
            subscribing.subscribe(rf.post(ADDRESSES["en"], fields(address)))
        done.add(tuple(re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries))
    (same,) = done
    assert sum(sql.startswith("INSERT") for sql in same) == 1
    assert "newsletter_signup" in next(sql for sql in same if sql.startswith("INSERT"))
    assert not any(table in sql for sql in same for table in ("newsletter_subscriber", "newsletter_suppression", "newsletter_consent"))


def test_a_letter_is_written_for_every_address_and_thrown_away_where_none_may_go(client, of_every_kind):
    with patch("newsletter.people.letters.to_html", side_effect=letters.to_html) as written:
        for address in of_every_kind:
            client.post(ADDRESSES["en"], fields(address))
    assert written.call_count == len(of_every_kind)
    assert [one.to[0].partition("@")[0] for one in mail.outbox] == ["new", "known", "left"]


def test_the_letter_is_written_once_the_answer_has_left(rf, sink):
    response = subscribing.subscribe(rf.post(ADDRESSES["en"], fields()))
    assert (response.status_code, response["Location"]) == (302, LOOK["en"])
    assert sink.taken == [], "how long a letter takes would tell who gets one"
    response.close()
    assert sink.taken == ["ana@example.org"]


def a_sign_up_left_behind(email: str = "left-behind@example.org"):
    """As after a process was stopped between answering a reader and writing the letter."""
    wording = on_this_site(language="en", source="/en/subscribe/")
    return answering.take_down(address=Address(email), language="en", topics=["newsletter"], wording=wording, now=timezone.now())


def test_a_sign_up_left_behind_by_a_process_that_stopped_is_answered_at_the_next_tidying(sink):
    a_sign_up_left_behind()
    assert tidy(now=timezone.now()).answered == 1
    assert sink.taken == ["left-behind@example.org"]
    assert tidy(now=timezone.now()).answered == 0


def test_a_sign_up_nobody_could_answer_for_a_day_is_erased():
    a_sign_up_left_behind()
    tidy(now=timezone.now() + timedelta(hours=25))
    assert not SignUp.objects.exists()
    assert not mail.outbox


def test_a_sign_up_the_database_does_not_take_waits_and_stops_no_other(client, caplog):
    with patch("newsletter.people.actions.ask", side_effect=OperationalError("ana@example.org")):
        client.post(ADDRESSES["en"], fields())
    assert "ana@example.org" not in caplog.text
    assert SignUp.objects.count() == 1
    client.post(ADDRESSES["en"], fields("bo@example.org"))
    assert [one.to[0] for one in mail.outbox] == ["ana@example.org", "bo@example.org"]


@pytest.mark.parametrize("state", [None, SubscriberState.ACTIVE, SubscriberState.COMPLAINED])
def test_a_production_without_a_mail_server_takes_nothing_down_and_says_so(client, settings, tmp_path, state):
    """A letter in a file reaches nobody, and would keep an address and its key where nobody erases them."""
    if state:
        actions.stop(subscriber=a_subscriber(), state=state, wording=on_this_site(language="en", source=""))
    settings.MAIL_MUST_LEAVE, settings.EMAIL_BACKEND = True, "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    response = client.post(ADDRESSES["en"], fields())
    assert response.status_code == 503
    assert b"nothing was taken down" in response.content
    assert not SignUp.objects.exists()
    assert not Consent.objects.filter(act="asked").exists()
    assert not list(tmp_path.glob("mail/*"))


class BrokenBackend(BaseEmailBackend):
    """Of a provider: raises an error of its own, with the address in its words."""

    fails_at = "open"

    def _fail(self, step: str):
        if step == self.fails_at:
            raise RuntimeError(f"provider says no to ana@example.org at {step}")

    def open(self):
        self._fail("open")

    def send_messages(self, email_messages):
        self._fail("send")
        return len(email_messages)

    def close(self):
        self._fail("close")


@pytest.mark.parametrize(("step", "status"), [("open", 503), ("send", 302), ("close", 302)])
def test_whatever_a_providers_backend_raises_the_form_answers_and_the_log_names_no_address(client, settings, monkeypatch, caplog, step, status):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    monkeypatch.setattr(BrokenBackend, "fails_at", step)
    response = client.post(ADDRESSES["en"], fields())
    assert response.status_code == status
    assert "RuntimeError" in caplog.text
    assert "ana@example.org" not in caplog.text


def test_a_letter_the_mail_server_refuses_is_told_to_the_log_without_the_address(client, sink, caplog):
    response = client.post(ADDRESSES["en"], fields("gone.1@example.org"))
    assert (response.status_code, response["Location"], sink.taken) == (302, LOOK["en"], [])
    assert "could not be handed over" in caplog.text
    assert "gone.1" not in caplog.text


def test_a_mail_server_that_works_gets_the_confirmation(client, sink):
    client.post(ADDRESSES["en"], fields())
    assert sink.taken == ["ana@example.org"]


def test_what_the_pages_cost(client, django_assert_num_queries):
    client.get(ADDRESSES["en"])
    with django_assert_num_queries(1):
        client.get(ADDRESSES["en"])
    with django_assert_num_queries(1):
        client.get(LOOK["en"])
    client.post(ADDRESSES["en"], fields())
    with django_assert_num_queries(19):
        client.post(ADDRESSES["en"], fields("bo@example.org"))


def test_the_mail_says_how_long_its_link_works(client):
    client.post(ADDRESSES["en"], fields())
    assert f"{CONFIRM_DAYS} days" in mail.outbox[0].body
