"""The admin's pages of issues: previews, the form to send, and who may do what."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from newsletter.issues.dispatch import HOLD
from newsletter.models import LinkState, Sending
from tests.factories.newsletter import a_subscriber, list_and_begin, subscribers
from tests.newsletter.making_issues.steps import issue_page, posted

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("path", ["", "es/"])
def test_an_editor_reads_the_title_in_their_own_language(key, desk_client, editor, path):
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "fr"})
    html = desk_client.get(f"/admin/newsletter/issues/{key}/{path}").content.decode()
    assert issue_page("fr").title in html.partition("</h1>")[0]


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
    subscribers(20, "more{}@example.org", language="fr")
    assert queries_of(desk_client, address) <= before


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
