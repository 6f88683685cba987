"""Whatever stands in the address: a page, never an error of the engine, and a sentence for everything that was left out.

Ten thousand cases at the parser and the engine here. As whole pages on the embedded engine ten thousand more, and two thousand answers for
programs, stand in the files `test_bad_input_*` beside this one, so that several processes share them; three hundred on each server here.
The cases are the same in every run.
"""

import re
from html import unescape

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from site4p1000.common import languages
from site4p1000.search import analysis, mending
from site4p1000.search.building import build_all
from site4p1000.search.cleaning import clean
from site4p1000.search.engines import get_engine, reset_engine
from site4p1000.search.engines.embedded import EmbeddedEngine
from site4p1000.search.request import parse_query_string, to_query_string
from site4p1000.search.results import SearchResults
from tests.site4p1000.search.bad_addresses import (
    COMPLAINT,
    DERANDOMIZED,
    PARAMETERS,
    VALID_BOXES,
    VALID_PLACES,
    ask_all,
    assert_quiet,
    check_program,
    query_dict,
)
from tests.site4p1000.search.documents import document
from tests.site4p1000.search.kinds import URLS, an_engine

CASES, PAGES_OF_A_SERVER, PLACES = 10_000, 300, 200


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    engine = EmbeddedEngine(index_dir=tmp_path_factory.mktemp("bad"))
    engine.rebuild(
        [document("Soil carbon", facets={"soil": ["sand"]}, points=((1.0, 2.0),), spans={"altitude_m": (1, 2)}), document("Compost", language="fr")]
    )
    return engine


@settings(max_examples=CASES, **DERANDOMIZED)
@given(PARAMETERS, st.sampled_from(["en", "fr", "es"]))
def test_any_address_is_a_request_the_engine_answers(small, pairs, language):
    request = parse_query_string(query_dict(pairs), language=language, facets=("soil",))
    assert isinstance(small.search(request), SearchResults)
    again = parse_query_string(QueryDict(to_query_string(request)), language=language, facets=("soil",))
    assert again == request


ADDRESSES = (
    "/en/search/", "/fr/search/", "/es/search/", "/en/search/feed/", "/fr/search/suggest/", "/en/search/missing/", "/api/search/1/", "/api/search/1/",
    "/en/practices/", "/fr/pratiques/", "/en/climates/dry/", "/en/browse/purposes/soil-cover/",
)  # fmt: skip
"""Whatever reads a query string and asks the engine: the page, its feed, its suggestions, the wish, the interface for programs, the lists."""


@pytest.fixture(params=sorted(URLS))
def whole_bank(request, db, settings, tmp_path):
    """The bank's own pages, one after the other in every kind of server."""
    with an_engine(request.param, tmp_path / "whole") as options:
        settings.SEARCH_ENGINE = options
        get_engine().rebuild(built.document for built in build_all() if built.document)
        yield
        reset_engine()


def check(response):
    """What holds of every answer, whoever asks."""
    body = response.content.decode()
    if response.wsgi_request.path.startswith("/api/"):
        check_program(response)
    else:
        assert response.status_code == 200
        assert body.endswith(("</html>", "</html>\n", "</feed>", "]"))
        assert_quiet(body)


def test_any_address_is_answered_by_a_search_server(client, whole_bank):
    """A page as it always is: none that says that the search rests, and nothing the server complained of."""
    ask_all(client, addresses=ADDRESSES, cases=PAGES_OF_A_SERVER, begin=9, check=check)


@settings(max_examples=PLACES, **DERANDOMIZED)
@given(VALID_PLACES | VALID_BOXES)
def test_a_place_as_people_mean_it_is_understood(pairs):
    request = parse_query_string(query_dict(pairs), language="en")
    assert request.near or request.box
    assert not request.ignored


