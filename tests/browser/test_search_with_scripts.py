"""The search where scripts run: parts of the page instead of pages, a way back, suggestions by keyboard, nothing for who saves data."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def scripted(chromium, bank_url):
    context = chromium.new_context(base_url=bank_url, viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert not broken


def test_a_tick_changes_the_results_without_a_new_page_and_back_undoes_it(scripted):
    scripted.goto("/en/search/?q=soil")
    scripted.evaluate("window.isTheSamePage = true")
    before = scripted.locator("h2.count").inner_text()
    scripted.get_by_role("checkbox", name="Success story").check()
    expect(scripted).to_have_url(re.compile("type=story"))
    expect(scripted.get_by_role("checkbox", name="Success story")).to_be_focused()
    expect(scripted.locator("p[role=status]")).to_have_text(scripted.locator("h2.count").inner_text())
    assert scripted.locator("h2.count").inner_text() != before
    scripted.locator(".chips a").first.click()
    expect(scripted.locator("h2.count")).to_have_text(before)
    expect(scripted.locator("h2.count")).to_be_focused()
    scripted.go_back()
    expect(scripted.get_by_role("checkbox", name="Success story")).to_be_checked()
    assert scripted.evaluate("window.isTheSamePage")


def test_suggestions_are_a_combobox_and_lead_to_pages(scripted):
    scripted.goto("/fr/search/")
    box = scripted.locator("#q[role=combobox]")
    box.press_sequentially("couv")
    option = scripted.get_by_role("option").first
    expect(option).to_contain_text("Couverts végétaux")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("e")
    expect(option).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(scripted).to_have_url(re.compile("/fr/pratiques/"))


def test_who_saves_data_gets_no_suggestions(scripted):
    scripted.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    asked: list[str] = []
    scripted.on("request", lambda request: asked.append(request.url) if "suggest" in request.url else None)
    scripted.goto("/en/search/")
    scripted.get_by_role("searchbox").press_sequentially("cover")
    scripted.wait_for_timeout(500)
    assert not asked
