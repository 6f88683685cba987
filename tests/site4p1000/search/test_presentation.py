"""Links, labels and counts made from a request and its results."""

import pytest

from site4p1000.search import registry
from site4p1000.search.hit_views import hit_views
from site4p1000.search.presentation import present
from site4p1000.search.request import SearchRequest, SortOrder
from site4p1000.search.results import FacetCount, Hit, SearchResults

RESULTS = SearchResults(
    total=45,
    hits=(),
    engine="test",
    page=2,
    page_count=3,
    facets={
        "soil": (FacetCount(value="clay", count=9), FacetCount(value="sand", count=2, is_selected=True)),
        "language": (FacetCount(value="fr", count=4), FacetCount(value="en", count=45, is_selected=True)),
        "climate": (),
    },
    other_languages=(("fr", 4),),
)
REQUEST = SearchRequest(text="no till", filters={"soil": ["sand"]}, facets=("climate", "soil", "language"), page=2, sort=SortOrder.NEWEST)


@pytest.fixture(autouse=True)
def _soils(monkeypatch):
    """Soils are labelled here, whatever the practices call them."""
    monkeypatch.setitem(registry._labels, "soil", lambda values, language: {"sand": "sandy", "clay": "clayey"})


def show(request=REQUEST, results=RESULTS):
    return present(request=request, results=results, path="/en/search/")


def test_facets_with_values_become_groups_in_the_order_of_their_labels():
    soil, language = show().groups
    assert (soil.name, soil.title) == ("soil", "Soil")
    assert [(option.label, option.count, option.is_selected) for option in soil.options] == [("Sandy", 2, True), ("Clayey", 9, False)]
    assert [option.label for option in language.options] == ["English", "French"]


def test_a_long_list_is_folded_but_chosen_values_stay_in_sight():
    countries = tuple(FacetCount(value=f"C{number:02}", count=1, is_selected=number == 40) for number in range(50))
    results = SearchResults(total=50, hits=(), engine="test", facets={"country": countries})
    (group,) = show(SearchRequest(facets=("country",)), results).groups
    assert [option.value for option in group.shown] == [*(f"C{number:02}" for number in range(10)), "C40"]
    assert len(group.more) == 39


def test_a_fold_that_would_hide_two_values_is_not_made():
    countries = tuple(FacetCount(value=f"C{number:02}", count=1, is_selected=False) for number in range(12))
    results = SearchResults(total=12, hits=(), engine="test", facets={"country": countries})
    (group,) = show(SearchRequest(facets=("country",)), results).groups
    assert (len(group.shown), group.more) == (12, ())


def test_an_option_chooses_or_takes_back():
    sand, clay = show().groups[0].options
    assert clay.url == "/en/search/?q=no+till&soil=clay&soil=sand&sort=newest"
    assert sand.url == "/en/search/?q=no+till&sort=newest"


def test_chips_take_one_choice_away():
    (chip,) = show().chips
    assert (chip.facet, chip.label, chip.url) == ("Soil", "sandy", "/en/search/?q=no+till&sort=newest")
    assert show().without_filters_url == "/en/search/?q=no+till&sort=newest"


def test_forms_carry_the_rest_along():
    assert show().kept_by_filters == (("q", "no till"), ("sort", "newest"))
    unseen = show(SearchRequest(filters={"labour": ["low"], "soil": ["sand"]}, facets=("soil",)))
    assert unseen.kept_by_filters == (("labour", "low"),)
    assert show().kept_by_sort == (("q", "no till"), ("soil", "sand"))


def test_orders_offered():
    assert [option.value for option in show().sort_options] == ["relevance", "newest", "evidence", "effort", "title"]
    assert [option.value for option in show().sort_options if option.is_selected] == ["newest"]
    assert "relevance" not in [option.value for option in show(SearchRequest()).sort_options]


def test_pages_before_and_after():
    pager = show().pager
    assert (pager.number, pager.pages) == (2, 3)
    assert pager.previous_url == "/en/search/?q=no+till&soil=sand&sort=newest"
    assert pager.next_url == "/en/search/?q=no+till&soil=sand&sort=newest&page=3"


def test_other_languages_are_named_and_linked():
    (other,) = show().other_languages
    assert (other.name, other.count) == ("French", 4)
    assert other.url == "/en/search/?q=no+till&soil=sand&language=fr&sort=newest"


def test_ways_out_are_filters_without_which_there_is_something():
    nothing = SearchResults(total=0, hits=(), engine="test", totals_without={"soil": 3, "climate": 0})
    (way,) = show(results=nothing).ways_out
    assert (way.facet, way.label, way.count, way.url) == ("Soil", "sandy", 3, "/en/search/?q=no+till&sort=newest")
    assert show().ways_out == ()


def test_a_hit_shows_kind_proof_and_language():
    hit = Hit(
        id="page-1", type="practice", language="fr", title="Zaï", title_html="<mark>Zaï</mark>", snippet_html="", summary="", url="/zai/",
        card={"zones": [{"label": "Semi-aride"}], "evidence_level": 1, "evidence_label": "une étude", "labour_label": "forte"},
    )  # fmt: skip
    (view,) = hit_views([hit], language="en")
    assert (view.kind, view.foreign_language, view.meter) == ("Practice", "fr", (True, False, False, False))
    assert view.zones[0].label == "Semi-aride"
    assert hit_views([hit], language="fr")[0].foreign_language == ""


def test_a_bare_hit_shows_no_meter():
    hit = Hit(id="page-1", type="page", language="en", title="A", title_html="A", snippet_html="", summary="", url="/a/")
    (view,) = hit_views([hit], language="en")
    assert (view.meter, view.zones, view.evidence_label) == ((), (), "")
