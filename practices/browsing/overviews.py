"""What the pages of browsing show: all dimensions, one dimension with its values, one value with its practices and its neighbours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from practices.browsing.dimensions import EXPLAINED, SCHEME_TITLES, Dimension, DimensionLink, dimension_links
from practices.browsing.lists import PRACTICES, PracticeList, counts_of, engine_results, list_url, practice_list
from practices.browsing.values import Value, values_of
from practices.models.vocabularies import Concept
from site4p1000.search.request import SearchRequest

MOST_NEIGHBOURS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueLink:
    """A value with its page. `count` practices belong to it; ``None`` while nobody can count. `note` tells it from the others."""

    label: str
    url: str
    count: int | None
    note: str = ""
    is_below: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Values under one heading, which may be empty."""

    title: str
    links: tuple[ValueLink, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """A dimension ready to read. `others` are the other dimensions; `is_counted` is false while nobody can count."""

    dimension: Dimension
    sections: tuple[Section, ...]
    others: tuple[DimensionLink, ...]
    is_counted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueReading:
    """A value ready to read: its practices as the reader narrowed them, and what stands above, below and beside it."""

    dimension: Dimension
    value: Value
    practices: PracticeList
    broader: tuple[ValueLink, ...]
    narrower: tuple[ValueLink, ...]
    neighbours: tuple[ValueLink, ...]
    list_url: str
    others: tuple[DimensionLink, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainedTerm:
    """A term nobody browses by, in plain words. `within` is the climate or texture it belongs to.

    `count` practices are filed under it, listed at `url`; ``None`` while nobody can count.
    """

    key: str
    code: str
    label: str
    definition: str
    within: str
    count: int | None
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainedTerms:
    """One such vocabulary. `has_practices`: some practice of the bank is filed under one of its terms; ``None`` while nobody can count."""

    title: str
    terms: tuple[ExplainedTerm, ...]
    has_practices: bool | None


def overview(dimension: Dimension, language: str) -> Overview:
    """A dimension with all its values and their counts: one query and one engine call."""
    counts = _counts(dimension.facet, language)
    values = values_of(dimension, language, found=tuple(counts or ()))
    schemes = tuple(dict.fromkeys(value.scheme for value in values))
    sections = tuple(
        Section(
            title=str(SCHEME_TITLES.get(scheme, "")),
            links=tuple(_link(dimension, value, counts, with_note=True) for value in values if value.scheme == scheme),
        )
        for scheme in schemes
    )
    return Overview(dimension=dimension, sections=sections, others=dimension_links(but=dimension), is_counted=counts is not None)


def value_reading(dimension: Dimension, value: Value, *, query, language: str, path: str) -> ValueReading:
    """A value with its practices: the queries of the list and two more, and two engine calls."""
    practices = practice_list(query=query, language=language, path=path, fixed={dimension.facet: (value.key,)})
    counts = _counts(dimension.facet, language)
    values = values_of(dimension, language, found=tuple(counts or ()))
    return ValueReading(
        dimension=dimension,
        value=value,
        practices=practices,
        broader=_links(dimension, (other for other in values if other.key == value.broader), counts),
        narrower=_links(dimension, (other for other in values if value.key and other.broader == value.key), counts),
        neighbours=_links(dimension, _neighbours(dimension, value, values, counts), counts),
        list_url=list_url(language, **{dimension.facet: value.key}),
        others=dimension_links(but=dimension),
    )


def explained_terms(language: str) -> tuple[ExplainedTerms, ...]:
    """The terms of the vocabularies nobody browses by, under their headings, with their counts: two queries and one engine call."""
    concepts = list(Concept.objects.filter(scheme__in=EXPLAINED).select_related("parent").order_by("position"))
    counts, address = _counts("class", language), list_url(language)
    by_scheme = {scheme: [_explained(row, language, counts, address) for row in concepts if row.scheme == scheme] for scheme in EXPLAINED}
    return tuple(
        ExplainedTerms(
            title=str(SCHEME_TITLES[scheme]), terms=tuple(terms), has_practices=None if counts is None else any(term.count for term in terms)
        )
        for scheme, terms in by_scheme.items()
    )


def value_url(dimension: Dimension, value: Value) -> str:
    """The address of the page of a value, in the active language."""
    here = translation.get_language() or ""
    return reverse("browse_value", args=[dimension.address, value.addresses.get(here) or value.address])


def _counts(facet: str, language: str) -> dict[str, int] | None:
    found = engine_results(SearchRequest(language=language, fixed=PRACTICES, facets=(facet,), page_size=1))
    return None if found is None else counts_of(found, facet)


def _neighbours(dimension: Dimension, value: Value, values: Sequence[Value], counts: dict[str, int] | None) -> tuple[Value, ...]:
    """The values beside this one that have practices; where they follow each other, also the ones just before and after it without any."""
    beside = [other for other in values if (other.scheme, other.broader) == (value.scheme, value.broader)]
    place = next((number for number, other in enumerate(beside) if other.key == value.key), None)
    near = () if place is None or not dimension.is_ordered else beside[max(0, place - 1) : place + 2]
    kept = [other for other in beside if other in near or (counts or {}).get(other.key)]
    return tuple(other for other in kept if other.key != value.key)[:MOST_NEIGHBOURS]


def _links(dimension: Dimension, values: Iterable[Value], counts: dict[str, int] | None) -> tuple[ValueLink, ...]:
    return tuple(replace(_link(dimension, value, counts), is_below=False) for value in values)


def _link(dimension: Dimension, value: Value, counts: dict[str, int] | None, *, with_note: bool = False) -> ValueLink:
    return ValueLink(
        label=value.label,
        url=value_url(dimension, value),
        count=None if counts is None else counts.get(value.key, 0),
        note=(value.hint or value.definition.partition(". ")[0].rstrip(".") + ".") if with_note and (value.hint or value.definition) else "",
        is_below=bool(value.broader),
    )


def _explained(concept: Concept, language: str, counts: dict[str, int] | None, list_address: str) -> ExplainedTerm:
    return ExplainedTerm(
        key=concept.key,
        code=concept.code if concept.scheme in ("koppen", "ipcc") else "",
        label=concept.label(language),
        definition=concept.definition(language),
        within=concept.parent.label(language) if concept.parent else "",
        count=None if counts is None else counts.get(concept.key, 0),
        url=f"{list_address}?{urlencode({'class': concept.key})}" if list_address else "",
    )
