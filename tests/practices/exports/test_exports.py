"""What can be taken along of a practice, at lasting addresses."""

import csv
import html
import io
import json
import re
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from wagtail.models import Page, PageViewRestriction

from knowledge.models import SuccessStoryPage
from practices.exports.downloads import CITATION_CSL, NAMES, WORKS_CSL
from practices.exports.pdf import MOST_AT_ONCE, _place
from practices.exports.results_csv import COLUMNS, cell
from practices.exports.sheet import PLACE_LETTERS, key_results, read_sheet
from practices.models import PracticePage, Reference
from practices.reading.page import practice_reading
from practices.reading.places import Term, Topic, Topics
from practices.records import ConceptDraft, ConditionDraft, SiteDraft
from site4p1000.common.page_ids import lasting_address
from tests.factories.drafts import a_draft
from tests.factories.translations import a_published_practice

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr", "es")


@pytest.fixture
def cover() -> PracticePage:
    return PracticePage.objects.get(slug="cover-crops", locale__language_code="en")


@pytest.fixture(autouse=True)
def own_shelf(settings, tmp_path):
    settings.PDF_DIR = tmp_path / "pdf"
    return settings.PDF_DIR


def publish(page, **changes):
    page = PracticePage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return PracticePage.objects.get(pk=page.pk)


def get(client, page, name, *, number=None):
    return client.get(lasting_address(page, number=number) + name)


def record(client, page, **how):
    return json.loads(get(client, page, "practice.json", **how).content)


@pytest.mark.parametrize("name", NAMES)
def test_every_download_of_the_list_is_there(client, cover, name):
    response = get(client, cover, name)
    assert response.status_code == 200
    assert client.head(lasting_address(cover) + name).status_code == 200
    assert name in (CITATION_CSL, WORKS_CSL) or lasting_address(cover) + name in client.get("/en/practices/cover-crops/").content.decode()


def test_an_unchanged_download_is_not_sent_twice(client, cover):
    for name in ("practice.json", "practice.pdf"):
        etag = get(client, cover, name)["ETag"]
        assert client.get(lasting_address(cover) + name, headers={"if-none-match": etag}).status_code == 304


def test_other_sites_may_read_the_data(client, cover):
    assert get(client, cover, "practice.json")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", NAMES)
def test_a_private_practice_is_not_given_away(client, cover, name):
    PageViewRestriction.objects.create(page=Page.objects.get(pk=cover.pk), restriction_type=PageViewRestriction.LOGIN)
    response = get(client, cover, name)
    assert response.status_code == 302
    assert "/_util/login/" in response["Location"]


@pytest.mark.parametrize("name", NAMES)
def test_a_withdrawn_practice_says_so(client, cover, name):
    PracticePage.objects.get(pk=cover.pk).unpublish()
    assert get(client, cover, name).status_code == 410


def test_nonsense_is_not_found(client, cover):
    story = SuccessStoryPage.objects.filter(locale__language_code="en").first()
    base = lasting_address(cover)
    for address in (base + "practice.exe", base + "v/99/practice.json", "/en/id/000000000000/sheet/", lasting_address(story) + "practice.json"):
        assert client.get(address).status_code == 404, address


def test_a_version_is_exported_as_it_was(client, cover):
    before = cover.summary
    publish(cover, summary="Told anew.")
    old, new = record(client, cover, number=1), record(client, cover)
    assert (old["summary"], old["version"]) == (before, 1)
    assert (new["summary"], new["version"]) == ("Told anew.", 2)
    assert old["permalink"].endswith("/v/1/")


def test_the_record_says_everything_with_units_and_sources(client, cover):
    found = record(client, cover)
    assert found["schema"] == "practice/1"
    assert set(found["translations"]) == set(LANGUAGES)
    assert found["rights"]["licence"]
    assert any(concept["uri"] and "agrovoc" in concept["uri"] for concept in found["concepts"])
    cited = {work["id"] for work in found["references"]}
    assert found["results"]
    for result in found["results"]:
        assert result["reference"] in cited
        assert result["unit"]
        assert "depth_cm" in result
    assert found["effort"]["labour"] in ("low", "medium", "high", None)


def test_the_documented_fields_are_the_fields_of_the_record(client, cover):
    text = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
    for name in record(client, cover):
        assert f"`{name}`" in text, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_record_holds_an_address_of_a_person(client, language):
    import re

    for page in PracticePage.objects.live().filter(locale__language_code=language):
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w", get(client, page, "practice.json").content.decode())


