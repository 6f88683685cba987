"""The sitemap: every public page of every language."""

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from site4p1000.common.addresses import address_of


class PageSitemap(Sitemap):
    """Live pages that anybody may read. Wagtail's own sitemap knows one tree; the bank has one per language."""

    def items(self):
        return Page.objects.live().public().filter(depth__gt=1).order_by("path")

    def location(self, item: Page) -> str:
        return address_of(item)

    def lastmod(self, item: Page):
        return item.last_published_at
