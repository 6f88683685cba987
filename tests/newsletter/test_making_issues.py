"""From the issue to its sending: previews, test mail, links, choices for missing languages, and one sending that begins when it should."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from newsletter.addresses import read_leaving
from newsletter.audience import counts_per_language
from newsletter.issues import dispatch, gathering, links, testing
from newsletter.issues.dispatch import HOLD, CannotSend, SentAlready, seal, send_issue
from newsletter.issues.gathering import gather, readers_by_language
from newsletter.issues.preflight import Answer, Kind, PageState
from newsletter.models import LinkState, NewsletterIssuePage, Recipient, Sending, SendingState
from newsletter.sending import ledger
from newsletter.sending.desk import desk
from newsletter.sending.listing import list_and_begin
from tests.factories.newsletter import a_subscriber
from tests.factories.pictures import a_picture

pytestmark = pytest.mark.django_db


def issue_page(language: str = "en") -> NewsletterIssuePage:
    return NewsletterIssuePage.objects.get(locale__language_code=language)


@pytest.fixture
def key():
    return issue_page().translation_key


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ed", email="ed@example.org", password="a-long-password-1")


@pytest.fixture
def readers():
    return [a_subscriber(f"{code}@example.org", language=code) for code in ("en", "fr", "es")]


def send(key, by, *, choices=None, **changes) -> Sending:
    issue = gather(key, user=by)
    asked = {"choices": choices or {}, "seen": seal(issue, issue.findings()), "is_looked_at": True, **changes}
    sending = send_issue(key=key, by=by, **asked)
    list_and_begin(now=timezone.now())
    sending.refresh_from_db()
    return sending


def kinds(key, user, language: str) -> set[Kind]:
    return {finding.kind for finding in gather(key, user=user).findings() if finding.language == language}


def test_a_press_review_that_finds_nothing_is_pointed_out(key, editor, readers):
    page = issue_page()
    days = {"since": "1990-01-01", "until": "1990-01-31", "topics": [], "languages": [], "most": 3}
    page.body = json.dumps([*page.body.raw_data, {"type": "press_review", "value": days}], default=str)
    page.save_revision().publish()
    assert Kind.NO_PRESS in kinds(key, editor, "en")
    assert Kind.NO_PRESS not in kinds(key, editor, "fr")


# --- One sending


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


@pytest.fixture
def rendered(monkeypatch):
    """Every mail that is rendered, wherever: (language of the words, language of the readers)."""
    found = []
    original = gathering.render_issue

    def render(*, page, for_language=""):
        found.append((page.language, for_language or page.language))
        return original(page=page, for_language=for_language)

    for place in (gathering, dispatch):
        monkeypatch.setattr(place, "render_issue", render)
    return found


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


# --- Missing languages


def test_an_issue_without_a_language_is_not_sent_until_the_editor_chose(key, editor, readers):
    issue_page("fr").unpublish()
    with pytest.raises(CannotSend, match="Choose for each missing language"):
        send(key, editor)
    with pytest.raises(CannotSend, match="Choose for each missing language"):
        send(key, editor, choices={"fr": "fr"})
    assert not Sending.objects.exists()


def test_readers_of_a_held_language_wait(key, editor, readers):
    issue_page("fr").unpublish()
    sending = send(key, editor, choices={"fr": HOLD})
    assert sorted(row.subscriber.language for row in sending.recipients.all()) == ["en", "es"]


def test_readers_of_a_missing_language_get_another_with_a_note_in_their_own(key, editor, readers):
    issue_page("fr").unpublish()
    sending = send(key, editor, choices={"fr": "es"})
    french = sending.recipients.get(subscriber__language="fr").edition
    assert (french.for_language, french.language) == ("fr", "es")
    assert "Ce numéro n’a pas encore été traduit" in french.text
    assert french.subject == issue_page("es").title


def test_readers_of_other_languages_are_counted_and_chosen_for(key, editor):
    a_subscriber("pt@example.org", language="pt")
    a_subscriber("ca@example.org", language="fr-ca")
    with pytest.raises(CannotSend, match="Choose"):
        send(key, editor)
    sending = send(key, editor, choices={"pt": "en"})
    got = {row.subscriber.language: row.edition.language for row in sending.recipients.select_related("edition", "subscriber")}
    assert got == {"pt": "en", "fr-ca": "fr"}


def test_a_regional_language_counts_for_its_base():
    assert readers_by_language({"fr": 2, "fr-ca": 1, "pt-br": 4}) == ({"fr": 3}, {"pt-br": 4})


def shown(key, editor) -> str:
    """What an editor who opens the page of the issue now is shown."""
    issue = gather(key, user=editor)
    return seal(issue, issue.findings())


def release_at_the_desk(client, key, language: str, **values):
    """As a browser does: what the page showed goes back with the button."""
    html = client.get(f"/admin/newsletter/issues/{key}/").content.decode()
    seen = re.search(rf'/{language}/release/".*?name="seen" value="([^"]+)"', html, re.DOTALL)[1]
    return client.post(f"/admin/newsletter/issues/{key}/{language}/release/", {"seen": seen, "is_looked_at": "on", **values}, follow=True)


def test_words_nobody_looked_at_are_not_released(key, editor, readers, desk_client):
    issue_page("fr").unpublish()
    send(key, editor, choices={"fr": HOLD})
    page = issue_page("fr")
    page.get_latest_revision().publish()
    seen = shown(key, editor)
    with pytest.raises(CannotSend, match="looked at"):
        dispatch.release(key=key, language="fr", seen=seen, is_looked_at=False, by=editor)
    page = issue_page("fr")
    page.summary = "D’autres mots."
    page.save_revision().publish()
    told = desk_client.post(f"/admin/newsletter/issues/{key}/fr/release/", {"seen": seen, "is_looked_at": "on"}, follow=True).content.decode()
    assert "Something has changed since you opened this page" in told
    assert not Recipient.objects.filter(subscriber__language="fr").exists()
    release_at_the_desk(desk_client, key, "fr")
    list_and_begin(now=timezone.now())
    assert "D’autres mots." in Recipient.objects.get(subscriber__language="fr").edition.text


@pytest.mark.parametrize("state", [SendingState.READY, SendingState.RUNNING, SendingState.PAUSED, SendingState.FINISHED])
def test_held_readers_get_the_issue_once_it_is_translated(key, editor, readers, desk_client, state):
    issue_page("fr").unpublish()
    sending = send(key, editor, choices={"fr": HOLD})
    if state == SendingState.FINISHED:
        sending.recipients.update(state="accepted")
    Sending.objects.update(state=state)
    assert "its page is published now" not in desk_client.get(f"/admin/newsletter/issues/{key}/").content.decode()
    issue_page("fr").get_latest_revision().publish()
    assert "its page is published now" in desk_client.get(f"/admin/newsletter/issues/{key}/").content.decode()
    told = release_at_the_desk(desk_client, key, "fr").context["messages"]
    assert str(next(iter(told))) == ("1 mail is still to leave." if state == SendingState.FINISHED else "3 mails are still to leave.")
    list_and_begin(now=timezone.now())
    assert sending.recipients.get(subscriber__language="fr").edition.language == "fr"
    assert sending.recipients.count() == 3
    sending.refresh_from_db()
    assert sending.state == (SendingState.RUNNING if state == SendingState.FINISHED else state)


def test_nobody_is_released_twice_or_before_the_translation_is_published(key, editor, readers):
    issue_page("fr").unpublish()
    send(key, editor, choices={"fr": HOLD})
    for language in ("fr", "en"):
        with pytest.raises(CannotSend, match="Nobody is held"):
            dispatch.release(key=key, language=language, seen=shown(key, editor), is_looked_at=True, by=editor)


@pytest.mark.parametrize("language", ["pt", "fr"])
def test_held_readers_whose_language_gets_no_words_are_sent_another_with_a_note(key, editor, readers, desk_client, language):
    issue_page("fr").unpublish()
    a_subscriber("pt@example.org", language="pt")
    sending = send(key, editor, choices={"fr": HOLD, "pt": HOLD})
    html = desk_client.get(f"/admin/newsletter/issues/{key}/").content.decode()
    assert f"/{language}/release/" in html
    assert "Send them another language with a note: Spanish" in html
    release_at_the_desk(desk_client, key, language, words_in="es")
    list_and_begin(now=timezone.now())
    edition = sending.recipients.get(subscriber__language=language).edition
    assert (edition.for_language, edition.language) == (language, "es")
    assert sending.recipients.count() == 3
    assert f"/{language}/release/" not in desk_client.get(f"/admin/newsletter/issues/{key}/").content.decode()


@pytest.mark.parametrize(("language", "words_in"), [("fr", "xx"), ("fr", "fr"), ("en", "es"), ("pt", "en")])
def test_nobody_is_released_who_is_not_held_or_in_words_there_are_not(key, editor, readers, language, words_in):
    issue_page("fr").unpublish()
    sending = send(key, editor, choices={"fr": HOLD})
    with pytest.raises(CannotSend, match="Nobody is held"):
        dispatch.release(key=key, language=language, seen=shown(key, editor), is_looked_at=True, by=editor, words_in=words_in)
    assert sending.editions.count() == 2


@pytest.mark.parametrize("way", ["draft", "private"])
def test_words_nobody_may_read_are_never_sent(key, editor, readers, way):
    page = issue_page("fr")
    if way == "draft":
        page.unpublish()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert gather(key, user=editor).edition("fr").state is (PageState.DRAFT if way == "draft" else PageState.PRIVATE)
    sending = send(key, editor, choices={"fr": HOLD})
    assert not sending.editions.filter(language="fr").exists()


# --- What is looked at is what is sent


def test_a_change_after_looking_is_looked_at_again(key, editor, readers):
    issue = gather(key, user=editor)
    seen = seal(issue, issue.findings())
    page = issue_page("en")
    page.title = "Another title"
    page.save_revision().publish()
    with pytest.raises(CannotSend, match="Something has changed"):
        send_issue(key=key, choices={}, seen=seen, is_looked_at=True, by=editor)


def test_open_points_must_be_looked_at(key, editor, readers):
    with pytest.raises(CannotSend, match="Say that you have looked"):
        send(key, editor, is_looked_at=False)


def test_readers_get_the_published_words_and_the_editor_is_told_of_newer_ones(key, editor, readers):
    page = issue_page("en")
    title = page.title
    page.title = "A draft nobody has published"
    page.save_revision()
    assert Kind.CHANGED_SINCE in kinds(key, editor, "en")
    assert send(key, editor).editions.get(for_language="en").subject == title


def test_nothing_is_sent_to_nobody(key, editor):
    with pytest.raises(CannotSend, match="must be mended"):
        send(key, editor)


def test_a_time_that_has_passed_is_refused(key, editor, readers):
    with pytest.raises(CannotSend, match="has passed"):
        send(key, editor, start_at=timezone.now() - timedelta(minutes=1))


def test_a_heavy_issue_stops(key, editor, readers):
    page = issue_page("en")
    words = "soil " * 25_000
    page.body = json.dumps([{"type": "section", "value": {"heading": "Words", "text": f"<p>{words}</p>"}}])
    page.save_revision().publish()
    assert Kind.TOO_HEAVY in kinds(key, editor, "en")
    with pytest.raises(CannotSend, match="must be mended"):
        send(key, editor)


def test_a_mail_whose_plain_text_lacks_the_issues_words_stops(key, editor, readers, monkeypatch):
    whole = gathering.render_issue
    assert Kind.NO_PLAIN_TEXT not in kinds(key, editor, "en")
    end = "Stop all mail: {{unsubscribe_url}}"
    monkeypatch.setattr(gathering, "render_issue", lambda *, page: replace(whole(page=page), text=f"{page.title}\n\n--\n{end}\n"))
    assert Kind.NO_PLAIN_TEXT in kinds(key, editor, "en")
    with pytest.raises(CannotSend, match="must be mended"):
        send(key, editor)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(("caption", "description", "is_named"), [("", "", False), ("A field", "", True), ("", "Zaï pits after rain", True)])
def test_a_picture_that_has_only_the_name_of_its_file_is_found(key, editor, caption, description, is_named):
    picture = a_picture("DSC_0012.JPG", description=description)
    page = issue_page("en")
    value = {"image": picture.pk, "caption": caption, "credit": "Somebody", "licence": "CC BY 4.0"}
    page.body = json.dumps([{"type": "picture", "value": value}])
    page.save_revision().publish()
    assert (Kind.NO_ALT_TEXT in kinds(key, editor, "en")) is not is_named


# --- Links


def test_links_within_the_bank_are_looked_up_without_the_network(key):
    good, gone = "http://localhost:8000/fr/", "http://localhost:8000/en/nothing-here/"
    page = issue_page("es").full_url or ""
    addresses = [good, gone, "http://localhost:8000/es/search/?q=suelo", "http://localhost:8000/media/images/none.jpg"]
    assert page
    assert links.answers(addresses, now=timezone.now()) == {
        good: Answer.ALIVE,
        gone: Answer.DEAD,
        addresses[2]: Answer.ALIVE,
        addresses[3]: Answer.DEAD,
    }


def test_links_within_the_bank_are_looked_up_together(django_assert_num_queries):
    pages = [f"http://localhost:8000{issue_page(code).url}" for code in ("en", "fr", "es")]
    missing = [f"http://localhost:8000/fr/nothing-{number}/" for number in range(20)]
    with django_assert_num_queries(2):  # the pages, and what is known of addresses outside
        found = links.answers([*pages, *missing, "https://example.org/"], now=timezone.now())
    assert [url for url, answer in found.items() if answer is Answer.ALIVE] == pages


def test_a_link_to_a_private_page_is_dead_for_readers():
    page = issue_page("fr")
    address = f"http://localhost:8000{page.url}"
    assert links.answers([address], now=timezone.now()) == {address: Answer.ALIVE}
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert links.answers([address], now=timezone.now()) == {address: Answer.DEAD}


def test_links_outside_are_asked_once_a_day(key, editor):
    asked = []

    def ask(url):
        asked.append(url)
        return (LinkState.DEAD if "gone" in url else LinkState.ALIVE), "404"

    urls = ["https://example.org/", "https://example.org/gone", "http://localhost:8000/en/"]
    links.ask_outside([*urls, urls[0]], ask=ask)
    assert sorted(asked) == urls[:2]
    now = timezone.now()
    assert list(links.answers(urls, now=now).values()) == [Answer.ALIVE, Answer.DEAD, Answer.ALIVE]
    assert links.answers(urls[:1], now=now + timedelta(days=2)) == {urls[0]: Answer.UNASKED}


def test_a_link_to_a_place_that_is_not_on_the_mail_is_found():
    inside = links.look_inside(
        '<a href="#ref-1">1</a><a href="#ref-2">2</a><ol><li id="ref-1">A <a href="https://a.example/">b</a></li></ol><img src="x">'
    )
    assert inside.broken_places == ("#ref-2",)
    assert inside.links == ("https://a.example/",)
    assert inside.pictures_without_text == ("x",)
    assert links.look_inside('<a href="{{unsubscribe_url}}"></a><a href="mailto:a@example.org"></a>').links == ()


def test_every_citation_of_the_shipped_issue_leads_to_its_reference(key, editor):
    for edition in gather(key, user=editor).editions:
        assert links.look_inside(edition.mail.html).broken_places == ()
        assert "#ref-1" in edition.mail.html


# --- The test mail


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


# --- The pages of the admin


@pytest.fixture
def desk_client(client, editor):
    client.force_login(editor)
    return client


def posted(key, client, **changes):
    html = client.get(f"/admin/newsletter/issues/{key}/")
    seen = html.context["form"].initial["seen"]
    return client.post(f"/admin/newsletter/issues/{key}/send/", {"seen": seen, "when": "now", "is_looked_at": "on", **changes})


def test_an_editor_goes_from_the_list_to_the_sending(key, desk_client, readers):
    assert f"/admin/newsletter/issues/{key}/" in desk_client.get("/admin/newsletter/issues/").content.decode()
    assert f"/admin/newsletter/issues/{key}/" in desk_client.get(f"/admin/pages/{issue_page().pk}/edit/").content.decode()
    a_subscriber("pt@example.org", language="pt")
    told = desk_client.get(posted(key, desk_client, **{"choice-pt": HOLD}).url).context["messages"]
    assert [str(message) for message in told] == ["3 readers will get this issue."]
    html = desk_client.get(f"/admin/newsletter/issues/{key}/").content.decode()
    assert "This issue is to be sent" in html
    assert f"/admin/newsletter/issues/{key}/send/" not in html
    list_and_begin(now=timezone.now())
    assert Sending.objects.get().recipients.count() == 3


def test_later_is_a_time_in_the_time_zone_of_the_login_and_the_page_names_it(key, desk_client, readers):
    user = get_user_model().objects.get(pk=desk_client.session["_auth_user_id"])
    UserProfile.objects.update_or_create(user=user, defaults={"current_time_zone": "America/Bogota"})
    assert "Day and time (America/Bogota), for later" in desk_client.get(f"/admin/newsletter/issues/{key}/").content.decode()
    assert posted(key, desk_client, when="later", start_at="2099-07-01T09:00").status_code == 302
    assert Sending.objects.get().start_at == datetime(2099, 7, 1, 14, tzinfo=UTC)
    assert "1 July 2099, 09:00 (America/Bogota)" in desk_client.get(f"/admin/newsletter/issues/{key}/").content.decode()


def test_what_was_chosen_is_still_there_when_something_is_missing(key, desk_client, readers):
    issue_page("fr").unpublish()
    issue_page("es").unpublish()
    response = posted(key, desk_client, **{"choice-fr": "en"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Choose one of the two ways." in html
    assert re.search(r'<input[^>]*name="choice-fr"[^>]*value="en"[^>]*checked', html)
    assert not Sending.objects.exists()


@pytest.mark.parametrize("changes", [{"when": "later"}, {"when": "later", "start_at": "soon"}, {"when": "x"}, {"seen": "y" * 999}, {"seen": "old"}])
def test_a_form_that_makes_no_sense_sends_nothing(key, desk_client, readers, changes):
    assert posted(key, desk_client, **changes).status_code == 422
    assert not Sending.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_previews_show_the_mail_in_closed_frames_and_the_plain_text(key, desk_client, language):
    html = desk_client.get(f"/admin/newsletter/issues/{key}/{language}/").content.decode()
    assert html.count("<iframe") == html.count("sandbox") == 3
    assert 'class="is-320"' in html
    assert 'class="is-600"' in html
    framed = desk_client.get(f"/admin/newsletter/issues/{key}/{language}/mail/")
    assert "default-src 'none'" in framed["Content-Security-Policy"]
    assert "sandbox" in framed["Content-Security-Policy"]
    assert "{{" not in framed.content.decode()


def test_a_draft_is_previewed_and_the_page_leads_to_its_translation(key, desk_client):
    issue_page("fr").unpublish()
    issue_page("es").delete()
    assert "draft, not published" in desk_client.get(f"/admin/newsletter/issues/{key}/fr/").content.decode()
    assert desk_client.get(f"/admin/newsletter/issues/{key}/es/", follow=True).status_code == 404
    assert f"/admin/translations/{issue_page().pk}/languages/" in desk_client.get(f"/admin/newsletter/issues/{key}/").content.decode()


@pytest.mark.parametrize("path", ["", "en/", "xx/", "en/mail/"])
def test_an_issue_that_is_not_there_is_not_found(desk_client, path):
    assert desk_client.get(f"/admin/newsletter/issues/00000000-0000-0000-0000-000000000000/{path}", follow=True).status_code == 404


def test_nobody_changes_anything_by_looking(key, desk_client):
    for path in ("send/", "links/", "en/test/"):
        assert desk_client.get(f"/admin/newsletter/issues/{key}/{path}").status_code == 405


def an_issue_editor(name: str, *permissions: str):
    user = get_user_model().objects.create_user(name, email=f"{name}@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    return user


def test_who_may_not_edit_sees_nothing_and_who_may_only_edit_does_not_send(key, client, readers):
    outsider = get_user_model().objects.create_user("outsider")
    outsider.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(outsider)
    assert client.get(f"/admin/newsletter/issues/{key}/").status_code == 302
    assert client.get("/admin/newsletter/issues/").status_code == 302
    client.force_login(an_issue_editor("writer"))
    assert "Your login may prepare issues" in client.get(f"/admin/newsletter/issues/{key}/").content.decode()
    client.post(f"/admin/newsletter/issues/{key}/send/", {"when": "now"})
    assert not Sending.objects.exists()


def test_a_test_by_the_button_is_told(key, desk_client):
    response = desk_client.post(f"/admin/newsletter/issues/{key}/en/test/", follow=True)
    assert "handed over to ed@example.org" in response.content.decode()
    assert len(mail.outbox) == 1


def test_links_are_tried_by_a_button(key, desk_client, monkeypatch):
    from newsletter.issues import views

    page = issue_page()
    page.body = json.dumps([{"type": "partner_news", "value": {"partner": "A", "title": "B", "text": "C", "url": "https://example.org/gone"}}])
    page.save_revision().publish()
    monkeypatch.setattr(views, "ask", lambda url: (LinkState.DEAD, "404"))
    response = desk_client.post(f"/admin/newsletter/issues/{key}/links/", follow=True)
    assert "outside the bank" in response.content.decode()
    assert "These links lead nowhere" in response.content.decode()


@pytest.mark.parametrize("path", ["", "en/", "en/mail/"])
def test_the_pages_of_an_issue_ask_no_more_for_more_links_and_readers(key, desk_client, readers, path):
    address = f"/admin/newsletter/issues/{key}/{path}"
    desk_client.get(address)  # what is remembered between requests is remembered now
    before = queries_of(desk_client, address)
    page = issue_page()
    words = "".join(f'<p><a href="http://localhost:8000/fr/lettre/{number}/">x</a></p>' for number in range(20))
    page.body = json.dumps([*page.body.raw_data, {"type": "section", "value": {"heading": "Links", "text": words}}], default=str)
    page.save_revision().publish()
    for number in range(20):
        a_subscriber(f"more{number}@example.org", language="fr")
    assert queries_of(desk_client, address) <= before


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


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
