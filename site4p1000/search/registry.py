"""Where other packages say how their pages become search documents, and what the values of their facets are called.

The search package imports none of them: they register here, in the `ready` of their AppConfig.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from site4p1000.search.documents import FACETS, SearchDocument
from site4p1000.search.synonyms import Names

if TYPE_CHECKING:
    from wagtail.models import Page

Builder = Callable[["Page"], SearchDocument | None]
"""Makes the document of one live, public page; ``None`` when there is nothing to find in it."""

Labels = Callable[[Iterable[str], str], Mapping[str, str]]
"""Gives the label of each value of a facet in a language, in the order in which readers see them."""

Nearness = Callable[[Iterable[str], Iterable[str]], Mapping[str, int]]
"""Gives for each of some values how many steps it is from the nearest of the chosen ones, which are named first."""

NameSource = Callable[[], Iterable[Names]]
"""Gives the names of things, for synonyms. Asked again after a minute."""

_builders: dict[type["Page"], Builder] = {}
_parts: dict[Builder, tuple[str, ...]] = {}
_reasons: dict[type["Page"], str] = {}
_labels: dict[str, Labels] = {}
_nearness: dict[str, Nearness] = {}
_name_sources: list[NameSource] = []


class AlreadyRegistered(Exception):
    """Two registrations for one page type or facet: a programming error. Retrying does not help."""


def register_builder(model: type["Page"], builder: Builder, *, parts: tuple[str, ...] = ()) -> None:
    """Pages of this type are found through the documents this builder makes. Raises `AlreadyRegistered`.

    `parts` names the related rows the builder reads, as ``prefetch_related`` does: they are read for many pages at once.
    """
    _refuse_second(model)
    _builders[model] = builder
    _parts[builder] = parts


def register_not_searchable(model: type["Page"], reason: str) -> None:
    """Pages of this type are left out, and why. Raises `AlreadyRegistered`."""
    _refuse_second(model)
    _reasons[model] = reason


def builder_for(page: "Page") -> Builder | None:
    """The builder of this specific page: of its own type, else of the nearest registered parent type; ``None`` when left out."""
    known = (model for model in type(page).__mro__ if model in _builders or model in _reasons)
    return _builders.get(next(known, None))


def parts_of(builder: Builder) -> tuple[str, ...]:
    """The related rows this builder reads."""
    return _parts.get(builder, ())


def searchable_models() -> tuple[type["Page"], ...]:
    """Page types with a builder."""
    return tuple(_builders)


def not_searchable() -> Mapping[type["Page"], str]:
    """Page types left out on purpose, with the reason."""
    return dict(_reasons)


def register_facet_labels(facet: str, labels: Labels) -> None:
    """The words for the values of one facet. Raises `AlreadyRegistered`, and ``ValueError`` for a facet that does not exist."""
    if facet not in FACETS:
        raise ValueError(f"Unknown facet {facet!r}; known are {', '.join(FACETS)}.")
    if facet in _labels:
        raise AlreadyRegistered(f"The facet {facet!r} has labels already.")
    _labels[facet] = labels


def facet_labels(facet: str, values: Iterable[str], language: str) -> dict[str, str]:
    """Label by value for all these values, in the order readers see them. A value without a label stands for itself, at the end."""
    wanted = tuple(values)
    labels = dict(_labels[facet](wanted, language)) if facet in _labels else {}
    asked = set(wanted)
    known = {value: str(label) for value, label in labels.items() if value in asked}
    return known | {value: value for value in wanted if value not in known}


def register_nearness(facet: str, nearness: Nearness) -> None:
    """Which values of one facet are like which. Raises `AlreadyRegistered`."""
    if facet in _nearness:
        raise AlreadyRegistered(f"The facet {facet!r} knows already how near its values are.")
    _nearness[facet] = nearness


def facets_with_nearness() -> tuple[str, ...]:
    """Facets whose values are nearer to some than to others."""
    return tuple(_nearness)


def steps_between(facet: str, chosen: Iterable[str], others: Iterable[str]) -> Mapping[str, int]:
    """How far each of the other values is from the nearest chosen one. Of facets in `facets_with_nearness` only."""
    return _nearness[facet](chosen, others)


def register_names(source: NameSource) -> None:
    """Names of this source find each other in every search."""
    _name_sources.append(source)


def registered_names() -> Iterator[Names]:
    """All names of all sources."""
    for source in _name_sources:
        yield from source()


@contextmanager
def temporary_registrations() -> Iterator[None]:
    """For tests: inside, no page type is registered yet; afterwards everything is as before."""
    before = [(registered, dict(registered)) for registered in (_builders, _parts, _reasons, _labels)]
    _builders.clear()
    _reasons.clear()
    try:
        yield
    finally:
        for registered, content in before:
            registered.clear()
            registered.update(content)


def _refuse_second(model: type["Page"]) -> None:
    if model in _builders or model in _reasons:
        raise AlreadyRegistered(f"{model.__name__} is registered already.")
