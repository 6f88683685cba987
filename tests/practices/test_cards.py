"""A practice as lists show it."""

import pytest

from practices.browsing.cards import badge, card_of_hit, kept_for_search, live_cards
from practices.browsing.lead import card_lead_of
from practices.models import PracticePage
from site4p1000.search.results import Hit

pytestmark = pytest.mark.django_db


@pytest.fixture
def zai():
    return PracticePage.objects.get(slug="zai-half-moons")


def test_a_card_from_the_page_and_one_from_the_engine_say_the_same(zai):
    words = {"title": zai.title, "title_html": "", "snippet_html": "", "summary": card_lead_of(zai)}
    hit = Hit(id="page-1", type="practice", language="en", url="/en/practices/zai-half-moons/", card=kept_for_search(zai), **words)
    assert card_of_hit(hit) == live_cards([zai.pk], language="en")[zai.pk]


def test_what_nobody_reported_is_empty_and_not_a_word_of_its_own(zai):
    PracticePage.objects.filter(pk=zai.pk).update(labour_level="unknown", cash_level="unknown")
    card = live_cards([zai.pk], language="en")[zai.pk]
    assert (card.labour, card.cash) == ("", "")


def test_a_card_says_not_reported_where_nothing_is_known(zai, client):
    PracticePage.objects.filter(pk=zai.pk).update(labour_level="unknown")
    html = client.get("/en/stories/the-man-who-stopped-the-desert/").content.decode()
    assert '<dt>Labour</dt><dd><span class="soft">not reported</span></dd>' in html


def test_cards_come_in_the_order_asked_for_and_without_drafts(zai):
    other = PracticePage.objects.get(slug="cover-crops")
    assert list(live_cards([other.pk, zai.pk], language="en")) == [other.pk, zai.pk]
    PracticePage.objects.filter(pk=zai.pk).update(live=False)
    assert list(live_cards([other.pk, zai.pk], language="en")) == [other.pk]


def test_many_cards_cost_four_queries(django_assert_num_queries):
    ids = list(PracticePage.objects.live().filter(locale__language_code="en").values_list("pk", flat=True))
    live_cards(ids[:1], language="en")
    with django_assert_num_queries(4):
        assert len(live_cards(ids, language="en")) == len(ids)


@pytest.mark.parametrize(("label", "short"), [("Dry: arid and semi-arid", "Dry"), ("Sec\u00a0: aride", "Sec"), ("Tropical", "Tropical")])
def test_a_badge_has_the_short_name_of_a_climate(label, short):
    assert badge(label, "measured").label == short


@pytest.mark.parametrize(
    ("slug", "land_uses"),
    [("rotational-grazing", ("Grazing land",)), ("silvopasture", ("Silvo-pastoralism", "Grazing land")), ("no-till", ("Annual crops",))],
)
def test_several_land_uses_of_one_kind_are_named_by_that_kind(slug, land_uses):
    page = PracticePage.objects.get(slug=slug)
    assert live_cards([page.pk], language="en")[page.pk].land_uses == land_uses
