"""Models of practices, one subject per file."""

from practices.models.basis import Reference
from practices.models.lists import PracticeIndexPage, ZoneIndexPage, ZonePage
from practices.models.pages import Citation, ConceptLink, PracticePage, PracticeTag
from practices.models.provenance import ImportItem, ImportRun, SourceLink
from practices.models.results import Result
from practices.models.sites import Site
from practices.models.vocabularies import Concept

__all__ = [
    "Citation",
    "Concept",
    "ConceptLink",
    "ImportItem",
    "ImportRun",
    "PracticeIndexPage",
    "PracticePage",
    "PracticeTag",
    "Reference",
    "Result",
    "Site",
    "SourceLink",
    "ZoneIndexPage",
    "ZonePage",
]
