"""Readers of a language without words: held, sent another language with a note, released once there are words."""

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsletter.issues import dispatch
from newsletter.issues.dispatch import HOLD, CannotSend
from newsletter.issues.gathering import gather, readers_by_language
from newsletter.issues.preflight import PageState
from newsletter.models import Recipient, Sending, SendingState
from tests.factories.newsletter import a_subscriber, list_and_begin
from tests.newsletter.making_issues.steps import issue_page, release_at_the_desk, send, shown

pytestmark = pytest.mark.django_db


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
