"""The words for what the search itself knows: names of facets, kinds of documents, languages, orders."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from site4p1000.common import languages
from site4p1000.search.documents import TYPES
from site4p1000.search.request import SortOrder

FACET_TITLES = {
    "type": _("Kind"),
    "climate": _("Climate"),
    "moisture": _("Moisture"),
    "land_use": _("Land use"),
    "soil": _("Soil"),
    "purpose": _("Measure or purpose"),
    "country": _("Country"),
    "language": _("Language"),
    "basis": _("Known from"),
    "evidence": _("Strength of science"),
    "effort": _("Effort: work and money"),
    "labour": _("Labour"),
    "licence": _("Licence"),
    # Translators: a class of climate, soil texture or slope.
    "class": _("Class"),
}

TYPE_LABELS = {
    "practice": _("Practice"),
    "story": _("Success story"),
    "issue": _("Newsletter"),
    "zone": _("Climate zone"),
    "page": _("Page"),
}

ORDER_LABELS = {
    SortOrder.RELEVANCE: _("Best match"),
    SortOrder.NEWEST: _("Newest"),
    SortOrder.EVIDENCE: _("Strongest proof"),
    SortOrder.EFFORT: _("Least work"),
    SortOrder.DISTANCE: _("Nearest"),
    SortOrder.TITLE: _("Name"),
}


def type_labels(values: Iterable[str], language: str) -> dict[str, str]:
    """Kinds of documents in their fixed order, in the active language."""
    return {value: str(TYPE_LABELS[value]) for value in TYPES if value in set(values)}


def language_labels(values: Iterable[str], language: str) -> dict[str, str]:
    """Languages by their name in the reader's language, as in a sentence: those of the interface first, then the others by name."""
    named = {value: languages.name_in(value, language) for value in values}
    ours = [code for code in languages.codes() if code in named]
    others = sorted((value for value in named if value not in ours), key=named.__getitem__)
    return {value: named[value] for value in (*ours, *others)}
