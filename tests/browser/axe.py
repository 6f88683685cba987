"""axe-core on a page as a person sees it: once what moves has come to rest."""

from pathlib import Path

import axe_playwright_python

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text()
AT_REST = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const ending = document.getAnimations().filter(one => Number.isFinite(one.effect.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(one => one.finished));
}"""
"""Two frames, so that what begins with the page has begun; then what ends of itself has ended: half-faded words have half their contrast."""
RUN = """async ([within, options]) => (await axe.run(within ?? document, options ?? {})).violations.map(
    one => [one.id, one.nodes.map(node => node.html.slice(0, 240)).slice(0, 4)]
)"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page, *, within=None, options: dict | None = None) -> list:
    """What axe finds on the page, or in a part of it (axe's context: a selector, or what to include)."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    page.evaluate(AT_REST)
    return page.evaluate(RUN, [within, options])


def faults(page, *, within=None) -> list:
    """Violations, and a page that must be moved sideways to be read."""
    overflow = page.evaluate(SIDEWAYS)
    return violations(page, within=within) + ([["sideways scroll", overflow]] if overflow > 0 else [])
