"""The pages behind the links in mail: looking changes nothing, one button does one thing, and no link opens another person's pages."""

import json
import logging
import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from newsletter.addresses import Asking, Purpose, asking_token, confirm_url, preferences_url, token, unsubscribe_url
from newsletter.models import Consent, ConsentAct, Edition, Sending, Subscriber, SubscriberState, Suppression
from newsletter.people.log_masking import WithoutTokens
from newsletter.sending import ledger
from newsletter.sending.desk import desk
from tests.factories.newsletter import a_sending, a_subscriber, list_and_begin

pytestmark = pytest.mark.django_db


def path(url: str) -> str:
    return url.partition("localhost:8000")[2]


def an_asking(reader: Subscriber, *, days_ago: float = 0, language: str = "fr") -> Asking:
    return Asking(subscriber_id=reader.pk, language=language, topics=("newsletter", "events"), at=timezone.now() - timedelta(days=days_ago))


@pytest.fixture
def unconfirmed():
    return a_subscriber("ana@example.org", language="fr", state=SubscriberState.UNCONFIRMED)


def everything() -> str:
    """All the bank holds of people, to see that nothing changed."""
    return str([list(model.objects.order_by("pk").values()) for model in (Subscriber, Consent, Suppression)])


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_program_that_follows_every_link_changes_nothing(client, unconfirmed, method):
    reader = a_subscriber("bo@example.org")
    before = everything()
    links = [confirm_url(an_asking(unconfirmed)), preferences_url(reader.pk), unsubscribe_url(reader.pk)]
    for url in [*links, f"{links[1]}data.json", f"{links[1]}erase/"]:
        assert getattr(client, method)(path(url)).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_refused_and_change_nothing(client, method):
    reader = a_subscriber()
    before = everything()
    for url in (unsubscribe_url(reader.pk), preferences_url(reader.pk), f"{preferences_url(reader.pk)}erase/"):
        assert getattr(client, method)(path(url)).status_code == 405
    assert everything() == before


def test_one_button_confirms_and_pressing_again_is_harmless(client, unconfirmed):
    url = path(confirm_url(an_asking(unconfirmed, language="es")))
    html = client.get(url).content.decode()
    assert html.count('type="submit"') == 1
    assert '<html lang="es"' in html
    assert "<li>Boletín</li><li>Eventos</li>" in html
    for _number in range(2):
        response = client.post(url)
        assert response.status_code == 200
        assert "Confirmado para ana@example.org." in response.content.decode()
    kept = Subscriber.objects.get()
    assert (kept.state, kept.language, kept.topics) == (SubscriberState.ACTIVE, "es", ["newsletter", "events"])
    proof = Consent.objects.get(act=ConsentAct.CONFIRMED)
    assert (proof.text_version, proof.language, proof.source) == ("2026-11", "es", "/newsletter/confirm/")


@pytest.mark.parametrize("days_ago", [31, 400])
def test_an_expired_link_says_what_to_do(client, unconfirmed, days_ago):
    for response in (
        client.get(path(confirm_url(an_asking(unconfirmed, days_ago=days_ago)))),
        client.post(path(confirm_url(an_asking(unconfirmed, days_ago=days_ago)))),
    ):
        assert response.status_code == 410
        html = response.content.decode()
        assert "Demander un nouveau message" in html, "in the language the mail was in"
        assert 'href="/fr/abonnement/"' in html
    assert Subscriber.objects.get().state == SubscriberState.UNCONFIRMED


def test_a_link_pressed_after_leaving_does_not_bring_back(client):
    reader = a_subscriber("ana@example.org")
    link = path(confirm_url(an_asking(reader)))
    client.post(path(unsubscribe_url(reader.pk)))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED


