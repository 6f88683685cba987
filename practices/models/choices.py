"""The closed lists of the practice's fields, with the words shown for each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.quantities import IntervalKind, Unit


def label_of(choices: type[models.TextChoices], value: str) -> str:
    """The words for a value of a closed list; empty where a draft has not chosen yet."""
    return str(choices(value).label) if value in choices.values else ""


class Phase(models.TextChoices):
    PREPARATION = "preparation", _("Before you begin")
    ESTABLISHMENT = "establishment", _("Setting it up")
    GROWING = "growing", _("While it grows")
    ENDING = "ending", _("Ending the season")
    MAINTENANCE = "maintenance", _("Keeping it going")


class Level(models.TextChoices):
    """An editor's judgement, said in words."""

    UNKNOWN = "unknown", _("not reported")
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class Certainty(models.TextChoices):
    MEASURED = "measured", _("measured there")
    DESCRIBED = "described", _("described from there")
    UNCLEAR = "unclear", _("results there do not agree")


class Origin(models.TextChoices):
    """Where a statement about a place was learned."""

    SOURCE = "source", _("stated by the source")
    MAP = "map", _("read from a map")
    PERSON = "person", _("said by a person")


class Outcome(models.TextChoices):
    SOC_STOCK = "soc_stock", _("Soil carbon stock")
    SOC_STOCK_CHANGE_RATE = "soc_stock_change_rate", _("Soil carbon gained each year")
    SOC_CONTENT = "soc_content", _("Soil carbon content")
    SOC_RESPONSE_RATIO = "soc_response_ratio", _("Soil carbon, with against without")
    SOC_STOCK_FACTOR = "soc_stock_factor", _("Soil carbon stock factor")
    SOC_FRACTION = "soc_fraction", _("Parts of the soil carbon")
    CARBON_INPUT_RETAINED = "carbon_input_retained", _("Carbon that stayed in the soil")
    TOTAL_CARBON_RATE = "total_carbon_rate", _("Carbon in wood and soil, each year")
    METHANE = "methane", _("Methane given off")
    CO2_SOIL = "co2_soil", _("Carbon dioxide given off by the soil")
    NITROUS_OXIDE = "nitrous_oxide", _("Nitrous oxide given off")
    NET_GHG = "net_ghg", _("All greenhouse gases together")
    YIELD = "yield", _("Yield")
    EROSION = "erosion", _("Soil carried off")
    CARBON_IN_SEDIMENT = "carbon_in_sediment", _("Carbon carried off with soil")
    RUNOFF = "runoff", _("Water that runs off")
    INFILTRATION = "infiltration", _("Water that soaks in")
    SOIL_WATER = "soil_water", _("Water in the soil")
    BIODIVERSITY = "biodiversity", _("Life in and on the land")
    INCOME = "income", _("Income")
    OTHER = "other", _("Something else: say what in words")


class ResultKind(models.TextChoices):
    """What the number of a result is."""

    DIFFERENCE = "difference", _("a difference from the comparison")
    LEVEL = "level", _("a level: the amount itself")


class Better(models.TextChoices):
    HIGHER = "higher", _("a higher value is better")
    LOWER = "lower", _("a lower value is better")
    NEITHER = "neither", _("neither is better")


class CountOf(models.TextChoices):
    """What `n` counts."""

    STUDIES = "studies", _("studies")
    PAIRS = "pairs", _("pairs")
    SITES = "sites", _("sites")
    OBSERVATIONS = "observations", _("observations")
    FIELDS = "fields", _("fields")
    EXPERIMENTS = "experiments", _("experiments")
    ARTICLES = "articles", _("articles")
    PLOTS = "plots", _("plots")
    NOT_REPORTED = "not_reported", _("what it counts is not reported")


class FailureKind(models.TextChoices):
    MEASURED = "measured", _("Measured")
    REPORTED = "reported", _("Reported")
    REASONED = "reasoned", _("Known cause")


