"""axe-core on every template a reader can meet, in three languages, light and dark, phone and desk: no violation, no sideways scroll.

A page template without an entry in PAGES fails the first test.
"""

import re

import pytest

from tests.browser.axe import faults
from tests.browser.conftest import ROOT

TEMPLATES = ROOT / "templates"
FRAMES = {"base.html", "newsletter/own_page.html"}
ON_A_SUBSCRIBERS_WAY = "newsletter/"
"""Behind links in mail and after buttons: test_a_subscribers_way.py looks at these as it gets there."""
ADMIN = ("wagtailadmin/", "translation/", "practices/admin/", "press/admin/")
"""Behind a login: test_translators_pages.py, test_editors_way.py and test_press_desk.py look at these."""

LANGUAGES = ("en", "fr", "es")
WIDTHS, SCHEMES = (360, 1280), ("light", "dark")

PAGES = {
    "pages/home_page.html": {"home": ("/en/", "/fr/", "/es/")},
    "pages/practice_page.html": {
        "practice": ("/en/practices/cover-crops/", "/fr/pratiques/semis-direct/", "/es/practicas/zai-medias-lunas/"),
        "practice with everything": "page",
        "old version": "version",
    },
    "pages/versions.html": {"versions": "id+versions/"},
    "pages/practice_index_page.html": {
        "list": ("/en/practices/", "/fr/pratiques/", "/es/practicas/"),
        "list, filtered": ("/en/practices/?climate=dry", "/fr/pratiques/?climate=dry", "/es/practicas/?climate=dry"),
        "list, empty": ("/en/practices/?country=IS", "/fr/pratiques/?country=IS", "/es/practicas/?country=IS"),
    },
    "pages/zone_index_page.html": {"climates": ("/en/climates/", "/fr/climats/", "/es/climas/")},
    "pages/zone_page.html": {"climate": ("/en/climates/dry/", "/fr/climats/sec/", "/es/climas/seco/")},
    "pages/story_index_page.html": {"stories": ("/en/stories/", "/fr/recits/", "/es/experiencias/")},
    "pages/success_story_page.html": {"story": ("/en/stories/*", "/fr/recits/*", "/es/experiencias/*")},
    "pages/issue_index_page.html": {"newsletter": ("/en/newsletter/", "/fr/lettre/", "/es/boletin/")},
    "pages/newsletter_issue_page.html": {"issue": ("/en/newsletter/*", "/fr/lettre/*", "/es/boletin/*")},
    "pages/standard_page.html": {"about": ("/en/about/", "/fr/a-propos/", "/es/acerca-de/")},
    "browse/browse.html": {"browse": ("/en/browse/", "/fr/parcourir/", "/es/explorar/")},
    "browse/classes.html": {"classes": ("/en/browse/classes/", "/fr/parcourir/classes/", "/es/explorar/clases/")},
    "browse/dimension.html": {
        "soils": ("/en/browse/soils/", "/fr/parcourir/sols/", "/es/explorar/suelos/"),
        "purposes": ("/en/browse/purposes/", "/fr/parcourir/objectifs/", "/es/explorar/objetivos/"),
    },
    "browse/value.html": {
        "soil": ("/en/browse/soils/vertisols/", "/fr/parcourir/sols/vertisols/", "/es/explorar/suelos/vertisoles/"),
        "effort": ("/en/browse/effort/*", "/fr/parcourir/effort/*", "/es/explorar/esfuerzo/alta/"),
    },
    "press/archive.html": {
        "press review": ("/en/press/", "/fr/presse/", "/es/prensa/"),
        "press review, nothing found": ("/en/press/?q=xyzzy", "/fr/presse/?q=xyzzy", "/es/prensa/?q=xyzzy"),
    },
    "search/search_page.html": {
        "hits": ("/en/search/?q=soil", "/fr/search/?q=compostage", "/es/search/?q=erosion"),
        "hits, filtered": ("/en/search/?q=soil&type=practice", "/fr/search/?q=sol&type=practice", "/es/search/?q=suelo&type=practice"),
        "nothing found": ("/en/search/?q=xyzzy", "/fr/search/?q=xyzzy", "/es/search/?q=xyzzy"),
    },
    "search/wish.html": {
        "what is missing": ("/en/search/missing/?q=quinoa", "/fr/search/missing/?q=quinoa", "/es/search/missing/?q=quinoa"),
        "thanks": ("/en/search/missing/?thanks=1", "/fr/search/missing/?thanks=1", "/es/search/missing/?thanks=1"),
    },
    "search/embedding.html": {"search elsewhere": ("/en/search/elsewhere/", "/fr/search/elsewhere/", "/es/search/elsewhere/")},
    "sheet/sheet.html": {"sheet": "id+sheet/"},
    "404.html": {"not found": ("/en/nothing-here/", "/fr/rien-ici/", "/es/no-existe/")},
    "gone.html": {"gone": "gone"},
    "bare.html": {"form refused": ("/en/search/missing/", "/fr/search/missing/", "/es/search/missing/")},
}
"""Template → name → address in each language. A word instead stands for an address of `everything`; * for the first page listed there."""
CASES = [pytest.param(kind, language, id=f"{kind}-{language}") for kinds in PAGES.values() for kind in kinds for language in LANGUAGES]
ADDRESSES = {kind: addresses for kinds in PAGES.values() for kind, addresses in kinds.items()}
STATUS = {"not found": 404, "gone": 410, "form refused": 403}


def page_templates() -> set[str]:
    """Templates that make a whole page for readers."""
    names = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in TEMPLATES.rglob("*.html")}
    whole = {name for name, text in names.items() if re.search(r"\{% extends |<!doctype html>", text, re.IGNORECASE)}
    return {name for name in whole if not name.startswith((*ADMIN, ON_A_SUBSCRIBERS_WAY))} - FRAMES


def test_every_page_template_is_looked_at():
    assert set(PAGES) == page_templates()


def address_of(kind: str, language: str, everything, page) -> str:
    addresses = ADDRESSES[kind]
    if isinstance(addresses, str):
        name, _, rest = addresses.partition("+")
        return everything[language][name] + rest
    address = addresses[LANGUAGES.index(language)]
    if not address.endswith("*"):
        return address
    page.goto(address[:-1])
    return page.locator(f'main a[href^="{address[:-1]}"]:not([href="{address[:-1]}"])').first.get_attribute("href")


def without_its_cookie(page, address: str):
    """What the form at this address answers to who allows no cookies."""
    page.goto(address)
    page.context.clear_cookies()
    page.locator("#id_told").fill("Words")
    with page.expect_navigation() as answer:
        page.locator("main form [type=submit]").last.click()
    return answer.value


@pytest.fixture(scope="module")
def looker(chromium, bank_url):
    """A page into which axe may be put."""
    context = chromium.new_context(base_url=bank_url, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_no_violation_and_no_sideways_scroll(looker, everything, kind, language):
    address = address_of(kind, language, everything, looker)
    answer = without_its_cookie(looker, address) if kind == "form refused" else looker.goto(address)
    assert answer.status == STATUS.get(kind, 200), address
    looker.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = {}
    for width in WIDTHS:
        looker.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            looker.emulate_media(color_scheme=scheme)
            if wrong := faults(looker):
                found[width, scheme] = wrong
    assert not found, address
