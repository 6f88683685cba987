"""A translator's way: a practice goes from English into French and Spanish through the admin, and its words and numbers keep step."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import in_the_bank, log_in

MAKE_A_PRACTICE = """
from django.contrib.auth import get_user_model
from tests.factories.translations import a_published_practice
from tests.factories.drafts import a_draft
get_user_model().objects.create_superuser("translator", "t@example.org", "a long password")
a_published_practice(a_draft(title="Planting in pits for a translator"))
"""

CORRECT_IT = """
from decimal import Decimal
from practices.models import PracticePage
from tests.factories.translations import correct_the_number, publish
page = PracticePage.objects.get(title="Planting in pits for a translator", locale__language_code="en")
correct_the_number(page, Decimal("7.3"))
publish(page, summary="Pits that hold rain, manure and seed.")
"""

ADDRESS = """
from practices.models import PracticePage
original = PracticePage.objects.get(title="Planting in pits for a translator", locale__language_code="en")
print(PracticePage.objects.get(translation_key=original.translation_key, locale__language_code="%s").get_url())
"""

WORDS = {
    "Planting in pits for a translator": ("Planter dans des fosses", "Plantar en hoyos"),
    "Pits that hold rain and manure.": ("Des fosses qui gardent la pluie.", "Hoyos que guardan la lluvia."),
    "First paragraph.": ("Premier paragraphe de la fiche.", "Primer párrafo de la ficha."),
    "A hoe": ("Une houe", "Un azadón"),
    "Manure": ("Du fumier", "Estiércol"),
    "Dig the pits": ("Creuser les fosses", "Cavar los hoyos"),
    "Dig.": ("Creusez avant les pluies.", "Cave antes de las lluvias."),
    "In the dry season": ("En saison sèche", "En la estación seca"),
    "Fill the pits": ("Remplir les fosses", "Llenar los hoyos"),
    "Yield": ("Rendement du mil", "Rendimiento del mijo"),
    "Against flat sowing": ("Comparé au semis à plat", "Frente a la siembra en llano"),
    "Flooded": ("Fosses inondées", "Hoyos inundados"),
    "Water stood in the pits.": ("L’eau est restée dans les fosses.", "El agua se quedó en los hoyos."),
    "A field": ("Un champ", "Una parcela"),
    "Test": ("Essai", "Ensayo"),
}
"""The first line of each part of the original → its words in French and in Spanish."""
LANGUAGES = {"fr": "French", "es": "Spanish"}
TRANSLATED = {language: {line: words[number] for line, words in WORDS.items()} for number, language in enumerate(LANGUAGES)}
NOT_IN_THE_BODY = {"Pits that hold rain and manure."}
"""The summary stands in lists and in the head of the page; a page with a technical sheet begins with that."""


@pytest.fixture
def admin(chromium, bank_url):
    context = chromium.new_context(base_url=bank_url, viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


def test_a_practice_goes_from_english_into_french_and_spanish(bank_folder, admin):
    in_the_bank(bank_folder, "shell", "-v0", "-c", MAKE_A_PRACTICE)
    log_in(admin, "translator", "a long password")
    side_by_side = {}
    for language in LANGUAGES:
        side_by_side[language] = begin_from_the_board(admin, language)
        number = translate_every_part(admin, TRANSLATED[language])
        admin.get_by_role("button", name="Save and publish the page").click()
        expect(admin.get_by_text(f"{number} parts saved in the draft")).to_be_visible()
        expect(admin.get_by_text("Nothing is waiting: every part says what the original says.")).to_be_visible()
    addresses = {language: in_the_bank(bank_folder, "shell", "-v0", "-c", ADDRESS % language).splitlines()[-1] for language in LANGUAGES}
    for language, address in addresses.items():
        admin.goto(address)
        reads_only_in_its_language(admin, TRANSLATED[language])
        expect(value_of_the_result(admin)).to_contain_text("5")
        expect(value_of_the_result(admin)).not_to_contain_text("7,3")
    # A number and some words are corrected in English: the number is there at once, the translator's words stay.
    in_the_bank(bank_folder, "shell", "-v0", "-c", CORRECT_IT)
    for language, behind in (("es", "El original en inglés"), ("fr", "L’original en anglais a été modifié")):
        admin.goto(addresses[language])
        reads_only_in_its_language(admin, TRANSLATED[language])
        expect(value_of_the_result(admin)).to_contain_text("7,3")
        expect(admin.locator("main, aside.notice").filter(has_text=behind).first).to_be_visible()
    # The translator sees what changed, writes the new words and publishes.
    admin.goto(side_by_side["fr"])
    expect(admin.locator(".translation-part")).to_have_count(1)
    summary = admin.locator(".translation-part")
    expect(summary.locator("ins").last).to_contain_text("seed")
    summary.locator("textarea").fill("Des fosses pour la pluie, le fumier et les graines.")
    admin.get_by_role("button", name="Save and publish the page").click()
    admin.goto(addresses["fr"])
    expect(admin.locator('meta[name="description"]')).to_have_attribute("content", "Des fosses pour la pluie, le fumier et les graines.")
    expect(admin.locator("body")).not_to_contain_text("L’original en anglais a été modifié")


def begin_from_the_board(admin, language: str) -> str:
    """From the board, where the practice is missing, to its words side by side; gives the address there."""
    admin.goto("/admin/translations/?q=for+a+translator")
    row = admin.locator("tr", has_text="Planting in pits for a translator")
    cell = row.locator(f"td[data-language={LANGUAGES[language]}]")
    expect(cell).to_contain_text("missing")
    cell.get_by_role("button", name="Translate").click()
    admin.wait_for_url(re.compile(r"/admin/translations/\d+/"))
    return admin.url


def translate_every_part(admin, words: dict[str, str]) -> int:
    """Write the words of every part that waits; gives their number."""
    parts = admin.locator(".translation-part").all()
    left = set(words)
    for part in parts:
        original = part.locator(".translation-columns > div").first.locator(".translation-text").inner_text().splitlines()[0]
        write(admin, part, words[original])
        left.discard(original)
    assert not left, "parts of the original that no translator was asked for"
    return len(parts)


def write(admin, part, text: str) -> None:
    """Into the field of one part, be it for plain words or for rich text."""
    rich = part.locator("[contenteditable=true]")
    if rich.count() == 0:
        part.locator("textarea.translation-text").fill(text)
        return
    rich.click()
    admin.keyboard.type(text)
    # The editor of rich text hands over what was typed a moment later.
    expect(part.locator("input[name^=text-]")).to_have_value(re.compile(re.escape(text)))


def value_of_the_result(page):
    """The cell of the table: the chart has other numbers along its axis."""
    return page.locator("#results table.results tbody td").first


def reads_only_in_its_language(page, words: dict[str, str]) -> None:
    """Every part stands there in its translation, none as the original has it."""
    expect(page.locator("h1")).to_have_text(words["Planting in pits for a translator"])
    for original, translation in words.items():
        if original not in NOT_IN_THE_BODY:
            expect(page.locator("main")).to_contain_text(translation)
        if len(original) > len("Manure"):
            expect(page.locator("main")).not_to_contain_text(original)
    expect(page.locator('meta[name="description"]')).to_have_attribute("content", words["Pits that hold rain and manure."])
