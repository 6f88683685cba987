"""The inbox of the press review by keyboard alone: one key for each answer."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import in_the_bank
from tests.browser.test_press_desk import desk, login  # noqa: F401 - fixtures

DRAFTS = """
from newsletter.models import PressItem, PressState
from tests.factories.press import a_press_item
PressItem.objects.filter(state=PressState.DRAFT).delete()
for name in ("keep", "later", "discard"):
    a_press_item(f"To {name} by a key", state=PressState.DRAFT)
"""
STATES = (
    "from newsletter.models import PressItem; print([item.state for item in PressItem.objects.filter(title__endswith='by a key').order_by('pk')])"
)


@pytest.fixture
def inbox(desk, bank_folder):  # noqa: F811
    in_the_bank(bank_folder, "shell", "-v0", "-c", DRAFTS)
    desk.goto("/admin/press/inbox/")
    return desk


def test_three_articles_are_judged_by_three_keys(inbox, bank_folder):
    title = inbox.locator("#press-inbox-title")
    for key, shown in (("k", "To keep by a key"), ("l", "To later by a key"), ("d", "To discard by a key")):
        expect(title).to_have_text(shown)
        inbox.wait_for_load_state("load")
        inbox.keyboard.press(key)
    expect(title).to_have_text("To later by a key")
    assert in_the_bank(bank_folder, "shell", "-v0", "-c", STATES).splitlines()[-1] == "['kept', 'draft', 'discarded']"
    assert not violations(inbox, within="main article")


WITH_WORDS = """
from newsletter.models import PressItem, PressKeywords, PressState
from tests.factories.press import a_press_item
PressItem.objects.filter(state=PressState.DRAFT).delete()
page = PressKeywords.objects.exclude(practice=None).filter(language="en")[0].practice
PressKeywords.objects.get_or_create(language="en", topic="water", words="gullies", practice=page)
a_press_item("Of gullies, by a key", state=PressState.DRAFT)
a_press_item("Of nothing, by a key", state=PressState.DRAFT)
"""
FILED = """
from newsletter.models import PressItem
item = PressItem.objects.get(title="Of gullies, by a key")
print([item.state, item.topic, item.practices.count()])
"""


def test_what_the_keywords_suggest_is_seen_filtered_and_taken_over_by_a_key(desk, bank_folder):  # noqa: F811
    in_the_bank(bank_folder, "shell", "-v0", "-c", WITH_WORDS)
    desk.goto("/admin/press/inbox/")
    desk.get_by_label("Order").select_option("words")
    desk.locator("#inbox-topic").select_option("water")
    desk.get_by_role("button", name="Show", exact=True).click()
    expect(desk.locator("#press-inbox-title")).to_have_text("Of gullies, by a key")
    expect(desk.locator("main article")).to_contain_text("Found: gullies (Water and erosion)")
    expect(desk.locator("#press-inbox-filed")).to_have_value("water")
    assert not violations(desk, within="main form")
    desk.get_by_role("checkbox").first.check()
    desk.locator("#press-inbox-title").click()
    desk.keyboard.press("k")
    expect(desk.locator("main")).to_contain_text("1 article waits, of other topics.")
    assert in_the_bank(bank_folder, "shell", "-v0", "-c", FILED).splitlines()[-1] == "['kept', 'water', 1]"
