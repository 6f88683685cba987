"""How editors note what others publish: by hand, from a link, from their browser's bookmarks. What was typed is never lost."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsletter.models import PressItem, PressState
from newsletter.press import filling_in
from newsletter.press.fetching import FetchedPage, NotFetched, Refusal
from practices.models import PracticePage
from tests.factories.press import a_press_item

pytestmark = pytest.mark.django_db

ADD = "/admin/press_items/new/"
TYPED = {
    "url": "https://example.org/soil?utm_source=x",
    "title": "Soils breathe",
    "outlet": "The Daily",
    "published_on": "2026-03-01",
    "language": "en",
    "summary_en": "It says that soils breathe.",
}


def form_data(**changes):
    return nested_form_data({**TYPED, "practices": inline_formset([]), **changes})


def test_an_editor_notes_an_item(editor):
    response = editor.post(ADD, form_data(state="kept"))
    assert response.status_code == 302, response.context["form"].errors
    item = PressItem.objects.get()
    assert (item.url, item.state, item.summaries["en"]) == ("https://example.org/soil", PressState.KEPT, "It says that soils breathe.")
    assert item.noted_by.username == "one-of-Editors"


def test_a_moderator_publishes_at_once_and_readers_see_it(moderator):
    moderator.post(ADD, form_data(state="published", summary_fr="Il dit que les sols respirent."))
    assert "Il dit que les sols respirent." in moderator.get("/fr/presse/").content.decode()


def test_an_editor_cannot_publish_however_they_ask(editor):
    assert b'value="published"' not in editor.get(ADD).content
    editor.post(ADD, form_data(state="published"))
    assert PressItem.objects.get().state == PressState.DRAFT


def test_what_readers_see_is_changed_by_moderators_only(editor):
    item = a_press_item()
    assert editor.post(f"/admin/press_items/edit/{item.pk}/", form_data(title="Changed", state="draft")).status_code in (302, 403)
    item.refresh_from_db()
    assert (item.title, item.state) == ("Soils store more carbon than thought", PressState.PUBLISHED)


def test_an_item_is_changed_and_keeps_its_state(moderator):
    item = a_press_item(state=PressState.KEPT)
    moderator.post(f"/admin/press_items/edit/{item.pk}/", form_data(title="Changed"))
    item.refresh_from_db()
    assert (item.title, item.state) == ("Changed", PressState.KEPT)


def test_a_draft_may_be_incomplete(editor):
    editor.post(ADD, form_data(state="draft", outlet="", published_on="", language="", summary_en=""))
    assert PressItem.objects.get().state == PressState.DRAFT


def test_what_is_missing_is_told_and_nothing_typed_is_lost(moderator):
    response = moderator.post(ADD, form_data(state="published", outlet="", published_on="31 March", summary_en="", summary_fr="", author="Awa"))
    assert set(response.context["form"].errors) == {"outlet", "published_on", "summary_en"}
    html = response.content.decode()
    assert all(words in html for words in ("Soils breathe", "Awa", "31 March"))
    assert not PressItem.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "no address", "https://" + "x" * 5000])
def test_a_link_that_is_none_is_refused_with_a_sentence(editor, url):
    response = editor.post(ADD, form_data(url=url, state="draft"))
    assert "url" in response.context["form"].errors


def test_an_article_that_is_noted_already_is_named(editor):
    a_press_item("Noted once", url="https://example.org/soil")
    response = editor.post(ADD, form_data(state="draft"))
    assert "Noted once" in response.context["form"].errors["url"][0]


def test_a_second_click_makes_no_second_item_and_no_error_page(editor, monkeypatch):
    a_press_item("Noted once", url="https://example.org/soil")
    monkeypatch.setattr(PressItem, "_refuse_a_second", lambda _item: None)  # both were looked at before either was saved
    response = editor.post(ADD, form_data(state="draft"))
    assert "saved a moment ago" in response.context["form"].errors["url"][0]
    assert "It says that soils breathe." in response.content.decode()
    assert PressItem.objects.count() == 1


def test_the_same_story_elsewhere_is_put_together_and_told(editor):
    first = a_press_item("Soils store more carbon than we thought", published_on="2026-02-27", outlet="B")
    response = editor.post(ADD, form_data(title="Soils store more carbon than thought | The Daily", state="kept"), follow=True)
    assert "The same story stands in 1 other item." in response.content.decode()
    assert PressItem.objects.filter(story=first.story).count() == 2


def test_an_item_that_only_looks_alike_can_be_set_apart_again(moderator):
    first = a_press_item("Soils store more carbon than we thought")
    moderator.post(ADD, form_data(title="Soils store more carbon than thought", state="kept"))
    item = PressItem.objects.exclude(pk=first.pk).get()
    assert item.story == first.story
    moderator.post(f"/admin/press_items/edit/{item.pk}/", form_data(title="Soils store more carbon than thought", is_own_story="on"))
    item.refresh_from_db()
    assert item.story != first.story


def test_practices_are_linked(editor):
    page = PracticePage.objects.get(slug="cover-crops", locale__language_code="en")
    response = editor.post(ADD, form_data(state="kept", practices=inline_formset([{"page": page.pk}])))
    assert response.status_code == 302, response.context["form"].errors
    assert [row.page_id for row in PressItem.objects.get().practices.all()] == [page.pk]


def test_only_who_may_note_items_sees_them_in_the_admin(client):
    user = get_user_model().objects.create_user("a-reader", password="x")
    client.force_login(user)
    for address in (ADD, "/admin/press_items/"):
        assert client.get(address).status_code == 302
    assert client.post(reverse("press_facts"), {"url": "https://example.org/"}).status_code == 302


def test_the_list_can_be_searched_and_filtered(editor):
    a_press_item("Rains carry soil away", state=PressState.KEPT)
    a_press_item("Something else")
    html = editor.get("/admin/press_items/?q=carry&state=kept").content.decode()
    assert "Rains carry soil away" in html
    assert "Something else" not in html


# --- From a link


PAGE = b"""<html lang="en"><title>Soils breathe</title><meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2026-03-01T08:00"><meta name="description" content="Their words">"""


