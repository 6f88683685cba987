"""The practice page as a reader meets it."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from practices.intake import take_in
from practices.models import PracticePage
from practices.models.choices import Outcome
from practices.quantities import Interval, IntervalKind, Quantity, Unit
from practices.reading.page import practice_reading
from practices.reading.result_words import FAMILY_OF
from practices.records import (
    ConditionDraft,
    CostDraft,
    ExperienceDraft,
    ExposureDraft,
    FailureDraft,
    JudgementDraft,
    PersonDraft,
    ReferenceDraft,
    SiteDraft,
    UnmappedTerm,
)
from tests.factories.drafts import REFERENCE, a_draft, a_result, a_step

pytestmark = pytest.mark.django_db


def a_page(**changes) -> PracticePage:
    report = take_in(draft=a_draft(**changes))
    return PracticePage.objects.get(pk=report.page_id).get_latest_revision_as_object()


def reading(**changes):
    return practice_reading(a_page(**changes))


def html(**changes) -> str:
    return _rendered(a_page(**changes))


def _rendered(page: PracticePage) -> str:
    """The article alone, as text with single blanks."""
    text = render_to_string("pages/practice_page.html", {"page": page, "practice": practice_reading(page)})
    return " ".join(text[text.index("<article>") : text.index("</article>")].split())


def shipped(slug: str, language: str = "en") -> PracticePage:
    return PracticePage.objects.get(slug=slug, locale__language_code=language)


@pytest.mark.parametrize("slug", ["cover-crops", "zai-half-moons", "rice-wet-and-dry"])
def test_the_relations_of_a_page_cost_five_queries(slug, django_assert_num_queries):
    page = shipped(slug)
    practice_reading(page)
    with django_assert_num_queries(5):
        practice_reading(page)


@pytest.mark.parametrize("address", ["/en/practices/cover-crops/", "/fr/pratiques/riz-irrigation-assec/", "/es/practicas/pastoreo-rotacional/"])
def test_the_whole_page_costs_at_most_twelve_queries(client, address, django_assert_max_num_queries):
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_no_style_attribute_and_no_script_is_on_the_page(client):
    page = client.get("/en/practices/cover-crops/").content.decode()
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert re.findall(r"<script[^>]*>", page) == ['<script type="application/ld+json">']


def test_every_citation_leads_to_its_reference(client):
    page = client.get("/en/practices/cover-crops/").content.decode()
    cited = set(re.findall(r'href="#(ref-\d+)"', page))
    assert cited
    assert cited <= set(re.findall(r'id="(ref-\d+)"', page))
    assert "[ref:" not in page


def test_the_contents_lead_to_what_is_there(client):
    page = client.get("/en/practices/cover-crops/").content.decode()
    anchors = re.findall(r'<li><a href="#([a-z]+)"', page)
    assert {"before", "steps", "basis", "results", "failures", "references", "cite"} <= set(anchors)
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_steps_are_numbered_through_their_phases():
    steps = (a_step("a", phase="preparation"), a_step("b"), a_step("c"), a_step("d", phase="maintenance"))
    phases = reading(steps=steps).phases
    assert [(phase.title, phase.start, [step.number for step in phase.steps]) for phase in phases] == [
        ("Before you begin", 1, [1]),
        ("Setting it up", 2, [2, 3]),
        ("Keeping it going", 4, [4]),
    ]


def test_what_a_step_does_not_say_is_named_as_not_reported():
    (phase,) = reading(steps=(a_step("sow", labour_person_days_per_ha=Decimal("3")),)).phases
    assert [(need.label, str(need.text)) for need in phase.steps[0].needs] == [
        ("When", "In the dry season"),
        ("Labour", "days of work per hectare: 3"),
    ]
    assert phase.steps[0].missing == "tools, inputs, cost"


def test_inputs_come_with_their_quantities():
    page = a_page()
    seed = {"id": "1", "type": "item", "value": {"name": "Seed", "quantity": "20", "unit": "kg/ha"}}
    step = {"phase": "establishment", "title": "Sow", "inputs": "Seed of two plants", "input_items": [seed]}
    page.steps = json.dumps([{"type": "step", "value": step}])
    (step,) = practice_reading(page).phases[0].steps
    assert [str(need.text) for need in step.needs] == ["Seed of two plants · Seed (20\u00a0kg/ha)"]


def test_costs_stay_as_the_source_lists_them_and_unknown_prices_say_so():
    costs = (
        CostDraft(
            key="1",
            item="Hoe",
            phase="establishment",
            quantity=Decimal("2"),
            unit="pieces",
            amount_per_unit=Decimal("4.5"),
            currency="USD",
            year=2019,
            basis="1 ha",
        ),
        CostDraft(key="2", item="Manure", phase="establishment", basis="1 ha"),
    )
    (table,) = reading(costs=costs).costs
    assert table.basis == "counted for: 1 ha"
    assert [(line.quantity, line.price) for line in table.lines] == [
        ("2\u00a0pieces", "4.5\u00a0USD in 2019"),
        ("not reported", "not reported"),
    ]


def test_a_row_of_results_says_where_against_what_how_deep_and_how_long():
    result = a_result(
        outcome="soc_content", place="Mali", depth_cm=Interval(Decimal("0"), Decimal("20")), duration_years=Decimal("2"), n=None,
        quantity=Quantity(value=Decimal("5"), low=Decimal("1"), high=Decimal("9"), unit=Unit.PERCENT, interval=IntervalKind.CI95),
    )  # fmt: skip
    (row,) = reading(results=(result,)).results.rows
    assert row.details == "Mali. Against flat sowing. 0–\u206020\u00a0cm. 2\u00a0years. Interval: 95\u00a0% confidence."
    assert (row.value, row.interval, row.number) == ("+5\u00a0%", "1 to 9", 1)
    assert (row.n, row.counted) == ("", "not reported")


def test_a_soil_result_without_depth_and_without_a_note_says_that_the_depth_is_missing():
    page = a_page(results=(a_result(outcome="soc_stock"),))
    (row,) = page.results.all()
    row.depth_not_reported = False  # as in a draft that nobody has checked yet
    page.results.set([row])
    (row,) = practice_reading(page).results.rows
    assert "Depth not reported." in row.details


def test_defaults_of_a_guideline_are_drawn_apart_from_what_was_measured():
    factor = Quantity(value=Decimal("1.1"), unit=Unit.FACTOR)
    results = (
        a_result(key="measured", outcome="soc_stock_factor", quantity=factor),
        a_result(key="default", outcome="soc_stock_factor", quantity=factor, reference_key="a-guideline"),
    )
    guideline = ReferenceDraft(key="a-guideline", kind="guideline", title="A guideline")
    charts = reading(results=results, references=(REFERENCE, guideline)).results.charts
    assert [chart.title for chart in charts] == [
        "Soil carbon stock, factor of change",
        "Soil carbon stock, factor of change: defaults of a guideline, not measurements",
    ]


def test_units_are_never_mixed_in_a_drawing():
    charts = practice_reading(shipped("cover-crops")).results.charts
    assert [chart.title for chart in charts] == [
        "Soil carbon gained each year",
        "Change in soil carbon",
        "Soil carbon, with against without",
        "What rain carries off",
    ]


def test_a_result_without_a_number_is_in_the_table_and_counted_beside_the_drawings():
    results = practice_reading(shipped("rotational-grazing")).results
    assert results.not_drawn == 1
    assert [row.value for row in results.rows if row.label == "Soil carbon stock, difference"] == ["not reported"]


def test_labels_lose_in_a_drawing_what_they_all_begin_with():
    results = (
        a_result(key="a", label="Soil carbon stock, top 30 cm", outcome="soc_stock"),
        a_result(key="b", label="Soil carbon stock, to one metre", outcome="soc_stock"),
    )
    (chart,) = reading(results=results).results.charts
    assert [mark.texts[0].text for mark in chart.chart.marks] == ["Top 30 cm [1]", "To one metre [1]"]


def test_every_outcome_belongs_to_a_family_of_drawings():
    assert set(Outcome.values) == set(FAMILY_OF)


def test_a_loss_is_a_square_and_an_unclear_result_an_open_dot():
    page = _rendered(shipped("rice-wet-and-dry"))
    assert '<rect class="worse"' in page
    assert '<circle class="open"' in _rendered(shipped("cover-crops"))


def test_judgements_are_in_words_apart_from_measurements():
    page = html(judgements=(JudgementDraft(key="1", indicator="soil_moisture", label="Soil moisture", score=1, before="dry", after="moist"),))
    assert "They are not measurements." in page
    assert "slightly better<small>+1</small>" in page
    assert page.index('id="results"') < page.index('id="judgements"')
    assert "Before: dry; after: moist." in page


def test_a_page_without_failures_says_so_and_invites():
    page = html(failures=())
    assert "<h3>Not yet reported</h3>" in page
    assert "worth as much here as a success" in page


def test_failures_known_from_measurement_still_invite_those_from_the_field():
    assert "From the field: not yet reported" in html(failures=(FailureDraft(key="1", kind="measured", title="No gain", text="None."),))
    assert "not yet reported" not in html(failures=(FailureDraft(key="1", kind="reported", title="Flooded", text="Wet."),))


def test_nothing_known_is_said_everywhere_and_never_blank():
    page = html(concepts=(), steps=(), results=(), failures=(), sites=(), references=(), experiences=())
    for sentence in (
        "<dt>Where</dt><dd>not reported</dd>",
        "<b>Labour:</b> not reported",
        "nothing found yet",
        "The steps have not been reported yet.",
        "No measured result has been reported yet.",
        "No single place has been reported yet.",
        "No work is cited yet.",
    ):
        assert sentence in page


def test_an_unclear_climate_says_so_in_words():
    assert '<li class="unclear"><a href="/en/browse/climates/tropical/">Tropical: unclear</a></li>' in _rendered(shipped("cover-crops"))


def test_each_row_of_a_drawing_says_on_how_many_it_rests_where_that_is_known():
    rows = (a_result(key="a", n=1390, n_of="pairs", place="Mali"), a_result(key="b", n=None, place="Niger", label="Grain"))
    first, second = reading(results=rows).results.charts[0].chart.marks
    assert "n\u00a0=\u00a01,390 · Mali" in [text.text for text in first.texts]
    assert [text.text for text in second.texts if "n\u00a0=" in text.text] == []


def test_a_site_names_its_country_once_and_its_conditions_with_their_origin():
    conditions = (
        ConditionDraft(attribute="agroclimate", scheme="agroclimate", code="semiarid"),
        ConditionDraft(attribute="rainfall_mm", value=Decimal("650"), unit="mm", origin="map"),
    )
    sites = (
        SiteDraft(key="a", place="Kuinima forest", country="BF", since_year=1984, conditions=conditions),
        SiteDraft(key="b", place="Niger", country="NE"),
    )
    first, second = reading(sites=sites).sites
    assert (first.name, first.since, second.name) == ("Kuinima forest, Burkina Faso", "since 1984", "Niger")
    assert [(part.origin, part.text) for part in first.conditions] == [
        ("Read from a map", "rain in a year: 650\u00a0mm"),
        ("Stated by the source", "growing season: Semi-arid"),
    ]


def test_words_in_another_language_say_which():
    page = html(text_language="ar", title="حفر")
    assert '<h1 lang="ar" dir="auto">حفر</h1>' in page
    assert "<b>Not yet translated.</b> The text is in Arabic;" in page
    assert "<h2>Step by step" in page


def test_a_translated_page_carries_no_language_of_its_own():
    assert "lang=" not in html()


def test_a_page_of_the_bank_is_cited_as_the_bank_and_a_record_with_its_authors():
    assert "4p1000 knowledge bank (" in _rendered(shipped("cover-crops"))
    page = a_page(
        source="wocat",
        people=(PersonDraft(role="compiler", name="A. Compiler"),),
        source_url="https://example.org/1",
        source_version="7 2026-08-20T14:48:45+02:00",
    )
    page.save_revision().publish()
    text = _rendered(PracticePage.objects.get(pk=page.pk))
    assert "A. Compiler (" in text
    assert '<a href="https://example.org/1">WOCAT 1</a>, version 7 2026-08-20' in text


def test_terms_without_a_match_are_the_editors_business():
    assert "gypsum mulch" not in html(unmapped=(UnmappedTerm(source_field="tech_measure", term="gypsum mulch"),))


def test_what_people_write_is_escaped():
    page = html(
        title="<b>Pits</b>",
        needs=("<script>alert(1)</script>",),
        experiences=(ExperienceDraft(key="1", title="<i>x</i>", text="<i>y</i>"),),
    )
    assert "<script" not in page
    assert "<i>x" not in page
    assert "<i>y" not in page


def test_a_number_and_its_unit_are_not_torn_apart():
    abstract = reading(abstract="Down to 30 cm only, 0.3 t C/ha in 20–25 years.").lead
    assert "30\u00a0cm" in abstract
    assert "0.3\u00a0t\u00a0C/ha" in abstract
    assert "20–\u206025" in abstract


def test_french_has_its_blanks_held_together():
    page = a_page(abstract="Trois choix : le lieu, « le fumier » ?", text_language="fr")
    assert "choix\u00a0: le lieu, «\u00a0le fumier\u00a0»\u00a0?" in practice_reading(page).lead


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_shipped_practice_can_be_read_in_every_language(client, language):
    from site4p1000.common.addresses import address_of

    for page in PracticePage.objects.live().filter(locale__language_code=language):
        response = client.get(address_of(page))
        assert response.status_code == 200
        assert "[ref:" not in response.content.decode()


def test_a_result_in_another_unit_is_compared_in_ours_and_shown_as_the_source_gave_it():
    given = Quantity(value=Decimal("300"), low=Decimal("200"), high=Decimal("400"), unit=Unit.KG_C_HA_YR, interval=IntervalKind.CI95)
    results = reading(results=(a_result(outcome="soc_stock_change_rate", quantity=given),)).results
    (row,), (chart,) = results.rows, results.charts
    assert (row.value, row.unit, row.interval) == ("0.3", "t C/ha/yr", "0.2 to 0.4")
    assert "As given by the source: 300 (200 to 400)\xa0kg C/ha/yr." in row.details
    assert chart.note.startswith("Tonnes of carbon per hectare and year.")


def test_a_result_in_our_unit_is_not_said_twice():
    (row,) = reading(results=(a_result(),)).results.rows
    assert "as given" not in row.details.lower()


def test_a_depth_and_a_duration_that_the_source_does_not_report_are_said_so():
    (row,) = reading(results=(a_result(outcome="soc_stock_change_rate", depth_not_reported=True, duration_not_reported=True),)).results.rows
    assert "Depth and duration not reported by the source." in row.details


@pytest.mark.parametrize(
    ("unknown", "known"), [("depth", {"duration_years": Decimal(5)}), ("duration", {"depth_cm": Interval(Decimal(0), Decimal(30))})]
)
def test_what_alone_the_source_does_not_report_is_said_alone(unknown, known):
    (row,) = reading(results=(a_result(outcome="soc_stock_change_rate", **known),)).results.rows
    assert f"{unknown.capitalize()} not reported by the source." in row.details
    assert "Depth and duration" not in row.details


def test_how_it_stands_the_weather_is_told_with_who_says_so():
    page = html(exposures=(ExposureDraft(key="1", hazard="drought", coping="well", text="Pits hold the rain.", source="A report"),))
    assert "Drought<small>Pits hold the rain.</small></th><td>copes well<small>stated by the source</small><small>A report</small>" in page
    assert 'id="limits"' in page


def in_tonnes(value) -> Quantity:
    return Quantity(value=Decimal(value), unit=Unit.T_HA)


def test_a_level_is_drawn_apart_from_differences_and_said_to_be_one_in_the_table():
    level = a_result(key="level", kind="level", quantity=in_tonnes("2.1"))
    results = reading(results=(level, a_result(key="gain", quantity=in_tonnes("0.4")))).results
    assert [chart.title for chart in results.charts] == ["Yield: levels, not differences", "Yield"]
    assert results.charts[0].note == "Tonnes per hectare. Against flat sowing. The amounts themselves: there is no line of no change."
    assert [mark.verdict for chart in results.charts for mark in chart.chart.marks] == ["level", "better"]
    assert [row.kind for row in results.rows] == ["level", ""]
    text = html(source_id="2", results=(level,))
    assert '2.1&nbsp;<small class="unit">t/ha</small><small>level</small>' in text
    assert "level: the amount itself" in text
    assert "better, with interval" not in text


def test_without_a_script_less_erosion_is_still_better():
    results = reading(results=(a_result(outcome="erosion", quantity=Quantity(value=Decimal(-60), unit=Unit.PERCENT)),)).results
    assert [mark.verdict for chart in results.charts for mark in chart.chart.marks] == ["better"]


def test_what_only_words_name_is_drawn_under_these_words():
    other = a_result(outcome="other", label="Weeds", quantity=Quantity(value=Decimal(3), unit=Unit.G_KG))
    (chart,) = reading(results=(other, replace(other, key="none", quantity=Quantity(value=None, unit=Unit.NONE)))).results.charts
    assert (chart.title, chart.note) == ("Weeds", "Grams per kilogram. Against flat sowing.")


def test_a_reference_is_printed_with_volume_issue_pages_publisher_and_language():
    work = replace(REFERENCE, container="Science", volume="304", issue="5677", pages="1623–1627", publisher="AAAS", language="fr")
    text = html(references=(work,))
    assert "<cite>Science 304(5677):1623–1627</cite>. AAAS." in text
    assert "Language of the work: French." in text
    assert "Language of the work" not in html(source_id="2", references=(replace(work, key="other", language="en"), REFERENCE))
