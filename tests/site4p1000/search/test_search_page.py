"""The search page: in three languages, with and without results, and while the engine is down."""

import shutil

import pytest
from wagtail.models import PageViewRestriction

from site4p1000.search.engines import EngineBroken, EngineUnavailable
from tests.site4p1000.search.documents import document
from tests.site4p1000.search.pages import make_page


@pytest.fixture
def engine(site_engine):
    return site_engine


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_hits_are_listed_with_marks(client, engine):
    engine.put([document("Composting <manure>", summary="About compost & more", url="/en/compost/")])
    html = page(client, "/en/search/?q=compost")
    assert '<a href="/en/compost/"><mark>Composting</mark> &lt;manure&gt;</a>' in html
    assert "About <mark>compost</mark> &amp; more" in html
    assert "1 result in English" in html


def test_words_of_the_reader_are_escaped(client, engine):
    html = page(client, "/en/search/?q=%3Cscript%3Ealert(1)%3C/script%3E&climate=%22%3E%3Cscript%3E")
    assert html.count("<script") == html.count('<script type="module" src="/static/search.js">')
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("query", ["", "q=soil", "q=nothing-at-all", "climate=boreal&soil=sand", "q=%22", "page=abc&sort=x&language=xx"])
def test_the_page_answers_in_every_language(client, engine, language, query):
    engine.put([document("Soil", language=language)])
    assert f'<html lang="{language}"' in page(client, f"/{language}/search/?{query}")


def test_filters_are_a_form_and_links(client, engine):
    engine.put([document("A", facets={"soil": ["sand"]}), document("B", facets={"soil": ["clay"]}), document("C", type="story")])
    html = page(client, "/en/search/?soil=sand")
    assert '<input type="checkbox" name="soil" value="sand" checked>' in html
    assert "?soil=clay&amp;soil=sand" in html
    assert "Remove filter" in html


def test_more_in_other_languages_is_offered(client, engine):
    engine.put([document("Compost"), document("Le compost", language="fr")])
    html = page(client, "/en/search/?q=compost")
    assert "1 more in French" in html
    assert "/en/search/?q=compost&amp;language=fr" in html


def test_nothing_found_shows_ways_out(client, engine):
    engine.put([document("Compost", facets={"soil": ["clay"]})])
    html = page(client, "/en/search/?q=compost&climate=boreal")
    assert "Nothing grows here yet" in html
    assert "Without “Climate:" in html
    assert "1 result" in html
    assert 'href="/en/search/"' in html


def test_the_other_languages_lead_to_the_same_search(client, engine):
    assert "/fr/search/?q=soil&amp;climate=dry" in page(client, "/en/search/?q=soil&climate=dry&language=es")


@pytest.mark.parametrize("problem", [EngineUnavailable("down"), EngineBroken("broken")])
def test_an_engine_that_is_down_gives_a_plain_list_of_public_titles(client, engine, monkeypatch, problem):
    make_page("Compost heaps")
    make_page("Draft compost", live=False)
    make_page("Compost français", language="fr")
    PageViewRestriction.objects.create(page=make_page("Secret compost"), restriction_type=PageViewRestriction.LOGIN)

    def fail(_request):
        raise problem

    monkeypatch.setattr(engine, "search", fail)
    html = page(client, "/en/search/?q=compost")
    assert "The search is resting" in html
    assert "Compost heaps" in html
    for hidden in ("Draft compost", "Secret compost", "Compost français"):
        assert hidden not in html


def test_an_index_folder_that_is_gone_is_no_error(client, engine):
    make_page("Compost heaps")
    shutil.rmtree(engine.store.base)
    assert "Compost heaps" in page(client, "/en/search/?q=compost")
    assert "The search is resting" in page(client, "/en/search/?q=nothing&type=story")


def test_filters_hold_in_the_plain_list(client, engine, monkeypatch):
    make_page("Compost heaps")
    shutil.rmtree(engine.store.base)
    assert "Compost heaps" in page(client, "/en/search/?type=page")
    assert "Compost heaps" not in page(client, "/en/search/?type=story")


def test_a_page_of_results_asks_the_database_little(client, engine, django_assert_max_num_queries):
    engine.put([document(f"Soil {number}") for number in range(100)])
    page(client, "/en/search/?q=soil")
    with django_assert_max_num_queries(3):
        page(client, "/en/search/?q=soil&page=2")


def test_the_plain_list_asks_the_database_little(client, engine, django_assert_max_num_queries):
    for number in range(30):
        make_page(f"Compost {number}")
    shutil.rmtree(engine.store.base)
    page(client, "/en/search/?q=compost")
    with django_assert_max_num_queries(10):
        page(client, "/en/search/?q=compost")
