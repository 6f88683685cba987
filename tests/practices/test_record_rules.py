"""References, currencies, conditions and years: what is typed or pasted is understood, what cannot be is refused with a sentence."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.blocks.struct_block import StructBlockValidationError

from practices import currencies, doi
from practices.models import Reference, Site
from practices.models.blocks import CostBlock, ExperienceBlock, StepBlock
from practices.models.conditions import ConditionBlock

quick = settings(deadline=None, database=None)


@pytest.mark.parametrize(
    "typed",
    [
        "10.1111/gcb.14658",
        " 10.1111/gcb.14658. ",
        "https://doi.org/10.1111/gcb.14658",
        "http://dx.doi.org/10.1111/gcb.14658",
        "doi.org/10.1111/gcb.14658",
        "doi:10.1111/gcb.14658",
        "DOI: 10.1111/gcb.14658",
        "https://doi.org/10.1111%2Fgcb.14658",
        "“10.1111/gcb.14658”",
    ],
)
def test_a_doi_is_understood_however_it_is_pasted(typed):
    reference = Reference(key="a-work", title="A work", kind="study", read_in="source", doi=typed)
    reference.clean_fields()
    assert reference.doi == "10.1111/gcb.14658"


@pytest.mark.parametrize("typed", ["gcb.14658", "https://example.org/10.1111/x", "10.1/x", "10.1111", "doi:"])
def test_what_is_no_doi_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError) as refused:
        Reference(key="a-work", title="A work", kind="study", read_in="source", doi=typed).clean_fields()
    (sentence,) = refused.value.message_dict["doi"]
    assert "such as 10.1111/gcb.14658" in sentence


@quick
@given(text=st.text(max_size=60))
def test_making_a_doi_bare_twice_changes_nothing(text):
    assert doi.normalised(doi.normalised(text)) == doi.normalised(text) or not doi.is_valid(doi.normalised(text))


@pytest.mark.parametrize("year", [1, 1499, date.today().year + 2, 9999])
def test_the_year_of_a_work_outside_its_range_is_refused_with_the_range_named(year):
    with pytest.raises(ValidationError) as refused:
        Reference(key="a-work", title="A work", kind="study", read_in="source", year=year).clean_fields()
    assert refused.value.message_dict == {"year": [f"Give a number from 1500 to {date.today().year + 1}."]}


@pytest.mark.parametrize(("field", "value", "low", "high"), [("latitude", "90.1", "−90", "90"), ("longitude", "-181", "−180", "180")])
def test_a_coordinate_outside_the_globe_is_refused_with_the_range_named(field, value, low, high):
    with pytest.raises(ValidationError) as refused:
        Site(**{field: Decimal(value)}).clean_fields(exclude=["page", "locale"])
    assert refused.value.message_dict == {field: [f"Give a number from {low} to {high}\u00a0°."]}


@pytest.mark.parametrize(
    ("words", "language", "code"),
    [
        ("USD", "en", "USD"),
        (" xof ", "en", "XOF"),
        ("Moroccan Dirham", "en", "MAD"),
        ("dirham marocain", "fr", "MAD"),
        ("dólar estadounidense", "es", "USD"),
        ("Dirham", "en", ""),
        ("$", "en", ""),
        ("XYZ", "en", ""),
        ("", "en", ""),
        ("rupee", "zz", ""),
    ],
)
def test_a_currency_has_a_code_only_where_it_is_certain(words, language, code):
    assert currencies.code_of(words, language) == code


def refused_by(block, values) -> dict[str, str]:
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(values))
    return {name: error.messages[0] for name, error in refused.value.block_errors.items()}


@pytest.mark.parametrize(
    ("block", "values", "field"),
    [
        (CostBlock(), {"item": "Seed", "currency": "ABC"}, "currency"),
        (StepBlock(), {"title": "Sow", "cost_currency": "€"}, "cost_currency"),
    ],
)
def test_a_currency_nobody_knows_is_refused_at_its_field(block, values, field):
    assert "is not a currency of ISO 4217; use three letters such as EUR, XOF or MXN." in refused_by(block, values)[field]


def test_a_currency_is_kept_in_capitals():
    block = StepBlock()
    assert block.clean(block.to_python({"title": "Sow", "cost_amount": "12.5", "cost_currency": "xof"}))["cost_currency"] == "XOF"


@pytest.mark.parametrize(
    ("block", "values", "field", "sentence"),
    [
        (CostBlock(), {"item": "Seed", "year": 1799}, "year", f"Give a number from 1800 to {date.today().year}."),
        (StepBlock(), {"title": "Sow", "cost_year": date.today().year + 1}, "cost_year", f"Give a number from 1800 to {date.today().year}."),
        (StepBlock(), {"title": "Sow", "labour_person_days_per_ha": -1}, "labour_person_days_per_ha", "Give a number from 0 to 10\u202f000."),
        (ExperienceBlock(), {"text": "<p>x</p>", "since_year": 0}, "since_year", f"Give a number from 1 to {date.today().year}."),
    ],
)
def test_a_number_outside_its_range_is_refused_with_the_range_named(block, values, field, sentence):
    assert refused_by(block, values) == {field: sentence}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("attribute", "value", "unit", "low", "high"),
    [
        ("rainfall_mm", "15001", "mm", "0", "15\u202f000"),
        ("altitude_m", "-431", "m", "−430", "8\u202f850"),
        ("slope_pct", "401", "%", "0", "400"),
        ("temperature_c", "61", "°C", "−60", "60"),
    ],
)
def test_a_condition_that_is_not_of_this_planet_is_refused_with_the_range_named(attribute, value, unit, low, high):
    told = refused_by(ConditionBlock(), {"attribute": attribute, "value": value, "unit": unit})
    assert told == {"value": f"A number from {low} to {high}\u00a0{unit} is possible here."}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"attribute": "rainfall_mm", "value": "800", "unit": "inches"}, "value"),
        ({"attribute": "mood", "value": "3"}, "attribute"),
        ({"attribute": "koppen", "scheme": "koppen"}, "value"),
        ({"attribute": "koppen", "code": "Aw"}, "code"),
        ({"attribute": "koppen", "scheme": "colours", "code": "red"}, "code"),
        ({"attribute": "koppen", "scheme": "koppen", "code": "Zz"}, "code"),
        ({"attribute": "wrb", "scheme": "koppen", "code": "Aw"}, "code"),
        ({"attribute": "purpose", "scheme": "purpose", "code": "water"}, "attribute"),
        ({"attribute": "aridity_index", "value": "0.4", "unit": "mm"}, "value"),
    ],
)
def test_a_condition_nobody_could_read_is_refused_at_the_part_that_is_wrong(values, field):
    assert field in refused_by(ConditionBlock(), values)


@pytest.mark.django_db
def test_a_condition_gets_the_unit_its_attribute_names():
    block = ConditionBlock()
    assert block.clean(block.to_python({"attribute": "altitude_m", "value": "8850"}))["unit"] == "m"
    assert block.clean(block.to_python({"attribute": "soil_ph", "value": "6.5", "unit": " pH"}))["unit"] == ""
    assert block.clean(block.to_python({"attribute": "koppen", "scheme": "koppen", "code": "Aw"}))["code"] == "Aw"
