"""What first and second visits cost on the wire, pages with photographs among them, and that nothing moves while a page loads."""

import urllib.request

import pytest

from tests.browser.wire import Wire

SCREEN = {"width": 360, "height": 640}
LANGUAGES = ("en", "fr", "es")

PRACTICES = ("/en/practices/cover-crops/", "/fr/pratiques/couverts-vegetaux/", "/es/practicas/cultivos-de-cobertura/", "/fr/pratiques/semis-direct/")
HOMES = ("/en/", "/fr/", "/es/")
LISTS = ("/en/practices/", "/fr/pratiques/", "/es/practicas/")
STORIES = (
    "/en/stories/the-man-who-stopped-the-desert/",
    "/fr/recits/l-homme-qui-arreta-le-desert/",
    "/es/experiencias/el-hombre-que-detuvo-el-desierto/",
)

CSS_BYTES, REQUESTS = 8_000, 8
HTML_BYTES, ALL_BYTES = 14_000, 60_000
HOME_HTML_BYTES, HOME_BYTES = 12_000, 50_000
AGAIN_BYTES, AGAIN_REQUESTS = 14_000, 2
MOST_MOVED = 0.02
"""Of the layout, as Chromium's layout-shift counts it; 0.1 is what the web calls good."""

WATCH = (
    "window.moved = 0; const watch = new PerformanceObserver(l => l.getEntries().forEach(e => window.moved += e.value));"
    "watch.observe({type: 'layout-shift', buffered: true})"
)
PHOTOGRAPH = "#media figure.photo img"


def costs_little(first: Wire, second: Wire, *, html_bytes: int, all_bytes: int) -> None:
    assert sum(first.of("Document")) <= html_bytes
    assert sum(first.of("Stylesheet")) <= CSS_BYTES
    assert not first.of("Font")
    assert sum(first.of()) <= all_bytes
    assert len(first.of()) <= REQUESTS
    assert sum(second.of()) <= AGAIN_BYTES
    assert len(second.of()) <= AGAIN_REQUESTS


@pytest.mark.parametrize("address", [*PRACTICES, *HOMES, *LISTS, *STORIES])
def test_a_visit_costs_little_and_a_second_one_next_to_nothing(chromium, bank_url, address):
    context = chromium.new_context(base_url=bank_url, viewport=SCREEN)
    first, second = Wire(context, address), Wire(context, address)
    context.close()
    is_home = address in HOMES
    costs_little(first, second, html_bytes=HOME_HTML_BYTES if is_home else HTML_BYTES, all_bytes=HOME_BYTES if is_home else ALL_BYTES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_with_photographs_stays_light_and_far_ones_wait_until_somebody_scrolls_to_them(chromium, bank_url, everything, language):
    context = chromium.new_context(base_url=bank_url, viewport=SCREEN)
    address = everything[language]["page"]
    first, second = Wire(context, address), Wire(context, address)
    context.close()
    # That of the first step stands so near the first screen that a browser may fetch it early: the page is light enough with it.
    assert not [url for url in first.addresses.values() if "/media/images/field" in url]
    costs_little(first, second, html_bytes=HTML_BYTES, all_bytes=ALL_BYTES)


@pytest.fixture
def visitor(chromium, bank_url):
    """A phone that counts what moves."""
    context = chromium.new_context(base_url=bank_url, viewport=SCREEN)
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    context.close()


def shown_late(page, address: str) -> None:
    """Scroll to the photograph before the slow line has brought it, then let it come; in a browser that does not hold on to what is read."""
    held = []
    page.route("**/media/**", lambda route: held.append(route))
    page.goto(address, wait_until="load")
    page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    page.locator(PHOTOGRAPH).first.evaluate("image => image.closest('figure').scrollIntoView({block: 'start', behavior: 'instant'})")
    page.wait_for_timeout(500)
    assert held, "the photograph was not asked for"
    for route in held:
        route.continue_()
    page.wait_for_function("selector => document.querySelector(selector).naturalWidth > 0", arg=PHOTOGRAPH)
    page.wait_for_timeout(500)


def test_a_photograph_comes_in_the_newest_form_and_the_size_of_the_phone(visitor, everything):
    shown_late(visitor, everything["en"]["page"])
    image = visitor.locator(PHOTOGRAPH).first
    assert image.evaluate("image => image.currentSrc").endswith(".width-400.avif")
    assert image.get_attribute("loading") == "lazy"
    assert int(image.get_attribute("width")) > int(image.get_attribute("height")) > 0


def test_older_browsers_are_served_what_they_can_show(visitor, everything, bank_url):
    visitor.goto(everything["en"]["page"])
    offered = visitor.locator("#media figure.photo source").evaluate_all("all => all.map(one => [one.type, one.srcset])")
    assert [kind for kind, _srcset in offered] == ["image/avif", "image/webp"]
    for kind, srcset in offered:
        widths = [part.split() for part in srcset.split(",")]
        assert [width for _url, width in widths] == ["400w", "800w"]
        for url, _width in widths:
            with urllib.request.urlopen(bank_url + url) as answer:
                assert answer.headers["Content-Type"] == kind
    with urllib.request.urlopen(bank_url + visitor.locator(PHOTOGRAPH).first.get_attribute("src")) as answer:
        assert answer.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("address", [PRACTICES[0], HOMES[1], LISTS[2], STORIES[0]])
def test_nothing_moves_while_the_page_loads(visitor, address):
    visitor.goto(address, wait_until="networkidle")
    assert visitor.evaluate("window.moved") <= MOST_MOVED


def test_nothing_moves_when_a_photograph_comes_late(visitor, everything):
    shown_late(visitor, everything["en"]["page"])
    assert visitor.evaluate("window.moved") <= MOST_MOVED


def test_a_photograph_without_its_size_would_be_seen_to_move_the_page(visitor, everything):
    """The measure itself: it is no proof of anything if it never moves."""
    address = everything["en"]["page"]

    def without_sizes(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(' width="', ' data-width="').replace(' height="', ' data-height="'))

    visitor.route(f"**{address}", without_sizes)
    shown_late(visitor, address)
    assert visitor.evaluate("window.moved") > MOST_MOVED
