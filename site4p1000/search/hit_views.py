"""Hits as the search page lists them: the kind first, then title, words, and what a farmer asks first.

Keys of `card` that are shown, all optional and in the language of the document: ``note`` (after the kind: "Egypt, since 1977"),
``zones`` (``[{"label": …, "is_unclear": …}]``), ``evidence_level`` (0 to 4), ``evidence_label``, ``labour_label``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from site4p1000.search.registry import facet_labels
from site4p1000.search.results import Hit

METER_LENGTH = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Zone:
    """A climate badge; dashed when results there do not agree."""

    label: str
    is_unclear: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class HitView:
    """One hit. `foreign_language` is its language (ISO 639-1) where that is not the reader's, else empty."""

    kind: str
    note: str
    title: SafeString
    snippet: SafeString
    url: str
    published_on: date | None
    foreign_language: str
    zones: tuple[Zone, ...]
    meter: tuple[bool, ...]
    evidence_label: str
    labour_label: str
    distance_km: float | None = None


def hit_views(hits: Iterable[Hit], *, language: str) -> tuple[HitView, ...]:
    """The hits for a reader of this language."""
    hits = tuple(hits)
    kinds = facet_labels("type", {hit.type for hit in hits}, language)
    return tuple(_hit_view(hit, kinds[hit.type], language) for hit in hits)


def _hit_view(hit: Hit, kind: str, language: str) -> HitView:
    card = hit.card
    return HitView(
        kind=kind,
        note=card.get("note", ""),
        title=mark_safe(hit.title_html),  # noqa: S308  the engine escaped it
        snippet=mark_safe(hit.snippet_html),  # noqa: S308  the engine escaped it
        url=hit.url,
        published_on=hit.published_on,
        foreign_language=hit.language if hit.language != language else "",
        zones=tuple(Zone(label=zone["label"], is_unclear=bool(zone.get("is_unclear"))) for zone in card.get("zones", ())),
        meter=_meter(card.get("evidence_level")),
        evidence_label=card.get("evidence_label", ""),
        labour_label=card.get("labour_label", ""),
        distance_km=hit.distance_km,
    )


def _meter(level: Any) -> tuple[bool, ...]:
    """Four marks, as many of them on as the level says; none at all where it is unknown."""
    return tuple(mark < level for mark in range(METER_LENGTH)) if isinstance(level, int) else ()
