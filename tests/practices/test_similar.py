"""Similar practices: what they share in words, in the reader's language, without a query, and never the page itself."""

import pytest
from wagtail.models import PageViewRestriction

from practices.browsing import similar
from practices.browsing.similar import likeness, reason, similar_practices
from practices.models import PracticePage
from site4p1000.search.engines.base import EngineUnavailable

LABELS = {"climate:dry": "Dry", "land_use:annual": "Annual crops", "slm_group:mulch": "Ground cover", "degradation:Wt": "Loss of topsoil by water"}
ZAI = {"climate": ["dry"], "land_use": ["annual"], "slm_group": ["mulch"], "degradation": ["Wt"]}


def concepts_of(page):
    return [link.concept for link in page.concept_links.select_related("concept")]


def shipped(slug: str) -> PracticePage:
    return PracticePage.objects.get(slug=slug)


def test_the_reason_says_what_is_shared_and_nothing_else():
    assert reason(ZAI, ZAI, LABELS) == ("Same climate and land use. Same kind of measure: Ground cover. Also against: Loss of topsoil by water.")
    assert reason(ZAI, {"climate": ["dry"], "land_use": ["annual"]}, LABELS) == "Same climate and land use."
    assert reason(ZAI, {"climate": ["cold"], "land_use": ["annual"]}, LABELS) == "Same land use, other climate."


def test_more_in_common_weighs_more_and_nothing_in_common_weighs_nothing():
    assert likeness(ZAI, ZAI) > likeness(ZAI, {**ZAI, "degradation": ["Et"]}) > likeness(ZAI, {"land_use": ["annual"]}) > likeness(ZAI, {}) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_three_others_in_the_readers_language_without_a_query(language, django_assert_num_queries):
    page = PracticePage.objects.filter(locale__language_code=language).first()
    concepts, _ = concepts_of(page), page.language
    with django_assert_num_queries(0):
        found = similar_practices(page, concepts)
    assert len(found) == 3
    assert {practice.card.language for practice in found} == {language}
    assert page.title not in {practice.card.title for practice in found}
    assert all(practice.reason for practice in found)


@pytest.mark.django_db
def test_what_is_most_alike_comes_first():
    found = similar_practices(shipped("zai-half-moons"), concepts_of(shipped("zai-half-moons")))
    assert found[0].card.title == shipped("stone-lines").title


@pytest.mark.django_db
def test_a_private_practice_is_nobodys_neighbour(own_index, django_capture_on_commit_callbacks):
    neighbour = shipped("stone-lines")
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=neighbour, restriction_type=PageViewRestriction.LOGIN)
    page = shipped("zai-half-moons")
    assert neighbour.title not in {practice.card.title for practice in similar_practices(page, concepts_of(page))}


@pytest.mark.django_db
def test_the_section_says_so_while_the_engine_is_down(client, monkeypatch):
    class Down:
        def search(self, request):
            raise EngineUnavailable("The engine does not answer.")

    assert 'id="similar"' in client.get("/en/practices/cover-crops/").content.decode()
    monkeypatch.setattr(similar, "get_engine", Down)
    response = client.get("/en/practices/cover-crops/")
    assert response.status_code == 200
    assert similar_practices(shipped("cover-crops"), concepts_of(shipped("cover-crops"))) is None
    assert "Practices like this one cannot be looked up just now" in response.content.decode()


@pytest.mark.django_db
def test_a_page_that_is_filed_under_nothing_has_no_neighbours():
    assert similar_practices(shipped("cover-crops"), []) == ()
