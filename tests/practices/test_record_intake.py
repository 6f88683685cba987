"""Every group of a record goes through the one door and comes back the same; an editor's change in any of them is kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from practices import page_fields
from practices.intake import IntakeOutcome, take_in
from practices.models import Concept, PracticePage, Reference, SourceLink
from practices.quantities import Interval, Quantity, Unit
from practices.records import ConditionDraft, CostDraft, ExperienceDraft, ExposureDraft, PersonDraft, PictureDraft, SiteDraft, VideoDraft
from practices.vocabulary_files import load_concepts, read_vocabularies
from tests.factories.drafts import REFERENCE, a_draft, a_result, a_step

pytestmark = pytest.mark.django_db

STOCK = a_result(
    key="stock",
    outcome="soc_stock",
    quantity=Quantity(value=Decimal("4.2"), unit=Unit.KG_C_M2),
    depth_cm=Interval(Decimal(0), Decimal(30)),
    n=12,
    n_of="plots",
)
WHOLE = {
    "steps": (a_step("dig", cost_amount=Decimal("12.5"), cost_currency="XOF", cost_year=2020, cost_per="ha"),),
    "costs": (CostDraft(key="seed", item="Seed", phase="establishment", amount_per_unit=Decimal(3), currency="MAD", year=2019),),
    "results": (STOCK, replace(STOCK, key="open", depth_cm=None, depth_not_reported=True)),
    "failures": (),
    "failures_not_yet_reported": True,
    "constraints": (("womens_work", "Pits are dug by women."),),
    "exposures": (ExposureDraft(key="dry", hazard="drought", coping="partly", text="Holds the first rain.", source="An invented report"),),
    "sites": (
        SiteDraft(key="one", country="ML", conditions=(ConditionDraft(attribute="rainfall_mm", value=Decimal(600), unit="mm"),)),
        SiteDraft(key="two", country="NE", conditions=(ConditionDraft(attribute="slope_pct", value=Decimal(2), unit="%", origin="person"),)),
    ),
    "references": (
        replace(REFERENCE, doi="https://doi.org/10.1234/Invented", volume="7", issue="2", pages="1–9", publisher="Nobody", language="en"),
    ),
    "people": (PersonDraft(role="compiler", name="Somebody Invented"),),
    "pictures": (
        PictureDraft(url="https://example.org/a.jpg", credit="Somebody", licence="CC BY 4.0"),
        PictureDraft(url="https://example.org/b.jpg"),
    ),
    "videos": (VideoDraft(url="https://example.org/v", title="A film", credit="Somebody", licence="CC BY 4.0"),),
    "tags": ("dry season", "pits"),
}


def at(**condition) -> dict:
    """A site with one condition."""
    return {"sites": (SiteDraft(key="a", conditions=(ConditionDraft(**condition),)),)}


def newest(report) -> PracticePage:
    return PracticePage.objects.get(pk=report.page_id).get_latest_revision_as_object()


def test_every_group_of_a_record_stands_on_the_page():
    page = newest(take_in(draft=a_draft(**WHOLE)))
    step = page.steps[0].value
    assert (step["cost_amount"], step["cost_currency"], step["cost_year"], step["cost_per"]) == (Decimal("12.5"), "XOF", 2020, "ha")
    first, second = page.results.all()
    assert (first.value, first.unit, first.depth_not_reported) == (Decimal("4.2"), "kg_c_m2", False)
    assert first.display_quantity == Quantity(value=Decimal(42), unit=Unit.T_C_HA)
    assert second.depth_not_reported
    assert page.failures_not_yet_reported
    assert page.constraints[0].value["kind"] == "womens_work"
    assert dict(page.exposures[0].value) == {
        "hazard": "drought",
        "coping": "partly",
        "text": "Holds the first rain.",
        "origin": "source",
        "source": "An invented report",
    }
    assert [site.conditions[0].value["origin"] for site in page.sites.all()] == ["source", "person"]
    assert sorted(page.tags.names()) == ["dry season", "pits"]
    work = Reference.objects.get(key=REFERENCE.key)
    assert (work.doi, work.volume, work.issue, work.pages) == ("10.1234/Invented", "7", "2", "1–9")


def test_the_same_record_again_writes_nothing():
    draft = a_draft(**WHOLE)
    take_in(draft=draft)
    assert take_in(draft=draft).outcome is IntakeOutcome.UNCHANGED


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("exposures", (ExposureDraft(key="dry", hazard="drought", coping="well"),)),
        ("tags", ("pits",)),
        ("failures_not_yet_reported", False),
    ],
)
def test_what_the_source_changes_is_written_and_what_an_editor_changed_is_kept(field, new):
    take_in(draft=a_draft(**WHOLE))
    changed = a_draft(**{**WHOLE, field: new})
    assert take_in(draft=changed).written == (field,)
    link = SourceLink.objects.get(source="test", locale__language_code="en")
    page = link.page.specific.get_latest_revision_as_object()
    page.exposures, page.failures_not_yet_reported = [], True
    page.tags.set(["an editor's word"])
    page.save_revision()
    report = take_in(draft=a_draft(**WHOLE))
    assert (report.outcome, report.conflicts) == (IntakeOutcome.KEPT_LOCAL_EDIT, (field,))


def test_countries_of_a_record_are_kept_in_capitals_and_a_ph_without_unit():
    condition = ConditionDraft(attribute="soil_ph", value=Decimal("6.5"), unit="pH")
    told = ExperienceDraft(key="a", title="x", text="x", country="ne")
    page = newest(take_in(draft=a_draft(sites=(SiteDraft(key="a", country="ml", conditions=(condition,)),), experiences=(told,))))
    (site,) = page.sites.all()
    assert (site.country, site.conditions[0].value["unit"], page.experiences[0].value["country"]) == ("ML", "", "NE")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"results": (replace(STOCK, outcome="mood"),)}, "“mood” is not known; use one of soc_stock,"),
        ({"results": (replace(STOCK, label="x" * 161),)}, "the text has 161 characters; 160 are possible"),
        ({"results": (replace(STOCK, reference_key=""),)}, "a number needs its source"),
        ({"results": (replace(STOCK, reference_key="nowhere"),)}, "is not among the references"),
        ({"results": (STOCK, STOCK)}, "two entries have the key “stock”"),
        ({"results": (replace(STOCK, quantity=Quantity(value=Decimal("NaN"), unit=Unit.T_C_HA)),)}, "larger than anything a page can print"),
        ({"steps": (a_step("dig", phase="someday"),)}, "“someday” is not known"),
        ({"steps": (a_step("dig", cost_currency="FCFA"),)}, "is not a currency of ISO 4217"),
        ({"exposures": (ExposureDraft(key="a", hazard="frogs"),)}, "“frogs” is not known; use one of drought,"),
        ({"references": (replace(REFERENCE, doi="nowhere"),)}, "is not a DOI such as"),
        ({"references": (replace(REFERENCE, year=20222),)}, f"20222 is not a year from 1500 to {date.today().year + 1}"),
        ({"failures_not_yet_reported": True, "failures": a_draft().failures}, "cannot be “not yet reported” as well"),
        ({"tags": ("x" * 101,)}, "the text has 101 characters; 100 are possible"),
        ({"sites": (SiteDraft(key="a", country="zz"),)}, "“zz” is no country of ISO 3166-1; use its two letters, such as ML for Mali"),
        ({"experiences": (ExperienceDraft(key="a", title="x", text="x", country="12"),)}, "“12” is no country of ISO 3166-1"),
        ({"references": (replace(REFERENCE, year=date.today().year + 2),)}, f"is not a year from 1500 to {date.today().year + 1}"),
        ({"costs": (replace(WHOLE["costs"][0], year=date.today().year + 1),)}, f"is not a year from 1800 to {date.today().year}"),
        ({"sites": (SiteDraft(key="a", since_year=date.today().year + 1),)}, f"is not a year from 1 to {date.today().year}"),
        (at(attribute="altitude_m", value=Decimal(9000)), "is possible here"),
        (at(attribute="altitude", value=Decimal(600), unit="m"), "“altitude” is not known. Use one of:"),
        (at(attribute="mood", scheme="mood", code="good"), "“mood” is not known. Use one of:"),
        (at(attribute="landform", scheme="landforms", code="x"), "“landforms” is not a vocabulary of the bank. Use one of:"),
        (at(attribute="texture3", scheme="texture3", code="fluffy"), "The vocabulary has no “fluffy”."),
        (at(attribute="texture3", scheme="agroclimate", code="semiarid"), "Choose one of the same name."),
        (at(attribute="texture3", value=Decimal(3)), "This is told as a class, not as a number."),
        (at(attribute="rainfall_mm"), "Say which class it is (scheme and code), or give a number."),
        (at(attribute="rainfall_mm", value=Decimal(600), unit="inch"), "The unit of this number is “mm”; convert it first."),
        ({"results": (replace(STOCK, kind="mood"),)}, "“mood” is not known; use one of difference, level"),
        ({"results": (replace(STOCK, kind="level", quantity=Quantity(value=Decimal(-4), unit=Unit.T_C_HA)),)}, "A level is not below zero."),
        ({"results": (a_result(outcome="other", label=" "),)}, "say in words what was measured"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(changes, sentence):
    report = take_in(draft=a_draft(**{**WHOLE, **changes}))
    assert report.outcome is IntakeOutcome.INVALID
    assert any(sentence in str(problem) for problem in report.problems), report.problems
    assert not SourceLink.objects.filter(source="test").exists()


def test_definitions_of_a_vocabulary_file_are_loaded_per_language(tmp_path):
    (tmp_path / "invented.csv").write_text("code,label_en,hint_fr,definition_en,definition_fr\na,A thing,un truc,What it is.,Ce que c’est.\n")
    assert load_concepts(list(read_vocabularies(tmp_path))) == 1
    concept = Concept.objects.get(scheme="invented")
    assert (concept.definition("fr"), concept.definition("es"), concept.hint("fr"), concept.hint("es")) == (
        "Ce que c’est.",
        "What it is.",
        "un truc",
        "",
    )
    assert load_concepts(list(read_vocabularies(tmp_path))) == 0


def test_a_level_and_its_side_come_through_the_door_and_a_draft_that_says_none_has_the_usual_one():
    level = a_result(key="level", kind="level", quantity=Quantity(value=Decimal("2.1"), unit=Unit.T_HA))
    erosion = a_result(key="soil", outcome="erosion")
    page = newest(take_in(draft=a_draft(results=(level, erosion, a_result(key="odd", better="lower")))))
    assert [(row.kind, row.better_side) for row in page.results.all()] == [("level", "higher"), ("difference", "lower"), ("difference", "lower")]


def test_rows_from_before_they_had_a_kind_count_as_they_were_imported():
    """The digest of what an older bank remembers knows no kind: only a level may count as something new."""
    page = newest(take_in(draft=a_draft()))
    (row,) = page_fields.read(page)["results"]
    assert "kind" not in row
    (row,) = page_fields.read(newest(take_in(draft=a_draft(source_id="2", results=(a_result(kind="level"),)))))["results"]
    assert row["kind"] == "level"


def test_a_version_from_before_rows_had_a_kind_is_read_as_differences():
    page = newest(take_in(draft=a_draft()))
    revision = page.latest_revision
    del revision.content["results"][0]["kind"]
    assert [row.kind for row in revision.as_object().results.all()] == ["difference"]
