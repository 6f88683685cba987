"""What editors type by mistake: said at the field, kept in the form, and never a page that fails."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError

from practices.models import Concept, PracticePage, Result, Site
from practices.models.blocks import CostBlock, InputBlock
from practices.models.sites import ConditionBlock
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
    assert sentence.startswith("Ensure this value is less than or equal to")


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


@pytest.mark.parametrize("code", ["12", "<>", "M", "éa"])
def test_a_country_that_is_no_code_is_refused_at_its_field(code):
    with pytest.raises(ValidationError) as refused:
        Site(country=code).clean()
    assert list(refused.value.message_dict) == ["country"]


def test_a_country_code_in_any_case_is_taken():
    Site(country="ML").clean()
    Site(country="ml").clean()


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
