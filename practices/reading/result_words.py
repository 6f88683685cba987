"""What drawings of results are called, and the sentence for each unit they are in."""

import enum

from django.utils.translation import gettext_lazy

from practices.proof import SOIL_CARBON
from practices.quantities import Unit
from practices.result_rules import IN_WORDS


class Family(enum.Enum):
    """Outcomes that may share a drawing when their unit is the same."""

    SOIL = gettext_lazy("Change in soil carbon")
    GASES = gettext_lazy("Gases given off")
    YIELD = gettext_lazy("Yield")
    EROSION = gettext_lazy("What rain carries off")
    WOOD_AND_SOIL = gettext_lazy("Carbon in wood and soil")
    RETAINED = gettext_lazy("Carbon that stayed in the soil")
    RUNOFF = gettext_lazy("Water that runs off")
    INFILTRATION = gettext_lazy("Water that soaks in")
    SOIL_WATER = gettext_lazy("Water in the soil")
    LIFE = gettext_lazy("Life in and on the land")
    INCOME = gettext_lazy("Income")
    OTHER = gettext_lazy("Something else that was measured")


FAMILY_OF = {
    **dict.fromkeys((*SOIL_CARBON, "soc_fraction"), Family.SOIL),
    **dict.fromkeys(("methane", "co2_soil", "nitrous_oxide", "net_ghg"), Family.GASES),
    **dict.fromkeys(("erosion", "carbon_in_sediment"), Family.EROSION),
    "yield": Family.YIELD,
    "total_carbon_rate": Family.WOOD_AND_SOIL,
    "carbon_input_retained": Family.RETAINED,
    "runoff": Family.RUNOFF,
    "infiltration": Family.INFILTRATION,
    "soil_water": Family.SOIL_WATER,
    "biodiversity": Family.LIFE,
    "income": Family.INCOME,
    IN_WORDS: Family.OTHER,
}

SOIL_TITLES = {
    Unit.T_C_HA_YR: gettext_lazy("Soil carbon gained each year"),
    Unit.T_C_HA: gettext_lazy("Soil carbon stock"),
    Unit.G_KG: gettext_lazy("Soil carbon content"),
    Unit.RATIO: gettext_lazy("Soil carbon, with against without"),
    Unit.FACTOR: gettext_lazy("Soil carbon stock, factor of change"),
}
"""What the drawings of soil carbon are called; in per cent it is a change."""

UNIT_SENTENCES = {
    Unit.T_C_HA_YR: gettext_lazy("Tonnes of carbon per hectare and year."),
    Unit.T_C_HA: gettext_lazy("Tonnes of carbon per hectare."),
    Unit.G_KG: gettext_lazy("Grams of carbon per kilogram of soil."),
    Unit.T_HA: gettext_lazy("Tonnes per hectare."),
    Unit.T_HA_YR: gettext_lazy("Tonnes per hectare and year."),
    Unit.T_CO2E_HA_YR: gettext_lazy("Tonnes of carbon dioxide equivalents per hectare and year."),
    Unit.MM: gettext_lazy("Millimetres: the height of the layer."),
    Unit.MM_H: gettext_lazy("Millimetres of water each hour."),
    Unit.PERCENT_VOLUME: gettext_lazy("Per cent of the soil’s volume."),
    Unit.PERCENT: gettext_lazy("Per cent."),
    Unit.RATIO: gettext_lazy("Ratio: 1 means no change."),
    Unit.FACTOR: gettext_lazy("Factor: 1 means no change."),
}
GENERAL_SENTENCES = {Unit.G_KG: gettext_lazy("Grams per kilogram.")}
"""In place of those, for what is not carbon."""