SENTENCES = {
    "page=-1": ("no number of a page", "n’est pas un numéro de page", "no es un número de página"),
    "page=900": ("There is no page 900", "Il n’y a pas de page 900", "No hay página 900"),
    "sort=best": ("cannot be sorted by “best”", "ne peuvent pas être triés", "no se pueden ordenar"),
    "colour=red": ("no filter called “colour”", "Il n’existe pas de filtre", "No hay ningún filtro llamado"),
    "climate=moon": ("is not known under “Climate”", "est inconnu sous", "no se conoce en"),
    "altitude_m_from=high": ("is not understood under “Altitude”", "n’est pas compris", "No se entiende"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["search", "list"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("query", SENTENCES)
def test_what_is_left_out_is_said_in_a_sentence(client, query, language, place):
    address = f"/{language}/search/" if place == "search" else {"en": "/en/practices/", "fr": "/fr/pratiques/", "es": "/es/practicas/"}[language]
    body = client.get(f"{address}?{query}").content.decode().replace("\u00a0", " ")
    said = SENTENCES[query][("en", "fr", "es").index(language)]
    assert said in unescape(body), re.findall(f"{COMPLAINT}>([^<]*)", body)


@pytest.mark.parametrize("query", ["utm_source=letter", "page=1", "sort=newest", "like=here", ""])
@pytest.mark.django_db
def test_nothing_is_said_where_nothing_was_left_out(client, query):
    assert COMPLAINT not in client.get(f"/en/search/?{query}").content.decode()


@pytest.mark.django_db
def test_what_a_page_fixes_cannot_be_changed_and_that_is_said(client):
    assert "cannot be changed on this page" in client.get("/en/practices/?type=story").content.decode()


def field(body: str, name: str) -> str:
    """What stands in an input of the page."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', body)
    return unescape(found[1]) if found else "no such field"


@pytest.mark.django_db
def test_a_number_that_could_not_be_read_stands_in_its_field_to_be_put_right(client):
    query = "altitude_m_from=high&altitude_m_to=900&published_from=2015&lat=12.5+N&lon=2"
    body = client.get(f"/en/search/?{query}").content.decode()
    kept = {name: field(body, name) for name in ("altitude_m_from", "altitude_m_to", "published_from", "lat", "lon")}
    assert kept == {"altitude_m_from": "high", "altitude_m_to": "900", "published_from": "2015", "lat": "12.5 N", "lon": "2"}
    assert "altitude_m" not in body.split('rel="alternate" type="application/atom+xml" href="/en/search/feed/')[1].split('"')[0]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_country_nobody_knows_is_named_as_it_was_written(client, language):
    body = client.get(f"/{language}/search/?country=moon").content.decode()
    assert re.search(rf"{COMPLAINT}>[^<]*moon", body)
    assert COMPLAINT not in client.get(f"/{language}/search/?country=bf").content.decode()


@pytest.mark.django_db
def test_a_radius_around_nowhere_is_not_passed_over(client):
    assert COMPLAINT in client.get("/en/search/?radius_km=50").content.decode()
    assert COMPLAINT not in client.get("/en/search/?radius_km=50&lat=12&lon=2").content.decode()


@pytest.mark.django_db
def test_a_program_is_told_of_an_unknown_name_without_its_invisible_signs(client):
    told = client.get("/api/search/1/?col%7Four%E2%80%AE=red").json()["errors"]
    assert "“colour” is no parameter" in told[0]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202egninrael\u202c soil", "gninrael soil"),
        ("\u2067تربة\u2069", "تربة"),
        ("com\u00adpost\u200b", "compost"),
        ("\u200b\u2060\ufeff", ""),
        (" \u200d \u200d ", ""),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u06dd١", "\u06dd١"),
    ],
)
def test_words_keep_what_can_be_seen_and_lose_what_turns_the_page_round(typed, kept):
    assert clean(typed) == kept


def test_languages_and_countries_that_addresses_make_up_are_not_kept_for_ever(small):
    made_up = [f"x{number}" for number in range(3 * mending.MAX_SPELLERS)]
    assert len(list(mending._spellers(made_up, small))) == len(made_up)
    assert len(mending._known_spellers) <= mending.MAX_SPELLERS
    kept = (languages.name_in, languages.country_name, analysis._stemmer, analysis._stop_words)
    assert all(function.cache_info().maxsize for function in kept)
