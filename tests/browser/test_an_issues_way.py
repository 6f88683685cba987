"""An issue's way: an editor makes it in three languages, looks at it, sends themselves a test, goes through the list, and sends it."""

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import in_the_bank, log_in

PREPARE = """
from django.contrib.auth import get_user_model
from newsletter.models import Subscriber
get_user_model().objects.create_superuser("publisher", "publisher@example.org", "a long password")
for language in ("en", "fr", "es"):
    Subscriber.objects.create(email=f"reader-{language}@example.org", language=language, state="active", topics=["newsletter"])
"""
TITLE = {"en": "Rain that stays where it falls", "fr": "La pluie qui reste où elle tombe", "es": "La lluvia que se queda donde cae"}
OUR_PART = {"iframes": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
"""What is inside the frames is looked at where it stands by itself."""
LEAD = {"en": "Two ways to keep the rain.", "fr": "Deux façons de garder la pluie.", "es": "Dos maneras de guardar la lluvia."}
NAMES = {"fr": "French", "es": "Spanish"}


@pytest.fixture
def admin(chromium, bank_url, bank_folder):
    in_the_bank(bank_folder, "shell", "-v0", "-c", PREPARE)
    context = chromium.new_context(base_url=bank_url, viewport={"width": 1280, "height": 1000}, locale="en-GB")
    context.set_default_timeout(20_000)
    page = context.new_page()
    log_in(page, "publisher", "a long password")
    yield page
    context.close()


def mails(bank_folder) -> list:
    """What the bank wrote to files instead of sending."""
    files = sorted((bank_folder / "mail").glob("*.log"))
    pieces = [piece for file in files for piece in file.read_bytes().split(b"-" * 79 + b"\n") if piece.strip()]
    return [message_from_bytes(piece, policy=policy.default) for piece in pieces]


def test_an_issue_is_made_in_three_languages_tested_and_sent(admin, bank_folder):
    write_it_in_english(admin)
    for language in NAMES:
        translate_it(admin, language)
    admin.goto("/admin/newsletter/issues/")
    admin.get_by_role("link", name=TITLE["en"]).first.click()
    admin.wait_for_url(re.compile(r"/issues/[0-9a-f-]{36}/$"))
    issue = admin.url
    look_at_it(admin, issue)
    for language in ("English", "French", "Spanish"):
        with admin.expect_navigation():
            admin.get_by_role("button", name=re.compile(f"Send me a test.*{language}")).click()
        expect(admin.get_by_text("handed over to publisher@example.org")).to_be_visible()
    assert sorted((message["To"], str(message["Subject"])) for message in mails(bank_folder)) == [
        ("publisher@example.org", subject) for subject in sorted(f"[Test] {TITLE[language]}" for language in ("en", "fr", "es"))
    ]
    send_it(admin, bank_folder)


def write_it_in_english(admin) -> None:
    admin.goto("/admin/newsletter/issues/")
    admin.get_by_role("link", name="New issue in English").click()
    admin.fill("[name=title]", TITLE["en"])
    admin.fill("[name=summary]", "Pits, stones and leaves.")
    admin.fill("[name=date]", "2026-11-28")
    add_block(admin, "Lead")
    admin.locator('[data-contentpath="text"] [contenteditable=true]').click()
    admin.keyboard.type(LEAD["en"])
    add_block(admin, "Practice card")
    admin.get_by_role("button", name="Choose a page (Practice)").click()
    choose_practice(admin)
    admin.wait_for_timeout(1000)  # the editor of rich text hands over what was typed a moment later
    admin.evaluate("document.querySelector('[name=action-publish]').click()")
    # Not the address: saving while the editor writes has already made it that of a page.
    expect(admin.locator(".messages")).to_contain_text("published", timeout=30_000)


def add_block(admin, name: str) -> None:
    admin.locator('[data-contentpath="body"] button[title="Insert a block"]').last.click()
    admin.get_by_role("option", name=name, exact=True).click()


def choose_practice(admin) -> None:
    """Searches, as an editor does who knows the name."""
    dialog = admin.get_by_role("dialog")
    dialog.locator("[name=q]").fill("Cover crops")
    dialog.get_by_role("link", name="Cover crops", exact=True).first.click()
    expect(admin.locator('[data-contentpath="page"] [data-chooser-title]')).to_contain_text("Cover crops")


def translate_it(admin, language: str) -> None:
    admin.goto("/admin/translations/?q=Rain+that+stays")
    cell = admin.locator("tr", has_text=TITLE["en"]).locator(f"td[data-language={NAMES[language]}]")
    cell.get_by_role("button", name="Translate").click()
    admin.wait_for_url(re.compile(r"/admin/translations/\d+/"))
    parts = admin.locator(".translation-part")
    parts.filter(has_text=TITLE["en"]).first.locator("textarea").fill(TITLE[language])
    parts.filter(has_text="Pits, stones").first.locator("textarea").fill(f"Resumen / résumé {language}")
    parts.filter(has_text=LEAD["en"]).first.locator("[contenteditable=true]").click()
    admin.keyboard.press("Control+A")
    admin.keyboard.type(LEAD[language])
    admin.wait_for_timeout(1000)
    admin.get_by_role("button", name="Save and publish the page").click()
    expect(admin.get_by_text("parts saved in the draft")).to_be_visible()


def look_at_it(admin, issue: str) -> None:
    for language in ("en", "fr", "es"):
        admin.goto(f"{issue}{language}/")
        for frame, width in ((".is-320", 320), (".is-600", 600)):
            shown = admin.frame_locator(f"iframe{frame}")
            expect(shown.locator("h1")).to_have_text(TITLE[language])
            assert shown.locator("body").evaluate("body => document.documentElement.scrollWidth") <= width
        expect(admin.frame_locator("iframe.is-360").locator("h1")).to_have_text(TITLE[language])
        expect(admin.locator("pre")).to_contain_text(LEAD[language])
    assert not violations(admin, within="main", options=OUR_PART)
    admin.goto(issue)
    assert not violations(admin, within="main", options=OUR_PART)


def send_it(admin, bank_folder) -> None:
    expect(admin.get_by_text("Nothing is left to mend or to look at.")).to_be_visible()
    admin.get_by_role("button", name="Send to 3 readers").click()
    admin.wait_for_url(re.compile(r"/admin/newsletter/sendings/\d+/"))
    in_the_bank(bank_folder, "newsletter_worker", "--until-idle", "--connections", "2")
    sent = {str(message["To"]): str(message["Subject"]) for message in mails(bank_folder) if not str(message["Subject"]).startswith("[Test]")}
    assert sent == {f"reader-{language}@example.org": TITLE[language] for language in ("en", "fr", "es")}
    # Nobody loads the page again: it does so itself when the state of the sending changes, and would abort a second loading.
    expect(admin.locator("#sending-progress")).to_have_attribute("data-state", "finished", timeout=20_000)
    expect(admin.locator("main")).to_contain_text("3")
