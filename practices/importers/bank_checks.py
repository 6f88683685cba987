"""The shape of the files in `content/practices/*`: what is missing or of the wrong kind, told with its place. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from practices.sentences import Sentence
from practices.sentences import marked as _

Fault = tuple[str, str]
"""(place in the file, reason)"""


@dataclass(frozen=True, slots=True)
class Each:
    """An object whose names are keys of the record itself, such as the words of each result."""

    shape: Any


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_printable(value: Any) -> bool:
    """A text that can be stored: no half of a character pair, no NUL."""
    return isinstance(value, str) and "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


TEXT, NUMBER, WHOLE, FLAG = Sentence(_("a text")), Sentence(_("a number")), Sentence(_("a whole number")), Sentence(_("true or false"))
LIST, OBJECT = Sentence(_("a list")), Sentence(_("an object"))
KINDS: Mapping[str, Callable[[Any], bool]] = {
    TEXT: _is_printable,
    NUMBER: _is_number,
    WHOLE: lambda value: isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9,
    FLAG: lambda value: isinstance(value, bool),
}

FACTS = {
    "key": TEXT,
    "drawing": TEXT,
    "climate": [{"code": TEXT, "certainty": TEXT}],
    "land_use?": [TEXT],
    "slm_group?": [TEXT],
    "purpose?": [TEXT],
    "degradation?": [TEXT],
    "agrovoc?": [TEXT],
    "labour": TEXT,
    "cash": TEXT,
    "references": [TEXT],
    "results": [
        {
            **dict.fromkeys(("key", "outcome", "unit", "reference"), TEXT),
            **dict.fromkeys(("interval?", "n_of?", "method?", "better?", "kind?"), TEXT),
            **dict.fromkeys(("value?", "low?", "high?", "depth_top_cm?", "depth_bottom_cm?", "duration_years?"), NUMBER),
            **dict.fromkeys(("depth_is_median?", "duration_is_median?"), FLAG),
            "n?": WHOLE,
        }
    ],
    "sites?": [
        {
            "key": TEXT,
            "country?": TEXT,
            "reference?": TEXT,
            "since_year?": WHOLE,
            "latitude?": NUMBER,
            "longitude?": NUMBER,
            "conditions?": [{"attribute": TEXT, "scheme?": TEXT, "code?": TEXT, "value?": NUMBER, "unit?": TEXT, "origin?": TEXT}],
        }
    ],
    "experience?": [{"key": TEXT, "country?": TEXT, "since_year?": WHOLE}],
    "exposures?": [{"key": TEXT, "hazard": TEXT, "coping?": TEXT}],
    "steps?": Each({"labour_person_days_per_ha?": NUMBER, "cost_amount?": NUMBER, "cost_currency?": TEXT, "cost_year?": WHOLE, "cost_per?": TEXT}),
    "related?": [TEXT],
}
WORDS = {
    **dict.fromkeys(("slug", "title", "summary", "abstract", "upkeep", "changes", "science", "climate_risks"), TEXT),
    **dict.fromkeys(("also", "need", "not_for", "tradeoffs"), [TEXT]),
    "tags?": [TEXT],
    "effort_source?": TEXT,
    "steps": [
        {
            **dict.fromkeys(("key", "phase", "title"), TEXT),
            **dict.fromkeys(("text?", "when?", "tools?", "labour?", "inputs?", "cost?", "pitfall?"), TEXT),
        }
    ],
    "results": Each({"label": TEXT, **dict.fromkeys(("comparison?", "place?", "note?"), TEXT)}),
    "failures": [dict.fromkeys(("key", "kind", "title", "text"), TEXT)],
    "constraints": Each(TEXT),
    "experience?": Each({"title": TEXT, "text": TEXT, **dict.fromkeys(("place?", "who?", "source?"), TEXT)}),
    "sites?": Each({"place?": TEXT, "note?": TEXT}),
    "exposures?": Each({"text?": TEXT, "source?": TEXT}),
}
"""A name that ends in “?” may be missing or empty (null). A list holds one kind of entry."""


def shape_faults(value: Any, shape: Any, place: str = "") -> Iterator[Fault]:
    """Everything in `value` that is not of the shape, each with its place, such as ``results[2].value``."""
    if isinstance(shape, Each):
        yield from _object_faults(value, dict.fromkeys(value, shape.shape) if isinstance(value, dict) else {}, place)
    elif isinstance(shape, dict):
        yield from _object_faults(value, shape, place)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield place, _expected(LIST, value)
            return
        for number, item in enumerate(value, 1):
            yield from shape_faults(item, shape[0], f"{place}[{number}]")
    elif not KINDS[shape](value):
        yield place, _expected(shape, value)


def _object_faults(value: Any, shape: Mapping[Any, Any], place: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield place, _expected(Sentence(_("an object with named parts")), value)
        return
    yield from _name_faults(value, shape, place)
    for name, inner in shape.items():
        bare = str(name).removesuffix("?")
        part = value.get(bare)
        if part is not None:
            yield from shape_faults(part, inner, _join(place, bare))
        elif bare == name:
            yield _join(place, bare), Sentence(_("it is missing"))


def _name_faults(value: Mapping[Any, Any], shape: Mapping[Any, Any], place: str) -> Iterator[Fault]:
    for written in value:
        if not _is_printable(written):
            yield place, Sentence(_("the name of a part is a text, not %(value)s"), value=_quoted(written))
        elif written not in shape and f"{written}?" not in shape:
            yield _join(place, written), Sentence(_("nothing of this name is known here"))


def link_faults(facts: Mapping[str, Any], words: Mapping[str, Any], references: Mapping[str, Any]) -> Iterator[Fault]:
    """Rows without words in this language, and works that are in no list. Both files have their shape already."""
    for part in ("results", "experience", "sites"):
        for row in facts.get(part) or ():
            if row["key"] not in (words.get(part) or {}):
                yield f"{part}.{row['key']}", Sentence(_("this language has no words for it"))
    for key in facts["references"]:
        if key not in references:
            yield "references", Sentence(_("“%(key)s” is not in references.yaml"), key=key)


def _expected(kind: str, value: Any) -> Sentence:
    return Sentence(_("%(kind)s is expected here, not %(value)s"), kind=kind, value=_quoted(value))


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _quoted(value: Any) -> str:
    """A value as it may stand in a sentence."""
    if value is None:
        return Sentence(_("nothing"))
    if isinstance(value, dict | list):
        return OBJECT if isinstance(value, dict) else LIST
    text = f"“{value}”"
    return (text if len(text) <= 60 else text[:59] + "…").encode(errors="replace").decode()
