"""The dimensions practices are browsed by: what each is filed under, and its words. Addresses are words too, one per language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from site4p1000.common import languages


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """One way to browse. `facet` is its name in the search, `schemes` the vocabularies of its values (none: a closed list or countries).

    `is_ordered`: its values follow each other, from little to much. `noun` stands over the page of one value; `recognise` heads the
    words that tell how to know it.
    """

    facet: str
    slug: str
    title: str
    noun: str
    lede: str
    schemes: tuple[str, ...] = ()
    recognise: str = _("How you recognise it")
    drawing: str = "bare"
    is_ordered: bool = False

    @property
    def address(self) -> str:
        """The part of its address, in the active language."""
        return str(self.slug)


@dataclass(frozen=True, kw_only=True, slots=True)
class DimensionLink:
    """A dimension with its overview page."""

    title: str
    noun: str
    lede: str
    url: str
    drawing: str


CLIMATE = Dimension(
    facet="climate",
    drawing="tropical",
    schemes=("climate",),
    slug=pgettext_lazy("address", "climates"),
    title=_("Climates"),
    noun=_("Climate"),
    lede=_("Five broad climates, told apart by frost, rain and the dry season."),
)
MOISTURE = Dimension(
    facet="moisture",
    drawing="rice",
    is_ordered=True,
    schemes=("agroclimate",),
    slug=pgettext_lazy("address", "moisture"),
    title=_("Moisture: how long crops can grow"),
    noun=_("Moisture"),
    lede=_("The days of a year on which it is warm and moist enough for crops to grow. It says more about what works than the temperature does."),
)
SOIL = Dimension(
    facet="soil",
    drawing="loam",
    schemes=("texture3", "wrb"),
    slug=pgettext_lazy("address", "soils"),
    title=_("Soils"),
    noun=_("Soil"),
    lede=_("Begin with a moist handful: sandy, loamy or clayey. If you know the name of your soil, look for it among the groups below."),
)
LAND_USE = Dimension(
    facet="land_use",
    drawing="silvopasture",
    schemes=("land_use",),
    slug=pgettext_lazy("address", "land-uses"),
    title=_("Land uses"),
    noun=_("Land use"),
    lede=_("What the land is used for: crops, pasture, trees, or several of them together."),
)
PURPOSE = Dimension(
    facet="purpose",
    drawing="compost",
    schemes=("slm_group", "purpose", "degradation"),
    slug=pgettext_lazy("address", "purposes"),
    title=_("Measures and purposes"),
    noun=_("Purpose"),
    lede=_("What is done to the land, what for, and against which damage."),
    recognise=_("How you recognise the damage"),
)
COUNTRY = Dimension(
    facet="country",
    drawing="grassland",
    slug=pgettext_lazy("address", "countries"),
    title=_("Countries"),
    noun=_("Country"),
    lede=_("Where the practices of the bank were tried or told. A country is not a zone: within one, climate and soil change."),
)
EFFORT = Dimension(
    facet="effort",
    drawing="zai",
    is_ordered=True,
    slug=pgettext_lazy("address", "effort"),
    title=_("Effort"),
    noun=_("Effort"),
    lede=_("How much work and money a practice asks for at the start. It is an editor’s judgement; the page of a practice says what is behind it."),
)

DIMENSIONS = (CLIMATE, MOISTURE, SOIL, LAND_USE, PURPOSE, COUNTRY, EFFORT)
"""In the order in which readers see them."""

SCHEME_TITLES = {
    "texture3": _("By feel"),
    "wrb": _("Soil groups by name (WRB 2022)"),
    "slm_group": _("What is done"),
    "purpose": _("What for"),
    "degradation": _("Against which damage"),
    "koppen": _("Köppen–Geiger classes"),
    "ipcc": _("Climate zones of the IPCC"),
    "aridity": _("Aridity"),
    "texture12": _("Soil texture, by feel"),
    "slope_pct": _("Slope"),
}
"""Headings over the terms of a vocabulary."""

EXPLAINED = ("koppen", "ipcc", "aridity", "texture12", "slope_pct")
"""Vocabularies nobody browses by, whose terms stand on pages all the same: one page explains them."""


FINER = {"climate": "koppen", "texture3": "texture12"}
"""By scheme the finer one whose classes belong to its own: a Köppen–Geiger class to a climate, one of twelve textures to one of three.

The moisture of the WOCAT questionnaire is not among them: the same growing season is met in more than one climate.
"""


def dimension_links(*, but: Dimension | None = None) -> tuple[DimensionLink, ...]:
    """All dimensions in the active language, without a query."""
    return tuple(
        DimensionLink(
            title=str(dimension.title), noun=str(dimension.noun), lede=str(dimension.lede), url=dimension_url(dimension), drawing=dimension.drawing
        )
        for dimension in DIMENSIONS
        if dimension != but
    )


def dimension_url(dimension: Dimension) -> str:
    """The address of the overview of a dimension, in the active language."""
    return reverse("browse_dimension", args=[dimension.address])


def dimension_at(address: str) -> Dimension | None:
    """The dimension under this address in the active language, else under its address in another one; ``None`` for nonsense."""
    here = next((dimension for dimension in DIMENSIONS if dimension.address == address), None)
    return here or next((dimension for dimension in DIMENSIONS if address in (dimension.facet, *_addresses(dimension))), None)


def _addresses(dimension: Dimension) -> Iterable[str]:
    for code in languages.codes():
        with translation.override(code):
            yield dimension.address
