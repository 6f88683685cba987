"""Where a WOCAT practice is and what it is about: concepts, sites, conditions. Pure.

Which field speaks in which crosswalk stands here; what its terms mean stands in the crosswalks.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from practices.importers.base import Mapped, crosswalk
from practices.importers.wocat_steps import decimal
from practices.importers.wocat_words import line_in, shortened
from practices.records import ConceptDraft, ConditionDraft, SiteDraft, UnmappedTerm

SITE_FIELDS = (
    ("agroclimatic_zone", "agroclimate"),
    ("rainfall", "rainfall_mm"),
    ("altitudinalzone", "altitude_m"),
    ("slopes", "slope_pct"),
    ("landforms", "landform"),
    ("soil_depth", "soil_depth_cm"),
    ("soil_texture_topsoil", "texture3"),
    ("topsoil_organic", "topsoil_organic_matter_pct"),
    ("groundwater", "groundwater_m"),
    ("watersupply", "water_supply"),
    ("landuse.value", "land_use"),
    ("landuse_mixed_select", "land_use"),
    ("landuse.cropland.cropland_types", "land_use"),
    ("landuse.grazingland.extensive_grazing", "land_use"),
    ("landuse.grazingland.intensive_grazing", "land_use"),
    ("landuse.forest.forest_types", "land_use"),
)
"""Fields that describe a place: (field of the version, crosswalk)."""

PRACTICE_FIELDS = (
    ("slm_group", "slm_group"),
    ("degradation.value", "degradation"),
    ("degradation.erosion_water", "degradation"),
    ("degradation.erosion_wind", "degradation"),
    ("degradation.chemical", "degradation"),
    ("degradation.physical", "degradation"),
    ("degradation.biological", "degradation"),
    ("degradation.water_sub", "degradation"),
    ("main_purpose", "purpose"),
)
"""Fields that describe the practice itself."""

OWN_WORDS = ("watersupply_other", "slm_group_other", "degradation.other", "main_purpose_other")
"""“Other: …” in the author's words, beside a list that has a crosswalk."""

BROWSING_SCHEME = "climate"
"""Follows from the agro-climate; a concept to browse by, not a condition that was observed."""

DEGREE_PLACES = Decimal("0.00001")
"""Five places are about one metre: finer is noise of a mouse click."""


def concepts(version: Mapping[str, Any], language: str) -> Mapped:
    """Concepts of every list field, and what no crosswalk knows, with the author's own “other” words."""
    words = ((name, line_in(_at(version, name), language)) for name in OWN_WORDS)
    own = [UnmappedTerm(source_field=name, term=text) for name, text in words if text]
    if version.get("country") and not country(version):
        own.append(UnmappedTerm(source_field="country", term=version["country"]))
    return _mapped(version, (*SITE_FIELDS, *PRACTICE_FIELDS)) + Mapped(unmapped=tuple(own))


def sites(version: Mapping[str, Any], language: str) -> tuple[SiteDraft, ...]:
    """One site per distinct point; without a point, one site for the country. All share what the record says of the land."""
    code, where, conditions = country(version), place(version, language), tuple(_conditions(version))
    points = list(dict.fromkeys(_points(version)))
    if not (points or code or where or conditions):
        return ()
    return tuple(
        SiteDraft(
            key=f"site-{number}",
            place=where,
            country=code,
            latitude=latitude,
            longitude=longitude,
            since_year=version.get("implementation_year"),
            conditions=conditions,
        )
        for number, (longitude, latitude) in enumerate(points or [(None, None)], 1)
    )


def place(version: Mapping[str, Any], language: str) -> str:
    """The place in words, nearest first."""
    parts = [line_in(version.get(name), language) for name in ("further_location", "state_province")]
    return shortened(", ".join(part for part in parts if part), 250)


def _conditions(version: Mapping[str, Any]) -> Iterator[ConditionDraft]:
    for concept in _mapped(version, SITE_FIELDS).concepts:
        if concept.scheme != BROWSING_SCHEME:
            yield ConditionDraft(attribute=concept.scheme, scheme=concept.scheme, code=concept.code)
    rain = decimal(version.get("rainfall_annual"))
    if rain is not None:
        yield ConditionDraft(attribute="rainfall_mm", value=rain, unit="mm")


def _points(version: Mapping[str, Any]) -> Iterator[tuple[Decimal, Decimal]]:
    """(longitude, latitude) of each point, in WGS 84 degrees."""
    geometry = version.get("location_geometry") or {}
    coordinates = geometry.get("coordinates") or []
    for point in [coordinates] if geometry.get("type") == "Point" and coordinates else coordinates:
        yield _degrees(point[0]), _degrees(point[1])


def _degrees(value: float) -> Decimal:
    return Decimal(str(value)).quantize(DEGREE_PLACES)


def country(version: Mapping[str, Any]) -> str:
    code = (version.get("country") or "").strip().upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def _mapped(version: Mapping[str, Any], fields: Iterable[tuple[str, str]]) -> Mapped:
    concepts: dict[ConceptDraft, None] = {}
    unmapped: list[UnmappedTerm] = []
    for name, scheme in fields:
        value = _at(version, name)
        if value:
            terms = [value] if isinstance(value, str) else [term for term in value if term]
            found = crosswalk(f"wocat_{scheme}").map(name, terms)
            concepts.update(dict.fromkeys(found.concepts))
            unmapped += found.unmapped
    return Mapped(concepts=tuple(concepts), unmapped=tuple(unmapped))


def _at(version: Mapping[str, Any], path: str) -> Any:
    """What stands at a dotted path; ``None`` where anything on the way is missing."""
    value: Any = version
    for name in path.split("."):
        value = (value or {}).get(name)
    return value
