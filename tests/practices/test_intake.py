"""The one door: what enters, what is refused, and that an editor's words survive."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page

from practices.intake import IntakeOutcome, NoPlaceForPractices, plan, take_in
from practices.models import PracticeIndexPage, PracticePage, Reference, SourceLink
from practices.moderation import accept
from practices.records import ConceptDraft, InputDraft, Rights, SiteDraft
from tests.factories.drafts import a_draft, a_result, a_step

pytestmark = pytest.mark.django_db


def the_page(report) -> PracticePage:
    return PracticePage.objects.get(pk=report.page_id).get_latest_revision_as_object()


def edit(report, **changes) -> None:
    page = the_page(report)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision()


def test_a_new_record_becomes_a_draft_that_no_reader_sees():
    report = take_in(draft=a_draft())
    page = the_page(report)
    assert report.outcome is IntakeOutcome.CREATED
    assert not page.live
    assert page.get_parent().specific == PracticeIndexPage.objects.get(locale__language_code="en")
    assert not any(Page.find_problems())


def test_every_group_of_the_draft_arrives_on_the_page():
    page = the_page(take_in(draft=a_draft()))
    assert [step.value["title"] for step in page.steps] == ["Dig the pits", "Fill the pits"]
    assert page.abstract == "<p>First paragraph.</p><p>Second with <b>bold</b> and a citation [ref:invented-work].</p>"
    assert page.results.get().quantity.high == Decimal(9)
    assert page.results.get().reference.key == "invented-work"
    assert page.sites.get().longitude == Decimal(-8)
    assert {link.concept.key for link in page.concept_links.all()} == {"climate:dry", "land_use:annual"}
    assert [citation.reference.title for citation in page.citations.all()] == ["A work made up for tests"]
    assert page.licence == "CC BY 4.0"


def test_the_inputs_of_a_step_arrive_with_quantity_and_unit():
    manure = InputDraft(name="Manure", quantity=Decimal("2.5"), unit="t")
    page = the_page(take_in(draft=a_draft(steps=(a_step("fill", input_items=(manure,)),))))
    (item,) = page.steps[0].value["input_items"]
    assert (item["name"], item["quantity"], item["unit"]) == ("Manure", Decimal("2.5"), "t")


def test_the_same_record_again_is_unchanged_and_writes_nothing():
    report = take_in(draft=a_draft())
    revisions = the_page(report).revisions.count()
    link = SourceLink.objects.get(source="test")
    assert take_in(draft=a_draft()).outcome is IntakeOutcome.UNCHANGED
    assert the_page(report).revisions.count() == revisions
    assert SourceLink.objects.get(source="test").imported_at == link.imported_at


def test_what_the_source_changed_arrives_in_a_new_revision():
    report = take_in(draft=a_draft())
    again = take_in(draft=a_draft(title="Zaï", steps=(a_step("dig", text="Dig deeper."),)))
    assert again.outcome is IntakeOutcome.UPDATED
    assert set(again.written) == {"title", "steps"}
    assert the_page(report).title == "Zaï"
    assert "deeper" in str(the_page(report).steps[0].value["text"])


def test_an_editors_change_survives_reimport():
    report = take_in(draft=a_draft())
    edit(report, title="What the editor calls it")
    assert take_in(draft=a_draft()).outcome is IntakeOutcome.UNCHANGED
    again = take_in(draft=a_draft(title="What the source calls it now", summary="New from the source."))
    assert again.outcome is IntakeOutcome.KEPT_LOCAL_EDIT
    assert again.conflicts == ("title",)
    assert the_page(report).title == "What the editor calls it"
    assert the_page(report).summary == "New from the source."


def test_an_editors_change_survives_a_third_import_as_well():
    report = take_in(draft=a_draft())
    edit(report, title="Mine")
    take_in(draft=a_draft(title="Theirs"))
    again = take_in(draft=a_draft(title="Theirs, later"))
    assert again.outcome is IntakeOutcome.KEPT_LOCAL_EDIT
    assert the_page(report).title == "Mine"


def test_an_editors_new_result_row_survives_when_the_source_changes_its_results():
    report = take_in(draft=a_draft())
    page = the_page(report)
    row = page.results.get()
    row.note = "Checked by the editor."
    page.results = [row]
    page.save_revision()
    again = take_in(draft=a_draft(results=(a_result(label="Grain yield"),)))
    assert again.conflicts == ("results",)
    assert the_page(report).results.get().note == "Checked by the editor."


def test_a_live_page_keeps_its_text_until_somebody_accepts_the_new_one():
    report = take_in(draft=a_draft())
    accept(page=the_page(report))
    take_in(draft=a_draft(title="New at the source"))
    assert PracticePage.objects.get(pk=report.page_id).title == "Planting in pits"


def test_a_record_in_two_languages_is_two_pages_that_are_translations():
    english = the_page(take_in(draft=a_draft()))
    french = the_page(take_in(draft=a_draft(locale="fr", text_language="fr", title="Semer en poquets")))
    assert french.locale.language_code == "fr"
    assert french.translation_key == english.translation_key
    assert [step.id for step in french.steps] == [step.id for step in english.steps]
    assert french.results.get().translation_key == english.results.get().translation_key


def test_words_in_another_language_are_kept_and_marked():
    page = the_page(take_in(draft=a_draft(text_language="ar", title="زراعة")))
    assert page.title == "زراعة"
    assert page.words_language == "ar"
    assert not page.is_translated


def test_planning_reads_and_never_writes():
    pages, references = PracticePage.objects.count(), Reference.objects.count()
    assert plan(draft=a_draft()).outcome is IntakeOutcome.CREATED
    assert (PracticePage.objects.count(), Reference.objects.count()) == (pages, references)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"rights": Rights(licence="")}, "licence"),
        ({"sites": (SiteDraft(key="s", latitude=Decimal(91), longitude=Decimal(0)),)}, "sites.s.latitude"),
        ({"sites": (SiteDraft(key="s", latitude=Decimal(1)),)}, "sites.s"),
    ],
)
def test_a_draft_with_a_problem_stays_outside(change, field):
    report = take_in(draft=replace(a_draft(), **change))
    assert report.outcome is IntakeOutcome.INVALID
    assert [problem.field for problem in report.problems] == [field]
    assert not SourceLink.objects.filter(source="test").exists()


def test_a_concept_no_vocabulary_has_is_kept_as_a_term_of_the_source():
    take_in(draft=a_draft(concepts=(ConceptDraft(scheme="climate", code="lunar"),)))
    assert SourceLink.objects.get(source="test").unmapped_terms == [{"source_field": "climate", "term": "lunar"}]


def test_two_records_of_the_same_name_get_two_addresses():
    first, second = (the_page(take_in(draft=a_draft(source_id=number))) for number in "12")
    assert first.title == second.title
    assert first.slug != second.slug


def test_without_a_list_of_practices_the_sentence_says_what_to_do():
    with pytest.raises(NoPlaceForPractices, match="no list of practices"):
        take_in(draft=a_draft(locale="pt", text_language="pt"))


def test_the_user_it_was_done_for_is_on_the_revision():
    user = get_user_model().objects.create(username="compiler")
    assert the_page(take_in(draft=a_draft(), by=user)).latest_revision.user == user
