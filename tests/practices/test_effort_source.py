"""Where the figures of labour, inputs and costs come from: told to readers, in exports and in every language, asked for and never demanded."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from practices.exports.pdf_data import pdf_data
from practices.exports.record import practice_record
from practices.importers.bank import BankContent
from practices.importers.bank_checks import WORDS, shape_faults
from practices.importers.wocat import Wocat
from practices.intake import IntakeOutcome, take_in
from practices.models import SourceLink
from practices.readiness import findings
from practices.records import CostDraft, InputDraft
from site4p1000.common.page_ids import lasting_address
from site4p1000.translation.models import TranslationState
from tests.factories.drafts import a_draft, a_step
from tests.factories.translations import a_published_practice, draft_of, english_and_french, fresh, publish

pytestmark = pytest.mark.django_db
COSTS = (CostDraft(key="hoe", item="A hoe", phase="establishment", amount_per_unit=Decimal(3), currency="EUR", year=2019),)


def test_readers_see_it_under_the_costs_with_its_work_numbered(client):
    page = a_published_practice(a_draft(costs=COSTS, effort_source="Village meeting, Yatenga 2019 [ref:invented-work]"))
    html = client.get(page.get_url()).content.decode()
    costs = html.index('id="costs"')
    told = html.index("Source of the figures on labour, inputs and costs:")
    assert costs < told < html.index('id="basis"')
    assert 'Village meeting, Yatenga 2019 <a href="#ref-1">[1]</a>' in html


def test_nothing_is_said_where_nobody_said_it(client):
    assert "Source of the figures" not in client.get(a_published_practice(a_draft(costs=COSTS)).get_url()).content.decode()


def test_what_is_typed_is_never_markup(client):
    page = a_published_practice(a_draft(effort_source="<script>alert(1)</script>"))
    assert "<script>alert" not in client.get(page.get_url()).content.decode()


def test_it_goes_out_with_the_data():
    page = a_published_practice(a_draft(costs=COSTS, effort_source="Village meeting"))
    assert practice_record(page)["effort"]["source"] == "Village meeting"
    (section,) = [section for section in pdf_data(page)["sections"] if section["heading"].startswith("Source of the figures")]
    assert "Village meeting" in json.dumps(section["parts"])


def test_a_table_of_labour_inputs_and_costs_has_it_on_every_row(client):
    manure = InputDraft(name="=Manure", quantity=Decimal("2.5"), unit="t")
    step = a_step("dig", labour="Much", labour_person_days_per_ha=Decimal(60), inputs="Seed", input_items=(manure,), cost="A little")
    page = a_published_practice(a_draft(title="+Pits", steps=(step, a_step("rest")), costs=COSTS, effort_source="@Village meeting"))
    response = client.get(lasting_address(page) + "effort.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    told = [tuple(row[name] for name in ("step", "about", "item", "quantity", "unit", "amount", "currency", "year", "in_words")) for row in rows]
    assert told == [
        ("1", "labour", "", "60", "person-days/ha", "", "", "", "Much"),
        ("1", "input", "'=Manure", "2.5", "t", "", "", "", ""),
        ("1", "input", "", "", "", "", "", "", "Seed"),
        ("1", "cost", "", "", "", "", "", "", "A little"),
        ("", "cost", "A hoe", "", "", "3", "EUR", "2019", ""),
    ]
    assert {(row["practice"], row["effort_source"], row["licence"]) for row in rows} == {("'+Pits", "'@Village meeting", "CC BY 4.0")}


def test_a_translator_writes_it():
    english, french = english_and_french()
    publish(english, effort_source="Village meeting")
    assert list(TranslationState.objects.get(page_id=french.pk).parts) == ["effort_source"]
    publish(french, effort_source="Réunion de village")
    assert fresh(french).effort_source == "Réunion de village"
    assert not TranslationState.objects.get(page_id=french.pk).parts


@pytest.mark.parametrize(
    "figures",
    [
        {"costs": COSTS},
        {"costs": (replace(COSTS[0], amount_per_unit=None, quantity=Decimal(2), unit="hoes"),)},
        {"steps": (a_step("dig", labour_person_days_per_ha=Decimal(12)),)},
        {"steps": (a_step("dig", cost_amount=Decimal(12), cost_currency="EUR", cost_year=2020),)},
    ],
)
def test_figures_that_nobody_reported_are_warned_of_until_a_source_is_named(figures):
    page = a_published_practice(a_draft(**figures))
    SourceLink.objects.filter(page_id=page.pk).update(source="bank")
    page = publish(page, citations=[])
    assert ("effort_source",) in [finding.path for finding in findings(page)]
    assert not [finding for finding in findings(page) if finding.path == ("effort_source",) and finding.stops_publishing]
    page = publish(page, effort_source="Village meeting")
    assert ("effort_source",) not in [finding.path for finding in findings(page)]


def test_a_record_of_another_database_and_a_page_with_works_have_a_source():
    imported = a_published_practice(a_draft(costs=COSTS, references=(), results=(), abstract=""))
    assert ("effort_source",) not in [finding.path for finding in findings(imported)]
    SourceLink.objects.filter(page_id=imported.pk).update(source="bank")
    assert ("effort_source",) in [finding.path for finding in findings(fresh(imported))]
    cited = a_published_practice(a_draft(source="bank", source_id="cited", costs=COSTS))
    assert ("effort_source",) not in [finding.path for finding in findings(cited)]


def test_words_without_figures_need_none():
    page = a_published_practice(a_draft(source="bank", references=(), results=(), abstract="", steps=(a_step("dig", labour="Much"),)))
    assert ("effort_source",) not in [finding.path for finding in findings(page)]


# --- Import


def test_the_shipped_content_may_name_it():
    content = BankContent(Path("content"))
    record = next(record for record in content.read() if record.source_id == "zai")
    assert content.to_draft(record, locale="en").effort_source == ""
    payload = {**record.payload, "en": {**record.payload["en"], "effort_source": " A village meeting "}}
    assert content.to_draft(replace(record, payload=payload), locale="en").effort_source == "A village meeting"
    assert not list(shape_faults(payload["en"], WORDS))
    assert [place for place, _reason in shape_faults({**payload["en"], "effort_source": 3}, WORDS)] == ["effort_source"]


def test_wocat_names_none_for_these_figures_so_none_is_made_up():
    """Its record says how it was made as a whole (visits, interviews), not who reported the costs; the page names the record."""
    drafts = [Wocat().to_draft(record) for record in Wocat().read(Path("tests/data/wocat"))]
    assert any(draft.costs for draft in drafts)
    assert {draft.effort_source for draft in drafts} == {""}


def test_too_long_a_source_is_refused_with_its_length():
    report = take_in(draft=a_draft(effort_source="x" * 401))
    assert report.outcome is IntakeOutcome.INVALID
    assert [problem.field for problem in report.problems] == ["effort_source"]


def test_an_editors_source_survives_reimport_of_a_record_from_before_there_was_the_field():
    page = a_published_practice()
    link = SourceLink.objects.get(page_id=page.pk)
    link.digests.pop("effort_source")
    link.save()
    assert take_in(draft=a_draft()).outcome is IntakeOutcome.UNCHANGED
    publish(page, effort_source="What the editor found out")
    assert take_in(draft=a_draft(summary="New.")).outcome is IntakeOutcome.UPDATED
    assert draft_of(page).effort_source == "What the editor found out"
    again = take_in(draft=a_draft(summary="New.", effort_source="What the source says now"))
    assert again.conflicts == ("effort_source",)
    assert draft_of(page).effort_source == "What the editor found out"


def test_the_source_is_taken_where_no_editor_wrote_one():
    page = a_published_practice()
    assert take_in(draft=a_draft(effort_source="A village meeting")).written == ("effort_source",)
    assert draft_of(page).effort_source == "A village meeting"
