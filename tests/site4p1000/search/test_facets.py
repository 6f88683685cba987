"""Facets: several choices, exact counts. Every engine, the same behaviour."""

import random
from collections import Counter
from datetime import date

import pytest

from site4p1000.search.bounds import Days, Span
from site4p1000.search.documents import FACETS, RANGES
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
        found = _matching(crowd, request)
        assert results.total == len(found)
        for facet in FACETS:
            told = {value: count for value, count in counts(results, facet).items() if count}
            narrows = facet == "language" or facet in request.filters
            assert told == _naive_counts(_matching(crowd, request, facet) if narrows else found, facet), (request, facet)
        assert set(results.totals_without) == {*request.filters, *request.bounds}
        for name, total in results.totals_without.items():
            assert total == _total_without(crowd, request, name), (request, name)


def _random_document(number, chance):
    facets = {name: chance.sample(values, chance.randint(0, 2)) for name, values in VALUES.items() if name != "type"}
    body = " ".join(word for word in WORDS if chance.random() < 0.5)
    return document(
        f"Title {number}",
        type=chance.choice(VALUES["type"]),
        language=chance.choice(["en", "fr", "es", "ar"]),
        body=body,
        facets=facets,
        spans={name: tuple(sorted(chance.choices(range(0, 3_001, 100), k=2))) for name in RANGES if chance.random() < 0.7},
        published_on=_random_day(chance) if chance.random() < 0.8 else None,
    )


def _random_request(chance):
    chosen = chance.sample(sorted(VALUES), chance.randint(0, 3))
    filters = {name: chance.sample(VALUES[name], chance.randint(1, 3)) for name in chosen}
    if chance.random() < 0.3:
        filters["language"] = chance.sample(["en", "fr", "es", "ar", "pt"], 2)
    ranges = {name: Span(*_random_ends(sorted(chance.choices(range(0, 3_001, 100), k=2)), chance)) for name in RANGES if chance.random() < 0.25}
    published = Days(*_random_ends(sorted((_random_day(chance), _random_day(chance))), chance)) if chance.random() < 0.25 else None
    language = chance.choice(["en", "fr", "es"])
    return SearchRequest(text=chance.choice(["", *WORDS]), language=language, filters=filters, ranges=ranges, published=published)


def _random_day(chance):
    return date(chance.randint(2015, 2026), chance.randint(1, 12), chance.randint(1, 28))


def _random_ends(pair, chance):
    """Both ends, or one of them open."""
    return chance.choice([pair, (pair[0], None), (None, pair[1])])


def _matching(crowd, request, but=""):
    return [one for one in crowd if _passes(one, request, but)]


def _passes(one, request, but):
    """Whether a document is found, one filter left out: what the engines have to agree with, written without one."""
    narrowed = {**request.filters, "language": request.languages}
    narrowed.pop(but, None)
    is_filed = all(set(one.all_facets.of(name)) & set(values) for name, values in narrowed.items())
    is_within = all(name == but or _overlaps(one.spans.get(name), span) for name, span in request.ranges.items())
    is_of_days = but == "published" or not request.published or _is_in(one.published_on, request.published)
    return is_filed and is_within and is_of_days and (not request.text or request.text in one.body.split())


def _overlaps(own, span):
    return own is not None and (span.high is None or own[0] <= span.high) and (span.low is None or own[1] >= span.low)


def _is_in(day, days):
    return day is not None and (days.first is None or day >= days.first) and (days.last is None or day <= days.last)


def _total_without(crowd, request, name):
    """Without a choice of languages it is the reader's own that is left."""
    return len([one for one in _matching(crowd, request, name) if name != "language" or one.language == request.language])


def _naive_counts(found, facet):
    return dict(Counter(value for one in found for value in one.all_facets.of(facet)))
