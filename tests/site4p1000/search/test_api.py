"""The search for other programs and other sites: JSON, feeds, the description for browsers, suggestions, a form to copy."""

import json
from xml.etree import ElementTree

import pytest

from site4p1000.search.engines import EngineUnavailable
from tests.site4p1000.search.documents import document
from tests.site4p1000.search.pages import make_page


@pytest.fixture
def engine(site_engine):
    site_engine.put([document(f"Compost {number}", facets={"soil": ["sand"]}) for number in range(3)])
    site_engine.put([document("Compost heap", id="page-900", points=((12.0, -2.0),)), document("Le compost", language="fr")])
    return site_engine


def asked(client, query: str, **headers):
    response = client.get(f"/api/search/1/?{query}", headers=headers)
    return response, json.loads(response.content or "{}")


def test_results_counts_and_links_come_as_json_to_any_origin(client, engine):
    response, answer = asked(client, "q=compost&page_size=3&soil=sand")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert (answer["version"], answer["total"], answer["pages"]) == (1, 3, 1)
    assert (answer["is_degraded"], answer["notice"]) == (False, None)
    assert answer["facets"]["soil"] == [{"value": "sand", "count": 3}]
    assert answer["results"][0]["url"].startswith("http://localhost:8000/page-")
    _, first = asked(client, "q=compost&page_size=3")
    assert first["other_languages"] == {"fr": 1}
    assert first["links"]["next"].endswith("?q=compost&page=2&page_size=3&lang=en")
    assert client.get(first["links"]["next"].removeprefix("http://localhost:8000")).json()["page"] == 2


def test_an_answer_that_has_not_changed_is_not_sent_again(client, engine):
    response, _ = asked(client, "q=compost")
    again, _ = asked(client, "q=compost", if_none_match=response["ETag"])
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["q=compost", "sort=best"])
def test_a_script_of_another_site_may_use_the_etag_whatever_is_answered(client, engine, query):
    response, _ = asked(client, query)
    again, _ = asked(client, query, if_none_match=response.get("ETag", "none"))
    before = client.options("/api/search/1/")
    assert before.status_code == 204
    for answer in (response, again, before):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Access-Control-Allow-Headers"] == "If-None-Match"
        assert "ETag" in answer["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=a&colour=red", "“colour” is no parameter"),
        ("lang=de", "lang is one of en, fr, es."),
        ("sort=best", "sort is one of"),
        ("page=0", "page is a whole number from 1 to 1000."),
        ("page_size=101", "page_size is a whole number from 1 to 100."),
        ("page_size=²", "page_size is a whole number"),
        ("altitude_m_from=high", "“high” is not understood"),
        ("lat=1", "“1” is not understood"),
    ],
)
def test_a_mistake_is_said_in_a_sentence(client, engine, query, said):
    response, answer = asked(client, query)
    assert response.status_code == 400
    assert said in " ".join(answer["errors"])


MISTAKES = "q=a&colour=red&sort=best&page=0&page_size=101"
SAID = {
    "en": ["“colour” is no parameter of this search; known are q, lang,", "sort is one of", "page is a whole number from 1 to 1000."],
    "fr": ["« colour » n’est pas un paramètre", "sort a l’une de ces valeurs", "page est un nombre entier de 1 à 1000."],
    "es": ["«colour» no es un parámetro", "sort es uno de estos valores", "page es un número entero de 1 a 1000."],
}


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("by", ["header", "parameter"])
def test_mistakes_are_told_in_the_language_of_the_request(client, engine, language, by):
    if by == "header":
        response, answer = asked(client, MISTAKES, accept_language=f"{language}-XX,de;q=0.9")
    else:
        response, answer = asked(client, f"{MISTAKES}&lang={language}", accept_language="de,en;q=0.5")
    told = " ".join(answer["errors"]).replace("\u00a0", " ")
    assert all(words in told for words in SAID[language]), told
    assert response["Content-Language"] == language
    assert "Accept-Language" in response["Vary"]


def test_a_language_the_bank_has_not_is_told_about_in_the_one_of_the_header(client, engine):
    response, answer = asked(client, "lang=de", accept_language="fr")
    assert (response.status_code, answer["errors"]) == (400, ["lang a l’une de ces valeurs\u00a0: en, fr, es."])


