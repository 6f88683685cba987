"""What the search engine holds of one page: a search document. Pure: no Django, no engine.

The flow: live page ─ builder ─► SearchDocument ─ outbox ─► engine. Each package builds the documents of its own pages.
"""

import hashlib
from collections.abc import ItemsView, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import orjson

FACETS = (
    "type", "climate", "moisture", "land_use", "soil", "purpose", "country", "language", "basis", "evidence", "effort", "labour", "licence",
    "class",
)  # fmt: skip
"""Names of the facets, in the order in which readers see them. The engine itself fills ``type`` and ``language``.

``basis`` is the kind of proof (science, field, judgement), ``evidence`` its strength; ``effort`` is labour and cash together.
``class`` is a class of climate, texture or slope, as ``scheme:code``: nobody browses by it, but its explanation leads to what it has.
"""

RANGES = ("altitude_m", "rainfall_mm")
"""What can be narrowed from a number to a number, each with its unit in its name."""

TYPES = ("practice", "story", "issue", "zone", "page")
"""Kinds of documents, in the order in which readers see them."""


class FacetValues(Mapping[str, tuple[str, ...]]):
    """Values by facet, frozen and hashable, in one canonical order: facets as in `FACETS`, values sorted, none twice, no empty ones.

    Raises ``ValueError`` for a facet that is not in `FACETS`.
    """

    __slots__ = ("_pairs",)

    def __init__(self, values: Mapping[str, Iterable[str]] | Iterable[tuple[str, Iterable[str]]] = ()):
        given = dict(values)
        if unknown := given.keys() - set(FACETS):
            raise ValueError(f"Unknown facets {sorted(unknown)}; known are {', '.join(FACETS)}.")
        kept = {name: tuple(sorted({str(value) for value in given[name]} - {""})) for name in FACETS if name in given}
        self._pairs = tuple((name, values) for name, values in kept.items() if values)

    @classmethod
    def canonical(cls, values: Mapping[str, Iterable[str]]) -> "FacetValues":
        """Of values that are in canonical order already, as `to_json` wrote them: nothing is looked at again."""
        facets = object.__new__(cls)
        facets._pairs = tuple((name, tuple(values[name])) for name in FACETS if name in values)
        return facets

    def __getitem__(self, facet: str) -> tuple[str, ...]:
        return dict(self._pairs)[facet]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def items(self) -> ItemsView[str, tuple[str, ...]]:
        """Facets with their values: all at once, since every document of the bank is asked."""
        return dict(self._pairs).items()

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __repr__(self) -> str:
        return f"FacetValues({dict(self._pairs)!r})"

    def of(self, facet: str) -> tuple[str, ...]:
        """The values of one facet; empty when there are none."""
        return dict(self._pairs).get(facet, ())

    def replaced(self, facet: str, values: Iterable[str]) -> "FacetValues":
        """The same, with other values in one facet."""
        return FacetValues({**dict(self._pairs), facet: tuple(values)})


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchDocument:
    """One page as the engine knows it.

    `language` is the language of the words (ISO 639-1), which may be none of the interface's. `also` are other names, weighted almost
    like the title. `evidence_rank` grows with the strength of proof, `effort_rank` with the work asked for; ``None`` is unknown and
    sorts last in both. `card` is what a list shows, JSON-able, kept as it is and never searched. `spans` are the lowest and highest
    value by name of a range; what nobody reported is left out, and found by no range. `points` are (latitude, longitude) of its
    sites, WGS 84 degrees.
    """

    id: str
    type: str
    language: str
    title: str
    url: str
    also: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""
    published_on: date | None = None
    facets: FacetValues = field(default_factory=FacetValues)
    evidence_rank: int | None = None
    effort_rank: int | None = None
    card: Mapping[str, Any] = field(default_factory=dict)
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    points: tuple[tuple[float, float], ...] = ()

    def __post_init__(self):
        if not isinstance(self.facets, FacetValues):
            object.__setattr__(self, "facets", FacetValues(self.facets))
        if unknown := set(self.spans) - set(RANGES):
            raise ValueError(f"Unknown ranges {sorted(unknown)}; known are {', '.join(RANGES)}.")

    @property
    def all_facets(self) -> FacetValues:
        """The facets with type and language filled in."""
        return FacetValues(self.indexed_facets)

    @property
    def indexed_facets(self) -> dict[str, tuple[str, ...]]:
        """The same values as `all_facets`, in no order."""
        return {**dict(self.facets.items()), "type": (self.type,), "language": (self.language,)}

    @property
    def digest(self) -> str:
        """sha256 of the content: two documents with the same digest need no update. Empty for one no engine can take, such as half a letter."""
        try:
            return digest_of(to_json(self))
        except (TypeError, ValueError):
            return ""


def joined(parts: Iterable[str]) -> str:
    """The parts of a page as one searchable text. The dot keeps a snippet from running a heading into the sentence after it."""
    return " · ".join(part.strip() for part in parts if part and part.strip())


PAGE_PREFIX = "page-"


def page_document_id(page_id: int) -> str:
    """The document id of a Wagtail page, such as ``page-12``."""
    return f"{PAGE_PREFIX}{page_id}"


def page_of_document_id(document_id: str) -> int | None:
    """The page a document id is of; ``None`` for one that no page has."""
    number = document_id.removeprefix(PAGE_PREFIX)
    return int(number) if document_id.startswith(PAGE_PREFIX) and number.isascii() and number.isdigit() else None


def to_json(document: SearchDocument) -> bytes:
    """The document as canonical JSON (sorted keys, UTF-8), from which `from_json` makes the same document.

    Raises ``TypeError`` or ``ValueError`` for what JSON cannot say: halves of letters, numbers beyond 64 bits.
    """
    content = ((name, getattr(document, name)) for name in _FIELDS)
    told = {name: value for name, value in content if value or value == 0}
    return orjson.dumps(told, default=_plain, option=orjson.OPT_SORT_KEYS)


def digest_of(json: bytes) -> str:
    """The digest of the document that this is the JSON of."""
    return hashlib.sha256(json).hexdigest()


def from_json(text: str | bytes) -> SearchDocument:
    """The document that `to_json` wrote."""
    content = orjson.loads(text)
    if "published_on" in content:
        content["published_on"] = date.fromisoformat(content["published_on"])
    content["facets"] = FacetValues.canonical(content.get("facets", {}))
    content["also"] = tuple(content.get("also", ()))
    content["spans"] = {name: (low, high) for name, (low, high) in content.get("spans", {}).items()}
    content["points"] = tuple((latitude, longitude) for latitude, longitude in content.get("points", ()))
    return SearchDocument(**content)


_FIELDS = tuple(entry.name for entry in fields(SearchDocument))


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)
