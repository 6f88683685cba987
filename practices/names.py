"""Names of concepts, for synonyms in the search: labels first, then the other names the vocabularies know."""

from collections.abc import Iterator

from practices.models import Concept
from site4p1000.search.synonyms import Names

NAMED_SCHEMES = ("practice_name", "agrovoc", "degradation")
"""Schemes whose terms are things people search for; classes of a number or of a climate are not."""


def concept_names() -> Iterator[Names]:
    """One for each concept: one query."""
    for labels, synonyms in Concept.objects.filter(scheme__in=NAMED_SCHEMES).values_list("labels", "synonyms"):
        languages = dict.fromkeys((*labels, *synonyms))
        yield Names({language: _names(labels.get(language, ""), synonyms.get(language, ())) for language in languages})


def _names(label: str, others) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in (label, *others) if name.strip()))