def test_the_table_has_a_row_per_result_with_numbers_as_given_and_converted(client, cover):
    result = cover.results.first()
    rows = list(cover.results.all())
    rows[0].value, rows[0].low, rows[0].high, rows[0].unit = 250, None, None, "kg_c_ha_yr"
    rows[0].outcome, rows[0].label = "soc_stock_change_rate", "=HYPERLINK(1)"
    cover.results = rows
    cover.save_revision().publish()
    text = get(client, cover, "results.csv").content.decode("utf-8-sig")
    first, *others = csv.DictReader(io.StringIO(text))
    assert len(others) + 1 == len(rows)
    assert tuple(first) == COLUMNS
    assert (first["value"], first["unit"]) == ("250", "kg_c_ha_yr")
    assert (first["value_converted"], first["unit_converted"]) == ("0.25", "t_c_ha_yr")
    assert first["label"] == "'=HYPERLINK(1)"
    assert first["reference_title"] == result.reference.title


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1"])
def test_no_cell_is_a_formula(formula):
    assert cell(formula).startswith("'")


def test_a_negative_number_stays_a_number():
    assert cell(-5.4) == "-5.4"
    assert cell(None) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_is_small_and_allows_its_own_style_only(client, language):
    for page in PracticePage.objects.live().filter(locale__language_code=language):
        response = get(client, page, "sheet/")
        assert len(response.content) <= 10_000, (page, len(response.content))
        text = response.content.decode()
        assert "'sha256-" in response["Content-Security-Policy"]
        assert "unsafe-inline" not in response["Content-Security-Policy"]
        assert "src=" not in text
        assert page.licence in text


def test_the_style_of_a_sheet_is_allowed_by_its_digest(client, cover):
    import base64
    import hashlib

    response = get(client, cover, "sheet/")
    style = response.content.decode().split("<style>")[1].split("</style>")[0]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in response["Content-Security-Policy"]


def test_the_key_results_of_a_sheet_have_number_and_source(cover):
    reading = practice_reading(cover)
    assert key_results(reading)
    for result in read_sheet(reading).results:
        assert result.n
        assert result.source
        assert any(sign.isdigit() for sign in result.value)


def pdf_of(client, page, **how) -> PdfReader:
    return PdfReader(io.BytesIO(get(client, page, "practice.pdf", **how).content))


def words_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_in_its_language_and_whole(client, cover, language):
    page = PracticePage.objects.get(translation_key=cover.translation_key, locale__language_code=language)
    pdf = pdf_of(client, page)
    assert pdf.metadata.title == page.title
    assert pdf.trailer["/Root"]["/Lang"] == language
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = words_of(pdf)
    assert lasting_address(page, number=1) in text.replace(" ", "")
    assert page.licence in text
    assert page.steps[-1].value["title"].split()[0] in text


def test_the_pdf_holds_costs_judgements_hazards_and_sites_too(client, cover):
    groups = {
        "costs": [("cost", {"item": "Seed of a mixture", "phase": "establishment", "quantity": Decimal(20), "unit": "kg", "currency": "KES"})],
        "judgements": [("judgement", {"indicator": "erosion", "label": "Soil carried off", "score": 2, "comment": "since the second year"})],
        "exposures": [("exposure", {"hazard": "drought", "coping": "well", "text": "Sown earlier", "origin": "source"})],
    }
    text = words_of(pdf_of(client, publish(cover, **groups)))
    for words in ("Seed of a mixture", "Soil carried off: better (+2)", "ince the second year", "Sown earlier", "Where it was tried", "Andalusia"):
        assert words in text, words


TOLD = {
    "title": "A dry year",
    "who": "A group of growers",
    "place": "An invented valley",
    "country": "ML",
    "since_year": 1998,
    "text": "<p>It held.</p>",
    "source": "An invented report, page 3",
}
FILM = {"url": "https://example.org/film", "title": "A <film>", "credit": "Somebody Invented", "licence": "CC BY 4.0"}


def filed(*keys: str) -> tuple[ConceptDraft, ...]:
    return tuple(ConceptDraft(scheme=scheme, code=code) for scheme, _, code in (key.partition(":") for key in keys))


def letters(text: str) -> str:
    """Without blanks and hyphens, which fall elsewhere on paper."""
    return re.sub(r"\W", "", text)