FORGED = ["1", "1.", ".", "1.abc", "..", "%00", "%0d%0aX: y", "x" * 10_000, "é", "<b>", "-1.abc", "9" * 5000 + ".abc", "None"]


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("kind", ["confirm", "choices", "leave"])
def test_a_forged_link_says_what_to_do(client, forged, kind):
    a_subscriber()
    before = everything()
    for method in (client.get, client.post):
        response = method(f"/newsletter/{kind}/{forged}/")
        assert response.status_code == 410
        assert b"This link is not whole" in response.content
    assert everything() == before


def test_no_link_of_one_kind_or_person_opens_another(client):
    ana, bo = a_subscriber("ana@example.org"), a_subscriber("bo@example.org")
    leave, choices, confirm = token(ana.pk, Purpose.LEAVE), token(ana.pk, Purpose.CHOICES), asking_token(an_asking(ana))
    others = {"leave": [choices, confirm], "choices": [leave, confirm], "confirm": [leave, choices]}
    for kind, tokens in others.items():
        for wrong in [*tokens, leave.replace(str(ana.pk), str(bo.pk), 1), choices.replace(str(ana.pk), str(bo.pk), 1)]:
            assert client.post(f"/newsletter/{kind}/{wrong}/").status_code == 410
    assert not Subscriber.objects.exclude(state=SubscriberState.ACTIVE).exists()
    assert "bo@example.org" not in client.get(path(preferences_url(ana.pk))).content.decode()


