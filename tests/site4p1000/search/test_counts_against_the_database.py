"""Every count beside a filter, asked of the database as well: the shipped content, two hundred combinations of choices."""

import random

import pytest
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from practices.models import PracticePage
from site4p1000.search.building import build_all
from site4p1000.search.documents import FACETS
from site4p1000.search.engines import get_engine
from site4p1000.search.request import SearchRequest
from tests.site4p1000.search.documents import counts

pytestmark = pytest.mark.django_db

COMBINATIONS = 200


@pytest.fixture(scope="module")
def stored(django_db_setup, django_db_blocker):
    """What the database says of every page: its facets, built from its rows now and not from the index."""
    with django_db_blocker.unblock():
        return [built.document for built in build_all() if built.document]


def test_every_count_is_that_of_the_database(stored):
    chance = random.Random(5)
    values = {name: sorted({value for one in stored for value in one.all_facets.of(name)}) for name in FACETS}
    for _ in range(COMBINATIONS):
        names = chance.sample([name for name in FACETS if values[name]], chance.randint(0, 4))
        filters = {name: chance.sample(values[name], min(len(values[name]), chance.randint(1, 3))) for name in names}
        request = SearchRequest(language=chance.choice(["en", "fr", "es"]), filters=filters)
        results = get_engine().search(request)
        assert results.total == len(_matching(stored, request))
        for facet in FACETS:
            told = {value: count for value, count in counts(results, facet).items() if count}
            assert told == _counted(_matching(stored, request, but=facet), facet), (request, facet)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_counts_of_concepts_and_levels_are_those_of_a_query(language):
    results = get_engine().search(SearchRequest(language=language, fixed={"type": ["practice"]}))
    live = PracticePage.objects.live().public().filter(locale__language_code=language, text_language__in=["", language])
    for code, count in counts(results, "climate").items():
        assert count == live.filter(concept_links__concept__scheme="climate", concept_links__concept__code=code).distinct().count()
    for level, count in counts(results, "labour").items():
        assert count == live.filter(labour_level=level).count()
    for facet, schemes in {"land_use": ("land_use",), "purpose": ("slm_group", "purpose", "degradation")}.items():
        assert counts(results, facet), facet
        for code, count in counts(results, facet).items():
            assert count == live.filter(_filed_under(code, schemes)).distinct().count(), code
    for code, count in counts(results, "country").items():
        told = Q(sites__country=code) | Q(told__contains=f'"country": "{code}"')
        assert count == live.annotate(told=Cast("experiences", TextField())).filter(told).values("pk").distinct().count(), code
    for level, count in counts(results, "effort").items():
        assert count == live.filter(EFFORT[level]).count(), level
    for licence, count in counts(results, "licence").items():
        assert count == live.filter(licence=licence).count()
    assert results.total == live.count()


EFFORT = {
    "high": Q(labour_level="high") | Q(cash_level="high"),
    "medium": (Q(labour_level="medium") | Q(cash_level="medium")) & ~Q(labour_level="high") & ~Q(cash_level="high"),
    "low": (Q(labour_level="low") & Q(cash_level__in=["low", "unknown"])) | (Q(labour_level="unknown") & Q(cash_level="low")),
    "unknown": Q(labour_level="unknown", cash_level="unknown"),
}
"""The higher one of labour and cash, as a condition on rows."""


def _filed_under(code, schemes):
    """Practices linked to a concept or to one below it, two steps at most: no vocabulary is deeper."""
    to = "concept_links__concept"
    own, broader, broadest = ({f"{to}{up}__scheme__in": schemes, f"{to}{up}__code": code} for up in ("", "__parent", "__parent__parent"))
    return Q(**own) | Q(**broader) | Q(**broadest)


def _matching(stored, request, but=""):
    wanted = {**request.filters, "language": request.languages}
    wanted.pop(but, None)
    return [one for one in stored if all(set(one.all_facets.of(name)) & set(values) for name, values in wanted.items())]


def _counted(documents, facet):
    found = {}
    for one in documents:
        for value in one.all_facets.of(facet):
            found[value] = found.get(value, 0) + 1
    return found