@pytest.mark.parametrize(
    ("language", "only"),
    [
        ("en", "Only GET is answered here."),
        ("fr", "Seules les requêtes GET reçoivent une réponse ici."),
        ("es", "Aquí solo se responde a GET."),
    ],
)
def test_a_wrong_method_is_told_in_the_language_of_the_request(client, engine, language, only):
    assert client.post("/api/search/1/", headers={"accept-language": language}).json()["errors"] == [only]


@pytest.mark.parametrize(
    ("language", "rests"),
    [("en", "Please ask again later."), ("fr", "Veuillez réessayer plus tard."), ("es", "Inténtelo de nuevo más tarde.")],
)
def test_while_the_engine_rests_the_plain_list_comes_and_says_so(client, engine, monkeypatch, caplog, language, rests):
    page = make_page("Compost of the plain list", language=language)
    monkeypatch.setattr(engine, "search", lambda _request: (_ for _ in ()).throw(EngineUnavailable("down")))
    response, answer = asked(client, f"q=compost&lang={language}")
    assert (response.status_code, response["Content-Language"], response["Cache-Control"]) == (200, language, "no-store")
    assert (answer["version"], answer["is_degraded"], answer["total"]) == (1, True, 1)
    assert rests in answer["notice"]
    assert [row["id"] for row in answer["results"]] == [f"page-{page.pk}"]
    assert not any(answer["facets"].values())


def test_results_do_not_depend_on_the_header(client, engine):
    plain, _first = asked(client, "q=compost&lang=en")
    french, _second = asked(client, "q=compost&lang=en", accept_language="fr")
    assert plain.content == french.content
    assert french["Content-Language"] == "en"


def test_other_methods_have_answers_too(client, engine):
    assert client.post("/api/search/1/").status_code == 405
    assert client.options("/api/search/1/")["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_distances_come_with_a_place(client, engine):
    _, answer = asked(client, "lat=12&lon=-2&radius_km=50")
    assert [(row["id"], row["distance_km"]) for row in answer["results"]] == [("page-900", 0)]


def test_suggestions_are_few_bytes_and_kept_for_a_while(client, engine):
    response = client.get("/en/search/suggest/?q=COM")
    assert {row["title"] for row in response.json()} == {"Compost 0", "Compost 1", "Compost 2", "Compost heap"}
    assert len(response.content) <= 2_000
    assert "max-age=300" in response["Cache-Control"]
    assert client.get("/en/search/suggest/?q=co").json() == []
    assert [row["title"] for row in client.get("/fr/search/suggest/?q=comp").json()] == ["Le compost"]


def test_many_long_names_are_still_few_bytes(client, engine):
    engine.put([document("Compost " + "très long é" * 30, url=f"/en/{'é' * 300}{number}/") for number in range(20)])
    response = client.get("/en/search/suggest/?q=compost")
    assert 1_000 < len(response.content) <= 2_000
    assert response["Content-Type"] == "application/json"
    assert {row["url"][-1] for row in response.json()} == {"/"}, "an address is whole or not there"


def test_every_search_has_a_feed(client, engine):
    response = client.get("/fr/search/feed/?q=compost")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert [entry.findtext("{*}title") for entry in feed.findall("{*}entry")] == ["Le compost"]
    assert "/fr/search/feed/?q=compost" in client.get("/fr/search/?q=compost").content.decode()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_browsers_are_told_how_to_ask(client, engine, language):
    root = ElementTree.fromstring(client.get(f"/{language}/search/description.xml").content)
    templates = {url.get("type"): url.get("template") for url in root.findall("{*}Url")}
    assert templates["text/html"] == f"http://localhost:8000/{language}/search/?q={{searchTerms}}"
    assert f"/{language}/search/description.xml" in client.get(f"/{language}/search/").content.decode()


def test_the_form_to_copy_is_plain_html(client, engine):
    html = client.get("/es/search/elsewhere/").content.decode()
    assert "&lt;form action=&quot;http://localhost:8000/es/search/&quot;" in html
