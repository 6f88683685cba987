"""A practice as lists show it: drawing, name, where, effort, proof.

The models import what imports this, so nothing of `practices.models` is imported here; its classes are looked up when needed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from practices.proof import Finding, Science, Work, science
from site4p1000.common.addresses import address_of

UNCLEAR = "unclear"
"""`Certainty.UNCLEAR`: results there do not agree."""
UNKNOWN = "unknown"
"""`Level.UNKNOWN`: nobody has reported it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneBadge:
    """A climate a practice belongs to. `is_unclear`: results there do not agree."""

    label: str
    is_unclear: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticeCard:
    """What a list shows of a practice. `labour` and `cash` are words, empty when nobody has reported them.

    `language` is that of the words (ISO 639-1), for the `lang` attribute.
    """

    title: str
    url: str
    language: str
    drawing: str
    summary: str
    zones: tuple[ZoneBadge, ...]
    labour: str
    cash: str
    proof: Science


def live_cards(page_ids: Sequence[int], *, language: str) -> dict[int, PracticeCard]:
    """The cards of those of these pages that are live practices, in the order given: four queries, however many."""
    pages = apps.get_model("practices", "PracticePage").objects.live().in_bulk(page_ids) if page_ids else {}
    return cards_of_pages([pages[pk] for pk in page_ids if pk in pages], language=language)


def cards_of_pages(pages: Sequence, *, language: str) -> dict[int, PracticeCard]:
    """The cards of practice pages by page id, in the order given: three queries, however many."""
    ids = [page.pk for page in pages]
    if not ids:
        return {}
    zones, works, findings = _zones_by_page(ids, language), _works_by_page(ids), _findings_by_page(ids)
    return {page.pk: _card_of_page(page, zones[page.pk], science(works[page.pk], findings[page.pk])) for page in pages}


def _card_of_page(page, zones: Iterable[ZoneBadge], proof: Science) -> PracticeCard:
    return PracticeCard(
        title=page.title,
        url=address_of(page),
        language=page.words_language,
        drawing=page.drawing,
        summary=page.summary,
        zones=tuple(zones),
        labour="" if page.labour_level == UNKNOWN else str(page.get_labour_level_display()),
        cash="" if page.cash_level == UNKNOWN else str(page.get_cash_level_display()),
        proof=proof,
    )


def kept_for_search(page) -> dict[str, Any]:
    """What the search engine keeps of a practice beside title, address and summary: codes, so that each reader gets words of their own."""
    links = [link for link in page.concept_links.all() if link.concept.scheme == "climate"]
    return {
        "drawing": page.drawing,
        "climate": [[link.concept.code, link.certainty] for link in links],
        "labour": page.labour_level,
        "cash": page.cash_level,
        "proof": proof_of_page(page).value,
    }


def card_of_hit(hit, *, climates: Mapping[str, str], levels: Mapping[str, str]) -> PracticeCard:
    """The card of a practice the engine found. `climates` and `levels` are words by code, in the reader's language."""
    kept = hit.card
    return PracticeCard(
        title=hit.title,
        url=hit.url,
        language=hit.language,
        drawing=kept.get("drawing", "bare"),
        summary=hit.summary,
        zones=tuple(badge(climates.get(code, code), certainty) for code, certainty in kept.get("climate", ())),
        labour=levels.get(kept.get("labour", ""), ""),
        cash=levels.get(kept.get("cash", ""), ""),
        proof=Science(kept.get("proof", Science.NOTHING)),
    )


def badge(label: str, certainty: str) -> ZoneBadge:
    """The badge of a climate, under the short name its label begins with: "Dry: arid and semi-arid" is "Dry"."""
    return ZoneBadge(label=label.split(":")[0].strip(), is_unclear=certainty == UNCLEAR)


def proof_of_page(page) -> Science:
    """What science has found about a practice: its works and the results they gave."""
    works = [Work(key=row.reference.key, kind=row.reference.kind) for row in page.citations.all()]
    return science(works, [_finding(row) for row in page.results.all()])


def _finding(row) -> Finding:
    return Finding(outcome=row.outcome, quantity=row.quantity, work=row.reference.key if row.reference else "")


def _zones_by_page(page_ids: list[int], language: str) -> Mapping[int, list[ZoneBadge]]:
    links = apps.get_model("practices", "ConceptLink").objects.filter(page__in=page_ids, concept__scheme="climate")
    rows = links.select_related("concept").order_by("sort_order")
    return _by_page((row.page_id, badge(row.concept.label(language), row.certainty)) for row in rows)


def _works_by_page(page_ids: list[int]) -> Mapping[int, list[Work]]:
    rows = apps.get_model("practices", "Citation").objects.filter(page__in=page_ids).select_related("reference")
    return _by_page((row.page_id, Work(key=row.reference.key, kind=row.reference.kind)) for row in rows)


def _findings_by_page(page_ids: list[int]) -> Mapping[int, list[Finding]]:
    rows = apps.get_model("practices", "Result").objects.filter(page__in=page_ids).select_related("reference")
    return _by_page((row.page_id, _finding(row)) for row in rows)


def _by_page(pairs: Iterable[tuple[int, Any]]) -> Mapping[int, list]:
    found: dict[int, list] = defaultdict(list)
    for page_id, value in pairs:
        found[page_id].append(value)
    return found
