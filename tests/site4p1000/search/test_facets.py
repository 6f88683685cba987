"""Facets: several choices, exact counts. Every engine, the same behaviour."""

import random

import pytest

from site4p1000.search.documents import FACETS
from site4p1000.search.request import SearchRequest
from tests.site4p1000.search.documents import counts, document, titles

VALUES = {
    "type": ["practice", "story", "issue", "zone", "page"],
    "climate": ["tropical", "semi arid", "temperate", "boreal: wet", "Méditerranéen"],
    "land_use": ["crops", "orchard", "pasture"],
    "soil": ["sand", "loam", "clay", "?"],
    "country": [f"C{number}" for number in range(30)],
    "evidence": ["0", "1", "2", "3", "4"],
    "labour": ["low", "medium", "high"],
}
WORDS = ["compost", "manure", "termites"]


def test_values_of_one_facet_widen_and_facets_narrow(engine):
    engine.put([
        document("A", facets={"climate": ["dry"], "soil": ["sand"]}),
        document("B", facets={"climate": ["wet"], "soil": ["sand"]}),
        document("C", facets={"climate": ["cold"], "soil": ["clay"]}),
    ])  # fmt: skip
    assert titles(engine, filters={"climate": ["dry", "wet"]}) == ["A", "B"]
    assert titles(engine, filters={"climate": ["dry", "cold"], "soil": ["sand"]}) == ["A"]


def test_facet_counts_ignore_their_own_filter(engine):
    engine.put([document(facets={"climate": [name], "soil": ["sand"]}) for name in ("dry", "dry", "wet")])
    results = engine.search(SearchRequest(filters={"climate": ["wet"]}))
    assert results.total == 1
    assert counts(results, "climate") == {"dry": 2, "wet": 1}
    assert counts(results, "soil") == {"sand": 1}
    assert results.totals_without == {"climate": 3}


def test_chosen_values_are_told_even_at_zero(engine):
    engine.put([document(facets={"climate": ["dry"]})])
    results = engine.search(SearchRequest(filters={"climate": ["gone"]}))
    assert [(found.value, found.count, found.is_selected) for found in results.facets["climate"]] == [("dry", 1, False), ("gone", 0, True)]


def test_every_value_is_counted(engine):
    engine.put([document(facets={"country": [f"C{number}"]}) for number in range(700)])
    assert len(engine.search(SearchRequest()).facets["country"]) == 700


def test_fixed_filters_bind_all_counts(engine):
    engine.put([document("A", facets={"climate": ["dry"]}), document("B", type="story", facets={"climate": ["dry"]})])
    results = engine.search(SearchRequest(fixed={"type": ["practice"]}))
    assert (results.total, counts(results, "climate"), counts(results, "type")) == (1, {"dry": 1}, {"practice": 1})


def test_only_wanted_facets_are_counted(engine):
    assert set(engine.search(SearchRequest(facets=("climate",))).facets) == {"climate"}


def test_a_value_is_matched_whole(engine):
    engine.put([document("A", facets={"climate": ["semi arid"]})])
    assert titles(engine, filters={"climate": ["semi"]}) == []


@pytest.fixture
def crowd(engine):
    chance = random.Random(4)
    made = [_random_document(number, chance) for number in range(400)]
    engine.put(made)
    return made


def test_two_hundred_random_choices_are_counted_exactly(engine, crowd):
    chance = random.Random(1000)
    for _ in range(200):
        request = _random_request(chance)
        results = engine.search(request)
        assert results.total == len(_matching(crowd, request))
        for facet in FACETS:
            told = {value: count for value, count in counts(results, facet).items() if count}
            assert told == _naive_counts(crowd, request, facet), (request, facet)
        for facet, total in results.totals_without.items():
            assert total == len(_matching(crowd, request, except_facet=facet)), (request, facet)


def _random_document(number, chance):
    facets = {name: chance.sample(values, chance.randint(0, 2)) for name, values in VALUES.items() if name != "type"}
    body = " ".join(word for word in WORDS if chance.random() < 0.5)
    language = chance.choice(["en", "fr", "es", "ar"])
    return document(f"Title {number}", type=chance.choice(VALUES["type"]), language=language, body=body, facets=facets)


def _random_request(chance):
    chosen = chance.sample(sorted(VALUES), chance.randint(0, 4))
    filters = {name: chance.sample(VALUES[name], chance.randint(1, 3)) for name in chosen}
    if chance.random() < 0.3:
        filters["language"] = chance.sample(["en", "fr", "es", "ar", "pt"], 2)
    return SearchRequest(text=chance.choice(["", *WORDS]), language=chance.choice(["en", "fr", "es"]), filters=filters)


def _matching(crowd, request, except_facet=""):
    return [one for one in crowd if _passes(one, request, except_facet)]


def _passes(one, request, except_facet):
    if request.text and request.text not in one.body.split():
        return False
    narrowed = {**request.filters, "language": request.languages}
    if except_facet == "language":
        narrowed["language"] = (request.language,)
    elif except_facet:
        narrowed.pop(except_facet, None)
    return all(set(one.all_facets.of(name)) & set(values) for name, values in narrowed.items())


def _naive_counts(crowd, request, facet):
    counted = {}
    narrowed = {**request.filters, "language": request.languages}
    narrowed.pop(facet, None)
    for one in crowd:
        if request.text and request.text not in one.body.split():
            continue
        if all(set(one.all_facets.of(name)) & set(values) for name, values in narrowed.items()):
            for value in one.all_facets.of(facet):
                counted[value] = counted.get(value, 0) + 1
    return counted
