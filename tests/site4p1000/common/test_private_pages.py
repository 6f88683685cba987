"""A private page is for those who may read it: no list shows it, and its own way in works."""

import pytest
from wagtail.models import Page, PageViewRestriction

from knowledge.models import SuccessStoryPage
from newsletter.models import NewsletterIssuePage
from practices.browsing.cards import live_cards
from practices.models import PracticePage, ZonePage
from site4p1000.common.page_ids import lasting_address
from site4p1000.common.visibility import readable

pytestmark = pytest.mark.django_db


def make_private(page, **how) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN, **how)


@pytest.mark.parametrize(
    ("model", "addresses"),
    [
        (SuccessStoryPage, ["/en/", "/en/stories/"]),
        (NewsletterIssuePage, ["/en/", "/en/newsletter/"]),
        (ZonePage, ["/en/", "/en/climates/"]),
    ],
)
def test_lists_and_the_home_page_do_not_show_a_private_page(client, model, addresses):
    page = model.objects.live().filter(locale__language_code="en").order_by("first_published_at", "pk").last()
    for address in addresses:
        assert page.url_path.split("/", 2)[2] in client.get(address).content.decode()
    make_private(page)
    for address in addresses:
        assert f"/{page.slug}/" not in client.get(address).content.decode(), address


def test_a_page_below_a_private_one_is_private_too():
    story = SuccessStoryPage.objects.first()
    make_private(story.get_parent())
    assert not readable(SuccessStoryPage.objects).filter(pk=story.pk).exists()
    assert readable(SuccessStoryPage.objects).exists()  # the other languages are as before


def test_a_private_practice_has_no_card_in_an_issue():
    page = PracticePage.objects.live().first()
    assert live_cards([page.pk], language="en")
    make_private(page)
    assert not live_cards([page.pk], language="en")


def test_a_private_section_leaves_the_menu(client):
    story_list = SuccessStoryPage.objects.filter(locale__language_code="en").first().get_parent()
    assert story_list.specific.menu_title in client.get("/en/search/").content.decode().split("</nav>")[0]
    make_private(story_list)
    assert story_list.specific.menu_title not in client.get("/en/search/").content.decode().split("</nav>")[0]
    assert story_list.specific.menu_title not in client.get("/en/about/").content.decode().split("</nav>")[0]


def test_the_login_of_a_private_page_is_reached(client):
    page = PracticePage.objects.live().filter(locale__language_code="en").first()
    make_private(page)
    response = client.get(page.url, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0][0].startswith("/en/_util/login/")
    assert 'type="password"' in response.content.decode()


def test_the_password_of_a_private_page_opens_it(client):
    page = PracticePage.objects.live().filter(locale__language_code="en").first()
    restriction = PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="password", password="pits and stones")
    asked = client.get(page.url)
    assert page.title not in asked.content.decode()
    address = f"/en/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    response = client.post(address, {"password": "pits and stones", "return_url": page.url}, follow=True)
    assert response.status_code == 200
    assert page.title in response.content.decode()


def test_the_lasting_address_of_a_private_page_does_not_tell_its_name(client):
    page = PracticePage.objects.live().filter(locale__language_code="en").first()
    assert client.get(lasting_address(page))["Location"] == page.url
    make_private(page)
    answer = client.get(lasting_address(page))
    assert answer["Location"].startswith("/en/_util/login/")
    assert page.slug not in answer["Location"]


def restricted(page) -> set[int]:
    return {restriction.pk for restriction in page.specific.get_view_restrictions()}


def test_restrictions_are_asked_at_once_and_are_those_wagtail_finds(django_assert_num_queries):
    page = PracticePage.objects.live().filter(locale__language_code="en").first()
    own, above = make_private(page), make_private(page.get_parent())
    make_private(SuccessStoryPage.objects.first())
    with django_assert_num_queries(1):
        found = restricted(page)
    assert found == {own.pk, above.pk} == {restriction.pk for restriction in Page.get_view_restrictions(page)}


def test_what_is_private_is_private_under_another_address_too():
    page = PracticePage.objects.live().filter(locale__language_code="en").first()
    restriction = make_private(page)
    alias = page.create_alias(update_slug="another-address")
    alias_of_alias = alias.create_alias(update_slug="a-third-address")
    assert restricted(Page.objects.get(pk=alias.pk)) == restricted(Page.objects.get(pk=alias_of_alias.pk)) == {restriction.pk}


def test_a_page_below_the_alias_of_a_private_page_is_private():
    index = SuccessStoryPage.objects.filter(locale__language_code="en").first().get_parent()
    restriction = make_private(index)
    alias = index.create_alias(update_slug="other-stories")
    below = SuccessStoryPage(title="Below", slug="below", locale_id=index.locale_id)
    Page.objects.get(pk=alias.pk).add_child(instance=below)
    assert restricted(below) == {restriction.pk} == {row.pk for row in Page.get_view_restrictions(below)}
