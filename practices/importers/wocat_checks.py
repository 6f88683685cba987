"""What keeps a record of WOCAT out: wrong shapes, impossible values, no consent. Every fault at once, one sentence each. Pure.

Names and types of fields are data: `crosswalks/wocat_fields.csv`.
"""

import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from practices.importers.base import CROSSWALKS
from practices.importers.wocat_contacts import redact
from practices.sentences import Sentence
from practices.sentences import marked as _
from practices.years import FIRST_YEAR, last_year

PUBLIC = 4
STATUSES = {1: _("draft"), 2: _("submitted"), 3: _("reviewed"), 4: _("public"), 5: _("rejected"), 6: _("inactive")}
UNKNOWN_STATUS = _("unknown")

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")

Fault = tuple[str, str]
"""(field, reason)"""


@dataclass
class Shape:
    """What is known of one field: its type (empty: not read, so not checked), its own fields, its items."""

    type: str = ""
    fields: dict[str, "Shape"] = field(default_factory=dict)
    items: "Shape | None" = None

    @cached_property
    def is_right(self) -> Callable[[Any], bool]:
        """Tells whether a value is of the type."""
        return TYPES[self.type][0]

    @cached_property
    def typed(self) -> tuple[tuple[str, "Shape"], ...]:
        """The fields that are read, and so checked."""
        return tuple((name, inner) for name, inner in self.fields.items() if inner.type)


def faults(envelope: Any) -> Iterator[Fault]:
    """Everything wrong with a record, as (field, reason)."""
    if not _is_envelope(envelope):
        yield "", Sentence(_("this is not a WOCAT record: a JSON object with “id” and “selected_version” is expected"))
        return
    version = envelope["selected_version"]
    yield from _unknown_fields(envelope, version)
    yield from ((_readable(path), reason) for path, reason in _shape_faults(envelope, envelope_shape()))
    yield from _identity_faults(envelope, version)
    yield from _publication_faults(version)
    yield from _value_faults(version)


def _is_envelope(envelope: Any) -> bool:
    return isinstance(envelope, dict) and "selected_version" in envelope and isinstance(envelope["selected_version"], dict)


