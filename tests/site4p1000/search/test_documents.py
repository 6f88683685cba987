"""The search document: canonical, frozen, and the same again after JSON."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site4p1000.search.documents import FACETS, FacetValues, SearchDocument, from_json, page_document_id, to_json
from tests.site4p1000.search.documents import document

FULL = document(
    "Zaï",
    id="page-12",
    language="fr",
    also=("tassa", "towalen"),
    summary="Trous garnis de fumier",
    body="Creuser avant les pluies",
    published_on=date(2026, 3, 1),
    facets={"climate": ("dry", "arid"), "country": ("BF",)},
    evidence_rank=2,
    effort_rank=0,
    card={"zones": [{"label": "Semi-aride"}]},
    points=((13.5, -2.4),),
)


def test_a_document_survives_json():
    assert from_json(to_json(FULL)) == FULL


def test_the_digest_changes_with_any_content():
    changes = [{"title": "Zai"}, {"card": {}}, {"effort_rank": None}, {"facets": {}}, {"published_on": None}, {"points": ()}]
    digests = {document(**{**_fields(FULL), **change}).digest for change in changes}
    assert len(digests | {FULL.digest}) == len(changes) + 1


def test_the_digest_does_not_depend_on_the_order_of_facets():
    other = document(**{**_fields(FULL), "facets": (("country", ["BF"]), ("climate", ["arid", "dry", "arid"]))})
    assert other.digest == FULL.digest


def test_type_and_language_are_facets_of_every_document():
    assert FULL.all_facets["type"] == ("practice",)
    assert FULL.all_facets["language"] == ("fr",)
    assert FULL.all_facets["climate"] == ("arid", "dry")


def test_an_unknown_facet_is_refused():
    with pytest.raises(ValueError, match="colour"):
        document(facets={"colour": ["red"]})


def test_the_id_of_a_page():
    assert page_document_id(12) == "page-12"


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FACETS), st.lists(st.text())))
def test_facet_values_are_canonical_and_hashable(values):
    canonical = FacetValues(values)
    assert canonical == FacetValues(reversed(list(values.items())))
    assert hash(canonical) == hash(FacetValues(canonical))
    assert all(found and list(found) == sorted(set(found)) for found in canonical.values())


def _fields(given: SearchDocument) -> dict:
    return {name: getattr(given, name) for name in given.__dataclass_fields__}
