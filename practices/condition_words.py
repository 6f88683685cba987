"""What a condition of a site is called, on pages and in forms."""

from django.utils.translation import gettext_lazy

ATTRIBUTE_WORDS = {
    "climate": gettext_lazy("climate"),
    "koppen": gettext_lazy("climate (Köppen–Geiger)"),
    "ipcc": gettext_lazy("climate (IPCC)"),
    "agroclimate": gettext_lazy("growing season"),
    # Translators: FAO's length of growing period, in days.
    "growing_days": gettext_lazy("length of the growing period"),
    "aridity": gettext_lazy("aridity"),
    "aridity_index": gettext_lazy("aridity index"),
    "rainfall_mm": gettext_lazy("rain in a year"),
    "temperature_c": gettext_lazy("mean temperature"),
    "altitude_m": gettext_lazy("altitude"),
    "slope_pct": gettext_lazy("slope"),
    "landform": gettext_lazy("landform"),
    "soil_depth_cm": gettext_lazy("soil depth"),
    "soil_ph": gettext_lazy("soil pH"),
    "texture3": gettext_lazy("topsoil"),
    # Translators: one of the twelve classes of the texture triangle.
    "texture12": gettext_lazy("topsoil texture (USDA)"),
    "clay_pct": gettext_lazy("clay content"),
    "sand_pct": gettext_lazy("sand content"),
    "silt_pct": gettext_lazy("silt content"),
    "soil_organic_carbon_g_kg": gettext_lazy("soil organic carbon"),
    "topsoil_organic_matter_pct": gettext_lazy("organic matter in the topsoil"),
    # Translators: mass of dry soil per volume, pores included.
    "bulk_density_g_cm3": gettext_lazy("bulk density of the soil"),
    "groundwater_m": gettext_lazy("groundwater"),
    "water_supply": gettext_lazy("water"),
    "land_use": gettext_lazy("land use"),
    "wrb": gettext_lazy("soil group"),
    "degradation": gettext_lazy("land degradation"),
}
"""By attribute; a class has the attribute of its vocabulary."""

VOCABULARY_WORDS = {
    "agrovoc": gettext_lazy("AGROVOC concepts"),
    "practice_name": gettext_lazy("names of practices"),
    "purpose": gettext_lazy("purpose"),
    "slm_group": gettext_lazy("kind of measure"),
}
"""Vocabularies that tell nothing of a place."""

UNIT_WORDS = {"d": gettext_lazy("days")}
"""Units of conditions that read differently per language. All others are the same everywhere."""


def attribute_words(attribute: str) -> str:
    """The words for it; its code, readable, for a vocabulary that an editor made."""
    return str(ATTRIBUTE_WORDS.get(attribute) or VOCABULARY_WORDS.get(attribute) or attribute.replace("_", " "))


def unit_words(unit: str) -> str:
    """The unit as it is printed."""
    return str(UNIT_WORDS.get(unit, unit))
