"""axe-core on our own pages for translators and editors in the admin, in the language each reads it in, light and dark, phone and desk."""

import json

import pytest

from tests.browser.axe import faults
from tests.browser.conftest import in_the_bank, log_in
from tests.browser.test_accessibility import SCHEMES, TEMPLATES, WIDTHS

LANGUAGES = ("en", "fr", "es")
MAKE_THEM = """
import json
from django.contrib.auth import get_user_model as users
from django.urls import reverse
from wagtail.users.models import UserProfile
from practices.models import PracticePage
from tests.factories.translations import change_step, english_and_french, publish
for language in ("en", "fr", "es"):
    user = users().objects.create_superuser(f"reads-{language}", password="a-long-password-1")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
english, french = english_and_french()
first = english.revisions.order_by("pk").first().pk
english = publish(english, summary="Pits that hold rain, manure and seed.", steps=change_step(english, 0, title="Dig deep pits", text="<p>Deep.</p>"),
                  people=json.dumps([{"type": "person", "id": "p", "value": {"role": "author", "name": "Invented Author", "institution": ""}}]))
print(json.dumps({
    "board": reverse("bank_translation:board"),
    "board, outdated": reverse("bank_translation:board") + "?state=outdated&language=fr",
    "board, nothing found": reverse("bank_translation:board") + "?q=xyzzy",
    "languages": reverse("bank_translation:languages", args=[english.pk]),
    "side by side": reverse("bank_translation:side_by_side", args=[french.pk]),
    "side by side, all": reverse("bank_translation:side_by_side", args=[french.pk]) + "?show=all",
    "compare": reverse("wagtailadmin_pages:revisions_compare", args=[english.pk, first, english.latest_revision_id]),
    "completeness": reverse("practice_completeness"),
}))
"""
KINDS = {
    "translation/board.html": ("board", "board, outdated", "board, nothing found"),
    "translation/languages.html": ("languages",),
    "translation/side_by_side.html": ("side by side", "side by side, refused", "side by side, all"),
    "wagtailadmin/generic/revisions/compare.html": ("compare",),
    "": ("completeness",),
}
"""Template → what is looked at. The report of completeness has our columns in Wagtail's own template."""
CASES = [kind for kinds in KINDS.values() for kind in kinds]


def test_every_template_of_the_translators_pages_is_looked_at():
    there = {
        path.relative_to(TEMPLATES).as_posix() for folder in ("translation", "wagtailadmin/generic") for path in (TEMPLATES / folder).rglob("*.html")
    }
    assert there == {name for name in KINDS if name}


@pytest.fixture(scope="module")
def addresses(bank_url, bank_folder) -> dict[str, str]:
    """A practice whose French is behind, an original with two versions, and three people who read the admin in a language each."""
    return json.loads(in_the_bank(bank_folder, "shell", "-v0", "-c", MAKE_THEM).splitlines()[-1])


@pytest.fixture(scope="module", params=LANGUAGES)
def reader(request, chromium, bank_url, addresses):
    """Somebody logged in who reads the admin in one language."""
    context = chromium.new_context(base_url=bank_url, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    log_in(page, f"reads-{request.param}")
    page.language = request.param
    yield page
    context.close()


def open_it(page, addresses: dict[str, str], kind: str) -> None:
    """Goes there; to the page as it comes back from a form that was refused for words taken away."""
    if kind != "side by side, refused":
        assert page.goto(addresses[kind]).status == 200
        return
    page.goto(addresses["side by side"])
    page.locator("textarea.translation-text").first.fill("")
    page.locator("button[name=save]").click()
    page.locator(".translation-part.has-error").wait_for()


@pytest.mark.parametrize("kind", CASES)
def test_our_part_has_no_violation_and_no_sideways_scroll(reader, addresses, kind):
    open_it(reader, addresses, kind)
    assert reader.locator("html").get_attribute("lang") == reader.language
    found = {}
    for width in WIDTHS:
        reader.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            reader.emulate_media(color_scheme=scheme)
            if wrong := faults(reader, within="main"):
                found[width, scheme] = wrong
    reader.set_viewport_size({"width": 1280, "height": 900})
    assert not found
