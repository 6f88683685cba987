"""From a WOCAT record to a draft: what becomes what, in which words, and what is kept as text."""

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from practices.importers.base import CROSSWALKS, CrosswalkError, InvalidRecordError, crosswalk, load_crosswalk
from practices.importers.wocat import Wocat
from practices.importers.wocat_checks import TYPES, envelope_shape
from practices.importers.wocat_judgements import impact_labels
from practices.importers.wocat_places import PRACTICE_FIELDS, SITE_FIELDS
from practices.importers.wocat_words import first_sentence, first_sentences, in_language, paragraphs, shortened
from practices.records import ConceptDraft, CostDraft, PersonDraft, PracticeDraft, UnmappedTerm
from tests.practices.test_wocat_problems import broken
from tests.practices.test_wocat_reading import ARABIC, ENGLISH, TWO_LANGUAGES, read, read_bytes, the_real_file

VOCABULARIES = Path(__file__).parents[2] / "practices" / "vocabularies"
PEOPLE_SCHEMES = {"role": {"compiler", "land_user", "contributor", "reviewer"}}


def draft_of(path: Path, locale: str = "en") -> PracticeDraft:
    (record,) = read(path)
    return Wocat().to_draft(record, locale=locale)


def draft_with(**version) -> PracticeDraft:
    """The draft of the English record with these fields of its version changed."""
    (record,) = read_bytes(json.dumps(broken(**version)).encode())
    return Wocat().to_draft(record, locale="en")


@pytest.fixture(scope="module")
def english() -> PracticeDraft:
    return draft_of(ENGLISH)


@pytest.fixture(scope="module")
def arabic() -> PracticeDraft:
    return draft_of(ARABIC)


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


class TestSteps:
    def test_activities_become_steps_of_their_phase(self, english):
        assert [(step.key, step.phase, step.title, step.when) for step in english.steps] == [
            ("est-1", "establishment", "Mark the rows with a rope", "Dry season"),
            ("est-3", "establishment", "Dig pits as wide as a hand and a half.", "Before the rains"),
            ("maint-1", "maintenance", "Clear the pits", "After storms"),
        ]

    def test_a_long_activity_is_titled_by_its_first_sentence_and_kept_whole(self, english):
        long = english.steps[1]
        assert long.text.startswith(long.title)
        assert long.text.endswith("in a storm.\n\nThen rest.")

    def test_a_long_sentence_is_cut_at_a_word(self):
        step = draft_with(establishment_activities=[{"activity": {"en": "dig and " * 30}, "timing": None}]).steps[0]
        assert step.title == "dig and " * 14 + "dig and…"
        assert len(step.text) > 200

    def test_costs_keep_quantity_unit_price_currency_year_and_basis(self, english):
        assert english.costs[0] == CostDraft(
            key="est-labour-1",
            item="Digging",
            phase="establishment",
            quantity=Decimal("40"),
            unit="person-day",
            amount_per_unit=Decimal("0.1"),
            currency="USD",
            year=2024,
            basis="pit (0.01 m3)",
        )

    def test_an_unknown_price_is_unknown_and_not_zero(self, english):
        assert english.costs[1].amount_per_unit is None

    def test_a_total_stands_only_where_there_are_no_lines(self, english):
        assert [line.key for line in english.costs] == ["est-labour-1", "est-fertilizers-biocides-1", "maint-total"]
        assert (english.costs[2].quantity, english.costs[2].amount_per_unit) == (None, Decimal("12.5"))
        assert "est-total" not in [line.key for line in draft_with(establishment_total_estimation=99).costs]

    @pytest.mark.parametrize(("date", "year"), [("2019-12-31", 2019), (None, None), ("", None), ("31/12/2019", None), ("9999-01-01", None)])
    def test_the_year_of_prices_is_that_of_the_documentation(self, date, year):
        assert draft_with(date_documentation=date).costs[0].year == year

    def test_without_a_basis_nothing_is_said(self):
        assert draft_with(cost_calculation={"calculation_base": None, "unit": {"en": "pit"}}).costs[0].basis == ""


