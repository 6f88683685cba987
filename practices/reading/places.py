"""Where a practice belongs and where it was tried: climate badges, sites, and the conditions there with their origin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.browsing.cards import ZoneBadge, badge_of, climates
from practices.classes import classes_at, climates_told
from practices.condition_words import attribute_words, unit_words
from practices.models.choices import Origin
from practices.reading import outline, site_map
from practices.reading.display import amount_text, capital
from practices.reading.words import PageWords
from site4p1000.common.languages import country_name

OF_THE_PLACE = {
    "land_use": gettext_lazy("Land use"),
    "koppen": gettext_lazy("Köppen–Geiger classes"),
    "ipcc": gettext_lazy("Climate zones of the IPCC"),
    "aridity": gettext_lazy("Aridity"),
    "agroclimate": gettext_lazy("Growing season"),
    "rainfall_mm": gettext_lazy("Rain in a year"),
    "altitude_m": gettext_lazy("Altitude"),
    "slope_pct": gettext_lazy("Slope"),
    "landform": gettext_lazy("Landform"),
    "texture3": gettext_lazy("Topsoil"),
    "texture12": gettext_lazy("Soil texture, by feel"),
    "wrb": gettext_lazy("Soil groups"),
    "soil_depth_cm": gettext_lazy("Soil depth"),
    "topsoil_organic_matter_pct": gettext_lazy("Organic matter in the topsoil"),
    "groundwater_m": gettext_lazy("Groundwater"),
    "water_supply": gettext_lazy("Water"),
}
"""Schemes that say where a practice belongs, listed with its sites in this order. Climates are badges at the top of the page."""

OF_THE_PRACTICE = {
    "slm_group": gettext_lazy("Kind of measure"),
    "degradation": gettext_lazy("Damage it answers"),
    "purpose": gettext_lazy("Purpose"),
    "practice_name": gettext_lazy("Names of practices"),
    "agrovoc": gettext_lazy("AGROVOC concepts"),
}
"""Schemes that are listed with the credits, in this order; vocabularies an editor made follow under their own names."""

IN_BADGES = "climate"

ConditionConcepts = Mapping[tuple[str, str], Any]
"""By scheme and code the concepts that conditions of sites name, and the climates those belong to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A concept with its address in the world, if it has one."""

    label: str
    uri: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """The concepts of one scheme."""

    label: str
    terms: tuple[Term, ...]

    @property
    def words(self) -> str:
        """The terms on one line, for where there are no links."""
        return ", ".join(term.label for term in self.terms)


@dataclass(frozen=True, kw_only=True, slots=True)
class Topics:
    """Every concept of a practice but its climates: those that say where it belongs, and those that say what it is."""

    of_the_place: tuple[Topic, ...]
    of_the_practice: tuple[Topic, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for topic in (*self.of_the_place, *self.of_the_practice) for term in topic.terms)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionsReading:
    """Conditions of a site that were learned in the same way."""

    origin: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteReading:
    """A place where the practice was tried. `is_point` when its coordinates are known."""

    number: int
    name: str
    since: str
    note: SafeString
    reference: int | None
    is_point: bool
    conditions: tuple[ConditionsReading, ...]


def zones(links: Iterable[Any], sites: Iterable[Any], conditions: ConditionConcepts, language: str) -> tuple[ZoneBadge, ...]:
    """The climates of a practice, from its links to concepts and from what is known of its sites, each with the way to its page."""
    at_sites = (conditions.get(("climate", code)) for code in climates_told(classes_at(sites)))
    found = climates(links, (climate for climate in at_sites if climate))
    return tuple(badge_of(climate, language, is_linked=True) for climate in found)


def topics(links: Iterable[Any], language: str) -> Topics:
    """All other concepts of a practice, by scheme: none an editor can choose is left out."""
    by_scheme: dict[str, list[Term]] = {}
    for link in links:
        by_scheme.setdefault(link.concept.scheme, []).append(Term(label=link.concept.label(language), uri=link.concept.uri))
    others = {scheme: capital(attribute_words(scheme)) for scheme in by_scheme if scheme not in {IN_BADGES, *OF_THE_PLACE, *OF_THE_PRACTICE}}
    return Topics(of_the_place=_topics(OF_THE_PLACE, by_scheme), of_the_practice=_topics({**OF_THE_PRACTICE, **others}, by_scheme))


def _topics(labels: Mapping[str, Any], terms: Mapping[str, list[Term]]) -> tuple[Topic, ...]:
    return tuple(Topic(label=str(label), terms=tuple(terms[scheme])) for scheme, label in labels.items() if scheme in terms)


def read_sites(sites: Iterable[Any], conditions: ConditionConcepts, words: PageWords) -> tuple[SiteReading, ...]:
    """The sites in the order of the page."""
    labels = {key: concept.label(words.language) for key, concept in conditions.items()}
    return tuple(_site(number, site, labels, words) for number, site in enumerate(sites, 1))


def map_of(sites: Iterable[Any]) -> site_map.SiteMap | None:
    """The map of the sites, under the numbers they have in the list. Sites without point and without country stand in the list alone."""
    placed = (_place(number, site) for number, site in enumerate(sites, 1))
    return site_map.draw([place for place in placed if place], outline.land())


def _place(number: int, site: Any) -> site_map.Place | None:
    is_point = site.latitude is not None and site.longitude is not None
    where = (float(site.longitude), float(site.latitude)) if is_point else outline.middle_of(site.country)
    return site_map.Place(number=number, longitude=where[0], latitude=where[1], is_point=is_point) if where else None


def place_name(place: str, country: str, language: str) -> str:
    """Place and country, the country once: "Kuinima forest, Burkina Faso"; "Niger" where that is all that is known."""
    name = country_name(country, language) if country else ""
    if place and name and name.casefold() not in place.casefold():
        return f"{place}, {name}"
    return place or name


def _site(number: int, site: Any, labels: dict[tuple[str, str], str], words: PageWords) -> SiteReading:
    return SiteReading(
        number=number,
        name=place_name(site.place, site.country, words.language) or _("Place not reported"),
        since=_("since %(year)s") % {"year": site.since_year} if site.since_year else "",
        note=words.line(site.note),
        reference=words.numbers.get(site.reference.key) if site.reference else None,
        is_point=site.latitude is not None and site.longitude is not None,
        conditions=_conditions([block.value for block in site.conditions], labels, words.language),
    )


def _conditions(conditions: list[Any], labels: dict[tuple[str, str], str], language: str) -> tuple[ConditionsReading, ...]:
    grouped = groupby(sorted(conditions, key=lambda condition: condition["origin"]), key=lambda condition: condition["origin"])
    return tuple(
        ConditionsReading(origin=capital(str(Origin(origin).label)), text=" · ".join(_condition(part, labels, language) for part in parts))
        for origin, parts in grouped
    )


def _condition(condition: Any, labels: dict[tuple[str, str], str], language: str) -> str:
    name = attribute_words(condition["attribute"])
    amount = amount_text(condition["value"], unit_words(condition["unit"]), language)
    value = amount or labels.get((condition["scheme"], condition["code"]), condition["code"])
    return _("%(name)s: %(value)s") % {"name": name, "value": value}


def condition_concepts(sites: Iterable[Any]) -> ConditionConcepts:
    """What conditions of sites name: one query, none where they name nothing."""
    keys = set(classes_at(sites))
    if not keys:
        return {}
    keys |= {("climate", code) for code in climates_told(keys)}
    return apps.get_model("practices", "Concept").objects.by_key(keys)  # by name: the models import this package's reading
