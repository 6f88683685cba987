"""Issues: what they pull from elsewhere, and how it is put together."""

import json
from decimal import Decimal

import pytest
from django.utils import translation
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale, PageViewRestriction

from newsletter.blocks import EventBlock, IssueFigureBlock
from newsletter.issues.putting_together import figure_text
from newsletter.models import IssueIndexPage, NewsletterIssuePage
from newsletter.reading import issue_list, issue_reading
from newsletter.search_document import issue_document
from practices.content import practice_page_id
from practices.models import PracticePage
from site4p1000.common.wording import citation_keys, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue():
    return NewsletterIssuePage.objects.get(locale__language_code="en")


def templates(page) -> list[str]:
    return [part.template for part in issue_reading(page).body]


def with_body(page, *blocks):
    page.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    return page


def press(title: str):
    return "press_item", {"title": title, "outlet": "Reuters", "summary": "Words."}


def practice(key: str, language: str) -> PracticePage:
    return PracticePage.objects.get(pk=practice_page_id(key, language))


def card(page_id, remark: str = ""):
    return "practice_card", {"page": page_id, "remark": remark}


def first_card(page):
    return issue_reading(page).body[0].values["entries"][0]


def test_neighbours_of_one_kind_share_a_heading(issue):
    assert templates(with_body(issue, press("One"), press("Two"))) == ["blocks/press_review.html"]


def test_kinds_that_do_not_touch_stay_apart(issue):
    section = ("section", {"heading": "Words", "text": "<p>Words</p>"})
    assert templates(with_body(issue, press("One"), section, press("Two"))) == [
        "blocks/press_review.html",
        "blocks/section.html",
        "blocks/press_review.html",
    ]


def test_practices_and_stories_become_cards_in_their_own_sections(issue):
    assert templates(issue)[3:5] == ["blocks/practice_cards.html", "blocks/story_cards.html"]


def test_a_page_that_is_gone_leaves_no_hole(issue):
    assert templates(with_body(issue, card(999_999))) == []
    assert templates(with_body(issue, card(None), card(practice("zai", "en").pk))) == ["blocks/practice_cards.html"]


def test_references_are_numbered_as_the_text_meets_them(issue):
    reading = issue_reading(issue)
    assert [reference.key for reference in reading.references] == ["era-2024", "maillard-angers-2014"]
    text = "".join(str(part.values.get("text", "")) for part in reading.body)
    assert '<a href="#ref-1">[1]</a>' in text
    assert '<a href="#ref-2">[2]</a>' in text


def test_an_issue_with_many_headings_has_a_list_of_contents(issue):
    assert len(issue_reading(issue).contents) >= 4
    assert issue_reading(with_body(issue, press("One"))).contents == ()


def test_press_items_name_outlet_date_and_language(client, issue):
    html = client.get(issue.url).content.decode()
    assert 'G1 Globo, <time datetime="2021-02-23">23 February 2021</time> · in Portuguese' in html


def test_an_issue_is_found_by_its_words_and_its_press_review(issue):
    document = issue_document(issue)
    assert "Manure darkens the soil" in document.body
    assert "Herbert Bartz" in document.body
    assert document.card["note"] == "November 2026"


def test_the_list_has_the_issues_newest_first(issue):
    index = IssueIndexPage.objects.get(locale__language_code="en")
    older = index.add_child(instance=NewsletterIssuePage(title="Older", date="2025-01-01", locale=index.locale))
    assert [card.title for card in issue_list(page=index, number=None).cards] == [issue.title, older.title]


def test_a_card_shows_the_page_in_the_language_of_the_issue_whichever_was_chosen(issue):
    pulled = first_card(with_body(issue, card(practice("zai", "fr").pk)))
    assert (pulled.card.url, pulled.note) == (practice("zai", "en").url, "")


def test_where_a_language_lacks_the_page_another_is_shown_and_the_reader_is_told(issue, client):
    practice("zai", "en").unpublish()
    pulled = first_card(with_body(NewsletterIssuePage.objects.get(pk=issue.pk), card(practice("zai", "en").pk)))
    assert pulled.card.url == practice("zai", "fr").url
    assert pulled.note == "Not translated yet; these words are in French."
    assert pulled.language == "fr"
    html = client.get(issue.url).content.decode()
    assert "these words are in French" in html
    assert f'lang="fr"><a href="{practice("zai", "fr").url}"' in html


