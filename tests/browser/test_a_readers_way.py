"""What a reader does on a phone: home → climate → practice → other language → search. Without JavaScript."""

import re

from playwright.sync_api import expect


def test_from_home_by_climate_to_a_practice_in_another_language_and_back_by_search(page):
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/en/$"))

    page.get_by_role("main").get_by_role("link", name=re.compile("^Dry: arid and semi-arid")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dry: arid and semi-arid")

    page.get_by_role("main").get_by_role("link", name=re.compile("Zaï")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zaï")
    for answer in ("Where", "Effort", "Proof"):
        expect(page.get_by_text(answer, exact=True).first).to_be_in_viewport()

    page.get_by_role("navigation", name="Language").get_by_role("link", name=re.compile("^Fr")).click()
    expect(page).to_have_url(re.compile(r"/fr/pratiques/"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zaï")

    page.get_by_role("banner").get_by_role("link", name="Rechercher").click()
    page.get_by_role("searchbox").fill("erosions")
    page.get_by_role("main").get_by_role("button", name="Rechercher").first.click()
    expect(page.locator("mark").first).to_have_text(re.compile("érosion", re.IGNORECASE))
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_filters_of_the_list_are_plain_links_that_stay_in_the_address(page):
    page.goto("/en/practices/?climate=dry")
    total = page.get_by_role("main").get_by_role("article").count()
    assert total > 0
    page.goto("/en/practices/?climate=dry&land_use=grazing")
    assert 0 < page.get_by_role("main").get_by_role("article").count() < total


def test_the_way_by_keyboard_begins_with_a_skip_link(page):
    page.goto("/en/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")


def test_an_unknown_address_is_a_page_with_ways_out_in_its_language(page):
    response = page.goto("/es/no-existe/")
    assert response.status == 404
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("searchbox")).to_be_visible()
