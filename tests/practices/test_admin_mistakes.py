"""What editors type by mistake: said at the field, kept in the form, and never a page that fails."""

import json
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.blocks.struct_block import StructBlockValidationError

from knowledge.models import SuccessStoryPage
from newsletter.models import PressItem
from practices.models import Concept, PracticePage, Reference, Result, Site
from practices.models.blocks import CostBlock, ExperienceBlock, InputBlock, JudgementBlock
from practices.models.conditions import ConditionBlock
from practices.reading.page import practice_reading
from site4p1000.common.blocks import VideoBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("an-editor", password="x"))
    return client


@pytest.fixture
def page() -> PracticePage:
    return PracticePage.objects.filter(live=True, locale__language_code="en", results__isnull=False).first()


@pytest.mark.parametrize("number", ["1e400", "9" * 60, "1e28"])
@pytest.mark.parametrize(
    ("block", "field", "values"),
    [
        (CostBlock(), "quantity", {"item": "Seed"}),
        (CostBlock(), "amount_per_unit", {"item": "Seed"}),
        (InputBlock(), "quantity", {"name": "Compost"}),
        (ConditionBlock(), "value", {"attribute": "rainfall_mm"}),
        (VideoBlock(), "size_mb", {"url": "https://example.org/film", "title": "A film"}),
    ],
    ids=lambda part: type(part).__name__ if hasattr(part, "child_blocks") else None,
)
def test_a_number_no_page_could_print_is_refused_at_its_field(block, field, values, number):
    value = block.to_python({**values, field: number})
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert list(refused.value.block_errors) == [field]
    (sentence,) = refused.value.block_errors[field].messages
    low = "−1\u202f000\u202f000\u202f000\u202f000" if isinstance(block, ConditionBlock) else "0"
    assert sentence == f"Give a number from {low} to 1\u202f000\u202f000\u202f000\u202f000."


def test_a_number_a_page_can_print_is_taken():
    block = CostBlock()
    assert block.clean(block.to_python({"item": "Seed", "quantity": "999999999999"}))["item"] == "Seed"


UNFINISHED = {
    "judgements": ("judgement", {"indicator": "", "label": "", "score": None}),
    "costs": ("cost", {"item": "", "phase": ""}),
    "steps": ("step", {"title": "", "phase": ""}),
    "failures": ("failure", {"kind": "", "title": "", "text": ""}),
    "constraints": ("constraint", {"kind": "", "text": ""}),
    "people": ("person", {"role": "", "name": ""}),
}


@pytest.mark.parametrize("field", UNFINISHED)
def test_the_draft_of_an_unfinished_block_can_be_looked_at(editor, page, field):
    kind, value = UNFINISHED[field]
    setattr(page, field, [{"type": kind, "value": value}])
    page.save_revision(clean=False)
    assert editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200


@pytest.mark.parametrize("field", ["outcome", "interval"])
def test_the_draft_of_an_unfinished_result_can_be_looked_at(editor, page, field):
    row = page.results.first()
    setattr(row, field, "")
    page.results = [row]
    page.save_revision(clean=False)
    assert editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200


def test_an_effort_nobody_chose_reads_as_not_reported(page):
    page.labour_level = page.cash_level = ""
    page.costs = []
    assert practice_reading(page).effort.labour == "not reported"
    assert practice_reading(page).effort.remark == ""


@pytest.mark.parametrize("code", ["am", "zz", "a b", "../x"])
def test_the_form_opens_again_whatever_was_typed_as_language_of_the_words(editor, page, code):
    page.text_language = code
    page.save_revision(clean=False)
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


NO_COUNTRIES = ["12", "<>", "M", "éa", "zz", "QQ", "eu", "XK"]


@pytest.mark.parametrize("code", NO_COUNTRIES)
def test_what_is_no_country_is_refused_at_its_field_with_what_to_write(code):
    sentence = f"“{code.upper()}” is no country of ISO 3166-1; use its two letters, such as ML for Mali."
    for row in (Site(country=code), PressItem(country=code), SuccessStoryPage(country=code)):
        names = [field.name for field in row._meta.fields if field.name != "country"]
        with pytest.raises(ValidationError) as refused:
            row.clean_fields(exclude=names)
        assert refused.value.message_dict == {"country": [sentence]}
    block = ExperienceBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"text": "<p>x</p>", "country": code}))
    assert refused.value.block_errors["country"].messages == [sentence]


@pytest.mark.parametrize("typed", ["ML", "ml", " Ml"])
def test_a_country_is_taken_in_any_case_and_kept_in_capitals(typed):
    for row in (Site(country=typed), PressItem(country=typed), SuccessStoryPage(country=typed)):
        row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name != "country"])
        assert row.country == "ML"
    block = ExperienceBlock()
    assert block.clean(block.to_python({"text": "<p>x</p>", "country": typed}))["country"] == "ML"


def test_the_country_of_an_account_written_in_small_letters_before_reads_in_capitals(page):
    page.experiences = json.dumps([{"type": "experience", "value": {"text": "<p>x</p>", "country": "ml"}}])
    assert page.experiences[0].value["country"] == "ML"


def admin_field(model, name):
    return formfield_for_dbfield(model._meta.get_field(name))


@pytest.mark.parametrize(
    ("model", "name", "typed", "low", "high"),
    [
        (Site, "since_year", "-5", "1", str(date.today().year)),
        (Site, "since_year", "99999", "1", str(date.today().year)),
        (SuccessStoryPage, "since_year", "0", "1", str(date.today().year)),
        (Reference, "year", "-1", "1500", str(date.today().year + 1)),
        (Result, "n", "-1", "0", "2\u202f147\u202f483\u202f647"),
        (Result, "n", "9" * 30, "0", "2\u202f147\u202f483\u202f647"),
        (Result, "value", "9" * 12, "−99\u202f999\u202f999", "99\u202f999\u202f999"),
        (Result, "depth_top_cm", "-100000", "−99\u202f999", "99\u202f999"),
    ],
)
def test_a_number_outside_the_range_of_its_column_is_refused_with_both_ends_named(model, name, typed, low, high):
    with pytest.raises(ValidationError) as refused:
        admin_field(model, name).clean(typed)
    assert refused.value.messages == [f"Give a number from {low} to {high}."]


@pytest.mark.parametrize(("block", "low", "high"), [(JudgementBlock(), "−3", "3"), (VideoBlock(), "1", "1\u202f000\u202f000\u202f000\u202f000")])
def test_a_whole_number_of_a_block_is_refused_with_both_ends_named(block, low, high):
    name = "score" if isinstance(block, JudgementBlock) else "length_seconds"
    with pytest.raises(ValidationError) as refused:
        block.child_blocks[name].clean(-7)
    assert refused.value.messages == [f"Give a number from {low} to {high}."]


def test_bounds_the_wrong_way_round_are_said_at_the_field_and_a_missing_unit_keeps_no_draft_from_being_saved():
    Result(value=1, interval="none").clean()
    with pytest.raises(ValidationError) as refused:
        Result(low=2, high=1, unit="percent", outcome="yield", interval="range").clean()
    assert refused.value.message_dict == {"low": ["The lower bound is above the upper bound."]}


def test_a_concept_cannot_stand_below_itself():
    concept = Concept.objects.filter(parent__isnull=False).first()
    broader = concept.parent
    broader.parent = concept
    with pytest.raises(ValidationError) as refused:
        broader.clean()
    assert refused.value.message_dict == {"parent": ["A concept cannot stand below itself."]}
    concept.parent = concept
    with pytest.raises(ValidationError):
        concept.clean()
