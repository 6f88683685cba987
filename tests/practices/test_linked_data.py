"""The page for machines: what schema.org calls a practice, its steps, terms and works; safe inside the page whatever people write."""

import json
import re

import pytest

from practices.intake import take_in
from practices.models import PracticePage
from practices.reading.linked_data import as_json, linked_data
from practices.reading.page import practice_reading
from practices.records import PersonDraft
from tests.factories.drafts import a_draft, a_step

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
REQUIRED = {"@context", "@type", "@id", "url", "description", "inLanguage", "datePublished", "dateModified", "license", "author", "publisher"}


def data_of(client, address: str) -> dict:
    (block,) = BLOCK.findall(client.get(address).content.decode())
    return json.loads(block)


def draft_data(**changes) -> dict:
    page = PracticePage.objects.get(pk=take_in(draft=a_draft(**changes)).page_id).get_latest_revision_as_object()
    return json.loads(linked_data(page, practice_reading(page)))


def every_node(value):
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from every_node(part)
    elif isinstance(value, list):
        for part in value:
            yield from every_node(part)


@pytest.mark.parametrize(
    ("address", "language"),
    [("/en/practices/cover-crops/", "en"), ("/fr/pratiques/zai-demi-lunes/", "fr"), ("/es/practicas/zai-medias-lunas/", "es")],
)
def test_a_practice_with_steps_is_a_how_to_with_all_it_rests_on(client, address, language):
    data = data_of(client, address)
    assert data.keys() >= REQUIRED | {"name", "step", "citation", "about"}
    assert (data["@context"], data["@type"], data["inLanguage"]) == ("https://schema.org", "HowTo", language)
    assert data["url"] == f"http://localhost:8000{address}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", data["dateModified"])
    assert [step["position"] for step in data["step"]] == list(range(1, len(data["step"]) + 1))
    assert all(step["name"] and step["text"] for step in data["step"])


def test_terms_have_their_address_in_agrovoc_and_works_their_doi(client):
    data = data_of(client, "/en/practices/cover-crops/")
    assert {"@type": "DefinedTerm", "name": "cover plants"}.items() <= data["about"][0].items()
    for term in data["about"]:
        assert term["@id"].startswith("http://aims.fao.org/aos/agrovoc/c_")
        assert term["inDefinedTermSet"] == "http://aims.fao.org/aos/agrovoc"
    assert {"https://doi.org/10.1016/j.agee.2014.10.024"} <= {work.get("@id") for work in data["citation"]}


def test_no_node_says_an_empty_thing(client):
    for node in every_node(data_of(client, "/en/practices/no-till/")):
        assert all(value not in ("", None, [], {}) for value in node.values())


def test_the_words_have_neither_tags_nor_numbers_of_references(client):
    for step in data_of(client, "/en/practices/no-till/")["step"]:
        assert not re.search(r"<|&[a-z]+;|\[\d+\]|\[ref:", step["text"])


def test_a_practice_without_steps_is_an_article():
    data = draft_data(steps=())
    assert (data["@type"], "headline" in data, "step" in data, "name" in data) == ("Article", True, False, False)


def test_land_users_are_authors_and_reviewers_are_not():
    people = (PersonDraft(role="land_user", name="A farmer"), PersonDraft(role="reviewer", name="A reader"))
    data = draft_data(people=people)
    assert [person["name"] for person in data["author"]] == ["A farmer"]
    assert [person["name"] for person in data["contributor"]] == ["A reader"]


def test_nobody_can_leave_the_block_by_what_they_write():
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    assert not re.search(r"[<>&\u2028]", as_json({"name": evil}))
    assert json.loads(as_json({"name": evil})) == {"name": evil}
    data = draft_data(title=evil, steps=(a_step("dig", title=evil),))
    assert data["name"] == evil


def test_a_shared_page_brings_words_and_no_picture_from_elsewhere(client):
    page = client.get("/en/practices/cover-crops/").content.decode()
    shared = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[a-z_]+)" content="([^"]*)">', page))
    assert shared["og:title"] == "Cover crops"
    assert shared["og:url"] == "http://localhost:8000/en/practices/cover-crops/"
    assert shared["og:type"] == "article"
    assert shared["og:description"]
    assert "og:image" not in shared
