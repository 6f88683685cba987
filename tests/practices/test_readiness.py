"""What stops publishing, what is only said, and what is filled: pure, on things that look like a practice."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.condition_rules import NUMBERS, condition_faults
from practices.readiness import ASKED, Weight, characters, findings, parts, refusals


class Rows(list):
    def all(self):
        return self


def block(kind, **value):
    return SimpleNamespace(block_type=kind, value=value)


def a_result(**changes):
    numbers = {"value": Decimal("0.3"), "low": None, "high": None, "unit": "t_c_ha_yr", "reference_id": 1, "outcome": "soc_stock_change_rate"}
    words = {"kind": "difference", "better": "higher", "label": "Soil carbon", "n": None, "n_of": ""}
    beside = {"depth_top_cm": 0, "depth_bottom_cm": 30, "depth_not_reported": False, "duration_years": 10, "duration_not_reported": False}
    return SimpleNamespace(**{**numbers, **beside, **words, "comparison": "control", "sort_order": 0, **changes})


def a_practice(**changes):
    streams = ("needs", "steps", "costs", "experiences", "failures", "tradeoffs", "constraints", "exposures", "media", "people")
    texts = ("summary", "abstract", "upkeep", "changes", "science", "climate_risks", "licence", "credit", "text_language", "effort_source")
    relations = ("concept_links", "sites", "results", "citations")
    empty = {**dict.fromkeys(streams, ()), **dict.fromkeys(texts, ""), **{name: Rows() for name in relations}}
    levels = {"labour_level": "unknown", "cash_level": "unknown", "failures_not_yet_reported": False, "language": "en"}
    return SimpleNamespace(**{"pk": None, **empty, **levels, **changes})


def said(practice):
    return {finding.path: finding.weight for finding in findings(practice)}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"results": Rows([a_result(unit="")])}, ("results", 0, "unit")),
        ({"results": Rows([a_result(), a_result(value=None, low=Decimal(1), unit="none")])}, ("results", 1, "unit")),
        ({"results": Rows([a_result(reference_id=None)])}, ("results", 0, "reference")),
        ({"media": (block("picture", image=1, caption="x", credit="", licence="CC BY 4.0"),)}, ("media", 0, "credit")),
        ({"media": (block("picture", image=1, caption="x", credit="A", licence=" "),)}, ("media", 0, "licence")),
        ({"steps": (block("step", when="x", pictures=[{"alt": "x", "credit": "A", "licence": ""}]),)}, ("steps", 0, "pictures", 0, "licence")),
        ({"steps": (block("step", when="x", pictures=[{"alt": "x", "credit": " ", "licence": "A"}]),)}, ("steps", 0, "pictures", 0, "credit")),
        ({"steps": (block("step", when="spring", input_items=[{"quantity": Decimal(3), "unit": ""}]),)}, ("steps", 0, "input_items", 0, "unit")),
        ({"steps": (block("step", when="spring", cost_amount=Decimal(3), cost_year=2020),)}, ("steps", 0, "cost_currency")),
        ({"costs": (block("cost", amount_per_unit=Decimal(3), year=2020),)}, ("costs", 0, "currency")),
        ({"costs": (block("cost", quantity=Decimal(3), unit=" "),)}, ("costs", 0, "unit")),
        ({"results": Rows([a_result(outcome="other", unit="t_ha", label="")])}, ("results", 0, "label")),
    ],
)
def test_what_misleads_stops_publishing(changes, path):
    assert [finding.path for finding in refusals(a_practice(**changes))] == [path]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({}, ("summary",)),
        ({"abstract": "<p>Short.</p>"}, ("abstract",)),
        ({}, ("concept_links",)),
        ({}, ("sites",)),
        ({}, ("labour_level",)),
        ({}, ("steps",)),
        ({}, ("failures",)),
        ({}, ("licence",)),
        ({"media": (block("video", length_seconds=9, transcript="x", credit="A"),)}, ("media", 0, "licence")),
        ({"media": (block("video", length_seconds=9, transcript="x", licence="CC BY 4.0"),)}, ("media", 0, "credit")),
        ({"media": (block("picture", image=1, credit="A", licence="CC BY 4.0"),)}, ("media", 0, "alt")),
        ({"steps": (block("step", when="x", pictures=[{"credit": "A", "licence": "B"}]),)}, ("steps", 0, "pictures", 0, "alt")),
        ({"steps": (block("step", when="x", labour_person_days_per_ha=Decimal(0)),)}, ("effort_source",)),
        ({"steps": (block("step", when="x", input_items=[{"quantity": Decimal(3), "unit": "t"}]),)}, ("effort_source",)),
        ({"text_language": "ar"}, ("text_language",)),
        ({"steps": (block("step", title="Dig"),)}, ("steps", 0, "when")),
        ({"costs": (block("cost", amount_per_unit=Decimal(3), currency="EUR"),)}, ("costs", 0, "year")),
        ({"steps": (block("step", when="x", cost_amount=Decimal(3), cost_currency="EUR"),)}, ("steps", 0, "cost_year")),
        ({"results": Rows([a_result(depth_top_cm=None, depth_bottom_cm=None)])}, ("results", 0, "depth_bottom_cm")),
        ({"results": Rows([a_result(duration_years=None)])}, ("results", 0, "duration_years")),
        ({"results": Rows([a_result(value=None, reference_id=None)])}, ("results", 0, "reference")),
        ({"results": Rows([a_result(comparison="")])}, ("results", 0, "comparison")),
        ({"results": Rows([a_result(n=12)])}, ("results", 0, "n_of")),
        ({"results": Rows([a_result(kind="level", unit="percent")])}, ("results", 0, "kind")),
        ({"results": Rows([a_result(kind="level", outcome="soc_stock_change_rate")])}, ("results", 0, "kind")),
        ({"results": Rows([a_result(better="lower")])}, ("results", 0, "better")),
        ({"results": Rows([a_result(outcome="erosion", unit="percent")])}, ("results", 0, "better")),
        ({"results": Rows([a_result(outcome="other", value=None, label=" ")])}, ("results", 0, "label")),
        ({"media": (block("video", length_seconds=9, transcript="x", credit="A", licence="CC BY 4.0"),)}, ("media", 0, "size_mb")),
    ],
)
def test_what_is_missing_is_said_and_stops_nothing(changes, path):
    practice = a_practice(**changes)
    assert said(practice)[path] is Weight.WARN
    assert not refusals(practice)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"results": Rows([a_result(depth_top_cm=None, depth_bottom_cm=None, depth_not_reported=True)])}, ("results", 0, "depth_bottom_cm")),
        ({"failures_not_yet_reported": True}, ("failures",)),
        ({"results": Rows([a_result(n=12, n_of="not_reported")])}, ("results", 0, "n_of")),
        ({"results": Rows([a_result(kind="level", outcome="yield", unit="t_ha", comparison="")])}, ("results", 0, "comparison")),
        ({"results": Rows([a_result(kind="level", outcome="yield", unit="t_ha")])}, ("results", 0, "kind")),
        ({"results": Rows([a_result(kind="level", outcome="carbon_input_retained", unit="percent")])}, ("results", 0, "kind")),
        ({"results": Rows([a_result(better="neither")])}, ("results", 0, "better")),
        ({"results": Rows([a_result(better="", outcome="erosion")])}, ("results", 0, "better")),
        ({"media": (block("video", size_mb=Decimal(3)),)}, ("media", 0, "size_mb")),
        ({"abstract": "<p>" + "word " * 250 + "</p>"}, ("abstract",)),
    ],
)
def test_an_answer_or_an_explicit_not_reported_ends_the_warning(changes, path):
    assert path not in said(a_practice(**changes))


def at_a_site(**condition):
    site = SimpleNamespace(country="ML", sort_order=0, conditions=(block("condition", **condition),))
    return a_practice(sites=Rows([site]))


@pytest.mark.parametrize("attribute", NUMBERS)
def test_every_number_about_a_place_can_be_published_with_the_unit_it_has_and_only_with_that(attribute):
    unit, value = NUMBERS[attribute].unit, Decimal(str(NUMBERS[attribute].high))
    assert not refusals(at_a_site(attribute=attribute, value=value, unit=unit))
    assert not list(condition_faults(attribute=attribute, scheme="", code="", value=value, unit=unit, schemes=frozenset()))
    without = refusals(at_a_site(attribute=attribute, value=value, unit=""))
    assert [finding.path for finding in without] == ([("sites", 0, "conditions", 0, "value")] if unit else [])


def filed(scheme):
    return a_practice(concept_links=Rows([SimpleNamespace(sort_order=0, concept_id=1, concept=SimpleNamespace(scheme=scheme))]))


@pytest.mark.parametrize(
    ("practice", "is_filled"),
    [
        (filed("climate"), True),
        (filed("koppen"), True),
        (at_a_site(attribute="koppen", scheme="koppen", code="Aw"), True),
        (at_a_site(attribute="climate", scheme="climate", code="dry"), True),
        (filed("agroclimate"), False),
        (at_a_site(attribute="texture3", scheme="texture3", code="coarse"), False),
        (at_a_site(attribute="koppen", scheme="koppen", code=""), False),
    ],
)
def test_a_climate_is_told_by_its_name_by_a_koppen_class_and_by_a_site(practice, is_filled):
    (climates,) = [part for part in parts(practice) if part.name == "Climates"]
    assert climates.is_filled is is_filled


def test_a_ph_written_as_unit_is_no_unit():
    assert not list(condition_faults(attribute="soil_ph", scheme="", code="", value=Decimal("6.5"), unit="pH", schemes=frozenset()))
    (fault,) = condition_faults(attribute="soil_ph", scheme="", code="", value=Decimal("6.5"), unit="mol/l", schemes=frozenset())
    assert str(fault) == "This number has no unit: leave the unit empty."
    (out,) = condition_faults(attribute="soil_ph", scheme="", code="", value=Decimal(15), unit="", schemes=frozenset())
    assert str(out) == "A number from 0 to 14 is possible here."


def test_a_currency_in_the_words_of_its_source_is_one():
    assert not refusals(a_practice(costs=(block("cost", amount_per_unit=Decimal(3), currency_words="dirham", year=2020),)))


def test_what_stops_publishing_comes_first():
    weights = [finding.weight for finding in findings(a_practice(results=Rows([a_result(unit="")])))]
    assert weights[0] is Weight.REFUSE
    assert set(weights[1:]) == {Weight.WARN}


def test_every_part_a_reader_asks_is_counted_and_an_empty_practice_has_none():
    empty = parts(a_practice())
    assert len(empty) == len(ASKED)
    assert not any(part.is_filled for part in empty)
    filled = {part.path for part in parts(a_practice(summary="x", failures_not_yet_reported=True)) if part.is_filled}
    assert filled == {("summary",), ("failures",)}


@pytest.mark.parametrize(
    ("html", "length"),
    [
        ("", 0),
        ("<p>Sol</p>", 3),
        ("<p>a&nbsp;b &amp; c</p><p>d</p>", 9),
        ("<p>Dung[ref:lal-2004] helps</p>", 10),
        ("<p>élève 🌱</p>", 7),
        ("<p>A <b>word</b>, more <i>of</i>.</p>", 16),
        ('<p>a <a href="/x/">b</a>.<br/>c</p>', 6),
    ],
)
def test_a_text_is_as_long_as_readers_see_it(html, length):
    assert characters(html) == length


@given(st.text(alphabet=st.characters(blacklist_characters="<>&[]"), max_size=200))
def test_tags_never_count(text):
    assert characters(f"<p>{text}</p>") == len(" ".join(text.split()))