class Constraint(models.TextChoices):
    LABOUR = "labour", _("Work peaks")
    CASH = "cash", _("Cash")
    LAND = "land", _("Land")
    WATER = "water", _("Water")
    TOOLS = "tools", _("Tools")
    TENURE = "tenure", _("Rights to the land")
    HOUSEHOLD = "household", _("Who carries the load")
    WOMENS_WORK = "womens_work", _("Women’s work")
    KNOWLEDGE = "knowledge", _("Knowledge and advice")
    CUSTOMS = "customs", _("Customs and what neighbours think")
    INSTITUTIONS = "institutions", _("Organisation and services")
    LAW = "law", _("Law and rules")


class Hazard(models.TextChoices):
    """What the weather and the climate may bring."""

    DROUGHT = "drought", _("Drought")
    HEAVY_RAIN = "heavy_rain", _("Heavy rain")
    FLOOD = "flood", _("Flood")
    HEAT = "heat", _("Heat")
    COLD = "cold", _("Frost and cold")
    WIND = "wind", _("Wind and storms")
    HAIL = "hail", _("Hail")
    FIRE = "fire", _("Fire")
    LANDSLIDE = "landslide", _("Landslides and avalanches")
    PESTS = "pests", _("Pests and diseases")
    SEASON_SHIFT = "season_shift", _("Shifted or changed seasons")
    LESS_RAIN = "less_rain", _("Less rain over the years")
    MORE_RAIN = "more_rain", _("More rain over the years")
    WARMING = "warming", _("Warmer years")
    COOLING = "cooling", _("Colder years")
    SEA_LEVEL = "sea_level", _("Rising sea")
    OTHER = "other", _("Something else")


class Coping(models.TextChoices):
    """How a practice copes with a hazard, as somebody reports it: an opinion, not a measurement."""

    WELL = "well", _("copes well")
    PARTLY = "partly", _("copes partly")
    BADLY = "badly", _("copes badly")
    UNKNOWN = "unknown", _("not known")


class CostPer(models.TextChoices):
    """What the cost of a step is counted for."""

    HECTARE = "ha", _("per hectare")
    UNIT = "unit", _("per unit")
    SITE = "site", _("for the whole site")
    NOT_SAID = "", _("not reported")


class ReferenceKind(models.TextChoices):
    REVIEW = "review", _("review")
    STUDY = "study", _("study")
    DATA = "data", _("data set")
    GUIDELINE = "guideline", _("guideline")
    REPORT = "report", _("report")
    PRESS = "press", _("press")


class ReadIn(models.TextChoices):
    """Where the figure was read: a reader may want to know that the work itself was not opened."""

    SOURCE = "source", _("in the work itself or its abstract")
    CITATION = "citation", _("in a text that cites it")


class Role(models.TextChoices):
    COMPILER = "compiler", _("compiler")
    LAND_USER = "land_user", _("land user")
    CONTRIBUTOR = "contributor", _("contributor")
    REVIEWER = "reviewer", _("reviewer")


UNIT_CHOICES = [(unit.code, unit.value or "–") for unit in Unit]

INTERVAL_CHOICES = [
    (IntervalKind.NONE.value, _("no interval reported")),
    # xgettext:no-python-format
    (IntervalKind.CI95.value, _("95 % confidence interval")),
    (IntervalKind.SE.value, _("± standard error")),
    (IntervalKind.SD.value, _("± standard deviation")),
    (IntervalKind.RANGE.value, _("smallest to largest")),
    (IntervalKind.AS_REPORTED.value, _("± as printed, kind not said")),
]

DRAWING_WORDS = {
    "cover": _("cover crop"),
    "alley": _("alleys of trees"),
    "compost": _("compost"),
    "zai": _("planting pits"),
    "mulch": _("mulch"),
    "notill": _("sowing without tillage"),
    "bunds": _("stone lines"),
    "terraces": _("terraces"),
    "hedge": _("hedge"),
    "grazing": _("grazing"),
    "rotation": _("crop rotation"),
    "fmnr": _("trees that grow back"),
    "rice": _("rice field"),
    "wetland": _("wetland"),
    "biochar": _("biochar"),
    "grassland": _("grassland"),
    "silvopasture": _("trees on pasture"),
    "bare": _("bare field: no drawing fits yet"),
}
DRAWINGS = tuple(DRAWING_WORDS)
"""Symbols of static/drawings.svg that show a practice."""
