"""Every kind of mail as mail programs draw it: all blocks, three languages, phone and desk, light and dark, and nothing asked of anybody else."""

import itertools
import json

import pytest

from site4p1000.common.languages import codes
from tests.browser.axe import violations
from tests.browser.conftest import in_the_bank

KINDS = ("issue as shipped", "issue with every block", "issue of other readers", "month", "letter confirm", "letter already")
DRAW = "from tests.browser.mails_to_draw import as_json; print(as_json())"
WIDTHS, SCHEMES = (320, 600), ("light", "dark")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
BRIGHTNESS = """([place, part]) => {
    const [red, green, blue] = getComputedStyle(document.querySelector(place)).getPropertyValue(part).match(/\\d+/g);
    return (Number(red) + Number(green) + Number(blue)) / 3;
}"""


@pytest.fixture(scope="module")
def drawn(bank_folder) -> dict:
    return json.loads(in_the_bank(bank_folder, "shell", "-v0", "-c", DRAW).splitlines()[-1])


@pytest.fixture
def mailbox(chromium, drawn):
    """A window that shows mail. It takes nothing but our own pictures, and fails when anything else is asked for."""
    context = chromium.new_context()
    asked: list[str] = []
    context.route("**/*", lambda route: asked.append(route.request.url) or route.abort())
    yield context.new_page()
    context.close()
    others = [url for url in asked if not url.startswith(drawn["ours"])]
    assert not others, f"the mail asked other hosts: {others}"


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_is_readable_by_all_in_light_and_dark(mailbox, drawn, kind, language):
    mailbox.set_content(drawn["mails"][f"{kind} {language}"], wait_until="load")
    for width, scheme in itertools.product(WIDTHS, SCHEMES):
        mailbox.set_viewport_size({"width": width, "height": 800})
        mailbox.emulate_media(color_scheme=scheme)
        assert violations(mailbox, options=RULES) == [], (width, scheme)
        assert mailbox.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
        paper, ink = mailbox.evaluate(BRIGHTNESS, ["body", "background-color"]), mailbox.evaluate(BRIGHTNESS, ["h1", "color"])
        assert (paper < ink) is (scheme == "dark"), "dark paper with light words where the reader's program is dark, and only there"


def test_no_kind_of_mail_is_left_undrawn(drawn):
    assert {name.rpartition(" ")[0] for name in drawn["mails"]} == set(KINDS)
