"""From a WOCAT record to a draft: which language, which words, and what is kept as text."""

from dataclasses import replace
from decimal import Decimal

import pytest

from practices.importers.base import InvalidRecordError
from practices.importers.wocat import Wocat
from practices.importers.wocat_words import first_sentence, first_sentences, in_language, paragraphs, shortened
from tests.practices.test_wocat_reading import ENGLISH, TWO_LANGUAGES, read, the_real_file
from tests.practices.wocat_mapping.drafts import draft_of, draft_with


class TestTheRealRecord:
    def test_has_its_ten_steps_in_arabic_and_waits_for_a_translator(self):
        draft = draft_of(the_real_file(), locale="en")
        assert [step.phase for step in draft.steps] == ["establishment"] * 7 + ["maintenance"] * 3
        assert (draft.locale, draft.text_language, draft.is_translated) == ("en", "ar", False)

    def test_has_no_at_sign_anywhere(self):
        assert "@" not in repr(draft_of(the_real_file()))

    def test_may_enter_the_bank(self):
        assert draft_of(the_real_file()).problems() == ()

    def test_maps_every_term(self):
        assert draft_of(the_real_file()).unmapped == ()

    def test_stands_at_one_place_though_the_point_is_given_twice(self):
        (site,) = draft_of(the_real_file()).sites
        assert (site.country, site.latitude, site.longitude, site.since_year) == ("SA", Decimal("25.51648"), Decimal("49.75235"), 2025)

    def test_is_judged_and_not_measured(self):
        draft = draft_of(the_real_file())
        assert draft.results == ()
        assert [(one.indicator.partition(".")[2], one.score) for one in draft.judgements] == [
            ("demand_for_irrigation_water", 1),
            ("harvesting_collection_of_water", 2),
            ("soil_moisture", 1),
            ("vegetation_cover", 2),
            ("drought_impacts", 1),
            ("wind_transported_sediments", 1),
        ]

    def test_costs_what_its_authors_wrote(self):
        draft = draft_of(the_real_file())
        assert sum(line.quantity * line.amount_per_unit for line in draft.costs if line.phase == "establishment") == 7781
        assert {(line.currency, line.year, line.basis) for line in draft.costs} == {("SAR", 2026, "0.46 ha")}


class TestLanguages:
    def test_the_words_are_those_of_the_tree_when_the_record_has_them(self):
        draft = draft_of(TWO_LANGUAGES, locale="fr")
        assert (draft.locale, draft.text_language) == ("fr", "fr")
        assert draft.title == "INVENTÉ POUR LES TESTS : cordons pierreux"

    def test_the_words_are_those_of_the_author_when_it_has_not(self):
        draft = draft_of(TWO_LANGUAGES, locale="es")
        assert (draft.locale, draft.text_language) == ("es", "en")

    def test_what_is_not_translated_stays_empty_and_is_not_mixed_in(self):
        draft = draft_of(TWO_LANGUAGES, locale="fr")
        assert draft.abstract == "Des lignes de pierres le long des courbes de niveau."
        assert "Only in English" not in repr(draft)
        assert [step.key for step in draft.steps] == ["est-2"]

    def test_a_step_has_the_same_key_in_every_language(self):
        drafts = {locale: draft_of(TWO_LANGUAGES, locale=locale) for locale in ("en", "fr")}
        assert [step.key for step in drafts["en"].steps] == ["est-1", "est-2"]
        assert drafts["en"].steps[1].title == "Lay the stones"
        assert drafts["fr"].steps[0].title == "Posez les pierres"

    def test_all_languages_of_a_record_share_its_identity_and_digest(self):
        first, second = (draft_of(TWO_LANGUAGES, locale=locale) for locale in ("en", "fr"))
        assert (first.source, first.source_id, first.payload_sha256) == (second.source, second.source_id, second.payload_sha256)

    def test_an_arabic_draft_holds_no_word_that_was_not_written(self, arabic):
        assert arabic.text_language == "ar"
        assert arabic.steps[0].title == "حفر الأقواس"
        assert [one.title for one in arabic.experiences] == [""]
        assert (arabic.costs[0].item, arabic.costs[0].currency_words, arabic.costs[0].basis) == ("حفر", "دينار", "1 هكتار")
        assert arabic.costs[0].currency == "", "a dinar may be that of several countries"

    def test_a_label_is_in_the_language_of_the_words_else_in_english(self, arabic):
        assert arabic.judgements[0].label == "Soil moisture"
        assert draft_of(TWO_LANGUAGES, locale="fr").judgements[0].label == "Maîtrise des pertes de sol"

    @pytest.mark.parametrize("texts", [None, {}, {"fr": "mots"}, {"en": None}, {"en": "  "}])
    def test_absent_words_are_empty(self, texts):
        assert in_language(texts, "en") == ""


class TestWords:
    def test_title_names_and_summary(self, english):
        assert english.title == "INVENTED FOR TESTS: planting pits with compost"
        assert english.local_names == ("the invented pits",)
        assert len(english.summary) <= 300
        assert english.summary.startswith("Small pits are dug by hand")
        assert english.summary.endswith("for the crop.")

    def test_every_line_of_the_abstract_is_a_paragraph(self, english):
        assert english.abstract.split("\n\n")[1:4] == [
            "Each pit catches the water of the bare ground around it.",
            "- dig in the dry season",
            "- fill before the rains",
        ]

    def test_nothing_is_escaped(self):
        assert "a < b & c" in draft_with(definition={"en": "a < b & c"}).abstract

    def test_a_record_without_a_name_cannot_enter(self):
        (problem,) = draft_with(name={}).problems()
        assert problem.field == "title"

    @pytest.mark.parametrize(
        ("text", "limit", "beginning"),
        [
            ("One. Two. Three.", 300, "One. Two. Three."),
            ("One. Two. Three.", 10, "One. Two."),
            ("One. Two. Three.", 9, "One. Two."),
            ("Pits of 3.5 m. Rows of 2 m.", 15, "Pits of 3.5 m."),
            ("a very long sentence without an end", 12, "a very long…"),
            ("indivisible", 5, "indi…"),
            ("جملة أولى؟ جملة ثانية", 12, "جملة أولى؟"),
            ("", 5, ""),
        ],
    )
    def test_a_summary_is_whole_sentences(self, text, limit, beginning):
        assert first_sentences(text, limit) == beginning

    def test_a_numbered_line_is_not_cut_after_its_number(self):
        assert first_sentence("1. Dig the pits in rows. Then rest.", 120) == "1. Dig the pits in rows."

    @pytest.mark.parametrize("limit", range(1, 40))
    def test_nothing_is_longer_than_its_limit(self, limit):
        text = "Some words, of which there are several – and more."
        assert len(shortened(text, limit)) <= limit
        assert len(first_sentences(text, limit)) <= limit
        assert len(first_sentence(text, limit)) <= limit

    def test_paragraphs_leave_out_what_is_empty(self):
        assert paragraphs("", "a\n\n b \n", "c") == "a\n\nb\n\nc"


def test_a_record_of_another_source_is_refused():
    (record,) = read(ENGLISH)
    with pytest.raises(InvalidRecordError, match="from elsewhere, not from wocat"):
        Wocat().to_draft(replace(record, source="elsewhere"), locale="en")


def test_the_same_record_gives_the_same_draft(english):
    assert draft_of(ENGLISH) == english


def test_an_address_in_place_of_the_date_of_change_is_not_kept():
    assert "@" not in draft_with(updated_at="somebody@example.org").source_version
