"""Flow 3, as far as it goes today: a climate class leads to a climate of the bank, its page, and the practices known there.

place ─► Conditions (climate) ─► zone page ─► practices. Soil, relief and likeness come with "places like mine".
"""

import pytest

from practices.models import Concept, ConceptLink, ZonePage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("koppen", "climate"), [("BSh", "dry"), ("Aw", "tropical"), ("Csa", "mediterranean"), ("Cfb", "temperate"), ("Dfb", "cold")])
def test_a_koppen_class_belongs_to_one_climate_a_reader_can_browse(koppen, climate):
    assert Concept.objects.get(scheme="koppen", code=koppen).parent.key == f"climate:{climate}"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_climate_has_its_page_in_every_language(language, client):
    pages = ZonePage.objects.live().filter(locale__language_code=language)
    assert {page.concept.code for page in pages} == {"tropical", "dry", "mediterranean", "temperate", "cold"}
    for page in pages:
        assert client.get(page.url).status_code == 200


def test_the_page_of_a_climate_shows_the_practices_known_there(client):
    page = ZonePage.objects.live().get(locale__language_code="en", concept__code="dry")
    html = client.get(page.url).content.decode()
    links = ConceptLink.objects.filter(concept=page.concept, page__locale__language_code="en", page__live=True)
    assert links.exists()
    for link in links.select_related("page"):
        assert link.page.url in html
