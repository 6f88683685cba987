"""A translator's way: a practice goes from English into French and Spanish through the admin, and its words and numbers keep step."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import in_the_bank

MAKE_A_PRACTICE = """
from django.contrib.auth import get_user_model
from tests.factories.translations import a_published_practice
from tests.factories.drafts import a_draft
user = get_user_model().objects.create_superuser("translator", "t@example.org", "a long password")
print(a_published_practice(a_draft(title="Planting in pits for a translator")).pk)
"""

CORRECT_IT = """
from practices.models import PracticePage
from tests.factories.translations import correct_the_number, publish
page = PracticePage.objects.get(title="Planting in pits for a translator", locale__language_code="en")
correct_the_number(page, 8)
publish(page, summary="Pits that hold rain, manure and seed.")
"""

WORDS = {"fr": ("Planter dans des fosses", "Des fosses qui gardent la pluie."), "es": ("Plantar en hoyos", "Hoyos que guardan la lluvia.")}


@pytest.fixture
def admin(chromium, bank_url):
    context = chromium.new_context(base_url=bank_url, viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto("/admin/login/")
    yield page
    context.close()


def test_a_practice_goes_from_english_into_french_and_spanish(bank_folder, admin):
    number = in_the_bank(bank_folder, "shell", "-v0", "-c", MAKE_A_PRACTICE).splitlines()[-1]
    admin.fill("[name=username]", "translator")
    admin.fill("[name=password]", "a long password")
    admin.click("button[type=submit]")
    addresses = {}
    for language, name in (("fr", "French"), ("es", "Spanish")):
        # From the board, where the practice is missing, to its words side by side.
        admin.goto("/admin/translations/?q=for+a+translator")
        row = admin.locator("tr", has_text="Planting in pits for a translator")
        cell = row.locator(f"td[data-language={name}]")
        expect(cell).to_contain_text("missing")
        cell.get_by_role("button", name="Translate").click()
        admin.wait_for_url(re.compile(r"/admin/translations/\d+/"))
        addresses[language] = admin.url
        title, summary = WORDS[language]
        part(admin, "Title").locator("textarea").fill(title)
        part(admin, "Summary").locator("textarea").fill(summary)
        rich = part(admin, "Technical sheet").locator("[contenteditable=true]")
        rich.click()
        admin.keyboard.type(f"{summary} {title}.")
        admin.wait_for_timeout(1000)  # the editor of rich text hands over what was typed a moment later
        admin.get_by_role("button", name="Save and publish the page").click()
        expect(admin.get_by_text("3 parts saved in the draft")).to_be_visible()
    # A number and some words are corrected in English.
    in_the_bank(bank_folder, "shell", "-v0", "-c", CORRECT_IT)
    french = in_the_bank(bank_folder, "shell", "-v0", "-c", f"{FIND}print(page_in('fr').get_url())").splitlines()[-1]
    admin.goto(french)
    expect(admin.locator("h1")).to_have_text("Planter dans des fosses")
    expect(admin.locator("#results")).to_contain_text("8")
    expect(admin.locator("main")).to_contain_text("L’original en anglais a été modifié")
    spanish = in_the_bank(bank_folder, "shell", "-v0", "-c", f"{FIND}print(page_in('es').get_url())").splitlines()[-1]
    admin.goto(spanish)
    expect(admin.locator("h1")).to_have_text("Plantar en hoyos")
    expect(admin.locator("main")).to_contain_text("Hoyos que guardan la lluvia.")
    expect(admin.locator("#results")).to_contain_text("8")
    # The translator sees what changed, writes the new words and publishes.
    admin.goto(addresses["fr"])
    summary = part(admin, "Summary")
    expect(summary.locator("ins").last).to_contain_text("seed")
    summary.locator("textarea").fill("Des fosses pour la pluie, le fumier et les graines.")
    admin.get_by_role("button", name="Save and publish the page").click()
    admin.goto(french)
    expect(admin.locator('meta[name="description"]')).to_have_attribute("content", "Des fosses pour la pluie, le fumier et les graines.")
    expect(admin.locator("main")).not_to_contain_text("L’original en anglais a été modifié")
    assert number


FIND = """
from practices.models import PracticePage
def page_in(language):
    original = PracticePage.objects.get(title="Planting in pits for a translator", locale__language_code="en")
    return PracticePage.objects.get(translation_key=original.translation_key, locale__language_code=language)
"""


def part(admin, label: str):
    """One part of the page side by side, by its name."""
    return admin.locator(".translation-part").filter(has=admin.get_by_role("heading", name=re.compile(rf"^{label}"), level=2)).first