class TestJudgements:
    def test_scores_are_kept_with_negative_ones_and_zeros(self, english):
        scores = {one.indicator.partition(".")[2]: one.score for one in english.judgements}
        assert (scores["workload"], scores["soil_loss"], scores["crop_production"]) == (-2, 0, 3)

    def test_an_impact_without_a_score_is_no_judgement(self, english):
        assert "farm_income" not in repr(english.judgements)

    def test_comment_before_and_after_are_the_authors_words(self, english):
        first = english.judgements[0]
        assert (first.comment, first.before, first.after) == ("Millet where none grew", "0 kg", "some")

    def test_an_entry_of_the_author_has_its_own_name(self, english):
        (own,) = (one for one in english.judgements if one.indicator == "impacts_ecological_other.other")
        assert (own.key, own.label, own.score) == ("impacts_ecological_other.other-1", "Birds", 1)

    def test_an_unknown_indicator_is_shown_by_its_name_and_counted(self, english):
        assert "soil music" in [one.label for one in english.judgements]
        assert UnmappedTerm(source_field="impacts_ecological_soil", term="soil_music") in english.unmapped

    def test_comments_on_a_block_are_no_judgements(self):
        draft = draft_with(impacts_offsite_comments={"en": "all well"})
        assert "impacts_offsite_comments" not in {one.indicator.partition(".")[0] for one in draft.judgements}

    def test_keys_are_unique(self, english):
        keys = [one.key for one in english.judgements]
        assert len(keys) == len(set(keys))

    def test_every_indicator_has_a_label_in_three_languages(self):
        assert [name for name, labels in impact_labels().items() if not all(labels.get(code) for code in ("en", "fr", "es"))] == []

    def test_every_label_is_short_enough_for_a_row(self):
        assert max(len(label) for labels in impact_labels().values() for label in labels.values()) <= 90

    def test_strengths_say_who_named_them_by_their_key(self, english):
        assert [(one.key, one.title) for one in english.experiences] == [("strengths-landuser", ""), ("strengths-compiler", "")]
        assert english.experiences[0].text == "The crop stands longer in a dry spell.\n\nNo machine is needed."

    def test_a_weakness_stands_with_how_to_overcome_it(self, english):
        assert english.tradeoffs == ("Digging is hard. — Dig after the first rain.", "Needs compost.")

    def test_no_failure_and_no_result_is_made_of_opinions(self, english):
        assert (english.failures, english.results, english.science) == ((), (), "")


class TestPlaces:
    def test_each_distinct_point_is_a_site(self, english):
        assert [(site.key, site.longitude, site.latitude) for site in english.sites] == [
            ("site-1", Decimal("-2.5"), Decimal("13.5")),
            ("site-2", Decimal("-2.4"), Decimal("13.6")),
        ]

    def test_without_a_point_there_is_one_site_for_the_country(self, arabic):
        (site,) = arabic.sites
        assert (site.country, site.latitude, site.longitude) == ("JO", None, None)

    @pytest.mark.parametrize("geometry", [{}, {"type": "MultiPoint", "coordinates": []}, {"type": "MultiPoint", "coordinates": None}])
    def test_an_empty_geometry_is_no_point(self, geometry):
        assert [site.latitude for site in draft_with(location_geometry=geometry).sites] == [None]

    def test_longitude_and_latitude_are_not_exchanged(self):
        (site,) = draft_of(TWO_LANGUAGES).sites
        assert (site.longitude, site.latitude) == (Decimal("5.75"), Decimal("14.25"))

    def test_a_site_says_place_since_when_and_what_the_land_is_like(self, english):
        site = english.sites[0]
        assert (site.place, site.country, site.since_year) == ("Invented village, Province of Tests", "BF", 1998)
        stated = {(one.scheme, one.code) for one in site.conditions}
        assert {("agroclimate", "semiarid"), ("texture3", "coarse"), ("slope_pct", "flat"), ("slope_pct", "gentle")} <= stated
        assert {one.origin for one in site.conditions} == {"source"}

    def test_annual_rain_is_a_number_in_mm(self, english):
        (rain,) = (one for one in english.sites[0].conditions if one.value is not None)
        assert (rain.attribute, rain.value, rain.unit) == ("rainfall_mm", Decimal("612.5"), "mm")

    def test_a_country_that_is_no_code_is_kept_as_text(self):
        draft = draft_with(country="Burkina Faso")
        assert draft.sites[0].country == ""
        assert UnmappedTerm(source_field="country", term="Burkina Faso") in draft.unmapped


