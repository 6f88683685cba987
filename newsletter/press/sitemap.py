"""The archive of the press review in the sitemap, once per language."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import translation

from site4p1000.common import languages


class PressSitemap(Sitemap):
    """Its pages and filters are not listed: they are the same items again."""

    def items(self) -> list[str]:
        return [_address(code) for code in languages.codes()]

    def location(self, item: str) -> str:
        return item


def _address(language: str) -> str:
    with translation.override(language):
        return reverse("press_archive")
