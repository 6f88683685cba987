"""axe-core on every kind of page, in three languages, light and dark, phone and desk: no violation, no sideways scroll."""

from pathlib import Path

import axe_playwright_python
import pytest

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text()
PAGES = {
    "en": ["/en/", "/en/practices/", "/en/practices/?climate=dry", "/en/practices/cover-crops/", "/en/climates/", "/en/climates/dry/", "/en/stories/",
           "/en/stories/the-man-who-stopped-the-desert/", "/en/newsletter/", "/en/newsletter/soil-that-is-never-naked/", "/en/about/",
           "/en/search/?q=soil", "/en/search/?q=xyzzy", "/en/nothing-here/", "/en/browse/", "/en/browse/classes/", "/en/browse/soils/",
           "/en/browse/soils/vertisols/", "/en/browse/land-uses/cropland/?climate=dry", "/en/browse/countries/"],
    "fr": ["/fr/", "/fr/pratiques/", "/fr/pratiques/zai-demi-lunes/",
           "/fr/pratiques/semis-direct/", "/fr/search/?q=compostage", "/fr/climats/sec/", "/fr/parcourir/",
           "/fr/parcourir/sols/", "/fr/parcourir/objectifs/couverture-du-sol/"],
    "es": ["/es/", "/es/practicas/", "/es/practicas/zai-medias-lunas/",
           "/es/practicas/cultivos-de-cobertura/", "/es/search/?q=erosion", "/es/climas/seco/", "/es/explorar/",
           "/es/explorar/suelos/vertisoles/", "/es/explorar/esfuerzo/alta/"],
}  # fmt: skip
MODES = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


@pytest.mark.parametrize(("width", "scheme"), MODES)
@pytest.mark.parametrize("language", PAGES)
def test_no_violation_and_no_sideways_scroll(chromium, bank_url, language, width, scheme):
    context = chromium.new_context(base_url=bank_url, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found = {}
    for address in PAGES[language]:
        page.goto(address)
        page.add_script_tag(content=AXE)
        violations = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160)).slice(0, 3)])")
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if violations or overflow > 0:
            found[address] = violations + ([["sideways scroll", overflow]] if overflow > 0 else [])
    context.close()
    assert not found