class TestConcepts:
    @pytest.mark.parametrize(
        "concept",
        ["agroclimate:semiarid", "climate:dry", "rainfall_mm:r501", "altitude_m:a101", "slope_pct:gentle", "landform:footslope",
         "soil_depth_cm:shallow", "texture3:coarse", "topsoil_organic_matter_pct:low", "groundwater_m:5to50", "water_supply:rainfed",
         "land_use:cropland", "land_use:annual", "land_use:agroforestry", "land_use:forest_plantation", "slm_group:soilfertility",
         "degradation:physical", "degradation:Cn", "purpose:adaptation"],
    )  # fmt: skip
    def test_a_choice_of_wocat_becomes_a_concept(self, english, concept):
        scheme, _, code = concept.partition(":")
        assert ConceptDraft(scheme=scheme, code=code) in english.concepts

    def test_no_concept_stands_twice(self, english):
        assert len(english.concepts) == len(set(english.concepts))

    @pytest.mark.parametrize(("zone", "climates"), [("ARID", ["dry"]), ("SEMIARID", ["dry"]), ("SUBHUMID", []), ("HUMID", [])])
    def test_only_dry_climates_are_known_from_the_agroclimate(self, zone, climates):
        draft = draft_with(agroclimatic_zone=[zone])
        assert [concept.code for concept in draft.concepts if concept.scheme == "climate"] == climates

    def test_an_unmapped_term_is_kept_as_text_with_its_field(self, english):
        assert UnmappedTerm(source_field="slm_group", term="MOONLIGHT") in english.unmapped

    def test_other_in_the_authors_words_is_kept_as_text(self, english):
        assert UnmappedTerm(source_field="main_purpose_other", term="to please a test") in english.unmapped
        assert UnmappedTerm(source_field="main_purpose", term="OTHER") not in english.unmapped

    def test_an_unread_list_is_not_invented(self):
        draft = draft_with(**{name.partition(".")[0]: None for name, _scheme in (*SITE_FIELDS, *PRACTICE_FIELDS)})
        assert draft.concepts == ()


class TestCredits:
    def test_licence_and_credit_come_in_with_the_record(self, english):
        assert english.rights.licence == "CC BY-NC-SA 4.0"
        assert english.rights.licence_url == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
        assert english.rights.credit == "WOCAT, technology 900001; compiler: Dr. Ada Invented"

    def test_a_record_without_a_compiler_credits_wocat(self):
        assert draft_with(compiler=None).rights.credit == "WOCAT, technology 900001"

    def test_people_are_names_with_roles(self, english):
        assert english.people == (
            PersonDraft(role="compiler", name="Dr. Ada Invented"),
            PersonDraft(role="contributor", name="Ben Invented"),
            PersonDraft(role="reviewer", name="Cora Invented"),
            PersonDraft(role="land_user", name="Fatou Invented"),
            PersonDraft(role="contributor", name="Dan Invented", institution="Institute of Invented Studies"),
            PersonDraft(role="contributor", name="Eve Invented"),
        )

    def test_an_unknown_role_is_a_contributor_and_counted(self, english):
        assert UnmappedTerm(source_field="key_resource_persons.type", term="NEIGHBOUR") in english.unmapped

    def test_a_name_that_was_only_a_contact_is_not_a_person(self):
        people = draft_with(compiler={"id": 1, "title": "", "first_name": "ana@example.org", "last_name": ""}).people
        assert "compiler" not in [person.role for person in people]

    def test_pictures_come_once_with_address_caption_credit_and_licence(self, english):
        first = english.pictures[0]
        assert first.url == "https://wocat.net/media/qcat/originals/invented_11.jpg"
        assert (first.caption, first.credit, first.licence) == ("A row of pits after rain (invented)", "Ada Invented", "CC BY-NC-SA 4.0")
        assert [picture.url.rpartition("/")[2] for picture in english.pictures] == [
            "invented_11.jpg",
            "invented_12.jpg",
            "invented.png",
            "plan.avif",
        ]

    def test_a_drawing_is_captioned_by_its_specification(self, english):
        assert english.pictures[2].caption == "Pits are 30 cm wide and 20 cm deep. Rows are 80 cm apart."

    @pytest.mark.parametrize("file", ["https://elsewhere.example/x.jpg", "//elsewhere.example/x.jpg", "x.jpg", "javascript:alert(1)"])
    def test_a_picture_elsewhere_is_not_shown_and_told(self, file):
        draft = draft_with(images=[{"file": file}])
        assert not any("elsewhere" in picture.url or "alert" in picture.url for picture in draft.pictures)
        assert UnmappedTerm(source_field="images.file", term=file) in draft.unmapped

    def test_an_address_with_spaces_and_letters_of_any_language_is_written_as_one(self):
        draft = draft_with(images=[{"file": "/media/صورة 1.jpg"}])
        assert draft.pictures[1].url == "https://wocat.net/media/%D8%B5%D9%88%D8%B1%D8%A9%201.jpg"

    def test_a_video_is_a_link_to_the_web_or_nothing(self, english):
        (video,) = english.videos
        assert (video.url, video.title) == ("https://video.example.org/watch?v=invented", "How to dig (invented)")
        assert UnmappedTerm(source_field="videos.video_url", term="javascript:alert(1)") in english.unmapped

    def test_references_are_numbered_by_their_place_in_the_record(self, english):
        assert [(one.key, one.kind) for one in english.references] == [
            ("wocat-900001-1", "report"),
            ("wocat-900001-3", "report"),
            ("wocat-900001-link-1", "report"),
            ("wocat-900001-link-2", "report"),
        ]

    def test_doi_and_address_are_found_and_authors_are_not_guessed(self, english):
        first = english.references[0]
        assert (first.doi, first.url) == ("10.1234/invented.2019", "https://journal.example.org/1")
        assert (first.authors, first.year) == ("", None)

    def test_an_address_typed_into_the_title_is_found(self, english):
        assert english.references[3].url == "https://www.example.org/in-the-title"


