"""From a WOCAT record to a draft: where, under which concepts, and whose it is."""

from decimal import Decimal

import pytest

from practices.importers.wocat_places import PRACTICE_FIELDS, SITE_FIELDS
from practices.records import ConceptDraft, PersonDraft, UnmappedTerm
from tests.practices.test_wocat_reading import TWO_LANGUAGES
from tests.practices.wocat_mapping.drafts import draft_of, draft_with


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
