"""An article in the press review in under half a minute, by keyboard alone; and nothing typed is lost when a site does not answer."""

import json
import time

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import in_the_bank, log_in

MAKE_EDITOR = """
from django.contrib.auth import get_user_model as users
users().objects.filter(username="press-desk").exists() or users().objects.create_superuser("press-desk", password="a-long-password-1")
"""
ADD = "/admin/press_items/new/"
MOST_SECONDS = 30
"""To note an article and publish it, from the link that asks for the form to the list with the article in it."""
SECONDS_PER_KEY = 0.28
"""An average person who is no typist (Card, Moran and Newell 1980, the keystroke-level model)."""
SUMMARY = "It says that soils breathe."
COUNT_HANDS = """
for (const kind of ["keydown", "click"]) addEventListener(kind, event => {
  if (!event.isTrusted) return;
  const before = JSON.parse(sessionStorage.hands || "[]");
  sessionStorage.hands = JSON.stringify([...before, kind === "click" ? "click" : event.key]);
}, true);
"""
"""Every key and every click that reaches a page, kept from one page to the next."""
FOUND = {
    "is_found": True,
    "message": "Found.",
    "values": {
        "url": "https://example.org/soil",
        "title": "Soils breathe",
        "outlet": "The Daily",
        "published_on": "2026-03-01",
        "language": "en",
        "topic": "life",
    },
}


@pytest.fixture(scope="module")
def login(chromium, bank_url, bank_folder):
    """The state of a browser in which an editor is logged in."""
    in_the_bank(bank_folder, "shell", "-v0", "-c", MAKE_EDITOR)
    context = chromium.new_context(base_url=bank_url)
    page = context.new_page()
    log_in(page, "press-desk")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def desk(chromium, bank_url, login):
    context = chromium.new_context(base_url=bank_url, storage_state=login, viewport={"width": 1280, "height": 900}, locale="en-GB", bypass_csp=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def answering(page, answer):
    """The form's question about a link is answered here: no test reaches the network."""
    asked: list[str] = []

    def handle(route):
        asked.append(route.request.post_data)
        route.fulfill(json=answer) if answer else route.abort()

    page.route("**/admin/press/facts/", handle)
    return asked


def open_form(page, query=""):
    page.goto(ADD + query, wait_until="domcontentloaded")
    page.locator("[data-press-status]").wait_for(state="attached")


def test_an_article_is_noted_and_published_by_keyboard_alone_in_under_half_a_minute(desk):
    asked = answering(desk, FOUND)
    desk.add_init_script(COUNT_HANDS)
    began = time.monotonic()
    open_form(desk)
    desk.evaluate("navigator.clipboard.writeText('https://example.org/soil?utm_source=x')")
    expect(desk.locator("#id_url")).to_be_focused()
    desk.keyboard.press("Control+V")
    expect(desk.locator("#id_summary_en")).to_be_focused()
    expect(desk.locator("#id_topic")).to_have_value("life")
    desk.keyboard.type(SUMMARY)
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url("**/admin/press_items/")
    took = time.monotonic() - began
    hands = json.loads(desk.evaluate("sessionStorage.hands"))
    assert hands == ["Control", "V", *SUMMARY, "Control", "Enter"], "no key and no click but these"
    assert took + SECONDS_PER_KEY * len(hands) < MOST_SECONDS, "what the bank took, and what an average hand takes"
    assert len(asked) == 1
    desk.goto("/en/press/")
    expect(desk.get_by_role("heading", name="Soils breathe")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("The Daily, 1 March 2026")


def test_what_was_typed_is_never_replaced_by_what_was_found(desk):
    answering(desk, FOUND)
    open_form(desk)
    desk.locator("#id_title").fill("My own title")
    desk.locator("#id_url").fill("https://example.org/other")
    desk.get_by_role("button", name="Fill in from the link").click()
    expect(desk.locator("#id_outlet")).to_have_value("The Daily")
    expect(desk.locator("#id_title")).to_have_value("My own title")


def test_a_site_that_does_not_answer_takes_nothing_away(desk):
    answering(desk, None)
    open_form(desk)
    desk.locator("#id_title").fill("My own title")
    desk.locator("#id_summary_en").fill("My own words")
    desk.locator("#id_url").fill("https://example.org/other")
    desk.keyboard.press("Tab")
    expect(desk.locator("[data-press-status]")).to_contain_text("Please fill in the fields yourself")
    expect(desk.locator("#id_title")).to_have_value("My own title")
    expect(desk.locator("#id_summary_en")).to_have_value("My own words")
    expect(desk.get_by_role("button", name="Fill in from the link")).to_be_enabled()


def test_the_bank_itself_is_not_asked(desk, bank_url):
    open_form(desk)
    desk.locator("#id_url").fill(f"{bank_url}/en/")
    desk.keyboard.press("Tab")
    expect(desk.locator("[data-press-status]")).to_contain_text("does not lie in the open internet")


ARTICLE = """<!doctype html><html lang="fr"><head><title>x</title><meta property="og:title" content="Les sols respirent">
<meta property="og:site_name" content="Le Quotidien"><meta property="article:published_time" content="2026-03-02T08:00:00Z"></head><body>…</body>"""


def test_the_bookmarklet_brings_an_article_into_the_form(desk):
    open_form(desk)
    script = desk.locator('a[href^="javascript:"]').get_attribute("href")
    desk.route("https://news.example/**", lambda route: route.fulfill(body=ARTICLE, content_type="text/html"))
    desk.goto("https://news.example/soil")
    with desk.context.expect_page() as opened:
        desk.evaluate("script => eval(decodeURIComponent(script))", script.removeprefix("javascript:"))
    form = opened.value
    expect(form.locator("#id_title")).to_have_value("Les sols respirent")
    expect(form.locator("#id_outlet")).to_have_value("Le Quotidien")
    expect(form.locator("#id_published_on")).to_have_value("2026-03-02")
    expect(form.locator("#id_language")).to_have_value("fr")
    expect(form.locator("#id_url")).to_have_value("https://news.example/soil")


def test_every_field_stands_once(desk):
    open_form(desk)
    names = desk.evaluate("[...document.querySelectorAll('#w-editor-form [name]:not([type=submit])')].map(field => field.name)")
    assert len(names) == len(set(names))


def test_our_own_parts_of_the_form_are_accessible(desk):
    open_form(desk)
    ours = [[".help-block"], ["[data-press-bookmarklet]"], ["#id_url"], ["[data-press-status]"], ["footer .actions"]]
    assert not violations(desk, within={"include": ours})
