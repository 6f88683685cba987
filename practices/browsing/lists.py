"""The list of practices: what a reader asks in the address, what the engine answers, what the templates show.

The whole list, the page of a climate and the pages of browsing show the same things; `practice_list` serves them all. Imported by models, so
page models are looked up when asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.utils.http import urlencode

from practices.browsing.cards import PracticeCard, card_of_hit
from practices.browsing.gaps import GapTable, gap_table
from site4p1000.common import languages
from site4p1000.common.addresses import address_of
from site4p1000.search.answering import answer
from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.presentation import present
from site4p1000.search.request import SearchRequest, parse_query_string
from site4p1000.search.results import Hit, SearchResults
from site4p1000.search.shown import SearchView

PRACTICES = {"type": ("practice",)}
FACETS = ("climate", "moisture", "land_use", "soil", "purpose", "country", "effort", "evidence")
"""What practices are narrowed by, in the order in which readers see it. Those without a value are not drawn."""
PAGE_SIZE = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageCount:
    """How many practices of a list there are in one language of the bank, 0 included: that is a gap. `code` is ISO 639-1."""

    code: str
    name: str
    count: int
    is_current: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticeList:
    """The list as a reader narrowed it.

    `languages` and `gaps` say what is missing; they stand on a list nobody narrowed, and not while the engine rests. `gaps` is for the
    whole list only. `unclear` are those of `cards` whose results do not agree in the climate of the page; elsewhere there are none.
    """

    search: SearchView
    cards: tuple[PracticeCard, ...]
    unclear: tuple[PracticeCard, ...] = ()
    languages: tuple[LanguageCount, ...] = ()
    gaps: GapTable | None = None

    @property
    def has_language_gap(self) -> bool:
        """Whether some language of the bank has none of these practices."""
        return any(row.count == 0 for row in self.languages)


def practice_list(*, query, language: str, path: str, fixed: Mapping[str, Iterable[str]] | None = None) -> PracticeList:
    """The practices asked for in a query string, with the filters beside them: one engine call, and one per climate for the gaps.

    `fixed` narrows the list to the value of a page, which no query string takes away.
    """
    fixed = fixed or {}
    facets = tuple(name for name in FACETS if name not in fixed)
    request = parse_query_string(query, language=language, fixed={**PRACTICES, **fixed}, facets=facets, page_size=PAGE_SIZE)
    results = answer(request)
    is_whole = results.page == 1 and not (request.text or request.is_narrowed or results.is_degraded)
    unclear = tuple(hit for hit in results.hits if _is_unclear(hit, fixed.get("climate", ())))
    return PracticeList(
        search=present(request=request, results=results, path=path),
        cards=tuple(card_of_hit(hit) for hit in results.hits if hit not in unclear),
        unclear=tuple(card_of_hit(hit) for hit in unclear),
        languages=language_counts(results, language) if is_whole else (),
        gaps=gap_table(language=language, path=path) if is_whole and not fixed else None,
    )


def language_counts(results: SearchResults, language: str) -> tuple[LanguageCount, ...]:
    """How many of these practices there are in each language of the bank, the reader's first."""
    counts = {**dict(results.other_languages), language: results.total}
    ordered = (language, *(code for code in languages.codes() if code != language))
    return tuple(
        LanguageCount(code=code, name=languages.name_in(code, language), count=counts.get(code, 0), is_current=code == language) for code in ordered
    )


def engine_results(request: SearchRequest) -> SearchResults | None:
    """What the engine answers, or ``None`` while it is down: for counts, which a page can do without."""
    try:
        return get_engine().search(request)
    except EngineProblem:
        return None


def counts_of(found: SearchResults | None, facet: str) -> dict[str, int]:
    """Count by value of one facet; empty while the engine is down."""
    return {} if found is None else {row.value: row.count for row in found.facets.get(facet, ())}


def list_url(language: str, **filters: str) -> str:
    """The address of the list of practices of a language, narrowed by facet values: one query. Empty when there is no list."""
    page = apps.get_model("practices", "PracticeIndexPage").objects.live().filter(locale__language_code=language).first()
    return f"{address_of(page)}?{urlencode(filters)}" if page and filters else address_of(page) if page else ""


def _is_unclear(hit: Hit, climates: Iterable[str]) -> bool:
    return bool(set(climates) & set(hit.card.get("unclear_climates", ())))
