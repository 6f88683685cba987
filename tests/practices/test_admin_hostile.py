"""What no honest editor sends: a sentence at the field and the form back, never a page that fails, and nothing half saved."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from practices.models import PracticePage
from tests.factories.admin_forms import a_result_row, practice_form_data

pytestmark = pytest.mark.django_db

HOSTILE = [
    "1e400",
    "-1e400",
    "NaN",
    "Infinity",
    "9" * 400,
    "1.234,5.6",
    "0x1F",
    "١٢٣٤٥٦٧٨٩٠",
    "\x00",
    "a\x00b\x07\x1b[31m",
    "\u202e\u2066abc",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% load %}",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "{}",
    "[[[[[[[[]]]]]]]]",
    '{"blocks": 3}',
    '{"blocks": [{"text": null}], "entityMap": []}',
    "null",
    "-1",
    "99999999999999999999",
    "x" * 100_000,
    "2026-99-99",
    "😀" * 300,
]


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("an-editor", password="x"))
    client.raise_request_exception = True
    return client


@pytest.fixture
def page() -> PracticePage:
    return PracticePage.objects.filter(live=True, locale__language_code="en").first()


def newest(page: PracticePage) -> PracticePage:
    """The draft as it is in the database now."""
    return PracticePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def with_everywhere(value: str) -> dict[str, str]:
    """The form with `value` in every field an editor can type into."""
    numbers = "value low high depth_top_cm depth_bottom_cm duration_years n".split()
    row = dict.fromkeys([*numbers, *"outcome label interval unit comparison better n_of method place note key reference".split()], value)
    site = dict.fromkeys("place country latitude longitude since_year note reference".split(), value)
    step = {
        "phase": value,
        "title": value,
        "text": value,
        "when": value,
        "labour_person_days_per_ha": value,
        "cost_amount": value,
        "cost_year": value,
    }
    cost = {"item": value, "phase": value, "quantity": value, "amount_per_unit": value, "currency": value, "year": value}
    picture = {"image": value, "caption": value, "credit": value, "licence": value}
    inputs = {"input_items-count": "1", "input_items-0-deleted": "", "input_items-0-order": "0", "input_items-0-value-quantity": value}
    texts = dict.fromkeys("title slug drawing summary labour_level cash_level licence licence_url credit text_language tags".split(), value)
    rich = dict.fromkeys(("abstract", "upkeep", "science"), value)
    streams = {
        "steps": streamfield([("step", {**step, **inputs})]),
        "costs": streamfield([("cost", cost)]),
        "media": streamfield([("picture", picture)]),
    }
    dates = dict.fromkeys(("go_live_at", "expire_at"), value)
    return practice_form_data(results=[row], sites=[site], **texts, **rich, **streams, **dates)


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:24])
def test_a_hostile_value_in_every_field_is_answered_with_sentences(editor, page, value):
    before = (page.title, page.latest_revision_id)
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), with_everywhere(value))
    assert response.status_code == 200
    assert response.context["form"].errors
    page.refresh_from_db()
    assert (page.title, page.latest_revision_id) == before


DAMAGE = [
    {"steps-count": "abc"},
    {"steps-count": "-5"},
    {"steps-count": "3"},
    {"steps-count": ""},
    {"steps-count": "9" * 30},
    {"steps-count": "1", "steps-0-deleted": "", "steps-0-type": "step", "steps-0-order": "x"},
    {"steps-count": "1", "steps-0-deleted": "", "steps-0-type": "no-such-block", "steps-0-order": "0"},
    {"steps-count": "1", "steps-0-deleted": "", "steps-0-type": "step", "steps-0-order": "0", "steps-0-value-input_items-count": "one"},
    {"results-TOTAL_FORMS": "many"},
    {"results-TOTAL_FORMS": "-1"},
    {"results-TOTAL_FORMS": "100000"},
    {"results-0-id": "no number"},
    {"results-0-ORDER": "first"},
    {"concept_links-INITIAL_FORMS": "7"},
    {"science": "not the editor's format"},
]


@pytest.mark.parametrize("damage", DAMAGE, ids=str)
@pytest.mark.parametrize("action", ["action-publish", "action-save"])
def test_a_damaged_form_is_no_failure_of_the_server(editor, page, damage, action):
    data = {**practice_form_data(results=[a_result_row()], action=action), **damage}
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert response.status_code in (200, 302, 400)


def test_a_form_that_claims_thousands_of_rows_makes_none_of_them(editor, page):
    data = {**practice_form_data(results=[a_result_row()], action="action-save"), "results-TOTAL_FORMS": "100000"}
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert len(response.context["form"].formsets["results"].forms) <= 500
    assert response.context["form"].formsets["results"].non_form_errors()


def test_blocks_that_did_not_arrive_whole_stay_as_they_were(editor, page):
    assert page.steps
    before = page.steps.get_prep_value()
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**practice_form_data(action="action-save"), "steps-count": "abc"})
    assert "did not arrive whole" in str(response.context["form"].errors["steps"])
    page.refresh_from_db()
    assert page.steps.get_prep_value() == before


def test_plain_text_sent_as_rich_text_is_kept(editor, page):
    editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**practice_form_data(action="action-save"), "science": "Two studies <agree>."})
    assert "Two studies &lt;agree&gt;." in newest(page).science


def test_what_cannot_be_seen_is_left_out_of_pasted_text(editor, page):
    editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), practice_form_data(action="action-save", title="Zaï\x0c\x00 pits"))
    assert newest(page).title == "Zaï pits"


@pytest.mark.parametrize("typed", ["0,5", "1\u202f234,5", "−0,5"])
def test_numbers_are_read_in_the_editors_writing_also_inside_blocks(editor, page, typed):
    cost = {
        "item": "Seed",
        "phase": "establishment",
        "quantity": typed.removeprefix("−"),
        "amount_per_unit": "2,5",
        "currency": "EUR",
        "year": "2020",
    }
    row = a_result_row(value=typed, unit="percent", reference=page.citations.first().reference_id)
    data = practice_form_data(action="action-save", results=[row], costs=streamfield([("cost", cost)]))
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert response.status_code == 302
    draft = newest(page)
    (typed_row,) = (row for row in draft.results.all() if row.comparison == "Flat sowing")
    assert str(typed_row.value.normalize()) == {"0,5": "0.5", "1\u202f234,5": "1234.5", "−0,5": "-0.5"}[typed]
    assert str(draft.costs[0].value["amount_per_unit"]) == "2.5"


@pytest.mark.parametrize(
    ("site", "field", "words"),
    [
        ({"latitude": "91", "longitude": "0"}, "latitude", ("90",)),
        ({"latitude": "0", "longitude": "-181"}, "longitude", ("180",)),
        ({"since_year": str(date.today().year + 1)}, "since_year", ("1 ", str(date.today().year))),
    ],
)
def test_what_lies_outside_its_range_is_refused_with_the_range_named(editor, page, site, field, words):
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), practice_form_data(action="action-save", sites=[site]))
    (sentence,) = response.context["form"].formsets["sites"].forms[0].errors[field]
    assert all(word in sentence for word in words)


def test_a_number_in_two_readings_goes_back_to_its_writer(editor, page):
    response = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), practice_form_data(action="action-save", results=[a_result_row(value="1,234")])
    )
    assert "can be read in two ways" in response.context["form"].formsets["results"].forms[0].errors["value"][0]
    assert 'value="1,234"' in response.content.decode()


def test_the_checks_of_a_form_answer_whatever_is_sent(editor, page):
    for value in ("1e400", "NaN", "\x00", "{}"):
        response = editor.post(reverse("practice_checks", args=[page.pk]), with_everywhere(value))
        assert response.status_code == 200
        assert response.json()["stops"]
    assert editor.post(reverse("practice_checks", args=[page.pk]), {}).status_code == 200