def test_a_record_of_another_source_is_refused():
    (record,) = read(ENGLISH)
    with pytest.raises(InvalidRecordError, match="from elsewhere, not from wocat"):
        Wocat().to_draft(replace(record, source="elsewhere"), locale="en")


def test_the_same_record_gives_the_same_draft(english):
    assert draft_of(ENGLISH) == english


class TestCrosswalks:
    @pytest.mark.parametrize("name", sorted({f"wocat_{scheme}" for _field, scheme in (*SITE_FIELDS, *PRACTICE_FIELDS)} | {"wocat_role"}))
    def test_every_code_exists_in_our_vocabularies(self, name):
        wanted = {(concept.scheme, concept.code) for found in crosswalk(name).concepts.values() for concept in found}
        assert {(scheme, code) for scheme, code in wanted if code not in codes_of(scheme)} == set()

    def test_a_term_may_stand_for_several_concepts_or_deliberately_for_none(self, tmp_path):
        found = load_crosswalk(written(tmp_path, "DRY,climate,dry,", "DRY,aridity,arid,", "NOISE,,,says nothing of the land"))
        assert found.lookup("DRY") == (ConceptDraft(scheme="climate", code="dry"), ConceptDraft(scheme="aridity", code="arid"))
        assert found.lookup(" NOISE ") == ()
        assert found.lookup("WET") is None

    def test_only_terms_it_does_not_know_are_unmapped(self, tmp_path):
        mapped = load_crosswalk(written(tmp_path, "DRY,climate,dry,", "NOISE,,,no")).map("zone", ["DRY", "NOISE", "WET", "DRY"])
        assert mapped.concepts == (ConceptDraft(scheme="climate", code="dry"),)
        assert mapped.unmapped == (UnmappedTerm(source_field="zone", term="WET"),)

    @pytest.mark.parametrize(
        ("lines", "fault"),
        [
            (["DRY,,dry,"], "line 2: “DRY” has a code but no scheme"),
            (["DRY,climate,,"], "line 2: “DRY” has no code; say in the note why"),
            ([",climate,dry,"], "line 2: a line without a source term"),
            (["DRY,climate,dry,", "DRY,climate,dry,again"], "line 3: “DRY” stands twice for climate:dry"),
            (["DRY,climate,dry,", "DRY,,,no"], "line 3: “DRY” is mapped on one line and deliberately not mapped on another"),
        ],
    )
    def test_a_broken_crosswalk_names_the_line(self, tmp_path, lines, fault):
        with pytest.raises(CrosswalkError, match=fault.replace("(", r"\(")):
            load_crosswalk(written(tmp_path, *lines))

    def test_a_crosswalk_with_other_columns_is_refused(self, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text("term,code\nDRY,dry\n")
        with pytest.raises(CrosswalkError, match="the first line must be source_term,scheme,code,note"):
            load_crosswalk(path)

    def test_every_type_of_the_field_table_is_one_the_checks_know(self):
        with (CROSSWALKS / "wocat_fields.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert {row["type"] for row in rows} - {"", *TYPES} == set()
        assert len({row["path"] for row in rows}) == len(rows)
        assert len(envelope_shape().fields["selected_version"].fields) == 190


def codes_of(scheme: str) -> set[str]:
    if scheme in PEOPLE_SCHEMES:
        return PEOPLE_SCHEMES[scheme]
    with (VOCABULARIES / f"{scheme}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"] for row in csv.DictReader(lines)}


def written(folder: Path, *lines: str) -> Path:
    path = folder / "crosswalk.csv"
    path.write_text("\n".join(["source_term,scheme,code,note", *lines]) + "\n", encoding="utf-8")
    return path


def test_an_address_in_place_of_the_date_of_change_is_not_kept():
    assert "@" not in draft_with(updated_at="somebody@example.org").source_version
