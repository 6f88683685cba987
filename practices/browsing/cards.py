"""A practice as lists show it: drawing, name, where, effort, proof.

The models import what imports this, so nothing of `practices.models` is imported here; its classes are looked up when needed.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, IntegerField, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.browsing.dimensions import CLIMATE, FINER
from practices.browsing.lead import card_lead_of, whole_lead_of
from practices.classes import classes_at, climates_told
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
_CITED, _TRIED, _CLIMATE = "cited", "tried", "climate"
"""Kinds of rows that are read together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneBadge:
    """A climate a practice belongs to, or that of a site of it, which the label says. `is_unclear`: results there do not agree.

    `url` leads to the page of the climate; empty in lists, whose links are those to the practices.
    """

    label: str
    is_unclear: bool = False
    url: str = ""

    @property
    def words(self) -> str:
        """All the badge says, for where nothing can be dashed."""
        return _("%(zone)s: unclear") % {"zone": self.label} if self.is_unclear else self.label


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticeClimate:
    """A climate of a practice. `certainty` as its link to the concept says; `is_of_site`: told by the conditions of a site alone."""

    concept: Any
    certainty: str
    is_of_site: bool = False


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
    links, (works, at_sites), findings = _links_by_page(ids), _works_and_climates_by_page(ids), _findings_by_page(ids)
    return {
        page.pk: _card_of_page(page, links[page.pk], climates(links[page.pk], at_sites[page.pk]), _proof(works[page.pk], findings[page.pk]), language)
        for page in pages
    }


def _card_of_page(page, links: Iterable, found: Iterable[PracticeClimate], proof: Proof, language: str) -> PracticeCard:
    return PracticeCard(
        title=page.title,
        url=address_of(page),
        language=page.words_language,
        drawing=page.drawing,
        summary=card_lead_of(page),
        zones=tuple(badge_of(climate, language) for climate in found),
        land_uses=_land_uses([link.concept for link in links if link.concept.scheme == "land_use"], language),
        labour="" if page.labour_level == UNKNOWN else str(page.get_labour_level_display()),
        cash="" if page.cash_level == UNKNOWN else str(page.get_cash_level_display()),
        proof=proof,
    )


