"""The page of a practice in a real browser: the first screen, paper, weight on the wire, the keyboard, large letters."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

PRACTICES = ("/en/practices/cover-crops/", "/fr/pratiques/couverts-vegetaux/", "/es/practicas/cultivos-de-cobertura/")
SCREEN = {"width": 360, "height": 640}
FIRST_SCREEN_ENDS = 640
AS_THE_LOOK = 572
LINES_OF_THE_SHEET, LINE_PIXELS = 3, 27
MOST_PAGES = 5

# Bytes on the wire as Chromium counts them, headers included.
HTML_BYTES, CSS_BYTES, ALL_BYTES, REQUESTS = 14_000, 8_000, 60_000, 8
AGAIN_BYTES, AGAIN_REQUESTS = 14_000, 2


def test_the_glance_ends_where_the_look_promises(page):
    page.goto(PRACTICES[0])
    glance = page.locator(".glance").bounding_box()
    assert glance["y"] + glance["height"] <= AS_THE_LOOK


@pytest.mark.parametrize("address", PRACTICES)
def test_the_first_screen_of_a_phone_says_what_where_effort_and_proof(page, address):
    page.goto(address)
    glance = page.locator(".glance").bounding_box()
    assert glance["y"] + glance["height"] <= FIRST_SCREEN_ENDS
    sheet = page.locator("#sheet p").first.bounding_box()
    assert sheet["y"] + LINES_OF_THE_SHEET * LINE_PIXELS <= FIRST_SCREEN_ENDS
    for part in ("h1", ".glance > div:nth-child(1)", ".glance > div:nth-child(2)", ".glance > div:nth-child(3)"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("address", PRACTICES)
def test_a_practice_is_five_pages_of_paper_and_the_checklist_begins_the_second(chromium, bank_url, address):
    page = chromium.new_page(base_url=bank_url)
    page.goto(address)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    page.close()
    assert len(paper.pages) <= MOST_PAGES
    assert re.match(r"\s*(Step by step|Étape par étape|Paso a paso)", paper.pages[1].extract_text())


class Wire:
    """What a visit costs: requests and bytes by kind."""

    def __init__(self, context, address):
        self.kinds, self.bytes, self.cached = {}, {}, set()
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._received)
        session.on("Network.requestServedFromCache", lambda event: self.cached.add(event["requestId"]))
        session.on("Network.loadingFinished", lambda event: self.bytes.update({event["requestId"]: event["encodedDataLength"]}))
        page.goto(address, wait_until="networkidle")
        page.close()

    def _received(self, event):
        self.kinds[event["requestId"]] = event["type"]
        if event["response"].get("fromDiskCache"):
            self.cached.add(event["requestId"])

    def of(self, *kinds):
        sent = {request: size for request, size in self.bytes.items() if request not in self.cached}
        return [size for request, size in sent.items() if not kinds or self.kinds.get(request) in kinds]


@pytest.mark.parametrize(
    "address", [*PRACTICES, "/fr/pratiques/semis-direct/", "/en/", "/en/practices/", "/en/stories/the-man-who-stopped-the-desert/"]
)
def test_a_visit_costs_little_and_a_second_one_next_to_nothing(chromium, bank_url, address):
    context = chromium.new_context(base_url=bank_url, viewport=SCREEN)
    first, second = Wire(context, address), Wire(context, address)
    context.close()
    assert sum(first.of("Document")) <= HTML_BYTES
    assert sum(first.of("Stylesheet")) <= CSS_BYTES
    assert not first.of("Font")
    assert sum(first.of()) <= ALL_BYTES
    assert len(first.of()) <= REQUESTS
    assert sum(second.of()) <= AGAIN_BYTES
    assert len(second.of()) <= AGAIN_REQUESTS


@pytest.mark.parametrize("address", PRACTICES)
def test_letters_twice_as_large_need_no_sideways_scroll(page, address):
    page.goto(address)
    page.evaluate("document.documentElement.style.setProperty('font-size', '212.5%')")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_nothing_moves_while_the_page_loads(chromium, bank_url):
    page = chromium.new_page(base_url=bank_url, viewport=SCREEN)
    page.add_init_script(
        "window.moved = 0; const watch = new PerformanceObserver(l => l.getEntries().forEach(e => window.moved += e.value));"
        "watch.observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(PRACTICES[0], wait_until="networkidle")
    assert page.evaluate("window.moved") <= 0.02
    page.close()


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
