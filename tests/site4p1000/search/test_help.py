"""Help on the search page: corrections said openly, synonyms of the editors at once, searches without results noted, wishes kept."""

import re

import pytest
from django.urls import reverse

from practices.models import Concept
from site4p1000.search.models import EmptySearch, SynonymGroup, Wish
from site4p1000.search.understanding import forget_names
from tests.site4p1000.search.documents import document


@pytest.fixture
def engine(site_engine):
    site_engine.put([
        document("Compost", facets={"climate": ["dry"]}, spans={"altitude_m": (0, 500)}),
        document("Manure and termites"),
        document("Abono verde", language="es"),
    ])  # fmt: skip
    return site_engine


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_words_that_find_nothing_are_mended_and_it_is_said(client, engine):
    html = page(client, "/en/search/?q=compst")
    assert "Nothing in the bank says “compst”. Showing results for <b>compost</b>." in html
    assert "/en/search/?q=compst&amp;exact=1" in html
    assert "<mark>Compost</mark>" in html
    assert "Nothing grows here yet" in page(client, "/en/search/?q=compst&exact=1")


def test_words_that_find_something_get_an_offer_only(client, engine):
    html = page(client, "/en/search/?q=manure+termites+compst")
    assert "Did you mean" in html
    assert "/en/search/?q=manure+termites+compost" in html
    assert "1 result in English" in html


def test_a_synonym_of_the_editors_works_in_the_next_search(client, engine):
    assert "Nothing grows here yet" in page(client, "/en/search/?q=bokashi")
    SynonymGroup.objects.create(names="bokashi\ncompost")
    html = page(client, "/en/search/?q=bokashi")
    assert "<mark>Compost</mark>" in html
    assert "Showing results for" not in html


TWELVE = "bokashi compost humus mulch biochar manure loess marl peat silt loam clay".split()


@pytest.mark.parametrize("asked", ["bokashi", "humus", "clay"])
def test_each_of_twelve_names_finds_all_the_others(client, site_engine, asked):
    site_engine.put([document(name.title()) for name in TWELVE])
    SynonymGroup.objects.create(names="\n".join(TWELVE))
    html = page(client, f"/en/search/?q={asked}")
    assert {name for name in TWELVE if f"<mark>{name.title()}</mark>" in html} == set(TWELVE)
    assert "12 results in English" in html


def test_a_group_of_more_names_is_refused_in_a_sentence(admin_client, db):
    html = admin_client.post(reverse("synonyms:add"), {"names": "\n".join((*TWELVE, "sand"))}).content.decode()
    assert "Give at most 12 names" in html
    assert "sand</textarea>" in html
    assert not SynonymGroup.objects.exists()


def test_compost_finds_the_other_language_by_the_concepts_of_the_bank(client, any_site_engine):
    # The names come from a row of the vocabularies, by way of the page: nothing is handed to the engine here.
    Concept.objects.create(
        scheme="agrovoc", code="bokashi-test", labels={"en": "bokashi", "es": "abono fermentado"}, synonyms={"es": ["fermento de finca"]}
    )
    forget_names()
    any_site_engine.put([document(title, language="es") for title in ("El abono fermentado", "Fermentos de finca", "Otra cosa")])
    html = page(client, "/es/search/?q=bokashi")
    assert "<mark>abono</mark> <mark>fermentado</mark>" in html
    assert "<mark>Fermentos</mark>" in html
    assert "Otra cosa" not in html
    assert "2 results in Spanish" in page(client, "/en/search/?q=bokashi&language=es")


NEAR = {
    "climate=mediterranean": ("climate", {"tropical": 9, "cold": 8, "temperate": 2, "dry": 1}, ["dry", "temperate", "tropical"]),
    "climate=cold": ("climate", {"tropical": 9, "mediterranean": 8, "dry": 2, "temperate": 1}, ["temperate", "dry", "tropical"]),
    "moisture=humid": ("moisture", {"arid": 9, "semiarid": 5, "subhumid": 1}, ["subhumid", "semiarid", "arid"]),
    "land_use=treecrop": ("land_use", {"forest": 9, "agroforestry": 5, "cropland": 2, "annual": 1}, ["cropland", "annual", "agroforestry"]),
    "soil=coarse": ("soil", {"AC": 9, "fine": 5, "medium": 1}, ["medium", "fine", "AC"]),
    "soil=FR": ("soil", {"medium": 9, "CH": 8, "NT": 1}, ["NT", "medium", "CH"]),
}


@pytest.mark.parametrize("query", NEAR)
def test_the_nearest_zones_soils_and_uses_are_offered_and_not_the_most_frequent(client, site_engine, query):
    facet, counts, offered = NEAR[query]
    site_engine.put([document("Compost", facets={facet: [value]}) for value, count in counts.items() for _ in range(count)])
    html = page(client, f"/en/search/?q=compost&{query}")
    elsewhere = html[html.index("What there is elsewhere") :]
    assert re.findall(rf"q=compost&amp;{facet}=(\w+)\"", elsewhere) == offered


def test_of_those_equally_near_the_one_with_more_comes_first(client, site_engine):
    site_engine.put([document("Compost", facets={"soil": [code]}) for code in ("NT", "PT", "PT")])
    elsewhere = page(client, "/en/search/?q=compost&soil=FR").split("What there is elsewhere")[1]
    assert re.findall(r"q=compost&amp;soil=(\w+)\"", elsewhere) == ["PT", "NT"]


