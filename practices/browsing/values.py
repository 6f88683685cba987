"""The values of a dimension, such as the soil groups: their words, their addresses, and what stands above and below them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from practices.browsing.dimensions import COUNTRY, EFFORT, Dimension
from practices.facet_labels import EFFORT_LABELS
from practices.models.vocabularies import Concept
from site4p1000.common import languages


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """One value of a dimension. `key` is its value in the search; `broader` the key of the one above it, or empty.

    `addresses` are made from its labels, one per language, and `address` is the reader's; `aliases` are other words that lead to it:
    its key, and its labels and other names in every language.
    """

    key: str
    label: str
    address: str
    addresses: Mapping[str, str] = field(default_factory=dict)
    scheme: str = ""
    broader: str = ""
    hint: str = ""
    definition: str = ""
    aliases: frozenset[str] = frozenset()


def values_of(dimension: Dimension, language: str, *, found: Sequence[str] = ()) -> tuple[Value, ...]:
    """All values of a dimension in their order: one query for vocabularies, none for the others.

    Of countries only those in `found`: a list of all the world would hide what there is.
    """
    if dimension == COUNTRY:
        return tuple(sorted((country(code, language) for code in found), key=lambda value: slugify(value.label)))
    if dimension == EFFORT:
        return tuple(_level(key, label, language) for key, label in EFFORT_LABELS.items())
    concepts = Concept.objects.filter(scheme__in=dimension.schemes).select_related("parent")
    ordered = sorted(concepts, key=lambda concept: (dimension.schemes.index(concept.scheme), concept.position))
    return tuple(_term(concept, language) for concept in ordered)


def value_at(dimension: Dimension, address: str, language: str) -> Value | None:
    """The value under this address, else the one this word is an alias of; ``None`` for nonsense. A country needs no practice to be one."""
    every = tuple(code for code, _name in languages.country_choices(language)) if dimension == COUNTRY else ()
    values = values_of(dimension, language, found=every)
    here = next((value for value in values if value.address == address), None)
    return here or next((value for value in values if slugify(address) in value.aliases), None)


def address_from(label: str) -> str:
    """The label as part of an address, without what stands in brackets or after a colon: "Flat (0–2%)" is ``flat``."""
    kept = label.partition(":")[0].strip() if not label.startswith("(") else label.replace("(", "").replace(")", "")
    return slugify(kept.partition("(")[0].replace("’", " ").replace("'", " ").replace("/", " "))


def country(code: str, language: str) -> Value:
    """A country by its ISO 3166-1 alpha-2 code."""
    names = {other: languages.country_name(code, other) for other in {*languages.codes(), language}}
    addresses = {other: address_from(name) or code.lower() for other, name in names.items()}
    aliases = frozenset({code.lower(), *addresses.values()})
    return Value(key=code, label=names[language], address=addresses[language], addresses=addresses, aliases=aliases)


def _level(key: str, label: Promise | str, language: str) -> Value:
    definitions = {
        "low": _("It fits into the work of the season and costs little or nothing at the start."),
        "medium": _("It takes some extra days, or some money at the start, but not both without end."),
        "high": _("It takes many days of work, a machine or a loan. Neighbours, a group or a project often help in the first year."),
        "unknown": _("Nobody has told the bank yet how much work or money it takes. It is not zero."),
    }
    addresses = {other: address_from(_in(other, label)) or key for other in {*languages.codes(), language}}
    aliases = frozenset({key, *addresses.values()})
    return Value(key=key, label=capfirst(str(label)), address=addresses[language], addresses=addresses, definition=definitions[key], aliases=aliases)


def _in(language: str, label: Promise | str) -> str:
    with translation.override(language):
        return str(label)


def _term(concept: Concept, language: str) -> Value:
    addresses = {other: address_from(concept.label(other)) or concept.code.lower() for other in {*languages.codes(), language}}
    others = [*concept.labels.values(), *(name for names in concept.synonyms.values() for name in names)]
    aliases = frozenset({slugify(concept.code), *(slugify(name) for name in others), *(address_from(name) for name in others)})
    return Value(
        key=concept.code,
        label=capfirst(concept.label(language)),
        address=addresses[language],
        addresses=addresses,
        scheme=concept.scheme,
        broader=concept.parent.code if concept.parent and concept.parent.scheme == concept.scheme else "",
        hint=concept.hint(language),
        definition=concept.definition(language),
        aliases=aliases,
    )
