"""What leads a practice wherever it is shown: its technical sheet, whole or by its opening; the summary only where there is none."""

import html
import json
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from knowledge.models import SuccessStoryPage
from newsletter.models import NewsletterIssuePage
from newsletter.reading import issue_reading
from newsletter.rendering.issue import render_issue
from practices.browsing.cards import live_cards
from practices.browsing.lead import CARD_CHARS, LINE_CHARS, card_lead_of, line_of, rich_lead_of, whole_lead_of
from practices.exports.pdf_data import pdf_data
from practices.models import PracticePage
from practices.search_document import practice_document
from site4p1000.common.addresses import address_of
from site4p1000.common.page_ids import page_id
from site4p1000.common.wording import opening, plain

LANGUAGES = ("en", "fr", "es")
SUMMARY = "Holes for rain & seed <soon>."
ONE = "It keeps water [ref:era-2024]."
SHEET = f"<p>{ONE} It feeds the soil, e.g. compost does. </p><p>" + "More words follow here. " * 30 + "</p>"


def cover(language: str) -> PracticePage:
    key = PracticePage.objects.get(slug="cover-crops").translation_key
    return PracticePage.objects.get(translation_key=key, locale__language_code=language)


def changed(page: PracticePage, **values) -> PracticePage:
    PracticePage.objects.filter(pk=page.pk).update(**values)
    return PracticePage.objects.get(pk=page.pk)


def words_of(markup: str) -> str:
    """What somebody reads of HTML: no tags, no numbers of references, blanks as one."""
    bare = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r'\s*<a href="#ref-\d+">\[\d+\]</a>', "", re.sub(r"</p>|<br ?/?>", " ", markup))))
    return " ".join(bare.replace("\u2060", "").replace("\xa0", " ").split())


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
class TestInEveryLanguage:
    """The shipped practices have a sheet in each."""

    def test_every_shipped_practice_has_a_sheet_and_a_card_that_opens_it(self, language):
        for page in PracticePage.objects.live().filter(locale__language_code=language):
            card = card_lead_of(page)
            assert 1_000 <= len(plain(page.abstract)) <= 1_500
            assert plain(page.abstract).startswith(card)
            assert card.endswith((".", "?", "!"))
            assert 40 <= len(card) <= CARD_CHARS

    def test_the_page_leads_with_the_whole_sheet_and_prints_no_summary_beside_it(self, client, language):
        page = cover(language)
        body = client.get(address_of(page)).content.decode().partition("<main")[2].partition('<script type="application/ld+json"')[0]
        first_section = body.index("<section")
        assert whole_lead_of(page) in words_of(body[:first_section]).replace("« ", "« ")
        assert html.escape(page.summary) not in body

    def test_the_list_shows_its_opening(self, client, language):
        page = cover(language)
        text = client.get(address_of(page.get_parent().specific)).content.decode()
        assert f">{html.escape(card_lead_of(page))}</p>" in html.unescape(text).replace(card_lead_of(page), html.escape(card_lead_of(page)))
        assert page.summary not in html.unescape(text)

    def test_a_found_practice_is_listed_by_its_opening(self, client, language):
        page = cover(language)
        found = client.get(f"/{language}/search/", {"q": page.title}).content.decode()
        first = re.search(r"<h3[^>]*><a [^>]*>.*?</h3><p[^>]*>(.*?)</p>", found)
        assert words_of(first[1]) == card_lead_of(page)
        hit = client.get(reverse("search_api"), {"q": page.title, "lang": language}).json()["results"][0]
        assert hit["summary"] == card_lead_of(page)

    def test_both_feeds_carry_the_whole_sheet(self, client, language):
        page = cover(language)
        for address, values in ((f"/{language}/feed/", {}), (f"/{language}/search/feed/", {"q": page.title})):
            feed = ElementTree.fromstring(client.get(address, values).content)
            told = {entry.findtext("{*}title"): entry.findtext("{*}summary") for entry in feed.findall("{*}entry")}
            assert told[page.title] == plain(page.abstract)

    def test_an_issue_shows_the_sheet_whole_in_its_block_and_the_opening_on_a_card(self, language):
        page, issue = cover(language), NewsletterIssuePage.objects.filter(locale__language_code=language).first()
        blocks = [("technical_sheet", {"page": page.pk}), ("practice_card", {"page": page.pk, "remark": ""})]
        issue.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
        with translation.override(language):
            sheet, card = issue_reading(issue).body
        assert whole_lead_of(page) == words_of(str(sheet.values["text"]))
        assert card.values["entries"][0].card.summary == card_lead_of(page)
        assert card_lead_of(page) in render_issue(page=issue).text

    def test_paper_leads_with_it_too(self, client, language):
        page = cover(language)
        assert whole_lead_of(page) in words_of(client.get(f"/{language}/id/{page_id(page)}/sheet/").content.decode())
        first = pdf_data(page)["sections"][0]
        told = " ".join("".join(run["text"] for run in part["runs"]) for part in first["parts"])
        assert opening(plain(page.abstract), 60).rstrip("…") in told.replace("\xa0", " ").replace("\u2060", "")
        assert page.summary not in json.dumps(pdf_data(page), ensure_ascii=False)


