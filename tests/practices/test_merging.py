"""The three-way merge, field by field."""

from hypothesis import given
from hypothesis import strategies as st

from practices.merging import PAGE_FIELDS, FieldDigests, digest, draft_digests, merge
from practices.page_fields import FIELDS
from tests.factories.drafts import a_draft

NAMES = ("title", "steps", "results")
SIDES = st.fixed_dictionaries({name: st.sampled_from("abc") for name in NAMES})


def last(drafts: dict, pages: dict) -> dict[str, FieldDigests]:
    return {name: FieldDigests(draft=drafts[name], page=pages[name]) for name in drafts}


@given(SIDES, SIDES, SIDES, SIDES)
def test_every_field_the_source_changed_is_written_or_in_conflict_and_no_other(draft_then, page_then, draft_now, page_now):
    decision = merge(last=last(draft_then, page_then), draft=draft_now, page=page_now)
    changed = {name for name in NAMES if draft_then[name] != draft_now[name]}
    assert set(decision.to_write) | set(decision.conflicts) == changed
    assert not set(decision.to_write) & set(decision.conflicts)
    assert all(page_now[name] == page_then[name] for name in decision.to_write)
    assert all(page_now[name] != page_then[name] for name in decision.conflicts)


@given(SIDES, SIDES, SIDES)
def test_a_source_that_changed_nothing_decides_nothing_whatever_editors_did(draft_then, page_then, page_now):
    assert merge(last=last(draft_then, page_then), draft=draft_then, page=page_now).is_unchanged


def test_a_field_the_bank_did_not_know_before_is_written():
    assert merge(last={}, draft={"title": "a"}, page={"title": digest("")}).to_write == ("title",)


def test_what_an_editor_wrote_in_a_field_the_bank_did_not_know_before_is_kept():
    assert merge(last={}, draft={"title": "a"}, page={"title": "b"}).conflicts == ("title",)


def test_a_source_that_says_nothing_of_a_new_field_decides_nothing():
    for nothing in ("", (), None, False):
        assert merge(last={}, draft={"title": digest(nothing)}, page={"title": "b"}).is_unchanged


def test_equal_numbers_have_equal_digests():
    from decimal import Decimal

    assert digest([Decimal("1.0")]) == digest([Decimal("1")])


def test_every_page_field_of_a_draft_has_a_writer_and_a_reader():
    assert set(PAGE_FIELDS) == set(FIELDS) == set(draft_digests(a_draft()))
