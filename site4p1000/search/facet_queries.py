"""Query strings of one search with another choice in one facet: a page shows a hundred of them, so what they share is written once. Pure."""

from collections.abc import Iterable
from urllib.parse import quote_plus, urlencode

from site4p1000.search.documents import FACETS
from site4p1000.search.request import TEXT, SearchRequest, query_pairs, without_facet


class FacetQuery:
    """The canonical query strings of `request`, from its first page, with other values chosen in `facet`: as `to_query_string` writes them."""

    def __init__(self, request: SearchRequest, facet: str):
        self.facet = facet
        self.chosen = frozenset(request.languages if facet == "language" else request.filters.of(facet))
        pairs = query_pairs(without_facet(request, facet))
        earlier = {TEXT, *FACETS[: FACETS.index(facet)]}
        self._before = urlencode([pair for pair in pairs if pair[0] in earlier])
        self._after = urlencode([pair for pair in pairs if pair[0] not in earlier])

    def toggled(self, value: str) -> str:
        """With this value chosen, or without it where it is chosen already. Adding a language keeps the reader's own."""
        return self._with(self.chosen ^ {value})

    def _with(self, values: Iterable[str]) -> str:
        chosen = "&".join(f"{self.facet}={quote_plus(value)}" for value in sorted(values))
        return "&".join(part for part in (self._before, chosen, self._after) if part)