def test_what_nobody_may_read_is_never_shown(issue):
    for language in ("en", "fr", "es"):
        private = PageViewRestriction(page=practice("zai", language), restriction_type=PageViewRestriction.LOGIN)
        private.save()
    assert templates(with_body(issue, card(practice("zai", "en").pk), ("technical_sheet", {"page": practice("zai", "en").pk}))) == []


def test_an_alias_has_no_words_of_its_own(issue):
    practice("zai", "es").delete()
    source = practice("zai", "fr")
    source.create_alias(parent=practice("cover-crops", "es").get_parent(), update_locale=Locale.objects.get(language_code="es"))
    spanish = NewsletterIssuePage.objects.get(locale__language_code="es")
    with translation.override("es"):
        pulled = first_card(with_body(spanish, card(source.pk)))
    assert pulled.language == "en"
    assert "inglés" in pulled.note


def test_the_editors_words_stand_in_place_of_the_summary(issue, client):
    issue = with_body(issue, card(practice("zai", "en").pk, remark="Dug by hand, in the dry season."))
    issue.save_revision().publish()
    html = client.get(issue.url).content.decode()
    assert "Dug by hand, in the dry season." in html
    assert practice("zai", "en").summary not in html


def test_a_technical_sheet_stands_whole_with_its_citations_among_those_of_the_issue(issue):
    zai = practice("zai", "en")
    reading = issue_reading(with_body(issue, ("technical_sheet", {"page": zai.pk})))
    sheet = reading.body[0].values
    assert sheet["heading"] == f"Technical sheet: {zai.title}"
    assert len(plain(str(sheet["text"]))) > 900
    assert [reference.key for reference in reading.references] == list(citation_keys(zai.abstract))
    assert "[ref:" not in str(sheet["text"])


def test_a_range_is_printed_in_the_form_of_its_language():
    figure = {"value": Decimal("0.2"), "high": Decimal("12000.5"), "unit": "t"}
    with translation.override("fr"):
        assert figure_text(*figure.values(), language="fr") == "0,2 à 12\u202f000,5 t"
    assert figure_text(Decimal("-3"), None, "%", language="en") == "−3 %"
    assert figure_text(None, None, "%", language="en") == "not reported"


def test_a_figure_says_since_when_it_is_known(issue, client):
    html = client.get(issue.url).content.decode()
    assert 'as of <time datetime="2026-11-21">21 November 2026</time>' in html
    assert "<b>0.2 to 0.6 t\u00a0C/ha a year</b>" in html


COMPLETE_FIGURE = {"value": "5", "high": "", "unit": "%", "text": "of soils", "source": "Somebody (2020)", "as_of": "2020-01-01"}


@pytest.mark.parametrize("missing", ["value", "unit", "text", "source", "as_of"])
def test_a_figure_without_one_of_its_parts_is_refused(missing):
    block = IssueFigureBlock()
    block.clean(block.value_from_datadict(form(COMPLETE_FIGURE), {}, "f"))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.value_from_datadict(form({**COMPLETE_FIGURE, missing: ""}), {}, "f"))
    assert list(refused.value.block_errors) == [missing]


@pytest.mark.parametrize(
    ("block", "value", "field"),
    [
        (IssueFigureBlock(), {**COMPLETE_FIGURE, "high": "4"}, "high"),
        (EventBlock(), {"title": "Day", "starts": "2026-05-02", "ends": "2026-05-01", "place": "Dakar", "url": "", "text": ""}, "ends"),
    ],
)
def test_a_range_and_an_event_end_after_they_begin(block, value, field):
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.value_from_datadict(form(value), {}, "f"))
    assert list(refused.value.block_errors) == [field]


def form(values: dict) -> dict:
    return {f"f-{name}": value for name, value in values.items()}


def test_blocks_of_older_issues_are_taken_over():
    from newsletter.migrations._old_blocks import BlocksOfToday

    old = [
        {"type": "page_card", "id": "a", "value": {"page": 7}},
        {"type": "page_card", "id": "b", "value": {"page": 8}},
        {"type": "key_figure", "id": "c", "value": {"value": "5 %", "text": "of a < b", "source": "Somebody"}},
        {"type": "section", "id": "d", "value": {"heading": "Words", "text": "<p>Words</p>"}},
    ]
    new = BlocksOfToday([8]).apply(old)
    assert [(block["type"], block["id"]) for block in new] == [("practice_card", "a"), ("success_story", "b"), ("section", "c"), ("section", "d")]
    assert new[2]["value"] == {"heading": "5 %", "text": "<p>of a &lt; b</p><p>Somebody</p>"}
    assert BlocksOfToday([8]).apply(new) == new