def asked(client, monkeypatch, url="https://example.org/soil", answer=PAGE):
    def fetch_page(address):
        if isinstance(answer, Exception):
            raise answer
        return FetchedPage(url=address, content=answer, charset="")

    monkeypatch.setattr(filling_in.fill_in, "__kwdefaults__", {"fetch_page": fetch_page})
    return client.post(reverse("press_facts"), {"url": url}).json()


def test_a_pasted_link_gives_title_outlet_and_date_and_nothing_of_the_text(editor, monkeypatch):
    found = asked(editor, monkeypatch, url="https://example.org/soil?utm_source=x")
    assert found["is_found"]
    assert found["values"] == {
        "url": "https://example.org/soil", "title": "Soils breathe", "outlet": "The Daily", "published_on": "2026-03-01", "language": "en",
    }  # fmt: skip


@pytest.mark.parametrize("reason", Refusal)
def test_a_link_that_cannot_be_fetched_leaves_a_sentence_that_says_what_to_do(editor, monkeypatch, reason):
    found = asked(editor, monkeypatch, answer=NotFetched(reason))
    assert not found["is_found"]
    assert len(found["message"]) > 40


def test_a_page_without_title_and_date_says_that_something_is_missing(editor, monkeypatch):
    found = asked(editor, monkeypatch, answer=b"<html>")
    assert "missing" in found["message"]
    assert found["values"]["outlet"] == "example.org"


def test_an_article_that_is_noted_already_is_not_fetched_again(editor, monkeypatch):
    a_press_item("Noted once", url="https://example.org/soil")
    found = asked(editor, monkeypatch, url="http://www.example.org/soil/", answer=AssertionError("it was fetched"))
    assert "Noted once" in found["message"]


def test_this_machine_and_its_network_are_not_asked(editor):
    for url in ("http://127.0.0.1:8000/admin/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"):
        assert not editor.post(reverse("press_facts"), {"url": url}).json()["is_found"]


def test_a_link_is_asked_by_post_only(editor):
    assert editor.get(reverse("press_facts"), {"url": "https://example.org/"}).status_code == 405


# --- From the bookmarks


def test_the_bookmarklet_opens_the_form_of_this_bank(editor):
    html = editor.get(ADD).content.decode()
    script = unquote(re.search(r'href="(javascript:[^"]*)"', html)[1]).replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")
    assert "http://testserver/admin/press_items/new/" in script


def test_the_form_begins_with_what_the_bookmarklet_found(editor):
    html = editor.get(ADD, {"url": "https://example.org/soil", "title": '"><script>x</script>', "language": "fr"}).content.decode()
    assert 'value="https://example.org/soil"' in html
    assert "<script>x" not in html
    assert not PressItem.objects.exists()


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_form_is_in_the_editors_language(editor, language):
    from wagtail.users.models import UserProfile

    user = get_user_model().objects.get(username="one-of-Editors")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    html = editor.get(ADD).content.decode()
    assert {"fr": "Garder pour plus tard", "es": "Guardar para más tarde"}[language] in html
    assert html.index(f'name="summary_{language}"') < html.index('name="summary_en"')
