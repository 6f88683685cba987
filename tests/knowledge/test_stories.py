"""Stories: what a page shows of a case, and what it does not claim."""

import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction

from knowledge.models import StoryIndexPage, SuccessStoryPage
from knowledge.reading import story_list, story_reading

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fr", "es")


def story(slug: str = "the-man-who-stopped-the-desert") -> SuccessStoryPage:
    return SuccessStoryPage.objects.get(slug=slug)


def story_index(language: str = "en") -> StoryIndexPage:
    return StoryIndexPage.objects.get(locale__language_code=language)


def test_citations_become_numbered_links_to_the_list_of_references():
    reading = story_reading(story())
    text = "".join(str(part.values.get("text", "")) for part in reading.body)
    assert '<a href="#ref-1">[1]</a>' in text
    assert "[ref:" not in text
    assert [reference.key for reference in reading.references] == ["yameogo-2019"]


def test_a_list_of_a_story_shows_its_lines():
    lists = [part for part in story_reading(story()).body if part.template == "blocks/list.html"]
    assert lists
    assert all("'type'" not in str(item) for part in lists for item in part.values["items"])


def test_a_figure_without_a_source_is_not_shown():
    page = story()
    page.key_figures[0].value["source"] = ""
    assert len(story_reading(page).figures) == len(page.key_figures) - 1


def test_the_country_is_not_named_twice():
    assert story_reading(story()).place == "Gourga, near Ouahigouya, Yatenga, Burkina Faso"
    page = story()
    page.where = "Gourga"
    assert story_reading(page).place == "Gourga, Burkina Faso"


def test_a_story_without_facts_has_no_box_for_them(client):
    page = story()
    SuccessStoryPage.objects.filter(pk=page.pk).update(country="", where="", who="", when="", sources="[]")
    page.citations.all().delete()
    html = client.get(page.url).content.decode()
    assert 'class="glance"' not in html


def test_only_live_practices_are_shown():
    page = story()
    before = len(story_reading(page).practices)
    link = page.practice_links.first()
    type(link.practice).objects.filter(pk=link.practice_id).update(live=False)
    assert len(story_reading(story()).practices) == before - 1


def test_an_account_says_that_it_is_one(client):
    html = client.get(story().url).content.decode()
    assert "An account" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_the_stories_of_its_language_newest_first(language):
    cards = story_list(page=story_index(language), number=None).cards
    titles = (
        SuccessStoryPage.objects.live().filter(locale__language_code=language).order_by("-first_published_at", "-pk").values_list("title", flat=True)
    )
    assert [card.title for card in cards] == list(titles)


def test_nonsense_in_the_address_of_the_list_gives_a_page(client):
    url = story_index().url
    for query in ("page=99", "page=-3", "page=x", "page=%27", QueryDict("page=1&page=2").urlencode()):
        assert client.get(f"{url}?{query}").status_code == 200


def test_a_longer_list_costs_no_more_queries(client, django_assert_num_queries):
    parent = story_index()
    url = parent.url
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
    for number in range(30):
        parent.add_child(instance=SuccessStoryPage(title=f"Story {number}", locale=parent.locale))
    client.get(url)  # saving a page makes Wagtail forget its site roots; this looks them up again
    with django_assert_num_queries(7):
        client.get(url)


def test_a_story_shows_only_practices_everybody_may_read_also_in_a_preview_of_unsaved_links():
    story = SuccessStoryPage.objects.filter(locale__language_code="en", practice_links__isnull=False).first()
    unsaved = story.get_latest_revision_as_object()
    assert story_reading(unsaved).practices
    assert story_reading(story).practices == story_reading(unsaved).practices
    for link in story.practice_links.all():
        PageViewRestriction.objects.create(page=link.practice.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert story_reading(story).practices == ()
    assert story_reading(unsaved).practices == ()
