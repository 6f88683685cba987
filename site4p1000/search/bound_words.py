"""Ranges, days and places in words: fields of the filter form, chips, and sentences about what could not be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from site4p1000.search.bounds import LIMITS, Days, Span
from site4p1000.search.cleaning import MAX_TEXT_LENGTH
from site4p1000.search.documents import RANGES
from site4p1000.search.labels import FACET_TITLES
from site4p1000.search.parameters import UNKNOWN
from site4p1000.search.request import (
    BOX,
    FROM,
    LATITUDE,
    LONGITUDE,
    NEAR,
    PAGE,
    PUBLISHED,
    RADIUS,
    SORT,
    TEXT,
    TO,
    SearchRequest,
    query_pairs,
)  # fmt: skip

TITLES = {
    "altitude_m": gettext_lazy("Altitude"),
    "rainfall_mm": gettext_lazy("Rain in a year"),
    PUBLISHED: gettext_lazy("Published"),
    NEAR: gettext_lazy("Near a place"),
    BOX: gettext_lazy("On the map"),
}
UNITS = {"altitude_m": "m", "rainfall_mm": "mm"}


@dataclass(frozen=True, kw_only=True, slots=True)
class BoundField:
    """One input of the filter form."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BoundGroup:
    """The inputs of one bound. `has_locate`: a script may offer to fill in where the reader is."""

    name: str
    title: str
    fields: tuple[BoundField, ...]
    has_locate: bool = False

    @property
    def is_used(self) -> bool:
        return any(field.value for field in self.fields)


def title(name: str) -> str:
    """What a bound is called."""
    return str(TITLES[name])


def groups(request: SearchRequest) -> Iterator[BoundGroup]:
    """The inputs for all bounds but the box, which only a map can ask for; what could not be read stands in them as it was typed."""
    values = {**dict(query_pairs(request)), **request.unread}
    for name in RANGES:
        labels = (_("From, in %(unit)s") % {"unit": UNITS[name]}, _("To, in %(unit)s") % {"unit": UNITS[name]})
        yield _group(name, zip((name + FROM, name + TO), labels, strict=True), values)
    yield _group(PUBLISHED, ((PUBLISHED + FROM, _("From year or date")), (PUBLISHED + TO, _("To year or date"))), values)
    place = ((LATITUDE, _("Latitude")), (LONGITUDE, _("Longitude")), (RADIUS, _("Within km")))
    yield _group(NEAR, place, values, has_locate=True)


def are_asked(request: SearchRequest) -> bool:
    """Whether the filters ask for bounds: where several kinds of documents are listed, and not in shorter lists."""
    return "type" in request.facets


def asked_by_filters(request: SearchRequest) -> set[str]:
    """Parameters the form of the filters has inputs for; all others must be carried along hidden."""
    fields = {field.name for group in groups(request) for field in group.fields} if are_asked(request) else set()
    return {*request.facets, *fields, PAGE}


def words(request: SearchRequest, name: str) -> str:
    """The value of one of the request's bounds: "500 to 1,500 m"."""
    if name in RANGES:
        return _span_words(request.ranges[name], UNITS[name])
    if name == PUBLISHED and request.published:
        return _day_words(request.published)
    if name == NEAR and request.near and request.near.radius_km:
        return _("within %(km)s km") % {"km": number_format(request.near.radius_km)}
    return _("a part of the map")


def complaints(request: SearchRequest) -> Iterator[str]:
    """A sentence for each thing that was left out: what it said, and where that helps what would be understood."""
    for name, said in request.ignored:
        yield _choice_left_out(name, said[:40]) or _bound_left_out(name, said[:40])


def _choice_left_out(name: str, said: str) -> str:
    """Of words, pages, orders, facets and names; empty for bounds."""
    if name == TEXT:
        return _("Only the first %(most)s characters of your words were searched for; fewer words find more.") % {"most": MAX_TEXT_LENGTH}
    if name == PAGE:
        return _("“%(said)s” is no number of a page, so this is the first one.") % {"said": said}
    if name == SORT:
        return _("Results cannot be sorted by “%(said)s”, so they come in the usual order.") % {"said": said}
    if name == UNKNOWN:
        return _("There is no filter called “%(said)s”, so it was left out.") % {"said": said}
    if name in FACET_TITLES:
        values = {"said": said, "filter": FACET_TITLES[name]}
        return _("“%(filter)s” cannot be changed on this page, so “%(said)s” was left out.") % values
    return ""


def _bound_left_out(name: str, said: str) -> str:
    values = {"said": said, "filter": title(NEAR if name == LATITUDE else name)}
    return _("“%(said)s” is not understood under “%(filter)s”, so it was left out.") % values + " " + _example(name)


def page_too_far(number: int) -> str:
    """Said where the last page is shown instead of one beyond the end."""
    return _("There is no page %(number)s; this is the last one.") % {"number": number_format(number)}


def unknown_value(facet: str, said: str) -> str:
    """Said of a chosen value that nothing in the bank has and no vocabulary names."""
    return _("“%(said)s” is not known under “%(filter)s”, so nothing is found; take this filter away.") % {
        "said": said[:40],
        "filter": FACET_TITLES[facet],
    }


def _example(name: str) -> str:
    if name in LIMITS:
        low, high = (number_format(limit) for limit in LIMITS[name])
        return _("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
    if name == PUBLISHED:
        return _("Write a year or a date, such as 2015 or 2015-06-30.")
    if name == LATITUDE:
        return _("Write degrees such as 12.4 and -1.5, and whole kilometres.")
    return _("A part of the map is west, south, east and north in degrees, with commas between.")


def _group(name: str, labels, values: dict[str, str], *, has_locate: bool = False) -> BoundGroup:
    fields = tuple(BoundField(name=field, label=label, value=values.get(field, "")) for field, label in labels)
    return BoundGroup(name=name, title=title(name), fields=fields, has_locate=has_locate)


def _span_words(span: Span, unit: str) -> str:
    return _from_to(*(None if end is None else number_format(end) for end in (span.low, span.high)), unit)


def _day_words(days: Days) -> str:
    first, last = (day and date_format(day, "SHORT_DATE_FORMAT") for day in (days.first, days.last))
    return _from_to(first, last, "").strip()


def _from_to(low: str | None, high: str | None, unit: str) -> str:
    values = {"low": low, "high": high, "unit": unit}
    if high is None:
        return _("from %(low)s %(unit)s") % values
    if low is None:
        return _("up to %(high)s %(unit)s") % values
    return _("%(low)s to %(high)s %(unit)s") % values
