"""Practices like this one: which, in what order, and why in words. One request to the search engine, two where few are alike; no query.

The engine narrows (same language, same climate and land use, best proven first); what two practices share is weighed here, from the
concepts the engine keeps of each. It never says how well a practice would do: likeness is about what it is for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from practices.browsing.cards import PracticeCard, card_of_hit, climate_of
from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.request import SearchRequest, SortOrder
from site4p1000.search.results import Hit

SHOWN = 3
CANDIDATES = 60
WEIGHTS = {"slm_group": 3, "degradation": 3, "purpose": 2, "land_use": 2, "climate": 2}
"""Schemes that say what a practice is for, and how much sharing all of one counts."""
MOST_NAMED = 2
"""Shared kinds that are named; more would not be read."""

KEPT = "concepts"
TRANSLATION_KEY = "translation_key"
"""What the search engine keeps of a practice for this, beside its card."""

Shared = Mapping[str, Sequence[str]]
"""Codes by scheme."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SimilarPractice:
    """A practice like the one that is read, and what they have in common, in words."""

    card: PracticeCard
    reason: str


def kept_of(page: Any, concepts: Iterable[Any]) -> dict[str, Any]:
    """What the engine is to keep of a practice so that others find it similar."""
    return {KEPT: _by_scheme(concepts), TRANSLATION_KEY: str(page.translation_key)}


def similar_practices(page: Any, concepts: Sequence[Any]) -> tuple[SimilarPractice, ...] | None:
    """At most three live public practices in the page's language that share most with it; ``None`` while the engine is down.

    `concepts` are those of the page; the language of the words printed is the active one.
    """
    own = _by_scheme(concepts)
    if not own.get("land_use"):
        return ()
    try:
        candidates = _candidates(page.language, own)
    except EngineProblem:
        return None
    found = [hit for hit in candidates if hit.card.get(TRANSLATION_KEY) != str(page.translation_key)]
    best = sorted(found, key=lambda hit: -likeness(own, hit.card.get(KEPT, {})))[:SHOWN]
    labels = {f"{concept.scheme}:{concept.code}": concept.label(page.language) for concept in _with_climates(concepts)}
    return tuple(SimilarPractice(card=card_of_hit(hit), reason=reason(own, hit.card.get(KEPT, {}), labels)) for hit in best)


def likeness(own: Shared, other: Shared) -> float:
    """How much two practices share: per scheme the common part of all their concepts, weighed."""
    return sum(weight * _common_part(own.get(scheme, ()), other.get(scheme, ())) for scheme, weight in WEIGHTS.items())


def reason(own: Shared, other: Shared, labels: Mapping[str, str]) -> str:
    """What they have in common: "Same climate and land use. Also against: erosion by water."."""
    shared = {scheme: [code for code in own.get(scheme, ()) if code in other.get(scheme, ())] for scheme in WEIGHTS}
    return " ".join(_sentences(shared, labels))


def _sentences(shared: Shared, labels: Mapping[str, str]) -> Iterator[str]:
    if shared["climate"] and shared["land_use"]:
        yield _("Same climate and land use.")
    elif shared["land_use"]:
        yield _("Same land use, other climate.")
    named = {scheme: ", ".join(labels[f"{scheme}:{code}"] for code in shared[scheme][:MOST_NAMED]) for scheme in shared}
    if named["slm_group"]:
        yield _("Same kind of measure: %(kinds)s.") % {"kinds": named["slm_group"]}
    if named["degradation"]:
        yield _("Also against: %(damage)s.") % {"damage": named["degradation"]}
    if named["purpose"]:
        yield _("Also for: %(purposes)s.") % {"purposes": named["purpose"]}


def _candidates(language: str, own: Shared) -> Sequence[Hit]:
    """Practices of the same land use and climate, best proven first; of any climate where those are fewer than are shown."""
    narrowed = {"type": ("practice",), "land_use": tuple(own["land_use"])}
    hits = _found(language, {**narrowed, "climate": tuple(own["climate"])}) if own.get("climate") else ()
    return hits if len(hits) > SHOWN else _found(language, narrowed)


def _found(language: str, narrowed: Mapping[str, tuple[str, ...]]) -> Sequence[Hit]:
    request = SearchRequest(language=language, fixed=narrowed, facets=(), sort=SortOrder.EVIDENCE, page_size=CANDIDATES)
    return get_engine().search(request).hits


def _common_part(ours: Sequence[str], theirs: Sequence[str]) -> float:
    either = {*ours, *theirs}
    return len({*ours} & {*theirs}) / len(either) if either else 0.0


def _with_climates(concepts: Iterable[Any]) -> list[Any]:
    """The concepts, and the climates their Köppen–Geiger classes belong to."""
    concepts = list(concepts)
    return [*concepts, *(climate for concept in concepts if (climate := climate_of(concept)) and climate not in concepts)]


def _by_scheme(concepts: Iterable[Any]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for concept in _with_climates(concepts):
        if concept.scheme in WEIGHTS and concept.code not in codes[concept.scheme]:
            codes[concept.scheme].append(concept.code)
    return {scheme: found for scheme, found in codes.items() if found}