def test_a_search_in_vain_is_counted_without_its_reader(client, engine):
    for text in ("Boron  WELLS", "boron wells"):
        page(client, f"/en/search/?q={text}")
    row = EmptySearch.objects.get()
    assert (row.text, row.language, row.count) == ("boron wells", "en", 2)
    assert {field.name for field in EmptySearch._meta.get_fields()} == {"id", "text", "language", "count", "last_on"}


@pytest.mark.parametrize(
    "query",
    [
        "q=jane@example.org",
        "q=%2B33 6 12 34 56 78",
        "q=boron&climate=dry",
        "q=compost",
        "q=abono",
        "climate=none",
        "q=http://x.org/a",
        "q=06--12--34--56",
    ],
)
def test_what_is_personal_or_no_gap_is_not_noted(client, engine, query):
    page(client, f"/en/search/?{query}")
    assert not EmptySearch.objects.exists()


def test_the_rarest_searches_are_forgotten_first(db):
    for text, times in (("often", 3), ("once", 1), ("twice", 2)):
        for _ in range(times):
            EmptySearch.objects.note(text=text, language="en")
    EmptySearch.objects.all().prune(2)
    assert set(EmptySearch.objects.values_list("text", flat=True)) == {"often", "twice"}


def test_what_cannot_be_read_is_said_and_left_out(client, engine):
    html = page(client, "/en/search/?altitude_m_from=high&lat=200&lon=0&published_from=2015-13&bbox=1,2")
    for said in ("“high” is not understood under “Altitude”", "“200 0” is not understood under “Near a place”", "“2015-13”", "“1,2”"):
        assert said in html


def test_a_range_is_a_chip_and_a_way_out(client, engine):
    html = page(client, "/en/search/?q=compost&altitude_m_from=2000")
    assert "Altitude: from 2,000 m" in html
    assert "Without “Altitude: from 2,000 m”" in html
    assert "/en/search/missing/?q=compost" in html


def test_other_climates_are_offered_where_the_chosen_one_has_nothing(client, engine):
    html = page(client, "/en/search/?q=compost&climate=cold")
    assert "What there is elsewhere" in html
    assert "/en/search/?q=compost&amp;climate=dry" in html


def test_a_wish_is_kept_and_thanked_for(client, db):
    html = page(client, "/fr/search/missing/?q=bore")
    assert 'value="bore"' in html
    response = client.post("/fr/search/missing/", {"words": "bore", "told": "Le bore dans les sols", "website": ""}, follow=True)
    assert "Merci" in response.content.decode()
    assert Wish.objects.get().told == "Le bore dans les sols"


def test_an_empty_wish_is_told_what_to_do_and_a_machine_keeps_nothing(client, db):
    html = client.post("/en/search/missing/", {"words": "boron", "told": " "}).content.decode()
    assert "Please say in a few words" in html
    assert 'value="boron"' in html
    client.post("/en/search/missing/", {"told": "Buy this", "website": "http://spam"})
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    "told", ["Write to jane@example.org", "jane @ example.org", "jane\uff20example.org", "+33 6 12 34 56 78", "(0)6-12-34-56-78", "06.12.34.56.78"]
)
def test_a_wish_with_somebodys_address_is_sent_back_and_not_kept(client, db, told):
    html = client.post("/fr/search/missing/", {"words": "bore", "told": told}).content.decode()
    assert "adresse électronique" in html
    assert told in html
    client.post("/fr/search/missing/", {"words": told, "told": "Le bore"})
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    "told", ["Yields of 2010, 2011 and 2012", "1 500 000 ha at 0.25 t", "Boron @ 2 kg per ha?", "0-30 cm, 30-60 cm (2010, 2011, 2012)"]
)
def test_a_wish_with_numbers_is_kept(client, db, told):
    client.post("/en/search/missing/", {"told": told})
    assert Wish.objects.get().told == told


def test_a_wish_nobody_has_room_for_is_sent_back_and_not_thanked_for(client, db, monkeypatch):
    monkeypatch.setattr("site4p1000.search.wishing.MAX_WAITING", 1)
    client.post("/en/search/missing/", {"told": "Boron"})
    html = client.post("/en/search/missing/", {"told": "Zinc"}).content.decode()
    assert "nothing more is taken" in html
    assert "Zinc" in html
    assert Wish.objects.count() == 1


def test_editors_go_from_a_search_in_vain_to_a_synonym(admin_client, db):
    EmptySearch.objects.note(text="bokashi", language="en")
    listing = admin_client.get(reverse("empty_searches:index")).content.decode()
    assert f"{reverse('synonyms:add')}?names=bokashi" in listing
    assert "bokashi</textarea>" in admin_client.get(f"{reverse('synonyms:add')}?names=bokashi").content.decode()
    admin_client.post(reverse("synonyms:add"), {"names": "bokashi\r\n\r\ncompost \r\n"})
    assert SynonymGroup.objects.get().names == "bokashi\ncompost"
    alone = admin_client.post(reverse("synonyms:add"), {"names": "alone"}).content.decode()
    assert "Give at least two names" in alone
