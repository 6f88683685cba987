"""The pages of browsing: readable addresses that stay, plain words in three languages, counts that agree with the lists behind them."""

import re

import pytest
from django.utils import translation

from practices.browsing.dimensions import CLIMATE, COUNTRY, DIMENSIONS, LAND_USE, SOIL, dimension_url
from practices.browsing.overviews import overview, value_url
from practices.browsing.values import address_from, value_at, values_of
from practices.models import PracticePage

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fr", "es")
BROWSED = [dimension for dimension in DIMENSIONS if dimension != CLIMATE]
PAGES = {
    "en": ["/en/browse/", "/en/browse/classes/", "/en/browse/soils/", "/en/browse/soils/vertisols/", "/en/browse/countries/burkina-faso/"],
    "fr": ["/fr/parcourir/", "/fr/parcourir/classes/", "/fr/parcourir/sols/", "/fr/parcourir/sols/vertisols/", "/fr/parcourir/effort/faible/"],
    "es": ["/es/explorar/", "/es/explorar/clases/", "/es/explorar/suelos/", "/es/explorar/suelos/vertisoles/", "/es/explorar/esfuerzo/baja/"],
}


def html_of(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize(("language", "url"), [(language, url) for language, urls in PAGES.items() for url in urls])
def test_a_page_of_browsing_is_in_its_language_and_names_its_translations(language, url, client):
    html = html_of(client, url)
    assert f'<html lang="{language}"' in html
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="(en|fr|es)" href="http://localhost:8000([^"]+)"', html))
    assert set(alternates) == set(LANGUAGES)
    assert alternates[language] == url
    assert all(client.get(other).status_code == 200 for other in alternates.values())
    assert f'<link rel="canonical" href="http://localhost:8000{url}">' in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dimension", BROWSED, ids=lambda dimension: dimension.facet)
def test_every_value_has_an_address_of_its_own_that_leads_back_to_it(dimension, language):
    values = values_of(dimension, language, found=("BF", "CI", "EG"))
    assert len({value.address for value in values}) == len(values)
    for value in values:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value.address)
        assert value_at(dimension, value.address, language).key == value.key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dimension", BROWSED, ids=lambda dimension: dimension.facet)
def test_a_count_of_the_overview_is_the_length_of_the_list_behind_it(dimension, language, client):
    with translation.override(language):
        links = [link for section in overview(dimension, language).sections for link in section.links]
    told = [link for link in links if link.count][:4] + [link for link in links if link.count == 0][:1]
    for link in told:
        assert html_of(client, link.url).count('class="card"') == link.count, link.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_but_a_country_is_explained(language):
    with translation.override(language):
        for dimension in BROWSED:
            unexplained = [v.key for v in values_of(dimension, language) if not v.definition and not (v.scheme == "degradation" and v.broader)]
            assert not unexplained, dimension.facet
        assert all(value.hint for value in values_of(SOIL, language))


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/en/browse/soils/VR/", "/en/browse/soils/vertisols/"),
        ("/es/explorar/suelos/vertisols/", "/es/explorar/suelos/vertisoles/"),
        ("/en/browse/sols/vertisols/", "/en/browse/soils/vertisols/"),
        ("/en/browse/land_use/", "/en/browse/land-uses/"),
        ("/en/browse/countries/bf/", "/en/browse/countries/burkina-faso/"),
    ],
)
def test_codes_and_names_in_other_languages_lead_to_the_address(asked, answered, client):
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, answered)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("/en/browse/climates/", "/en/climates/"), ("/fr/parcourir/climats/sec/", "/fr/climats/sec/"), ("/es/explorar/climas/dry/", "/es/climas/seco/")],
)
def test_a_climate_has_one_page_which_stands_in_the_tree(asked, answered, client):
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (302, answered)


@pytest.mark.parametrize("url", ["/en/browse/nonsense/", "/en/browse/soils/nonsense/", "/fr/parcourir/pays/atlantide/", "/en/browse/climates/lunar/"])
def test_nonsense_is_not_found(url, client):
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("query", ["climate=%27", "page=999", "sort=x", "effort=low&effort=low", "purpose=nothing", "q=%00", "page=-1"])
def test_nonsense_in_the_query_gives_a_page(query, client):
    assert client.get(f"/en/browse/purposes/soil-cover/?{query}").status_code == 200


def test_filters_narrow_a_page_of_browsing_further_and_keep_it_out_of_search_engines(client):
    whole, few = html_of(client, "/en/browse/land-uses/cropland/"), html_of(client, "/en/browse/land-uses/cropland/?climate=dry&effort=low")
    assert 0 < few.count('class="card"') < whole.count('class="card"')
    assert 'content="noindex"' in few
    assert 'content="noindex"' not in whole
    assert 'action="/en/browse/land-uses/cropland/"' in few


def test_a_value_leads_to_what_is_above_and_below_it(client):
    cropland, annual = html_of(client, "/en/browse/land-uses/cropland/"), html_of(client, "/en/browse/land-uses/annual-crops/")
    assert '<a href="/en/browse/land-uses/annual-crops/">' in cropland.split(">Narrower<")[1]
    assert '<a href="/en/browse/land-uses/cropland/">' in annual.split(">Broader<")[1]


def test_a_soil_without_practices_says_so_and_leads_on(client):
    html = html_of(client, "/en/browse/soils/vertisols/")
    assert "How you recognise it" in html
    assert "cracks" in html
    assert "No practice in English yet." in html
    assert '<a href="/en/browse/climates/">' in html.split("Browse another way")[1]


def test_a_country_lists_what_was_told_there_and_others_are_not_in_the_overview(client):
    assert "Zaï" in html_of(client, "/en/browse/countries/burkina-faso/")
    assert "/en/browse/countries/mongolia/" not in html_of(client, "/en/browse/countries/")
    assert "Nothing grows here yet" in html_of(client, "/en/browse/countries/mongolia/")


def test_browsing_is_one_tap_from_the_home_page_and_from_the_list(client):
    for page in ("/en/", "/en/practices/"):
        html = html_of(client, page)
        for dimension in BROWSED:
            assert f'href="{dimension_url(dimension)}"' in html, (page, dimension.facet)


def test_the_sitemap_has_every_value_of_every_language_once(client):
    xml = client.get("/sitemap.xml").content.decode()
    for language in LANGUAGES:
        with translation.override(language):
            for dimension in (SOIL, LAND_USE):
                for value in values_of(dimension, language):
                    assert xml.count(f"{value_url(dimension, value)}</loc>") == 1
            burkina_faso = value_at(COUNTRY, "bf", language)
            assert xml.count(f"{value_url(COUNTRY, burkina_faso)}</loc>") == 1
    assert "mongolia" not in xml


@pytest.mark.parametrize(
    ("label", "address"),
    [
        ("Dry: arid and semi-arid", "dry"),
        ("Flat (0–2%)", "flat"),
        ("(Semi-)natural forest", "semi-natural-forest"),
        ("Côte d’Ivoire", "cote-d-ivoire"),
    ],
)
def test_an_address_is_the_readable_part_of_a_label(label, address):
    assert address_from(label) == address


@pytest.mark.usefixtures("own_index")
def test_a_practice_that_is_unpublished_leaves_the_counts(client, django_capture_on_commit_callbacks):
    before = html_of(client, "/en/browse/purposes/soil-cover/").count('class="card"')
    with django_capture_on_commit_callbacks(execute=True):
        PracticePage.objects.get(locale__language_code="en", drawing="cover").unpublish()
    assert html_of(client, "/en/browse/purposes/soil-cover/").count('class="card"') == before - 1
