"""The page of a practice in a real browser: the first screen, paper, the keyboard, large letters."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.test_weight import LISTS, practices
from tests.browser.test_weight import PRACTICES as ALL_PRACTICES

PRACTICES = ("/en/practices/cover-crops/", "/fr/pratiques/couverts-vegetaux/", "/es/practicas/cultivos-de-cobertura/")
FIRST_SCREEN_ENDS, SCREEN_WIDE = 640, 360
AS_THE_LOOK = 572
LINES_OF_THE_SHEET = 3
MOST_PAGES = 5

CORNERS = """lines => {
    const corner = (element, shown) => {
        const box = element.getBoundingClientRect(), line = parseFloat(getComputedStyle(element).lineHeight);
        return [box.right, shown ? box.top + shown * line : box.bottom];
    };
    const told = { name: document.querySelector("h1"), sheet: document.querySelector("#sheet p") };
    document.querySelectorAll(".glance > div").forEach((part, number) => { told[["where", "effort", "proof"][number]] = part; });
    return Object.fromEntries(Object.entries(told).map(([name, part]) => [name, corner(part, name === "sheet" ? lines : 0)]));
}"""
"""Right and lower end of what the first screen must tell; of the sheet its first lines."""


def test_the_glance_ends_where_the_look_promises(page):
    page.goto(PRACTICES[0])
    glance = page.locator(".glance").bounding_box()
    assert glance["y"] + glance["height"] <= AS_THE_LOOK


def test_the_first_screen_of_a_phone_says_what_where_effort_and_proof_of_every_practice(page, bank_url):
    addresses = [path for language in LISTS for path in practices(bank_url, language)]
    assert len(addresses) == ALL_PRACTICES
    outside = {}
    for address in addresses:
        page.goto(address)
        corners = page.evaluate(CORNERS, LINES_OF_THE_SHEET)
        assert set(corners) == {"name", "where", "effort", "proof", "sheet"}, address
        outside |= {(address, name): corner for name, corner in corners.items() if corner[0] > SCREEN_WIDE or corner[1] > FIRST_SCREEN_ENDS}
    assert outside == {}


@pytest.mark.parametrize("address", PRACTICES)
def test_a_practice_is_five_pages_of_paper_and_the_checklist_begins_the_second(chromium, bank_url, address):
    page = chromium.new_page(base_url=bank_url)
    page.goto(address)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    page.close()
    assert len(paper.pages) <= MOST_PAGES
    assert re.match(r"\s*(Step by step|Étape par étape|Paso a paso)", paper.pages[1].extract_text())


@pytest.mark.parametrize("address", PRACTICES)
def test_letters_twice_as_large_need_no_sideways_scroll(page, address):
    page.goto(address)
    page.evaluate("document.documentElement.style.setProperty('font-size', '212.5%')")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def tab_to(page, name: str, *, within: str = "*", most: int = 200):
    """Tab until the link of this name has the focus, which must be seen on every stop."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        shown = focused.evaluate("e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }")
        assert shown, f"the focus is not seen on {focused.evaluate('e => e.outerHTML.slice(0, 120)')}"
        if re.search(name, words(focused)) and focused.evaluate("(element, within) => element.matches(within)", within):
            return focused
    raise AssertionError(f"no way by keyboard to {name} {within}")


def words(element) -> str:
    return " ".join(element.inner_text().split())


def follow(page, name: str, *, within: str = "*") -> str:
    """Tab to a link, press Enter, and give what it was called."""
    link = words(tab_to(page, name, within=within))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return link


def test_by_keyboard_from_home_to_browse_to_a_practice_to_paper_and_out_again(page):
    page.emulate_media(reduced_motion="reduce")
    page.goto("/en/")
    follow(page, "^Skip to content$")
    follow(page, "^Browse by")
    expect(page).to_have_url(re.compile(r"/en/browse/$"))
    follow(page, "^Skip to content$")
    follow(page, "^Effort")
    follow(page, "^Skip to content$")
    follow(page, "^Low")
    expect(page).to_have_url(re.compile(r"/en/browse/effort/low/$"))
    follow(page, "^Skip to content$")
    title = follow(page, "", within="article h2 a, article h3 a")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    follow(page, "^Skip to content$")
    follow(page, "^Step by step$")
    expect(page).to_have_url(re.compile(r"#steps$"))
    expect(page.get_by_role("heading", name="Step by step")).to_be_in_viewport()
    assert page.pdf(format="A4")[:4] == b"%PDF"
    follow(page, "^One-page sheet$")
    expect(page).to_have_url(re.compile(r"/sheet/$"))
    assert page.pdf(format="A4")[:4] == b"%PDF"
    page.go_back()
    tab_to(page, "^About")  # no trap: the footer is reached


@pytest.mark.parametrize("wide", [360, 1280])
def test_each_link_of_the_contents_lands_on_its_section(page, wide):
    page.set_viewport_size({"width": wide, "height": 700})
    page.goto(PRACTICES[0])
    anchors = [link.get_attribute("href") for link in page.locator(".contents a").all()]
    assert len(anchors) > 5
    for anchor in anchors:
        page.goto(PRACTICES[0])
        page.locator(f'.contents a[href="{anchor}"]').click()
        page.wait_for_timeout(400)
        top, is_end = page.evaluate(LANDED, anchor)
        assert abs(top) <= 2 or (is_end and top > 0), anchor


LANDED = """anchor => {
    const end = innerHeight + scrollY - document.documentElement.scrollHeight;
    return [document.querySelector(anchor).getBoundingClientRect().top, Math.abs(end) < 3];
}"""
SHIFTS = """() => { window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifts += entry.value; }))
    .observe({ type: "layout-shift", buffered: true }); }"""


@pytest.mark.parametrize("address", [PRACTICES[1], LISTS["fr"]])
def test_nothing_moves_under_the_eyes_of_who_reads_down_a_page(page, address):
    page.goto(address)
    page.evaluate(SHIFTS)
    while not page.evaluate("() => innerHeight + scrollY >= document.documentElement.scrollHeight - 2"):
        page.evaluate("() => scrollBy(0, 300)")
        page.wait_for_timeout(60)
    assert page.evaluate("() => window.shifts") <= 0.01


@pytest.mark.parametrize("address", [PRACTICES[0], LISTS["en"]])
def test_what_is_far_below_the_screen_waits_with_being_drawn(page, address):
    page.goto(address)
    drawn = "e => e.checkVisibility({ contentVisibilityAuto: true })"
    assert page.locator("h1").evaluate(drawn)
    assert not page.locator(".site-footer a").first.evaluate(drawn)
    page.locator(".site-footer").scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    assert page.locator(".site-footer a").first.evaluate(drawn)
