"""Records and drafts: identity, digests, and everything that keeps a draft out."""

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.records import (
    ConditionDraft,
    CostDraft,
    InputDraft,
    JudgementDraft,
    PersonDraft,
    PracticeDraft,
    Problem,
    Rights,
    SiteDraft,
    SourceRecord,
    StepDraft,
)


def a_draft(**changes) -> PracticeDraft:
    """A draft that may enter."""
    values = {
        "source": "test",
        "source_id": "1",
        "payload_sha256": "",
        "locale": "en",
        "text_language": "en",
        "title": "Pits",
        "rights": Rights(licence="CC BY 4.0"),
    }
    return PracticeDraft(**{**values, **changes})


def a_record(payload) -> SourceRecord:
    return SourceRecord(source="test", source_id="1", payload=payload)


def a_score(score: int) -> JudgementDraft:
    return JudgementDraft(key="soil", indicator="soil.moisture", label="Soil moisture", score=score)


def test_a_complete_draft_has_no_problem():
    assert a_draft().problems() == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": "  "}, "test 1: title: the practice has no name; give it one at the source"),
        ({"rights": Rights(licence="")}, "test 1: licence: no licence is stated, so the text may not be reused"),
        ({"judgements": (a_score(4),)}, "test 1: soil.moisture: the score 4 is outside −3 to 3"),
        (
            {"sites": (SiteDraft(key="a", latitude=Decimal(91), longitude=Decimal(0)),)},
            "test 1: sites.a.latitude: 91 is outside −90 to 90 degrees",
        ),
        (
            {"sites": (SiteDraft(key="a", latitude=Decimal(0), longitude=Decimal(-181)),)},
            "test 1: sites.a.longitude: -181 is outside −180 to 180 degrees",
        ),
        ({"sites": (SiteDraft(key="a", latitude=Decimal(5)),)}, "test 1: sites.a: a point needs both latitude and longitude"),
    ],
)
def test_a_problem_names_record_field_and_reason(changes, told):
    assert [str(problem) for problem in a_draft(**changes).problems()] == [told]


def test_all_problems_are_told_at_once():
    assert len(a_draft(title="", rights=Rights(licence=""), judgements=(a_score(-9),)).problems()) == 3


@pytest.mark.parametrize("score", range(-3, 4))
def test_the_whole_scale_is_allowed(score):
    assert a_draft(judgements=(a_score(score),)).problems() == ()


def test_a_site_without_a_point_is_allowed():
    assert a_draft(sites=(SiteDraft(key="a", country="ML"),)).problems() == ()


def test_a_problem_of_the_whole_record_names_no_field():
    assert str(Problem(record="a.json", field="", reason="the file is empty")) == "a.json: the file is empty"


def test_words_in_another_language_are_not_translated_yet():
    assert a_draft().is_translated
    assert not a_draft(text_language="ar").is_translated


def test_a_draft_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        a_draft().title = "Other"


def test_a_person_has_no_place_for_a_contact():
    assert set(PersonDraft.__dataclass_fields__) == {"role", "name", "institution"}


def test_the_digest_does_not_see_the_order_of_keys():
    assert a_record({"a": 1, "b": [1, 2]}).payload_sha256 == a_record({"b": [1, 2], "a": 1}).payload_sha256


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, database=None)
@given(first=json_values, second=json_values)
def test_the_digest_changes_when_and_only_when_the_payload_does(first, second):
    same = repr(_ordered(first)) == repr(_ordered(second))
    assert (a_record({"x": first}).payload_sha256 == a_record({"x": second}).payload_sha256) is same


def _ordered(value):
    """The value with keys in order, as a tree that compares 1 and True as different."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("number", [Decimal("1e400"), Decimal(10**12), Decimal("-1e300"), Decimal("NaN"), Decimal("Infinity")])
@pytest.mark.parametrize("part", ["costs", "steps", "sites"])
def test_an_amount_no_page_could_print_keeps_a_draft_out(part, number):
    parts = {
        "costs": CostDraft(key="a", item="Seed", phase="establishment", amount_per_unit=number),
        "steps": StepDraft(key="a", phase="establishment", title="Sow", input_items=(InputDraft(name="Seed", quantity=number),)),
        "sites": SiteDraft(key="a", conditions=(ConditionDraft(attribute="rainfall_mm", value=number),)),
    }
    (problem,) = a_draft(**{part: (parts[part],)}).problems()
    assert problem.field == part
    assert "larger than anything a page can print" in problem.reason


def test_an_amount_a_page_can_print_may_enter():
    cost = CostDraft(key="a", item="Seed", phase="establishment", quantity=Decimal(999_999_999_999), amount_per_unit=None)
    assert a_draft(costs=(cost,)).problems() == ()
