"""What a page with search results shows, as templates receive it: words, counts and links, and nothing to work out."""

from dataclasses import dataclass

from site4p1000.search.bound_words import BoundGroup

OPTIONS_SHOWN = 10
"""Values of a facet that are not folded away."""
FOLDED_AT_LEAST = 3
"""Fewer than these are not worth a fold: the button would take their place."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One value of a facet: `count` hits with it; `url` chooses it, or takes the choice back."""

    value: str
    label: str
    count: int
    url: str
    is_selected: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetGroup:
    """A facet with the values that occur. `name` is also the name of its form fields.

    `shown` are the first ones and all chosen ones; `more` the rest of a long list, folded away.
    """

    name: str
    title: str
    options: tuple[Option, ...]

    @property
    def shown(self) -> tuple[Option, ...]:
        folded = {option.value for option in self.more}
        return tuple(option for option in self.options if option.value not in folded)

    @property
    def more(self) -> tuple[Option, ...]:
        rest = tuple(option for option in self.options[OPTIONS_SHOWN:] if not option.is_selected)
        return rest if len(rest) >= FOLDED_AT_LEAST else ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """A chosen value; `url` takes it away."""

    facet: str
    label: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SortOption:
    """An order to choose."""

    value: str
    label: str
    url: str
    is_selected: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Pager:
    """Where one is in the pages; an empty address where there is no way on."""

    number: int
    pages: int
    previous_url: str
    next_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherLanguage:
    """The same search in another language, and how much it finds there. `code` is ISO 639-1."""

    code: str
    name: str
    count: int
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WayOut:
    """A choice without which there would be something: "Climate: boreal", 3."""

    facet: str
    label: str
    count: int
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """Other words than those typed. `is_done`: they were searched for, and `url` leads to the words typed; else `url` leads to them."""

    typed: str
    text: str
    url: str
    is_done: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchView:
    """Everything a page with search results shows besides the hits.

    `nearby` are other values of the facets a reader narrowed which have results where there are none, the nearest first. `complaints` are sentences.
    `action` is the address the forms go to; `kept_by_filters` and `kept_by_sort` are the names and values they carry along hidden.
    `without_filters_url` and `without_text_url` are empty where there is nothing to take away.
    """

    text: str
    action: str
    total: int
    is_degraded: bool
    has_choices: bool
    language_names: str
    groups: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    sort_options: tuple[SortOption, ...]
    pager: Pager
    other_languages: tuple[OtherLanguage, ...]
    ways_out: tuple[WayOut, ...]
    nearby: tuple[WayOut, ...]
    bounds: tuple[BoundGroup, ...]
    has_bounds: bool
    complaints: tuple[str, ...]
    correction: Correction | None
    feed_url: str
    without_filters_url: str
    without_text_url: str
    all_url: str
    kept_by_filters: tuple[tuple[str, str], ...]
    kept_by_sort: tuple[tuple[str, str], ...]
