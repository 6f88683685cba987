"""The public archive of the press review: what a reader asks for, and a page of stories that answer it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from babel.dates import get_month_names
from django.db.models import Max
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.translation import gettext as _

from newsletter.models.press import PressItem, PressItemQuerySet, PressTopic
from newsletter.press.items import PressCard, cards_of
from site4p1000.common.languages import country_name, name_in
from site4p1000.common.paging import Pager, one_page
from site4p1000.search.cleaning import clean

FILTERS = ("language", "country", "topic", "year", "month")
LONGEST_TEXT = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a reader asked for; empty is everything. `filters` hold values by name of `FILTERS`, as in the address."""

    text: str
    filters: Mapping[str, str]

    @property
    def query_string(self) -> str:
        """The same as an address has it."""
        return urlencode({**({"q": self.text} if self.text else {}), **self.filters})


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """A value of a filter and its words."""

    value: str
    label: str
    is_selected: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """A filter with the values that would find something in the whole archive."""

    name: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """A chosen filter; `url` is the archive without it."""

    facet: str
    label: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """One page of the archive. `stories` are fewer than items where several outlets told one; the pager counts stories."""

    text: str
    filters: tuple[Filter, ...]
    chips: tuple[Chip, ...]
    cards: tuple[PressCard, ...]
    pager: Pager
    query_string: str
    without_filters_url: str = "?"


def archive(query: Mapping[str, str], *, language: str) -> Archive:
    """The page a query string asks for, for a reader of `language`. Values nobody knows are passed by. Five queries, six with practices."""
    filters = _filters(query, language)
    asked = Asked(text=clean(query.get("q", ""), LONGEST_TEXT), filters=_chosen(filters))
    rows = _rows(asked)
    stories, pager = one_page(
        rows.order_by().values("story").annotate(latest=Max("published_on")).order_by("-latest", "story"), number=query.get("page")
    )
    shown = list(rows.filter(story__in=[story["story"] for story in stories])) if stories else []
    return Archive(
        text=asked.text,
        filters=filters,
        chips=tuple(_chips(asked, filters)),
        cards=cards_of(shown, language=language) if shown else (),
        pager=replace(pager, previous_url=_page_url(pager.previous_url, asked), next_url=_page_url(pager.next_url, asked)),
        query_string=asked.query_string,
    )


def published_rows(query: Mapping[str, str]) -> PressItemQuerySet:
    """The published items of a query string, newest first, for feeds: what nobody knows finds nothing and breaks nothing."""
    filters = {name: value for name in FILTERS if (value := clean(query.get(name, ""), LONGEST_TEXT))}
    return _rows(Asked(text=clean(query.get("q", ""), LONGEST_TEXT), filters=filters))


def _rows(asked: Asked) -> PressItemQuerySet:
    rows = PressItem.objects.published().with_words(asked.text)
    for name, column in (("language", "language"), ("country", "country"), ("topic", "topic")):
        rows = rows.filter(**{column: asked.filters[name]}) if name in asked.filters else rows
    for name, part in (("year", "published_on__year"), ("month", "published_on__month")):
        value = asked.filters.get(name, "")
        rows = rows.filter(**{part: int(value)}) if re.fullmatch("[1-9][0-9]{0,3}", value) else rows
    return rows


def _filters(query: Mapping[str, str], language: str) -> tuple[Filter, ...]:
    """All filters with their values and which are chosen: one query."""
    when = {"in_year": ExtractYear("published_on"), "in_month": ExtractMonth("published_on")}
    rows = PressItem.objects.published().order_by().annotate(**when)
    found = list(rows.values_list("language", "country", "topic", *when).distinct())
    months = get_month_names("wide", context="stand-alone", locale=language)
    return (
        _filter("language", _("Language of the article"), _named({row[0] for row in found}, lambda code: name_in(code, language)), query),
        _filter("country", _("Country"), _named({row[1] for row in found}, lambda code: country_name(code, language)), query),
        _filter("topic", _("Topic"), _named({row[2] for row in found}, lambda code: str(PressTopic(code).label)), query),
        _filter("year", _("Year"), [(str(year), str(year)) for year in sorted({row[3] for row in found}, reverse=True)], query),
        _filter("month", _("Month"), [(str(month), months[month]) for month in sorted({row[4] for row in found})], query),
    )


def _named(values: Iterable[str], name) -> list[tuple[str, str]]:
    return sorted(((value, name(value)) for value in values if value), key=lambda pair: pair[1])


def _filter(name: str, title: str, values: Iterable[tuple[str, str]], query: Mapping[str, str]) -> Filter:
    chosen = query.get(name, "")
    options = tuple(Option(value=value, label=label, is_selected=value == chosen) for value, label in values)
    return Filter(name=name, title=title, options=options)


def _chosen(filters: Iterable[Filter]) -> dict[str, str]:
    return {one.name: option.value for one in filters for option in one.options if option.is_selected}


def _chips(asked: Asked, filters: Iterable[Filter]):
    labels = {(one.name, option.value): (one.title, option.label) for one in filters for option in one.options}
    for name, value in asked.filters.items():
        rest = replace(asked, filters={other: kept for other, kept in asked.filters.items() if other != name})
        title, label = labels[name, value]
        yield Chip(facet=title, label=label, url=f"?{rest.query_string}")
    if asked.text:
        yield Chip(facet=_("Words"), label=asked.text, url=f"?{replace(asked, text='').query_string}")


def _page_url(url: str, asked: Asked) -> str:
    return f"{url}&{asked.query_string}" if url and asked.query_string else url
