"""Correcting an original reaches its translations; words of translators are never touched."""

from decimal import Decimal

import pytest
from wagtail.models import Page

from practices.intake import IntakeOutcome, take_in
from practices.models import ConceptLink, PracticePage
from site4p1000.translation.models import TranslationState
from tests.factories.drafts import a_draft, a_result, a_step
from tests.factories.translations import (
    FRENCH_STEPS,
    a_published_practice,
    change_step,
    correct_the_number,
    draft_of,
    english_and_french,
    french,
    fresh,
    in_french,
    publish,
)

pytestmark = pytest.mark.django_db


def state(page) -> TranslationState:
    return TranslationState.objects.get(page_id=page.pk)


def value_of(page) -> Decimal:
    return page.results.all()[0].value


def test_a_corrected_number_reaches_the_translation_readers_see_and_no_words_change():
    english, translation = english_and_french()
    before = (translation.title, translation.results.all()[0].label, translation.abstract)
    correct_the_number(english, Decimal("7"))
    after = fresh(translation)
    assert value_of(after) == 7
    assert (after.title, after.results.all()[0].label, after.abstract) == before
    assert state(translation).parts_behind == 0


def test_a_corrected_number_reaches_live_page_and_draft_alike():
    english, translation = english_and_french()
    draft = draft_of(translation)
    draft.title = "Un autre titre, pas encore publié"
    draft.save_revision()
    correct_the_number(english, Decimal("7"))
    assert (value_of(fresh(translation)), fresh(translation).title) == (7, "Planter dans des fosses")
    assert (value_of(draft_of(translation)), draft_of(translation).title) == (7, "Un autre titre, pas encore publié")
    assert fresh(translation).has_unpublished_changes


def test_a_number_reaches_a_translation_that_is_only_a_draft():
    english = a_published_practice()
    translation = PracticePage.objects.get(pk=take_in(draft=in_french(a_draft())).page_id)
    correct_the_number(english, Decimal("7"))
    assert value_of(draft_of(translation)) == 7
    assert not fresh(translation).live


def test_a_page_translated_by_hand_gets_the_number_and_keeps_its_words():
    english = a_published_practice()
    by_hand = english.copy_for_translation(french())
    by_hand = publish(by_hand, title="À la main", steps=change_step(by_hand, 0, title="Creuser"))
    correct_the_number(english, Decimal("7"))
    by_hand = fresh(by_hand)
    assert (value_of(by_hand), by_hand.title, by_hand.steps[0].value["title"]) == (7, "À la main", "Creuser")


def test_shipped_pages_get_corrected_numbers():
    english = PracticePage.objects.get(slug="cover-crops", locale__language_code="en")
    values = [row.value for row in english.results.all()]
    draft = draft_of(english)
    rows = list(draft.results.all())
    rows[0].value = values[0] + 1
    draft.results = rows
    draft.save_revision().publish()
    translations = PracticePage.objects.filter(translation_key=english.translation_key).exclude(pk=english.pk)
    assert len(translations) == 2
    for page in translations:
        assert [row.value for row in page.results.all()] == [values[0] + 1, *values[1:]]


def test_a_concept_taken_away_is_taken_away_in_the_translation():
    """The many-to-many trap: the library neither updates nor clears such links."""
    english, translation = english_and_french()
    draft = draft_of(english)
    draft.concept_links = list(draft.concept_links.all())[:1]
    draft.save_revision().publish()
    assert [link.concept_id for link in fresh(translation).concept_links.all()] == [link.concept_id for link in fresh(english).concept_links.all()]
    draft = draft_of(english)
    draft.concept_links = []
    draft.save_revision().publish()
    assert not ConceptLink.objects.filter(page_id=translation.pk).exists()


def test_changed_words_leave_the_translation_and_count_as_open():
    english, translation = english_and_french()
    english = publish(english, summary="Pits that hold rain, manure and seed.", steps=change_step(english, 0, title="Dig deep pits"))
    found = state(translation)
    assert (found.parts_to_do, found.parts_behind, found.parts_untranslated) == (2, 2, 0)
    assert found.words_to_do == 4
    assert found.original_changed_at == english.last_published_at
    assert fresh(translation).summary == "Des fosses qui gardent la pluie."


def test_a_new_step_of_the_original_never_shows_in_its_language_in_the_translation():
    english, translation = english_and_french()
    take_in(draft=a_draft(steps=(a_step("dig"), a_step("fill"), a_step("sow", title="Sow"))))
    draft_of(english).get_latest_revision().publish()
    assert [step.value["title"] for step in fresh(translation).steps] == ["Creuser les fosses", "Remplir les fosses"]
    assert state(translation).parts_behind >= 2


def test_a_step_the_original_took_away_goes_and_the_order_follows():
    english, translation = english_and_french()
    steps = list(reversed(fresh(english).steps.get_prep_value()))
    import json

    publish(english, steps=json.dumps(steps, default=str))
    assert [step.value["title"] for step in fresh(translation).steps] == ["Remplir les fosses", "Creuser les fosses"]
    publish(english, steps=json.dumps(steps[:1], default=str))
    assert [step.value["title"] for step in fresh(translation).steps] == ["Remplir les fosses"]


