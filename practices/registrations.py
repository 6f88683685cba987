"""What this package tells the search: which of its pages are found, which are not and why, and what the values of facets are called."""

from practices.facet_labels import FACET_LABELS
from practices.models import PracticeIndexPage, PracticePage, ZoneIndexPage, ZonePage
from practices.names import concept_names
from practices.nearness import NEARNESS
from practices.search_document import PRACTICE_PARTS, practice_document, zone_document
from site4p1000.search.registry import register_builder, register_facet_labels, register_names, register_nearness, register_not_searchable


def register() -> None:
    """Called once, when the application starts."""
    register_builder(PracticePage, practice_document, parts=PRACTICE_PARTS)
    register_builder(ZonePage, zone_document)
    register_not_searchable(PracticeIndexPage, "a list: its practices are found themselves")
    register_not_searchable(ZoneIndexPage, "a list: its climates are found themselves")
    for facet, labels in FACET_LABELS.items():
        register_facet_labels(facet, labels)
    for facet, steps in NEARNESS.items():
        register_nearness(facet, steps)
    register_names(concept_names)
