"""A new page is saved by itself while an editor writes; publishing it at that very moment makes it once, and publishes it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import in_the_bank, log_in

BOSS = """
from django.contrib.auth import get_user_model
get_user_model().objects.create_superuser("boss", "boss@example.org", "a long password")
"""
TITLE = "Words that were being saved"
MOST_TAKES = 30
MADE = f"from newsletter.models import NewsletterIssuePage as P; print([page.live for page in P.objects.filter(title={TITLE!r})])"


@pytest.fixture
def desk(chromium, bank_url, bank_folder):
    in_the_bank(bank_folder, "shell", "-v0", "-c", BOSS)
    context = chromium.new_context(base_url=bank_url, viewport={"width": 1280, "height": 1000}, locale="en-GB")
    context.set_default_timeout(20_000)
    page = context.new_page()
    log_in(page, "boss", "a long password")
    yield page
    context.close()


def test_publishing_waits_for_the_save_that_is_under_way(desk, bank_folder):
    desk.goto("/admin/newsletter/issues/")
    desk.get_by_role("link", name="New issue in English").click()
    held = []

    def hold_the_first(route):
        by_itself = route.request.method == "POST" and "json" in route.request.headers["accept"]
        return held.append(route) if by_itself and not held else route.continue_()

    desk.route("**/admin/pages/add/**", hold_the_first)
    desk.fill("[name=title]", TITLE)
    desk.fill("[name=date]", "2026-11-28")
    for take in range(MOST_TAKES):  # the page watches what is typed from some moment after it was opened
        desk.fill("[name=summary]", f"A summary, take {take}.")
        desk.wait_for_timeout(1000)
        if held:
            break
    desk.evaluate("document.querySelector('[name=action-publish]').click()")
    desk.wait_for_timeout(500)
    assert in_the_bank(bank_folder, "shell", "-v0", "-c", MADE).splitlines()[-1] == "[]", "nothing is sent beside the save under way"
    held[0].continue_()
    expect(desk.locator(".messages")).to_contain_text("published", timeout=30_000)
    assert in_the_bank(bank_folder, "shell", "-v0", "-c", MADE).splitlines()[-1] == "[True]"
