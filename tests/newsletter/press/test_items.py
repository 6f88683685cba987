"""Press items on their way to readers."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from newsletter.models import PressItem, PressPractice, PressState
from newsletter.press.items import items_for
from practices.models import PracticePage
from tests.factories.press import a_press_item

pytestmark = pytest.mark.django_db


def titles(**asked):
    return [card.title for card in items_for(language="en", **asked)]


def test_readers_get_published_items_newest_first():
    a_press_item("An older one", published_on=date(2026, 1, 5))
    a_press_item("A newer one", published_on=date(2026, 2, 5))
    a_press_item("A draft", state=PressState.DRAFT)
    a_press_item("A kept one", state=PressState.KEPT)
    assert titles() == ["A newer one", "An older one"]


def test_items_are_picked_by_days_topics_and_languages():
    a_press_item("The last of January", published_on=date(2026, 1, 31), topic="water")
    a_press_item("The first of February", published_on=date(2026, 2, 1), topic="water")
    a_press_item("The last of February", published_on=date(2026, 2, 28), topic="policy", language="fr")
    february = {"since": date(2026, 2, 1), "until": date(2026, 2, 28)}
    assert titles(**february) == ["The last of February", "The first of February"]
    assert titles(topics=["water"]) == ["The first of February", "The last of January"]
    assert titles(**february, article_languages=["fr", "es"]) == ["The last of February"]


def test_the_summary_is_in_the_readers_language_or_says_which_it_is_in():
    a_press_item(language="es", summaries={"en": "In English.", "fr": "En français."})
    french, spanish = items_for(language="fr")[0], items_for(language="es")[0]
    assert (french.summary, french.summary_language) == ("En français.", "")
    assert (spanish.summary, spanish.summary_language) == ("In English.", "en")
    assert (french.title_language, spanish.title_language) == ("es", "")


def test_one_story_is_one_card_led_by_the_article_the_reader_can_read():
    story = uuid.uuid4()
    a_press_item("First told", topic="water", story=story, published_on=date(2026, 2, 1), outlet="A")
    a_press_item("Raconté ensuite", story=story, published_on=date(2026, 2, 2), outlet="B", language="fr")
    a_press_item("Alone", published_on=date(2026, 1, 1))
    english, french = items_for(language="en"), items_for(language="fr")
    assert [(card.title, card.sources) for card in english] == [("First told", 2), ("Alone", 1)]
    assert french[0].topic == "Water and erosion"
    assert [(card.title, [other.outlet for other in card.others]) for card in french][0] == ("Raconté ensuite", ["A"])


def test_practices_are_linked_in_the_readers_language():
    item, page = a_press_item(), PracticePage.objects.get(slug="cover-crops", locale__language_code="en")
    PressPractice.objects.create(item=item, page=page)
    (link,) = items_for(language="fr")[0].practices
    assert link.url.startswith("/fr/")
    page.get_translations().get(locale__language_code="fr").unpublish()
    assert items_for(language="fr")[0].practices == ()


def test_many_items_cost_no_more_queries(django_assert_num_queries):
    page = PracticePage.objects.get(slug="cover-crops", locale__language_code="en")
    for number in range(12):
        PressPractice.objects.create(item=a_press_item(f"Item {number}"), page=page)
    with django_assert_num_queries(3):
        assert len(items_for(language="en")) == 12


def test_words_are_found_whatever_their_accents_and_capitals():
    a_press_item("Érosion au Sahel", summaries={"fr": "Les pluies emportent la terre."})
    assert PressItem.objects.with_words("EROSION pluies").count() == 1
    assert PressItem.objects.with_words("erosion desert").count() == 0


def test_one_article_cannot_be_noted_twice_however_it_was_shared():
    first = a_press_item("Noted once", url="https://www.example.org/a?utm_source=x")
    assert first.url == "https://www.example.org/a"
    again = PressItem(title="Noted twice", url="http://example.org/a/#top")
    with pytest.raises(ValidationError, match="Noted once"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_print_only_items_need_no_link():
    a_press_item("In print", url="")
    a_press_item("Also in print", url="")
    assert PressItem.objects.count() == 2


MISTAKES = {
    "url": {"url": "javascript:alert(1)"},
    "published_on": {"published_on": date(2062, 3, 1)},
    "author": {"author": "Ana <ana@example.org>"},
}


@pytest.mark.parametrize("field", MISTAKES)
def test_a_mistake_is_told_at_its_field(field):
    item = PressItem(title="A title", **MISTAKES[field])
    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    assert field in refusal.value.message_dict


def test_what_readers_need_is_told_before_publishing():
    assert PressItem(title="A title", summaries={"en": ""}).missing() == ("outlet", "published_on", "language", "summaries")
    assert a_press_item().missing() == ()


def test_a_practice_that_goes_takes_only_its_link_along():
    item = a_press_item()
    page = PracticePage.objects.get(slug="cover-crops", locale__language_code="en")
    PressPractice.objects.create(item=item, page=page)
    page.delete()
    assert PressItem.objects.filter(pk=item.pk).exists()
