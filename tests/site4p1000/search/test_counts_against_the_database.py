"""Every count beside a filter, asked of the database by a query of its own: the shipped practices, two hundred combinations, every engine.

What the builders file is not asked here: a practice filed wrongly is a wrong count. Not held by a query are the kind of proof "science"
and the strength of science, which follow from the works cited (`tests/practices/test_proof.py`).
"""

import random
from functools import cache

import pytest
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from practices.classes import broader_codes
from practices.models import Concept, PracticePage, Site
from practices.models.pages import ConceptLink
from site4p1000.search.building import build_all
from site4p1000.search.documents import FACETS
from site4p1000.search.engines import get_engine, reset_engine
from site4p1000.search.request import SearchRequest
from tests.site4p1000.search.documents import counts
from tests.site4p1000.search.kinds import KINDS, an_engine

pytestmark = pytest.mark.django_db

COMBINATIONS, WITH_RESULTS = 200, 100
LEVELS = ("low", "medium", "high", "unknown")
PRACTICES = {"type": ["practice"]}
EFFORT = {
    "high": Q(labour_level="high") | Q(cash_level="high"),
    "medium": (Q(labour_level="medium") | Q(cash_level="medium")) & ~Q(labour_level="high") & ~Q(cash_level="high"),
    "low": (Q(labour_level="low") & Q(cash_level__in=["low", "unknown"])) | (Q(labour_level="unknown") & Q(cash_level="low")),
    "unknown": Q(labour_level="unknown", cash_level="unknown"),
}
"""The higher one of labour and cash, as a condition on rows."""


def _filed_under(code, *schemes):
    """Practices linked to a concept or to one below it, two steps at most: no vocabulary is deeper."""
    to = "concept_links__concept"
    own, broader, broadest = ({f"{to}{up}__scheme__in": schemes, f"{to}{up}__code": code} for up in ("", "__parent", "__parent__parent"))
    return Q(**own) | Q(**broader) | Q(**broadest)


def _described_by(scheme, code):
    """Practices linked to a class of places, or with a site that is said to be of it."""
    said = (f'"scheme": "{scheme}"', f'"code": "{code}"')
    at_a_site = Q(conditions_text__regex="[^}]*".join(said)) | Q(conditions_text__regex="[^}]*".join(reversed(said)))
    at_sites = Site.objects.annotate(conditions_text=Cast("conditions", TextField())).filter(at_a_site).values("page_id")
    return Q(concept_links__concept__scheme=scheme, concept_links__concept__code=code) | Q(pk__in=at_sites)


def _place(scheme, finer=""):
    """The same, and what is of a finer class that belongs to it."""

    def condition(code):
        below = [fine for fine, broad in broader_codes(scheme).items() if broad == code] if finer else []
        found = _described_by(scheme, code)
        for fine in below:
            found |= _described_by(finer, fine)
        return found

    return condition


CONDITIONS = {
    "climate": _place("climate", "koppen"),
    "moisture": _place("agroclimate"),
    "soil": lambda code: _place("texture3", "texture12")(code) | _place("wrb")(code),
    "land_use": lambda code: _filed_under(code, "land_use"),
    "purpose": lambda code: _filed_under(code, "slm_group", "purpose", "degradation"),
    "country": lambda code: Q(sites__country=code) | Q(told__contains=f'"country": "{code}"'),
    "language": lambda code: Q(text_language=code) | Q(text_language="", locale__language_code=code),
    "effort": EFFORT.__getitem__,
    "labour": lambda level: Q(labour_level=level),
    "licence": lambda licence: Q(licence=licence),
}
"""What it means to be counted under a value of a facet, as a condition on rows."""


def _codes(*schemes):
    return sorted(set(Concept.objects.filter(scheme__in=schemes).values_list("code", flat=True)))


def _values():
    """Everything that could be counted, whether it is in the index or not."""
    live = PracticePage.objects.live().public()
    told = {block.value["country"] for page in live for block in page.experiences}
    return {
        "climate": _codes("climate"),
        "moisture": _codes("agroclimate"),
        "soil": _codes("texture3", "wrb"),
        "land_use": _codes("land_use"),
        "purpose": _codes("slm_group", "purpose", "degradation"),
        "country": sorted({*Site.objects.values_list("country", flat=True), *told} - {None, ""}),
        "language": ["en", "es", "fr"],
        "effort": list(LEVELS),
        "labour": list(LEVELS),
        "licence": sorted(set(live.values_list("licence", flat=True)) - {""}),
    }


