"""What crawlers are told: every public page once, nothing that is private or endless."""

import pytest
from wagtail.models import Page, PageViewRestriction

from newsletter.press.sitemap import PressSitemap
from practices.browsing.sitemaps import BrowseSitemap
from practices.models import PracticePage

pytestmark = pytest.mark.django_db


def test_the_sitemap_lists_every_public_page_under_the_address_of_the_site(client):
    xml = client.get("/sitemap.xml", secure=True, headers={"host": "bank.example.org"}).content.decode()
    pages = Page.objects.live().public().filter(depth__gt=1).count()
    assert xml.count("<loc>") == pages + len(BrowseSitemap().items()) + len(PressSitemap().items())
    assert "<loc>https://bank.example.org/fr/pratiques/</loc>" in xml
    assert "localhost" not in xml


def test_a_private_page_is_not_in_the_sitemap(client):
    page = PracticePage.objects.live().first()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert page.url not in client.get("/sitemap.xml").content.decode()


def test_crawlers_are_kept_from_the_admin_and_the_search(client):
    text = client.get("/robots.txt").content.decode()
    for path in ("/admin/", "/en/search/", "/fr/search/", "/es/search/"):
        assert f"Disallow: {path}\n" in text
    assert "Sitemap: http" in text
