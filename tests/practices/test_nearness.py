"""Which climates, moistures, land uses and soils are like which."""

from itertools import permutations

import pytest

from practices.models import Concept
from practices.nearness import CLIMATE_NEIGHBOURS, NEARNESS, SOIL_GROUPS

pytestmark = pytest.mark.django_db


def codes(scheme: str) -> set[str]:
    return set(Concept.objects.filter(scheme=scheme).values_list("code", flat=True))


def test_the_tables_name_exactly_the_terms_of_the_vocabularies():
    assert set(CLIMATE_NEIGHBOURS) == codes("climate")
    assert {code for group in SOIL_GROUPS for code in group.split()} == codes("wrb")


def test_neighbours_are_neighbours_of_each_other():
    for one, other in permutations(CLIMATE_NEIGHBOURS, 2):
        assert (one in CLIMATE_NEIGHBOURS[other]) == (other in CLIMATE_NEIGHBOURS[one]), (one, other)


@pytest.mark.parametrize(
    ("facet", "chosen", "nearest_first"),
    [
        ("climate", ["tropical"], ["dry", "temperate", "cold"]),
        ("moisture", ["arid"], ["semiarid", "subhumid", "humid"]),
        ("moisture", ["humid", "arid"], ["semiarid"]),
        ("land_use", ["agroforestry"], ["silvopastoral", "annual", "mine"]),
        ("land_use", ["cropland"], ["annual", "agroforestry", "mine"]),
        ("soil", ["fine"], ["medium", "coarse", "VR"]),
        ("soil", ["AC"], ["LV", "FR"]),
    ],
)
def test_values_are_told_by_their_steps_from_the_nearest_chosen_one(facet, chosen, nearest_first, django_assert_num_queries):
    with django_assert_num_queries(1):
        steps = NEARNESS[facet](chosen, reversed(nearest_first))
    assert sorted(nearest_first, key=steps.__getitem__) == nearest_first
    assert len(set(steps.values())) == len(nearest_first)
    assert min(steps.values()) >= 1


def test_what_no_vocabulary_knows_is_near_to_nothing():
    assert NEARNESS["climate"](["boreal"], ["dry"])["dry"] > 1
    assert "boreal" not in NEARNESS["climate"](["dry"], ["boreal"])
