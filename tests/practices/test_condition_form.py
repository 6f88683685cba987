"""Conditions of a site in the editor's form: chosen by their words, stored as codes."""

from decimal import Decimal

import pytest
from django.utils import translation

from practices.condition_rules import NOT_OF_A_PLACE, NUMBERS
from practices.condition_words import ATTRIBUTE_WORDS
from practices.models import Concept
from practices.models.choices import DRAWING_WORDS
from practices.models.conditions import ConditionBlock
from practices.models.pages import PracticePage
from practices.reading.places import _condition
from practices.vocabulary_files import FOLDER

pytestmark = pytest.mark.django_db
SCHEMES = {path.stem for path in FOLDER.glob("*.csv")} - NOT_OF_A_PLACE


def stored(posted):
    block = ConditionBlock()
    value = block.value_from_datadict({f"c-{name}": text for name, text in posted.items()}, {}, "c")
    return {name: part for name, part in block.get_prep_value(block.clean(value)).items() if part not in ("", None)}


def options(name: str) -> dict[str, str]:
    """Every option of a field by its value, groups opened."""
    flat = {}
    for value, label in ConditionBlock().child_blocks[name].field.widget.choices:
        flat.update(label if isinstance(label, list) else {value: label})
    return {value: str(label) for value, label in flat.items() if value}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_everything_a_condition_can_be_about_is_chosen_by_words(language):
    assert set(NUMBERS) | SCHEMES <= set(ATTRIBUTE_WORDS)
    with translation.override(language):
        words = options("attribute")
        assert set(words) == set(NUMBERS) | SCHEMES
        assert not [label for label in words.values() if "_" in label]
        assert len(set(words.values())) == len(words)
        wanted = {"en": "soil organic carbon (g/kg)", "fr": "carbone organique du sol (g/kg)", "es": "carbono orgánico del suelo (g/kg)"}
        assert words["soil_organic_carbon_g_kg"] == wanted[language]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_condition_and_drawing_has_its_own_words_in_each_language(language):
    with translation.override("en"):
        english = {name: str(words) for name, words in {**ATTRIBUTE_WORDS, **DRAWING_WORDS}.items()}
    with translation.override(language):
        same = {name for name, words in {**ATTRIBUTE_WORDS, **DRAWING_WORDS}.items() if str(words) == english[name]}
    assert same <= {"altitude_m", "compost", "biochar"}


def test_the_classes_are_those_of_the_vocabularies_in_the_editors_language():
    with translation.override("fr"):
        classes = options("code")
    wanted = Concept.objects.exclude(scheme__in=NOT_OF_A_PLACE)
    assert classes == {concept.key: concept.label("fr") for concept in wanted}


def test_a_chosen_class_is_stored_as_scheme_and_code():
    assert stored({"attribute": "koppen", "code": "koppen:Aw", "value": "", "origin": "map"}) == {
        "attribute": "koppen", "scheme": "koppen", "code": "Aw", "origin": "map",
    }  # fmt: skip


def test_a_class_alone_says_what_it_is_about():
    assert stored({"attribute": "", "code": "wrb:LV", "value": "", "origin": "source"})["attribute"] == "wrb"


def test_a_number_gets_the_unit_that_stands_beside_its_name():
    kept = stored({"attribute": "rainfall_mm", "code": "", "value": "650", "origin": "source"})
    assert (Decimal(kept["value"]), kept["unit"]) == (650, "mm")


def test_the_form_shows_what_is_stored():
    block = ConditionBlock()
    state = block.get_form_state(block.to_python({"attribute": "koppen", "scheme": "koppen", "code": "Aw", "origin": "map"}))
    assert state["code"] == ["koppen:Aw"]
    assert state["code"][0] in options("code")
    assert ConditionBlock().meta.form_layout.get_sorted_block_names() == ["attribute", "code", "value", "origin"]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "length of the growing period: 120\u00a0days"), ("fr", "durée de la période de végétation : 120\u00a0jours")]
)
def test_days_are_written_in_the_readers_language(language, text):
    condition = {"attribute": "growing_days", "scheme": "", "code": "", "value": Decimal(120), "unit": "d"}
    with translation.override(language):
        assert _condition(condition, {}, language).replace("\u202f:", " :").replace("\u00a0:", " :") == text


def test_drawings_are_chosen_by_words():
    labels = dict(PracticePage._meta.get_field("drawing").choices)
    assert str(labels["zai"]) == "planting pits"