def kept_for_search(page) -> dict[str, Any]:
    """What the search engine keeps of a practice for lists, in words of the page's tree; `site4p1000.search.hit_views` has its keys.

    Reads no row that is prefetched already; one query where sites tell their climates.
    """
    links = list(page.concept_links.all())
    found = climates(links, climates_of_sites(page.sites.all()))
    card = _card_of_page(page, links, found, proof_of_page(page), page.language)
    return {
        "drawing": card.drawing,
        "lead": whole_lead_of(page),
        "zones": [{"label": zone.label, "is_unclear": zone.is_unclear} for zone in card.zones],
        "unclear_climates": [climate.concept.code for climate in found if climate.certainty == UNCLEAR],
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


def climates(links: Iterable, at_sites: Iterable[Any] = ()) -> tuple[PracticeClimate, ...]:
    """The climates of a practice: those it names, those its Köppen–Geiger classes belong to, then those `at_sites` (concepts). Each once."""
    links = list(links)
    named = [PracticeClimate(concept=link.concept, certainty=link.certainty) for link in links if link.concept.scheme == "climate"]
    held = [
        PracticeClimate(concept=climate, certainty=link.certainty)
        for link in links
        if (climate := climate_of(link.concept)) and climate != link.concept
    ]
    tried = [PracticeClimate(concept=climate, certainty="", is_of_site=True) for climate in at_sites]
    found: dict[str, PracticeClimate] = {}
    for climate in (*named, *sorted(held, key=lambda climate: climate.certainty == UNCLEAR), *tried):
        found.setdefault(climate.concept.code, climate)
    return tuple(found.values())


def climates_of_sites(sites: Iterable) -> list[Any]:
    """The climates that conditions of these sites tell, as concepts: one query, none where they tell none."""
    keys = [("climate", code) for code in climates_told(classes_at(sites))]
    concepts = apps.get_model("practices", "Concept").objects.by_key(keys) if keys else {}
    return [concepts[key] for key in keys if key in concepts]


def climate_of(concept) -> Any | None:
    """The climate itself, or the one a Köppen–Geiger class belongs to; ``None`` for all other concepts."""
    climate = concept.parent if concept.scheme == FINER["climate"] else concept
    return climate if climate and climate.scheme == "climate" else None


def badge_of(climate: PracticeClimate, language: str, *, is_linked: bool = False) -> ZoneBadge:
    """The badge of a climate of a practice. What only a site tells is said so; unmarked is what the practice is described for."""
    url = reverse("browse_value", args=[CLIMATE.address, climate.concept.code]) if is_linked else ""
    return badge(climate.concept.label(language), climate.certainty, is_of_site=climate.is_of_site, url=url)


def badge(label: str, certainty: str, *, is_of_site: bool = False, url: str = "") -> ZoneBadge:
    """The badge of a climate, under the short name its label begins with: "Dry: arid and semi-arid" is "Dry"."""
    short = label.split(":")[0].strip()
    return ZoneBadge(label=_("%(zone)s: tried there") % {"zone": short} if is_of_site else short, is_unclear=certainty == UNCLEAR, url=url)


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


def _works_and_climates_by_page(page_ids: list[int]) -> tuple[Mapping[int, list[Work]], Mapping[int, list]]:
    """The works of each page, and as concepts the climates that its sites tell."""
    rows = _cited_and_tried(page_ids)
    labels = {key: json.loads(words) for kind, _page, _order, key, words in rows if kind == _CLIMATE}
    works = _by_page((page, Work(key=key, kind=words)) for kind, page, _order, key, words in rows if kind == _CITED)
    at_sites = sorted((page, order, words) for kind, page, order, _key, words in rows if kind == _TRIED)
    told = ((page, code) for page, _order, words in at_sites for code in climates_told(_classes_in(words)) if code in labels)
    Concept = apps.get_model("practices", "Concept")
    return works, _by_page((page, Concept(scheme="climate", code=code, labels=labels[code])) for page, code in told)


def _cited_and_tried(page_ids: list[int]) -> list[tuple[str, int, int, str, str]]:
    """Citations, sites, and the labels of the climates, as (kind, page, order, key, words): one query, as lists have none to spare."""
    models = {name: apps.get_model("practices", name).objects for name in ("Citation", "Site", "Concept")}
    cited = models["Citation"].filter(page__in=page_ids)
    tried = models["Site"].filter(page__in=page_ids)
    parts = (
        _rows(cited, _CITED, F("page_id"), F("sort_order"), F("reference__key"), F("reference__kind")),
        _rows(tried, _TRIED, F("page_id"), F("sort_order"), Value(""), Cast("conditions", TextField())),
        _rows(models["Concept"].filter(scheme="climate"), _CLIMATE, Value(0), F("position"), F("code"), Cast("labels", TextField())),
    )
    return list(parts[0].union(*parts[1:], all=True))


def _rows(rows, kind: str, page, order, key, words):
    """These rows with the columns they need to stand under those of another table."""
    named = {"row_kind": Value(kind), "row_page": Cast(page, IntegerField()), "row_order": Cast(order, IntegerField()), "row_key": key}
    return rows.order_by().annotate(**named, row_words=words).values_list("row_kind", "row_page", "row_order", "row_key", "row_words")


def _classes_in(stored: str) -> list[tuple[str, str]]:
    """Scheme and code of the conditions a site is stored with."""
    values = [block["value"] for block in json.loads(stored or "[]")]
    return [(value.get("scheme") or "", value["code"]) for value in values if value.get("code")]


def _findings_by_page(page_ids: list[int]) -> Mapping[int, list[Finding]]:
    rows = apps.get_model("practices", "Result").objects.filter(page__in=page_ids).select_related("reference")
    return _by_page((row.page_id, _finding(row)) for row in rows)


def _by_page(pairs: Iterable[tuple[int, Any]]) -> Mapping[int, list]:
    found: dict[int, list] = defaultdict(list)
    for page_id, value in pairs:
        found[page_id].append(value)
    return found
