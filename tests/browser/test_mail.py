"""The mail of the shipped issue as mail programs draw it: three languages, phone and desk, light and dark, and nothing asked of anybody else."""

import json

import pytest

from site4p1000.common.languages import codes
from tests.browser.conftest import in_the_bank
from tests.browser.test_accessibility import AXE

RENDER = """
import json
from newsletter.issues.previewing import without_personal_parts
from newsletter.models import NewsletterIssuePage
from newsletter.rendering.issue import render_issue
from site4p1000.common.addresses import absolute
pages = NewsletterIssuePage.objects.live().select_related("locale")
mails = {page.locale.language_code: without_personal_parts(render_issue(page=page).html) for page in pages}
print(json.dumps({"ours": absolute("/"), "mails": mails}))
"""
WIDTHS, SCHEMES = (320, 600), ("light", "dark")
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"
VIOLATIONS = f"async () => (await axe.run(document, {RULES})).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200)).slice(0, 3)])"
BRIGHTNESS = """([place, part]) => {
    const [red, green, blue] = getComputedStyle(document.querySelector(place)).getPropertyValue(part).match(/\\d+/g);
    return (Number(red) + Number(green) + Number(blue)) / 3;
}"""


@pytest.fixture(scope="module")
def shipped(bank_folder) -> dict:
    return json.loads(in_the_bank(bank_folder, "shell", "-v0", "-c", RENDER).splitlines()[-1])


@pytest.fixture
def mailbox(chromium, shipped):
    """A window that shows mail. It takes nothing but our own pictures, and fails when anything else is asked for."""
    context = chromium.new_context()
    asked: list[str] = []
    context.route("**/*", lambda route: asked.append(route.request.url) or route.abort())
    yield context.new_page()
    context.close()
    others = [url for url in asked if not url.startswith(shipped["ours"])]
    assert not others, f"the mail asked other hosts: {others}"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", codes())
def test_a_mail_is_readable_by_all_in_light_and_dark(mailbox, shipped, language, width, scheme):
    mailbox.set_viewport_size({"width": width, "height": 800})
    mailbox.emulate_media(color_scheme=scheme)
    mailbox.set_content(shipped["mails"][language], wait_until="load")
    mailbox.add_script_tag(content=AXE)
    assert mailbox.evaluate(VIOLATIONS) == []
    assert mailbox.evaluate("document.documentElement.scrollWidth") <= width
    paper, ink = mailbox.evaluate(BRIGHTNESS, ["body", "background-color"]), mailbox.evaluate(BRIGHTNESS, ["h1", "color"])
    assert (paper < ink) is (scheme == "dark"), "dark paper with light words where the reader's program is dark, and only there"
