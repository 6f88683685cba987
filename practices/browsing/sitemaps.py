"""The pages of browsing in the sitemap: every dimension and value in every language. Climates stand there as pages of the tree."""

from collections.abc import Iterator

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import translation

from practices.browsing.dimensions import CLIMATE, COUNTRY, DIMENSIONS, dimension_url
from practices.browsing.lists import PRACTICES, counts_of, engine_results
from practices.browsing.overviews import value_url
from practices.browsing.values import values_of
from site4p1000.common import languages
from site4p1000.search.request import SearchRequest


class BrowseSitemap(Sitemap):
    """Countries are named where there is a practice for them; all other values always."""

    def items(self) -> list[str]:
        return [address for code in languages.codes() for address in _addresses(code)]

    def location(self, item: str) -> str:
        return item


def _addresses(language: str) -> Iterator[str]:
    countries = tuple(counts_of(engine_results(SearchRequest(language=language, fixed=PRACTICES, facets=("country",), page_size=1)), "country"))
    with translation.override(language):
        yield from (reverse("browse"), reverse("browse_classes"))
        for dimension in DIMENSIONS:
            if dimension != CLIMATE:
                yield dimension_url(dimension)
                found = countries if dimension == COUNTRY else ()
                yield from (value_url(dimension, value) for value in values_of(dimension, language, found=found))