@cache
def envelope_shape() -> Shape:
    """The shape of a record, from `wocat_fields.csv`: a path such as ``selected_version.images[].caption`` per line."""
    root = Shape(type="object")
    with (CROSSWALKS / "wocat_fields.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            shape = root
            for step in row["path"].replace("[]", ".[]").split("."):
                if step == "[]":
                    shape.items = shape = shape.items or Shape()
                else:
                    shape = shape.fields.setdefault(step, Shape())
            shape.type = row["type"]
    return root


def _unknown_fields(envelope: Mapping[str, Any], version: Mapping[str, Any]) -> Iterator[Fault]:
    known = envelope_shape().fields
    reason = Sentence(_("this field is not known; WOCAT has changed its format, so a person must look at it first"))
    for name in envelope.keys() - known.keys():
        yield redact(name), reason
    for name in version.keys() - known["selected_version"].fields.keys():
        if not name.endswith("_2015"):
            yield redact(name), reason


def _shape_faults(value: Any, shape: Shape) -> Iterable[Fault]:
    """Wrong types here and below, where the adapter reads. Nothing (``null``) is always allowed. Paths begin at `value`."""
    if not shape.is_right(value):
        return [("", _expected(shape.type, value))]
    if shape.type == "impacts":
        return _impact_faults(value)
    return _inner_faults(value, shape) if shape.fields or shape.items else ()


def _inner_faults(value: Any, shape: Shape) -> list[Fault]:
    found: list[Fault] = []
    for name, inner in shape.typed:
        part = value.get(name)
        if part is not None:
            found += [(f".{name}{path}", reason) for path, reason in _shape_faults(part, inner)]
    if shape.items:
        for number, item in enumerate(value, 1):
            if item is not None:
                found += [(f"[{number}]{path}", reason) for path, reason in _shape_faults(item, shape.items)]
    return found


def _readable(path: str) -> str:
    """A path as people of WOCAT’s form know it: fields of the version stand alone."""
    return path.removeprefix(".selected_version").removeprefix(".") if path != ".selected_version.id" else "selected_version.id"


def _is_text(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    return not value or all([isinstance(words, str) or words is None for words in value.values()])


def _is_number(value: Any) -> bool:
    return _is_integer(value) or isinstance(value, float) and math.isfinite(value)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


TYPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "text": (_is_text, Sentence(_('a text per language such as {"en": "…"}'))),
    "string": (lambda value: isinstance(value, str), Sentence(_("a text"))),
    "integer": (_is_integer, Sentence(_("a whole number"))),
    "number": (_is_number, Sentence(_("a number"))),
    "boolean": (lambda value: isinstance(value, bool), Sentence(_("true or false"))),
    "list": (lambda value: isinstance(value, list), Sentence(_("a list"))),
    "object": (lambda value: isinstance(value, dict), Sentence(_("an object"))),
    "impacts": (lambda value: isinstance(value, dict), Sentence(_("an object with one entry per impact"))),
}


def _expected(kind: str, value: Any) -> Sentence:
    return Sentence(_("%(kind)s is expected here, not %(value)s"), kind=TYPES[kind][1], value=_quoted(value))


def _impact_faults(block: Mapping[str, Any]) -> Iterator[Fault]:
    for name, entry in block.items():
        if isinstance(entry, list):
            for number, one in enumerate(entry, 1):
                yield from _one_impact_faults(one, f".{redact(name)}[{number}]")
        else:
            yield from _one_impact_faults(entry, f".{redact(name)}")


def _one_impact_faults(entry: Any, path: str) -> Iterator[Fault]:
    if entry is None:
        return
    if not isinstance(entry, dict):
        yield path, Sentence(_("an impact is an object with a value and a comment, not %(value)s"), value=_quoted(entry))
        return
    value = entry.get("value")
    if value is not None and not (_is_integer(value) and -3 <= value <= 3):
        yield path, Sentence(_("the impact value %(value)s is not a whole number from −3 to 3"), value=_quoted(value))
    for name in ("name", "comment", "quantity_before", "quantity_after"):
        if entry.get(name) is not None and not _is_text(entry[name]):
            yield f"{path}.{name}", _expected("text", entry[name])


def _identity_faults(envelope: Mapping[str, Any], version: Mapping[str, Any]) -> Iterator[Fault]:
    for name, owner in (("id", envelope), ("selected_version.id", version)):
        value = owner.get("id")
        if value is None:
            yield name, Sentence(_("the record has no identifier, so it could not be found again"))
        elif isinstance(value, int) and value <= 0:
            yield name, Sentence(_("the identifier %(value)s is not a number above zero"), value=value)
    technology = version.get("technology")
    if _is_integer(technology) and technology != envelope.get("id"):
        text = _("the record says that it belongs to technology %(technology)s, but its own id is %(own)s")
        yield "technology", Sentence(text, technology=technology, own=_quoted(envelope.get("id")))
    yield from _language_faults(version)


def _language_faults(version: Mapping[str, Any]) -> Iterator[Fault]:
    primary, languages = version.get("primary_language"), version.get("languages")
    if not primary:
        yield "primary_language", Sentence(_("the record does not say which language it is written in"))
    for code in (primary, *(languages if isinstance(languages, list) else ())):
        if code and isinstance(code, str) and not LANGUAGE_CODE.fullmatch(code):
            yield "languages", Sentence(_("%(value)s is not a language code such as en or ar"), value=_quoted(code))


def _publication_faults(version: Mapping[str, Any]) -> Iterator[Fault]:
    status = version.get("status")
    if status is None:
        yield "status", Sentence(_("the record does not say whether it is public at WOCAT"))
    elif _is_integer(status) and status != PUBLIC:
        text = _("the record is not public at WOCAT: its status is %(status)s (%(name)s), and 4 is public")
        yield "status", Sentence(text, status=_quoted(status), name=Sentence(STATUSES.get(status, UNKNOWN_STATUS)))
    if version.get("is_deleted") is True:
        yield "is_deleted", Sentence(_("the record was deleted at WOCAT"))
    if version.get("accept_conditions") in (None, False):
        yield "accept_conditions", Sentence(_("its authors have not agreed to the licence (CC BY-NC-SA), so it may not be reused"))
    if version.get("sustainability") is True:
        text = _("its compiler declares that the practice may be a problem for the land, so a person must look at it first")
        yield "sustainability", Sentence(text)


def _value_faults(version: Mapping[str, Any]) -> Iterator[Fault]:
    year = version.get("implementation_year")
    if isinstance(year, int) and not FIRST_YEAR <= year <= last_year():
        text = _("%(year)s is not a year from %(first)s to %(last)s")
        yield "implementation_year", Sentence(text, year=_quoted(year), first=FIRST_YEAR, last=last_year())
    geometry = version.get("location_geometry")
    if isinstance(geometry, dict):
        yield from _geometry_faults(geometry)


def _geometry_faults(geometry: Mapping[str, Any]) -> Iterator[Fault]:
    coordinates = geometry.get("coordinates")
    if coordinates in (None, []):
        return
    kind = geometry.get("type")
    if kind not in ("Point", "MultiPoint"):
        yield "location_geometry", Sentence(_("a place is a Point or a MultiPoint, not %(value)s"), value=_quoted(kind))
        return
    points = [coordinates] if kind == "Point" else coordinates
    for number, point in enumerate(points if isinstance(points, list) else [points], 1):
        yield from _point_faults(point, f"location_geometry.coordinates[{number}]")


def _point_faults(point: Any, path: str) -> Iterator[Fault]:
    if not isinstance(point, list) or len(point) < 2:
        yield path, Sentence(_("a point is a list of longitude and latitude, not %(value)s"), value=_quoted(point))
        return
    for name, value, limit in ((_("longitude"), point[0], 180), (_("latitude"), point[1], 90)):
        told = {"name": Sentence(name), "value": _quoted(value)}
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield path, Sentence(_("the %(name)s %(value)s is not a number"), **told)
        elif not -limit <= value <= limit:  # also catches NaN, which compares with nothing
            yield path, Sentence(_("the %(name)s %(value)s is outside −%(limit)s to %(limit)s degrees"), limit=limit, **told)


def _quoted(value: Any) -> str:
    """A value as it may stand in a sentence: short, and without contact data."""
    text = {True: "true", False: "false", None: "null"}.get(value, "") if isinstance(value, bool | None) else ""
    if not text:
        kind = "object" if isinstance(value, dict) else "list" if isinstance(value, list) else ""
        if kind:
            return TYPES[kind][1]
        text = redact(str(value))
    return text if len(text) <= 60 else text[:59] + "…"
