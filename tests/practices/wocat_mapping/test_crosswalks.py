"""Terms of WOCAT and the concepts of the bank they stand for."""

import csv
from pathlib import Path

import pytest

from practices.importers.base import CROSSWALKS, CrosswalkError, crosswalk, load_crosswalk
from practices.importers.wocat_checks import TYPES, envelope_shape
from practices.importers.wocat_places import PRACTICE_FIELDS, SITE_FIELDS
from practices.records import ConceptDraft, UnmappedTerm

VOCABULARIES = Path(__file__).parents[3] / "practices" / "vocabularies"


PEOPLE_SCHEMES = {"role": {"compiler", "land_user", "contributor", "reviewer"}}


class TestCrosswalks:
    @pytest.mark.parametrize("name", sorted({f"wocat_{scheme}" for _field, scheme in (*SITE_FIELDS, *PRACTICE_FIELDS)} | {"wocat_role"}))
    def test_every_code_exists_in_our_vocabularies(self, name):
        wanted = {(concept.scheme, concept.code) for found in crosswalk(name).concepts.values() for concept in found}
        assert {(scheme, code) for scheme, code in wanted if code not in codes_of(scheme)} == set()

    def test_a_term_may_stand_for_several_concepts_or_deliberately_for_none(self, tmp_path):
        found = load_crosswalk(written(tmp_path, "DRY,climate,dry,", "DRY,aridity,arid,", "NOISE,,,says nothing of the land"))
        assert found.lookup("DRY") == (ConceptDraft(scheme="climate", code="dry"), ConceptDraft(scheme="aridity", code="arid"))
        assert found.lookup(" NOISE ") == ()
        assert found.lookup("WET") is None

    def test_only_terms_it_does_not_know_are_unmapped(self, tmp_path):
        mapped = load_crosswalk(written(tmp_path, "DRY,climate,dry,", "NOISE,,,no")).map("zone", ["DRY", "NOISE", "WET", "DRY"])
        assert mapped.concepts == (ConceptDraft(scheme="climate", code="dry"),)
        assert mapped.unmapped == (UnmappedTerm(source_field="zone", term="WET"),)

    @pytest.mark.parametrize(
        ("lines", "fault"),
        [
            (["DRY,,dry,"], "line 2: “DRY” has a code but no scheme"),
            (["DRY,climate,,"], "line 2: “DRY” has no code; say in the note why"),
            ([",climate,dry,"], "line 2: a line without a source term"),
            (["DRY,climate,dry,", "DRY,climate,dry,again"], "line 3: “DRY” stands twice for climate:dry"),
            (["DRY,climate,dry,", "DRY,,,no"], "line 3: “DRY” is mapped on one line and deliberately not mapped on another"),
        ],
    )
    def test_a_broken_crosswalk_names_the_line(self, tmp_path, lines, fault):
        with pytest.raises(CrosswalkError, match=fault.replace("(", r"\(")):
            load_crosswalk(written(tmp_path, *lines))

    def test_a_crosswalk_with_other_columns_is_refused(self, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text("term,code\nDRY,dry\n")
        with pytest.raises(CrosswalkError, match="the first line must be source_term,scheme,code,note"):
            load_crosswalk(path)

    def test_every_type_of_the_field_table_is_one_the_checks_know(self):
        with (CROSSWALKS / "wocat_fields.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert {row["type"] for row in rows} - {"", *TYPES} == set()
        assert len({row["path"] for row in rows}) == len(rows)
        assert len(envelope_shape().fields["selected_version"].fields) == 190


def codes_of(scheme: str) -> set[str]:
    if scheme in PEOPLE_SCHEMES:
        return PEOPLE_SCHEMES[scheme]
    with (VOCABULARIES / f"{scheme}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"] for row in csv.DictReader(lines)}


def written(folder: Path, *lines: str) -> Path:
    path = folder / "crosswalk.csv"
    path.write_text("\n".join(["source_term,scheme,code,note", *lines]) + "\n", encoding="utf-8")
    return path