@pytest.mark.parametrize("encoding", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_a_mail_program_leaves_by_one_post_without_login_cookie_or_csrf(encoding):
    from django.test import Client

    reader, program = a_subscriber("ana@example.org"), Client(enforce_csrf_checks=True)
    bodies = {
        "a": b"List-Unsubscribe=One-Click",
        "m": b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    }
    for _number in range(2):
        response = program.post(path(unsubscribe_url(reader.pk)), bodies[encoding[0]], content_type=encoding)
        assert response.status_code == 200, "no redirect, and twice is once"
        assert not response.cookies
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED
    assert Consent.objects.filter(act=ConsentAct.WITHDRAWN).count() == 1


@pytest.mark.parametrize("body", [b"", b"nonsense", b"\xff\xfe\x00", b"x" * 100_000])
def test_a_program_with_a_body_of_its_own_leaves_too(client, body):
    reader = a_subscriber()
    assert client.post(path(unsubscribe_url(reader.pk)), body, content_type="multipart/form-data; boundary=z").status_code == 200
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED


def test_pages_speak_the_subscribers_language_and_the_links_wins_over_both(client):
    reader = a_subscriber(language="es")
    for url in (preferences_url(reader.pk), unsubscribe_url(reader.pk), f"{preferences_url(reader.pk)}erase/"):
        french_browser = {"headers": {"accept-language": "fr"}}
        response = client.get(path(url), **french_browser)
        assert '<html lang="es"' in response.content.decode()
        assert response["Content-Language"] == "es"
        html = client.get(f"{path(url)}?l=en", **french_browser).content.decode()
        assert '<html lang="en"' in html
        assert 'action="?l=en"' in html, "the answer stays in the language the link asked for"
        assert '<html lang="es"' in client.get(f"{path(url)}?l=xx", **french_browser).content.decode()
    assert '<html lang="fr"' in client.get("/newsletter/leave/forged/", **french_browser).content.decode()


def test_choices_are_changed_and_proven(client):
    reader = a_subscriber(language="es")
    url = path(preferences_url(reader.pk))
    response = client.post(url, {"language": "fr", "topics": ["press_review", "events"]})
    assert "Enregistré" in response.content.decode(), "the page follows the new language"
    kept = Subscriber.objects.get()
    assert (kept.language, kept.topics) == ("fr", ["press_review", "events"])
    assert Consent.objects.get().topics == ["press_review", "events"]


@pytest.mark.parametrize(
    "sent", [{"language": "xx", "topics": ["events"]}, {"language": "fr", "topics": ["all"]}, {"topics": ["events"]}, {"language": "\0"}]
)
def test_choices_there_are_not_change_nothing(client, sent):
    reader = a_subscriber(language="en")
    before = everything()
    response = client.post(path(preferences_url(reader.pk)), sent)
    assert response.status_code == 200
    assert b"Not saved yet" in response.content
    assert everything() == before


def test_choosing_nothing_is_leaving_and_the_page_says_so(client):
    reader = a_subscriber()
    response = client.post(path(preferences_url(reader.pk)), {"language": "en"})
    assert b"You get no mail from us" in response.content
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED


@pytest.mark.parametrize("state", ["unsubscribed", "bounced", "complained", "unconfirmed"])
def test_an_old_link_to_choices_brings_nobody_back(client, state):
    reader = a_subscriber(state=state, topics=["events"])
    response = client.post(path(preferences_url(reader.pk)), {"language": "fr", "topics": ["newsletter"]})
    assert b"You get no mail from us" in response.content
    kept = Subscriber.objects.get()
    assert (kept.state, kept.topics, kept.language) == (state, ["events"], "en")


def test_own_data_is_a_file_with_all_that_is_held(client):
    reader = a_subscriber("ana@example.org")
    a_sending()
    client.post(path(preferences_url(reader.pk)), {"language": "fr", "topics": ["newsletter"]})
    response = client.get(f"{path(preferences_url(reader.pk))}data.json")
    assert response["Content-Type"] == "application/json"
    assert "attachment" in response["Content-Disposition"]
    held = json.loads(response.content)
    assert (held["email"], held["language"], held["consents"][0]["text_version"]) == ("ana@example.org", "fr", "2026-11")
    assert held["mails"][0]["issue"] == "Soil that is never naked"


def test_erasing_needs_a_button_and_leaves_a_hash(client):
    reader = a_subscriber("ana@example.org")
    sending = a_sending()
    url = f"{path(preferences_url(reader.pk))}erase/"
    assert client.get(url).content.decode().count('type="submit"') == 1
    assert client.post(url).status_code == 200
    assert not Subscriber.objects.exists()
    assert not Consent.objects.exists()
    assert "ana@" not in everything()
    assert sending.recipients.get().subscriber_id is None, "the report still adds up"
    for link in (preferences_url(reader.pk), unsubscribe_url(reader.pk), url):
        for method in (client.get, client.post):
            response = method(path(link) or link)
            assert response.status_code == 200
            assert b"Nothing is held of you" in response.content


def test_pages_behind_a_token_are_kept_listed_and_told_by_nobody(client, unconfirmed):
    reader = a_subscriber("bo@example.org")
    links = [confirm_url(an_asking(unconfirmed)), preferences_url(reader.pk), unsubscribe_url(reader.pk)]
    for url in [*links, f"{links[1]}data.json", f"{links[1]}erase/", "http://localhost:8000/newsletter/leave/forged/"]:
        response = client.get(path(url))
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert not response.cookies
        html = response.content.decode()
        assert "canonical" not in html
        for found in re.findall(r'(?:src|href)="(https?:[^"]+)"', html):
            assert found.startswith("http://localhost:8000"), f"{found} would be told the address"
        assert "<script" not in html


def test_tokens_stay_out_of_the_log(client, caplog):
    good = token(12, Purpose.LEAVE)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Method Not Allowed (%s): %s", ("PUT", f"/newsletter/leave/{good}/"), None)
    assert WithoutTokens().filter(record)
    assert record.getMessage() == "Method Not Allowed (PUT): /newsletter/leave/…/"
    plain = logging.LogRecord("x", logging.INFO, "", 0, "100 %s", ("rows",), None)
    assert WithoutTokens().filter(plain)
    assert plain.getMessage() == "100 rows"


def test_the_log_of_the_bank_has_that_filter(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["tokens"]


def test_no_row_names_itself_by_its_address():
    reader = a_subscriber("ana@example.org")
    assert "ana" not in str(reader)
    assert "ana" not in repr(reader)


def test_what_the_pages_cost(client, django_assert_num_queries, unconfirmed):
    reader = a_subscriber("bo@example.org")
    client.get("/newsletter/leave/forged/")
    for url, number in (
        (confirm_url(an_asking(unconfirmed)), 2),
        (preferences_url(reader.pk), 2),
        (unsubscribe_url(reader.pk), 2),
        (f"{preferences_url(reader.pk)}data.json", 7),
        (f"{preferences_url(reader.pk)}erase/", 2),
    ):
        with django_assert_num_queries(number):
            client.get(path(url))


BOTH = ("newsletter", "press_review")


def test_leaving_by_a_press_review_ends_the_press_review_alone(client):
    reader = a_subscriber("ana@example.org", topics=BOTH)
    url = path(unsubscribe_url(reader.pk, "press_review"))
    asked = client.get(url).content.decode()
    assert "<h1>Stop “Press review”</h1>" in asked
    assert 'action="?all=1"' in asked, "all mail is offered too"
    for _number in range(2):  # a mail program may press twice
        told = client.post(url, b"List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded").content.decode()
        assert "You do not get “Press review” any more" in told
        assert "<li>Newsletter</li>" in told
    kept = Subscriber.objects.get()
    assert (kept.state, kept.topics) == (SubscriberState.ACTIVE, ["newsletter"])
    assert list(Consent.objects.values_list("act", "topics")) == [(ConsentAct.CHANGED, ["newsletter"])]
    assert not Suppression.objects.exists()


def test_leaving_the_last_topic_is_unsubscribing(client):
    reader = a_subscriber(topics=BOTH)
    for topic in BOTH:
        told = client.post(path(unsubscribe_url(reader.pk, topic))).content.decode()
    assert "You get no mail from us" in told
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED


@pytest.mark.parametrize("link", ["old", "all"])
def test_all_mail_is_left_by_the_second_button_and_by_links_of_before_topics(client, link):
    reader = a_subscriber(topics=BOTH)
    url = f"/newsletter/leave/{token(reader.pk, Purpose.LEAVE)}/" if link == "old" else f"{path(unsubscribe_url(reader.pk, 'press_review'))}?all=1"
    assert client.get(url).status_code == 200
    assert Subscriber.objects.get().state == SubscriberState.ACTIVE
    assert "You get no mail from us" in client.post(url).content.decode()
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED


def test_nobody_turns_a_link_for_one_topic_into_one_for_another(client):
    reader = a_subscriber(topics=BOTH)
    forged = path(unsubscribe_url(reader.pk, "press_review")).replace("press_review", "newsletter")
    assert client.post(forged).status_code == 410
    assert Subscriber.objects.get().topics == list(BOTH)


def test_leaving_a_topic_brings_nobody_back(client):
    reader = a_subscriber(topics=BOTH, state=SubscriberState.BOUNCED)
    client.post(path(unsubscribe_url(reader.pk, "press_review")))
    kept = Subscriber.objects.get()
    assert (kept.state, kept.topics) == (SubscriberState.BOUNCED, list(BOTH))


@pytest.mark.parametrize(
    ("topic", "list_id", "name"), [("newsletter", "newsletter.", "Boletín"), ("press_review", "press-review.", "Revista de prensa")]
)
def test_each_topic_is_a_list_of_its_own_in_mail_programs(topic, list_id, name):
    a_subscriber(language="es", topics=[topic])
    sending = a_sending(languages=(), is_running=False)
    sending.topic = topic
    sending.save()
    edition = Edition.objects.create(sending=sending, for_language="es", language="es", subject="Suelo", html="{{unsubscribe_url}}", text="Suelo")
    list_and_begin(now=timezone.now())
    Sending.objects.update(state="running")
    at = desk(connections=1)
    (row,) = ledger.claim(worker=at.name, now=timezone.now(), lease=at.lease)
    at.prepare([row])
    mail = message_from_bytes(at.compose(row)[1], policy=policy.default)
    assert f"<{list_id}localhost>" in mail["List-Id"]
    assert name in mail["List-Id"]
    assert unsubscribe_url(row.subscriber_id, topic) in mail["List-Unsubscribe"]
    assert edition.subject in mail["Subject"]
