"""A practice as lists show it: drawing, name, where, effort, proof.

The models import what imports this, so nothing of `practices.models` is imported here; its classes are looked up when needed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from practices.browsing.dimensions import FINER
from practices.browsing.lead import card_lead_of, whole_lead_of
from practices.proof import Finding, Work, science
from practices.reading.display import proof_words
from site4p1000.common.addresses import address_of
from site4p1000.common.visibility import readable

UNCLEAR = "unclear"
"""`Certainty.UNCLEAR`: results there do not agree."""
CARD_SCHEMES = ("climate", FINER["climate"], "land_use")
"""Vocabularies a card names something of."""
UNKNOWN = "unknown"
"""`Level.UNKNOWN`: nobody has reported it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneBadge:
    """A climate a practice belongs to. `is_unclear`: results there do not agree."""

    label: str
    is_unclear: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """How much science has found: cells of the meter, 0 to 4, and the words that say the same."""

    level: int
    words: str


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
    land_uses: tuple[str, ...]
    labour: str
    cash: str
    proof: Proof


def live_cards(page_ids: Sequence[int], *, language: str) -> dict[int, PracticeCard]:
    """The cards of those of these pages that are live practices, in the order given: four queries, however many."""
    pages = readable(apps.get_model("practices", "PracticePage").objects).in_bulk(page_ids) if page_ids else {}
    return cards_of_pages([pages[pk] for pk in page_ids if pk in pages], language=language)


def cards_of_pages(pages: Sequence, *, language: str) -> dict[int, PracticeCard]:
    """The cards of practice pages by page id, in the order given: three queries, however many."""
    ids = [page.pk for page in pages]
    if not ids:
        return {}
    links, works, findings = _links_by_page(ids), _works_by_page(ids), _findings_by_page(ids)
    return {page.pk: _card_of_page(page, links[page.pk], _proof(works[page.pk], findings[page.pk]), language) for page in pages}


def _card_of_page(page, links: Iterable, proof: Proof, language: str) -> PracticeCard:
    return PracticeCard(
        title=page.title,
        url=address_of(page),
        language=page.words_language,
        drawing=page.drawing,
        summary=card_lead_of(page),
        zones=tuple(badge(climate.label(language), certainty) for climate, certainty in climates(links)),
        land_uses=_land_uses([link.concept for link in links if link.concept.scheme == "land_use"], language),
        labour="" if page.labour_level == UNKNOWN else str(page.get_labour_level_display()),
        cash="" if page.cash_level == UNKNOWN else str(page.get_cash_level_display()),
        proof=proof,
    )


def kept_for_search(page) -> dict[str, Any]:
    """What the search engine keeps of a practice for lists, in words of the page's tree; `site4p1000.search.hit_views` has its keys.

    Reads no row that is prefetched already.
    """
    links = list(page.concept_links.all())
    card = _card_of_page(page, links, proof_of_page(page), page.language)
    return {
        "drawing": card.drawing,
        "lead": whole_lead_of(page),
        "zones": [{"label": zone.label, "is_unclear": zone.is_unclear} for zone in card.zones],
        "unclear_climates": [climate.code for climate, certainty in climates(links) if certainty == UNCLEAR],
        "land_uses": list(card.land_uses),
        "evidence_level": card.proof.level,
        "evidence_label": card.proof.words,
        "labour_label": card.labour,
        "cash_label": card.cash,
    }


def card_of_hit(hit) -> PracticeCard:
    """The card of a practice the engine found, from what `kept_for_search` gave it."""
    kept = hit.card
    return PracticeCard(
        title=hit.title,
        url=hit.url,
        language=hit.language,
        drawing=kept.get("drawing", "bare"),
        summary=hit.summary,
        zones=tuple(ZoneBadge(**zone) for zone in kept.get("zones", ())),
        land_uses=tuple(kept.get("land_uses", ())),
        labour=kept.get("labour_label", ""),
        cash=kept.get("cash_label", ""),
        proof=Proof(level=kept.get("evidence_level", 0), words=kept.get("evidence_label", "")),
    )


def _land_uses(concepts: Sequence, language: str) -> tuple[str, ...]:
    """The land uses in few words: several of one broader kind are named by that kind, "Grazing land" for extensive and intensive grazing."""
    kinds = Counter(concept.parent_id or concept.pk for concept in concepts)
    named = (concept.parent if concept.parent and kinds[concept.parent_id] > 1 else concept for concept in concepts)
    return tuple(dict.fromkeys(concept.label(language) for concept in named))


def climates(links: Iterable) -> tuple[tuple[Any, str], ...]:
    """The climates of a practice with how sure each is: those it names, then those its Köppen–Geiger classes belong to. Each once."""
    links = list(links)
    named = [(link.concept, link.certainty) for link in links if link.concept.scheme == "climate"]
    held = [(climate, link.certainty) for link in links if (climate := climate_of(link.concept)) and climate != link.concept]
    found: dict[str, tuple[Any, str]] = {}
    for climate, certainty in (*named, *sorted(held, key=lambda pair: pair[1] == UNCLEAR)):
        found.setdefault(climate.code, (climate, certainty))
    return tuple(found.values())


def climate_of(concept) -> Any | None:
    """The climate itself, or the one a Köppen–Geiger class belongs to; ``None`` for all other concepts."""
    climate = concept.parent if concept.scheme == FINER["climate"] else concept
    return climate if climate and climate.scheme == "climate" else None


def badge(label: str, certainty: str) -> ZoneBadge:
    """The badge of a climate, under the short name its label begins with: "Dry: arid and semi-arid" is "Dry"."""
    return ZoneBadge(label=label.split(":")[0].strip(), is_unclear=certainty == UNCLEAR)


def proof_of_page(page) -> Proof:
    """What science has found about one practice: its works and the results they gave."""
    works = [Work(key=row.reference.key, kind=row.reference.kind) for row in page.citations.all()]
    return _proof(works, [_finding(row) for row in page.results.all()])


def _proof(works: Iterable[Work], findings: Iterable[Finding]) -> Proof:
    found = science(works, findings)
    return Proof(level=found.level, words=proof_words(found))


def _finding(row) -> Finding:
    return Finding(outcome=row.outcome, quantity=row.quantity, work=row.reference.key if row.reference else "")


def _links_by_page(page_ids: list[int]) -> Mapping[int, list]:
    links = apps.get_model("practices", "ConceptLink").objects.filter(page__in=page_ids, concept__scheme__in=CARD_SCHEMES)
    return _by_page((row.page_id, row) for row in links.select_related("concept__parent").order_by("sort_order"))


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