def test_the_pdf_and_the_sheet_list_the_land_and_climate_of_the_page(client):
    keys = ("land_use:annual", "koppen:Aw", "ipcc:TD", "slope_pct:steep", "rainfall_mm:r251", "altitude_m:a501", "texture12:loamy_sand")
    page = a_published_practice(a_draft(concepts=filed(*keys, "slm_group:groundcover")))
    topics = practice_reading(page).topics
    pdf, sheet = letters(words_of(pdf_of(client, page))), html.unescape(get(client, page, "sheet/").content.decode())
    assert len(topics.of_the_place) == len(keys)
    for topic in topics.of_the_place:
        assert letters(f"{topic.label}: {topic.words}") in pdf
        assert f"{topic.label}: {topic.words}" in sheet
    for topic in topics.of_the_practice:
        assert letters(f"{topic.label}: {topic.words}") in pdf


def test_a_sheet_lists_as_much_of_the_place_as_fits_and_counts_the_rest():
    topics = tuple(Topic(label=f"Scheme {n}", terms=tuple(Term(label=f"term {n} {m}", uri="") for m in range(12))) for n in range(9))
    reading = practice_reading(PracticePage.objects.get(slug="cover-crops"))
    sheet = read_sheet(replace(reading, topics=Topics(of_the_place=topics, of_the_practice=())))
    assert len(sheet.places) + sheet.places_left == 9
    assert 0 < sum(len(label) + len(words) for label, words in sheet.places) <= PLACE_LETTERS
    endless = Topic(label="Land use", terms=(Term(label="cropland " * 200, uri=""),))
    sheet = read_sheet(replace(reading, topics=Topics(of_the_place=(endless,), of_the_practice=())))
    assert len(sheet.places[0][1]) <= PLACE_LETTERS
    assert sheet.places_left == 0


def test_a_practice_filed_under_no_place_has_no_empty_heading_for_it(client):
    page = a_published_practice(a_draft(concepts=filed("climate:dry")))
    assert "Land and climate" not in words_of(pdf_of(client, page))
    assert "Land and climate" not in get(client, page, "sheet/").content.decode()


@pytest.mark.parametrize("name", ["sheet/", "practice.pdf"])
def test_exports_say_which_climate_only_a_site_tells(client, name):
    told = ConditionDraft(attribute="koppen", scheme="koppen", code="Aw")
    page = a_published_practice(
        a_draft(concepts=filed("climate:dry"), sites=(SiteDraft(key="field", place="A field", country="ML", conditions=(told,)),))
    )
    words = words_of(pdf_of(client, page)) if name.endswith("pdf") else get(client, page, name).content.decode()
    assert "Dry, Tropical: tried there" in words


def test_the_pdf_says_who_told_it_where_and_since_when_and_whose_the_films_are(client, cover):
    page = publish(cover, experiences=[("experience", TOLD)], media=[("video", FILM), ("video", {**FILM, "credit": "", "licence": ""})])
    text = words_of(pdf_of(client, page))
    for words in (
        "A dry year A group of growers · An invented valley, Mali · since 1998 It held.",
        "Source: An invented report, page 3",
        "Video · A <film>: Credit: Somebody Invented · CC BY 4.0 · https://example.org/film",
        "Credit not reported",
        f"also: {page.local_names[0].value}",
    ):
        assert words in text, words


def test_the_pdf_says_how_a_work_was_read_and_that_words_wait_for_a_translator(client, cover):
    Reference.objects.filter(citations__page=cover).update(read_in="citation")
    page = publish(cover, text_language="de")
    text = words_of(pdf_of(client, page))
    assert "Figure read in a text that cites it." in text
    assert "Not yet translated. The text is in German; numbers" in text


@pytest.mark.parametrize(("rights", "line"), [({}, "Credit: Somebody Invented · CC BY 4.0"), ({"credit": "", "licence": ""}, "Credit not reported")])
def test_a_video_says_on_the_page_whose_it_is(client, cover, rights, line):
    page = publish(cover, media=[("video", {**FILM, **rights})])
    assert f'<p class="small soft">{line}</p>' in client.get(page.url).content.decode()


def test_labels_have_the_colon_of_their_language(client, cover):
    french = PracticePage.objects.get(translation_key=cover.translation_key, locale__language_code="fr")
    for text in (words_of(pdf_of(client, french)), get(client, french, "sheet/").content.decode()):
        assert re.search("Licence[\u00a0 ]:", text)
        assert "Licence:" not in text


