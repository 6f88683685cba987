"""What surrounds every page: languages, trail, menu, and pages that say that something is missing or broken."""

import re

import pytest
from django.test import RequestFactory
from wagtail.models import Page, PageViewRestriction

from knowledge.models import SuccessStoryPage
from practices.models import PracticeIndexPage, PracticePage
from site4p1000.common.models import StandardPage
from site4p1000.common.views import server_error

LANGUAGES = ("en", "fr", "es")
MOST_QUERIES = 12


def live(model, language="en"):
    return model.objects.live().filter(locale__language_code=language).first()


def html_of(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.fixture
def untranslated(db):
    """A story whose Spanish translation was taken back."""
    page = live(SuccessStoryPage)
    page.get_translations().filter(locale__language_code="es").update(live=False)
    return page


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_its_language_and_direction(language, client):
    assert f'<html lang="{language}" dir="ltr">' in html_of(client, f"/{language}/")


@pytest.mark.django_db
def test_the_language_switch_stays_on_the_page(client):
    page = live(SuccessStoryPage)
    french = page.get_translations().get(locale__language_code="fr")
    assert f'<a href="{french.url}" hreflang="fr" lang="fr" dir="ltr">' in html_of(client, page.url)


@pytest.mark.django_db
def test_translations_are_named_to_search_engines_with_the_source_language_for_everybody_else(client):
    page = live(SuccessStoryPage, "fr")
    html = html_of(client, page.url)
    assert len(re.findall(r'<link rel="alternate" hreflang="(?:en|fr|es)"', html)) == 3
    english = page.get_translations().get(locale__language_code="en")
    assert f'<link rel="alternate" hreflang="x-default" href="http://localhost:8000{english.url}">' in html
    assert f'<link rel="canonical" href="http://localhost:8000{page.url}">' in html


def test_a_missing_translation_leads_home_and_says_so(untranslated, client):
    html = html_of(client, untranslated.url)
    assert '<link rel="alternate" hreflang="es"' not in html
    assert '<a class="untranslated" href="/es/" hreflang="es" title="This page is not in Spanish yet; the link leads to the home page.">' in html


@pytest.mark.django_db
def test_sections_stand_in_the_header_and_plain_pages_in_the_footer_only(client):
    html = html_of(client, "/en/")
    header, footer = html.split("</header>")[0], html.split("<footer")[1]
    about = live(StandardPage).url
    assert about not in header
    assert about in footer
    assert 'href="/en/stories/"' in header


@pytest.mark.django_db
def test_no_link_leads_nowhere(client):
    for page in Page.objects.live().filter(depth__gt=1, locale__language_code="fr").specific():
        if page.__class__.__name__ != "PracticePage":
            html = html_of(client, page.url)
            assert 'href="#"' not in html, page.url
            assert 'href=""' not in html, page.url


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_one_h1_and_headings_in_order(language, client):
    for page in Page.objects.live().filter(depth__gt=1, locale__language_code=language).specific():
        if page.__class__.__name__ == "PracticePage":
            continue
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", html_of(client, page.url))]
        assert levels.count(1) == 1, page.url
        assert levels[0] == 1, page.url
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), (page.url, levels)


@pytest.mark.django_db
def test_no_page_asks_the_database_more_than_twelve_times(client, django_assert_max_num_queries):
    for page in Page.objects.live().filter(depth__gt=1, locale__language_code="en").specific():
        client.get(page.url)
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(page.url)


@pytest.mark.django_db
def test_an_address_without_a_page_is_a_404_in_its_language_with_ways_on(client):
    response = client.get("/fr/rien-ici/")
    html = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="fr"' in html
    assert 'href="/fr/pratiques/"' in html
    assert 'type="search"' in html
    assert "hreflang" not in html.partition("</head>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_a_broken_server_needs_no_database_and_no_context(language):
    html = server_error(RequestFactory().get(f"/{language}/somewhere/")).content.decode()
    assert f'<html lang="{language}"' in html
    assert f'href="/{language}/"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["home", "about", "practices", "climates", "dry", "stories", "newsletter", "soil-that-is-never-naked"])
def test_an_editor_can_preview_every_kind_of_page(name, admin_user):
    page = Page.objects.get(slug=name, locale__language_code="en").specific
    response = page.make_preview_request()
    assert response.status_code == 200


@pytest.mark.django_db
def test_only_previews_bring_the_editors_bar(client):
    assert "userbar" not in html_of(client, "/en/")


@pytest.mark.django_db
def test_a_private_translation_is_not_offered(client):
    page = live(SuccessStoryPage)
    PageViewRestriction.objects.create(page=page.get_translations().get(locale__language_code="fr"), restriction_type=PageViewRestriction.LOGIN)
    html = html_of(client, page.url)
    assert 'hreflang="fr" href=' not in html
    assert '<a class="untranslated" href="/fr/" hreflang="fr"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("en", "Practices"), ("fr", "Pratiques"), ("es", "Prácticas")])
def test_menus_and_crumbs_use_the_short_title_and_the_page_its_own(language, word, client):
    practices = live(PracticeIndexPage, language)
    assert re.search(rf'<a href="{practices.url}" aria-current="true">{word}</a>', html_of(client, practices.url))
    assert f"<h1>{practices.title}</h1>" in html_of(client, practices.url)
    assert f'<li><a href="{practices.url}">{word}</a></li>' in html_of(client, live(PracticePage, language).url)


@pytest.mark.django_db
def test_without_a_short_title_menus_use_the_title(client):
    PracticeIndexPage.objects.update(menu_title="")
    assert ">Soil-friendly practices</a>" in html_of(client, "/en/")