PLACES = ("agroclimate", "texture3", "texture12", "wrb", "koppen")


@pytest.fixture
def described(db):
    """The shipped practices report neither soils nor moisture: here some are said to be of each, by the page or at one of its sites."""
    chance = random.Random(6)
    for scheme in PLACES:
        known = list(Concept.objects.filter(scheme=scheme).order_by("code"))
        for page in chance.sample(list(PracticePage.objects.live().order_by("pk")), 12):
            ConceptLink.objects.create(page=page, concept=chance.choice(known))
        for site in chance.sample(list(Site.objects.order_by("pk")), 6):
            site.conditions = [*((block.block_type, block.value) for block in site.conditions), _condition(scheme, chance.choice(known).code)]
            site.save()


def _condition(scheme, code):
    return ("condition", {"scheme": scheme, "code": code, "attribute": scheme, "value": None, "origin": "source", "unit": ""})


@pytest.fixture(params=KINDS)
def engine(request, settings, tmp_path, described):
    """The bank's own pages, one after the other in every kind of engine."""
    with an_engine(request.param, tmp_path / "whole") as options:
        settings.SEARCH_ENGINE = options
        get_engine().rebuild(built.document for built in build_all() if built.document)
        yield get_engine()
        reset_engine()


def test_every_count_is_that_of_a_query(engine):
    chance, values = random.Random(5), _values()
    live = PracticePage.objects.live().public().annotate(told=Cast("experiences", TextField()))

    @cache
    def pages(facet, value):
        return frozenset(live.filter(CONDITIONS[facet](value)).values_list("pk", flat=True))

    whole = frozenset(live.values_list("pk", flat=True))
    used = {facet: [value for value in known if pages(facet, value)] for facet, known in values.items()}
    assert all(used.values()), used
    with_results = 0
    for _ in range(COMBINATIONS):
        filters = _some_choices(chance, used)
        request = SearchRequest(language=chance.choice(values["language"]), filters=filters, fixed=PRACTICES)
        results = engine.search(request)
        assert results.total == len(_matching(whole, request, pages)), request
        with_results += bool(results.total)
        for facet in CONDITIONS:
            left = _matching(whole, request, pages, but=facet)
            wanted = {value: len(left & pages(facet, value)) for value in values[facet] if left & pages(facet, value)}
            assert {value: count for value, count in counts(results, facet).items() if count} == wanted, (request, facet)
    assert with_results >= WITH_RESULTS


def _some_choices(chance, used):
    names = chance.sample(sorted(used), chance.randint(0, 3))
    return {name: chance.sample(used[name], min(len(used[name]), chance.randint(1, 4))) for name in names}


def _matching(whole, request, pages, but=""):
    wanted = {**request.filters, "language": request.languages}
    wanted.pop(but, None)
    for facet, values in wanted.items():
        whole = whole & frozenset().union(*(pages(facet, value) for value in values))
    return whole


@pytest.mark.parametrize(("kind", "column"), [("field", "experiences"), ("judgement", "judgements")])
def test_a_kind_of_proof_is_counted_where_there_is_some(kind, column):
    results = get_engine().search(SearchRequest(language="en", fixed=PRACTICES))
    live = PracticePage.objects.live().public().filter(CONDITIONS["language"]("en")).annotate(told=Cast(column, TextField()))
    assert counts(results, "basis").get(kind, 0) == live.exclude(told__in=["", "[]"]).count()


def test_every_kind_of_page_is_counted_as_its_documents_say():
    """Stories, climates and issues beside practices, in all facets: the engine's counting, not the filing, which the queries hold."""
    stored = [built.document for built in build_all() if built.document]
    results = get_engine().search(SearchRequest(language="en"))
    ours = [one for one in stored if one.language == "en"]
    assert results.total == len(ours)
    for facet in FACETS:
        found = stored if facet == "language" else ours
        wanted = {value: sum(value in one.all_facets.of(facet) for one in found) for one in found for value in one.all_facets.of(facet)}
        assert {value: count for value, count in counts(results, facet).items() if count} == wanted, facet