def test_letters_of_french_and_science_are_in_the_typeface(client, cover):
    page = publish(cover, abstract="<p>Œuvre d’été, año, CO₂ −5 ≤ 3 × 10 «ô» – ½ ±</p>")
    assert "Œuvre d’été, año, CO₂ −5 ≤ 3 × 10 «ô» – ½ ±" in words_of(pdf_of(client, page))


def test_what_an_editor_types_is_never_code(client, cover):
    page = publish(cover, abstract='<p>#read("/etc/passwd") $x$ *bold* `raw` @ref &lt;label&gt; #set page(fill: red) \\ "</p>')
    assert '#read("/etc/passwd") $x$ *bold* `raw` @ref <label> #set page(fill: red)' in words_of(pdf_of(client, page)).replace("“", '"').replace(
        "”", '"'
    )


def test_words_our_typeface_has_not_are_refused_with_a_sentence(client, cover):
    page = publish(cover, abstract="<p>農業</p>")
    response = get(client, page, "practice.pdf")
    assert response.status_code == 404
    assert "Print the page itself" in response.content.decode()


def test_a_pdf_is_made_once_and_anew_when_its_content_changes(client, cover, own_shelf):
    get(client, cover, "practice.pdf")
    (made,) = own_shelf.iterdir()
    moment = made.stat().st_mtime_ns
    get(client, cover, "practice.pdf")
    assert made.stat().st_mtime_ns == moment
    Reference.objects.filter(citations__page=cover.pk).update(title="A corrected title")
    get(client, cover, "practice.pdf")
    (remade,) = own_shelf.iterdir()
    assert remade.name != made.name


def test_a_crowd_that_asks_for_new_pdfs_is_asked_to_come_back(client, cover, own_shelf):
    with ExitStack() as others:
        for _other in range(MOST_AT_ONCE):
            others.enter_context(_place())
        answer = get(client, cover, "practice.pdf")
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "Try again in a few seconds" in answer.content.decode()
        assert not own_shelf.exists()
    assert get(client, cover, "practice.pdf").status_code == 200
    with ExitStack() as others:
        for _other in range(MOST_AT_ONCE):
            others.enter_context(_place())
        assert get(client, cover, "practice.pdf").status_code == 200  # the one that is kept waits for nobody


def test_the_feed_has_the_sheets_of_its_language(client, cover):
    response = client.get("/fr/feed/")
    text = response.content.decode()
    assert response.status_code == 200
    assert text.count("<entry>") == PracticePage.objects.live().filter(locale__language_code="fr").count()
    assert 'xml:lang="fr"' in text
    assert "/fr/feed/" in client.get("/fr/").content.decode()


def test_a_private_practice_is_not_in_the_feed(client, cover):
    assert cover.title in client.get("/en/feed/").content.decode()
    PageViewRestriction.objects.create(page=Page.objects.get(pk=cover.pk), restriction_type=PageViewRestriction.LOGIN)
    assert cover.title not in client.get("/en/feed/").content.decode()


def test_a_citation_names_version_and_lasting_address(client, cover):
    text = client.get("/en/practices/cover-crops/").content.decode()
    assert "Version 1 of" in text
    assert lasting_address(cover, number=1) in text
    bib = get(client, cover, "citation.bib").content.decode()
    assert f"url = {{http://localhost:8000{lasting_address(cover, number=1)}}}" in bib
    assert "note = {Version 1." in bib


def test_an_unknown_depth_is_told_apart_from_one_the_source_does_not_report(client, cover):
    rows = list(cover.results.all())[:2]
    for number, row in enumerate(rows):
        row.outcome, row.unit, row.value, row.low, row.high = "soc_stock_change_rate", "t_c_ha_yr", 1, None, None
        row.depth_top_cm = row.depth_bottom_cm = row.duration_years = None
        row.depth_not_reported = row.duration_not_reported = bool(number)
    rows[1].kind = "level"
    cover.results = rows
    cover.save_revision().publish()
    told = record(client, cover)["results"]
    assert [(row["depth_not_reported"], row["duration_not_reported"], row["kind"]) for row in told] == [
        (False, False, "difference"),
        (True, True, "level"),
    ]
    table = list(csv.DictReader(io.StringIO(get(client, cover, "results.csv").content.decode("utf-8-sig"))))
    assert [row["depth_not_reported"] + row["duration_not_reported"] + row["kind"] for row in table] == ["falsefalsedifference", "truetruelevel"]


def test_every_field_of_a_result_is_documented(client, cover):
    text = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
    for name in record(client, cover)["results"][0]:
        assert f"`{name}`" in text, name