@pytest.mark.django_db
class TestOneWithoutASheet:
    @pytest.fixture
    def bare(self):
        return changed(cover("en"), abstract="<p></p>", summary=SUMMARY)

    def test_the_summary_stands_in_everywhere(self, client, bare):
        assert (card_lead_of(bare), whole_lead_of(bare), rich_lead_of(bare)) == (SUMMARY, SUMMARY, "<p>Holes for rain &amp; seed &lt;soon&gt;.</p>")
        assert "<p>Holes for rain &amp; seed &lt;soon&gt;.</p>" in client.get(address_of(bare)).content.decode()
        feed = ElementTree.fromstring(client.get("/en/feed/").content)
        assert SUMMARY in [entry.findtext("{*}summary") for entry in feed.findall("{*}entry")]
        assert practice_document(bare).summary == SUMMARY

    def test_one_without_either_has_no_lead_and_no_empty_paragraph(self, client, bare):
        bare = changed(bare, summary="")
        assert (card_lead_of(bare), whole_lead_of(bare), line_of(bare)) == ("", "", "")
        assert client.get(address_of(bare)).status_code == 200


@pytest.mark.django_db
def test_the_opening_ends_with_a_sentence_and_has_no_citation():
    page = changed(cover("en"), abstract=SHEET, summary=SUMMARY)
    card = live_cards([page.pk], language="en")[page.pk].summary
    assert card.startswith("It keeps water. It feeds the soil, e.g. compost does. More words")
    assert card.endswith(" follow here.")
    assert len(card) <= CARD_CHARS


@pytest.mark.django_db
def test_the_summary_is_still_found_and_still_stands_under_shared_links(client):
    page = changed(cover("en"), summary="Unheardofword keeps the ground covered.", search_description="")
    assert "Unheardofword" in practice_document(page).body
    text = client.get(address_of(page)).content.decode()
    assert '<meta name="description" content="Unheardofword keeps the ground covered.">' in text
    assert '<meta property="og:description" content="Unheardofword keeps the ground covered.">' in text
    assert '"description":"Unheardofword keeps the ground covered."' in text


@pytest.mark.django_db
def test_one_line_of_a_practice_without_a_summary_opens_its_sheet():
    page = changed(cover("en"), abstract=SHEET, summary="", search_description="")
    assert line_of(page).startswith("It keeps water.")
    assert len(line_of(page)) <= LINE_CHARS
    assert line_of(changed(page, search_description="For machines.")) == "For machines."


@pytest.mark.django_db
def test_a_story_keeps_its_summary(client):
    story = SuccessStoryPage.objects.live().filter(locale__language_code="en").first()
    assert story.summary in html.unescape(client.get(address_of(story)).content.decode())


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Short.", 20, "Short."),
        ("One. Two. Three.", 10, "One. Two."),
        ("A sentence without an end in sight", 20, "A sentence without…"),
        ("Down to 0.3 t. And on.", 15, "Down to 0.3 t."),
        ("Feed it, e.g. compost or dung.", 20, "Feed it, e.g.…"),
        ("Le sol, p. ex. sableux. Puis on sème.", 30, "Le sol, p. ex. sableux."),
        ("Qué deja. ¿Puede regar? Luego siembre.", 25, "Qué deja. ¿Puede regar?"),
        ("Il dit « non. » Puis il sème la graine.", 18, "Il dit « non. »"),
        ("保持土壤。覆盖作物保护它。再播种。", 14, "保持土壤。覆盖作物保护它。"),
        ("无句号的很长的一句话没有空格", 8, "无句号的很长的…"),
        ("", 5, ""),
    ],
)
def test_an_opening_is_whole_sentences_where_one_fits(text, most, shown):
    assert opening(text, most) == shown


@given(st.text(alphabet="ab .!?,é¿«»。\u00a0", max_size=80), st.integers(min_value=2, max_value=60))
def test_an_opening_fits_and_never_ends_inside_a_word(text, most):
    text = " ".join(text.split())
    shown = opening(text, most)
    assert len(shown) <= most
    if shown != text and shown.endswith("…"):
        start = shown[:-1]
        assert text.startswith(start)
        assert " " not in text[: most - 1] or not text[len(start) : len(start) + 1].isalnum()
    else:
        assert text.startswith(shown)
