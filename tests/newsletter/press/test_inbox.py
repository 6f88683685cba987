"""The inbox of the press review: one key for each answer, nothing published by it, and nothing judged twice."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import ModelLogEntry

from newsletter.models import PressItem, PressState
from newsletter.press.filling_in import fill_in
from newsletter.press.inbox import Act, Decided, decide, waiting
from tests.factories.press import a_press_item

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/press/inbox/"


def a_draft(title: str, **fields) -> PressItem:
    return a_press_item(title, state=PressState.DRAFT, **fields)


@pytest.fixture
def drafts():
    return [a_draft(f"Article {name}") for name in ("one", "two", "three")]


def titles() -> list[str]:
    return [item.title for item in waiting()]


@pytest.mark.parametrize(("act", "state"), [("keep", "kept"), ("later", "draft"), ("discard", "discarded")])
def test_one_answer_brings_the_next_article(editor, drafts, act, state):
    assert "3 articles wait." in editor.get(ADDRESS).content.decode()
    html = editor.post(ADDRESS, {"item": drafts[0].pk, "act": act}, follow=True).content.decode()
    assert '<h2 id="press-inbox-title" lang="en">Article two</h2>' in html
    drafts[0].refresh_from_db()
    assert drafts[0].state == state
    assert titles() == ["Article two", "Article three", *(["Article one"] if act == "later" else [])]


def test_every_answer_has_its_key(editor, drafts):
    html = editor.get(ADDRESS).content.decode()
    for key in "klde":
        assert f'data-controller="w-kbd" data-w-kbd-key-value="{key}" aria-keyshortcuts="{key.upper()}"' in html


def test_an_article_readers_could_not_use_leads_to_its_form(editor):
    item = a_draft("Without a summary", summaries={}, published_on=None)
    response = editor.post(ADDRESS, {"item": item.pk, "act": "keep"}, follow=True)
    assert response.redirect_chain[-1][0] == f"/admin/press_items/edit/{item.pk}/"
    assert "Readers need a little more before it can be kept" in response.content.decode()
    item.refresh_from_db()
    assert item.state == PressState.DRAFT


def test_of_two_editors_the_first_decides(drafts, editor):
    assert decide(item_id=drafts[0].pk, act=Act.KEEP, by=editor.user) is Decided.DONE
    assert decide(item_id=drafts[0].pk, act=Act.DISCARD, by=editor.user) is Decided.GONE
    told = editor.post(ADDRESS, {"item": drafts[0].pk, "act": "discard"}, follow=True).content.decode()
    assert "Somebody else has decided on this article meanwhile" in told
    assert PressItem.objects.get(pk=drafts[0].pk).state == PressState.KEPT
    assert ModelLogEntry.objects.for_instance(drafts[0]).get().user == editor.user


def test_a_discarded_article_is_seen_by_no_reader_and_not_noted_again(client, editor):
    item = a_draft("Not about soils", published_on=date(2026, 3, 1))
    decide(item_id=item.pk, act=Act.DISCARD, by=editor.user)
    assert "Not about soils" not in client.get("/en/press/").content.decode()
    told = fill_in(item.url, fetch_page=lambda url: pytest.fail("it is known"))
    assert "in the press review already" in told.message
    assert "discarded" in told.message


def test_an_empty_inbox_says_how_articles_come_there(editor):
    assert "Nothing waits." in editor.get(ADDRESS).content.decode()


@pytest.mark.parametrize("sent", [{}, {"item": "x", "act": "keep"}, {"item": "1"}, {"item": "1", "act": "publish"}, {"item": "\0", "act": "keep"}])
def test_what_is_no_answer_is_not_found(editor, sent):
    assert editor.post(ADDRESS, sent, follow=True).status_code == 404


def test_nobody_else_sees_it(client, drafts):
    client.force_login(get_user_model().objects.create_user("a-reader", password="x"))
    assert client.get(ADDRESS).status_code == 302
    assert client.post(ADDRESS, {"item": drafts[0].pk, "act": "discard"}).status_code == 302
    assert titles()[0] == "Article one"