def test_words_written_after_the_change_close_their_part_when_published():
    english, translation = english_and_french()
    publish(english, summary="Pits that hold more.")
    assert state(translation).parts_behind == 1
    publish(translation, title="Un titre mieux dit")
    assert state(translation).parts_behind == 1
    publish(translation, summary="Des fosses qui gardent davantage.")
    assert state(translation).parts_behind == 0


def test_an_old_draft_published_later_does_not_bring_old_numbers_back():
    """wagtail-localize 861, 823: a draft stuck on an old version of its source."""
    english, translation = english_and_french()
    old = draft_of(translation).save_revision()
    correct_the_number(english, Decimal("7"))
    old.publish()
    assert value_of(fresh(translation)) == 7


def test_what_was_carried_stands_in_the_history_of_the_page():
    from wagtail.models import PageLogEntry

    english, translation = english_and_french()
    correct_the_number(english, Decimal("7"))
    entry = PageLogEntry.objects.filter(page=translation.pk, action="bank_translation.facts_carried").last()
    assert english.title in entry.message


def test_nothing_is_written_when_nothing_changed():
    english, translation = english_and_french()
    revisions = fresh(translation).revisions.count()
    publish(english)
    assert fresh(translation).revisions.count() == revisions


def test_the_next_import_does_not_take_carried_numbers_for_an_edit():
    english, _translation = english_and_french()
    corrected = a_draft(results=(a_result(quantity=a_result().quantity.__class__(value=Decimal("7"), unit=a_result().quantity.unit)),))
    take_in(draft=corrected)
    draft_of(english).get_latest_revision().publish()
    report = take_in(draft=in_french(corrected))
    assert report.outcome is IntakeOutcome.UPDATED
    assert not report.conflicts


def test_an_editors_number_survives_the_next_import_in_every_language():
    english, translation = english_and_french()
    correct_the_number(english, Decimal("7"))
    newer = a_draft(results=(a_result(quantity=a_result().quantity.__class__(value=Decimal("9"), unit=a_result().quantity.unit)),))
    for draft, page in ((newer, english), (in_french(newer), translation)):
        assert take_in(draft=draft).conflicts == ("results",)
        assert value_of(draft_of(page)) == 7


def test_content_loaded_again_unchanged_keeps_every_carried_number():
    english, translation = english_and_french()
    correct_the_number(english, Decimal("7"))
    assert take_in(draft=a_draft()).outcome is IntakeOutcome.UNCHANGED
    assert take_in(draft=in_french(a_draft())).outcome is IntakeOutcome.UNCHANGED
    assert value_of(draft_of(translation)) == 7


def test_both_languages_changed_by_an_import_are_current_and_one_alone_is_behind():
    english, translation = english_and_french()
    take_in(draft=a_draft(steps=(a_step("dig", text="Dig deep."), a_step("fill", title="Fill the pits"))))
    draft_of(english).get_latest_revision().publish()
    assert state(translation).parts_behind == 1
    steps = (a_step("dig", title="Creuser les fosses", text="Creusez profond."), FRENCH_STEPS[1])
    take_in(draft=in_french(a_draft(), steps=steps))
    draft_of(translation).get_latest_revision().publish()
    assert state(translation).parts_behind == 0


def test_shipped_pages_are_current():
    states = TranslationState.objects.all()
    assert states.count() > 50
    assert not [str(found) for found in states if found.parts_behind or found.parts_untranslated]


def test_links_of_a_story_lead_to_practices_in_its_language():
    from knowledge.models import SuccessStoryPage

    english = SuccessStoryPage.objects.filter(locale__language_code="en", practice_links__isnull=False).first()
    french_story = SuccessStoryPage.objects.get(translation_key=english.translation_key, locale__language_code="fr")
    draft = english.get_latest_revision_as_object()
    other = PracticePage.objects.filter(locale__language_code="en").exclude(story_links__page=english).first()
    link = draft.practice_links.all()[0]
    link.practice = other
    draft.practice_links = [link]
    draft.save_revision().publish()
    practices = [link.practice for link in SuccessStoryPage.objects.get(pk=french_story.pk).practice_links.all()]
    assert [(page.translation_key, page.locale.language_code) for page in practices] == [(other.translation_key, "fr")]


def test_a_loaded_story_that_got_a_carried_fact_still_counts_as_loaded():
    from knowledge.models import SuccessStoryPage
    from site4p1000.common.models import ContentRecord

    english = SuccessStoryPage.objects.filter(locale__language_code="en").first()
    french_story = Page.objects.get(translation_key=english.translation_key, locale__language_code="fr")
    draft = english.get_latest_revision_as_object()
    draft.since_year = 1971
    revision = draft.save_revision()
    ContentRecord.objects.filter(page_id=english.pk).update(revision=revision)
    revision.publish()
    record = ContentRecord.objects.get(page_id=french_story.pk)
    assert SuccessStoryPage.objects.get(pk=french_story.pk).since_year == 1971
    assert record.revision_id == record.page.latest_revision_id


def test_a_draft_with_an_editors_number_is_kept_in_the_history():
    english, translation = english_and_french()
    edited = correct_the_number(translation, Decimal("3"))
    assert value_of(edited) == value_of(english)
    values = [revision.as_object().results.all()[0].value for revision in translation.revisions.order_by("-pk")[:2]]
    assert Decimal("3") in values
