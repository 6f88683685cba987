"""Carries facts from the values of an original to those of its translation, and finds the words of a page. Pure.

Values are nested dictionaries and lists, as a page serialises them: blocks are ``{"type", "value", "id"}``, rows of child relations are
dictionaries with a ``translation_key``. Blocks and rows of two languages belong together when their ids are equal; nothing is deleted
in a translation but what the original had and has no more. A block or row without any words is a fact as a whole: nobody can translate it.
"""

import re
from collections.abc import Iterator, Mapping, MutableMapping, Set
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Values = dict[str, Any]

_TAGS = re.compile(r"<[^>]+>")


class Leaf(NamedTuple):
    """One value of a page that is words: where it stands, under which declared name, and the container that holds it."""

    path: str
    name: str
    container: MutableMapping[str, Any]
    key: str

    @property
    def text(self) -> str:
        return self.container[self.key] or ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody would read anything there; an editor of rich text leaves an empty paragraph behind."""
        return not _TAGS.sub("", self.text).strip()


def word_leaves(values: Values, words: Set[str]) -> Iterator[Leaf]:
    """Every place of words, empty ones too, in the order of the page."""
    for key in values:
        yield from _leaves_at(key, key, values, key, words)


def words_of(values: Values, words: Set[str]) -> dict[str, str]:
    """Path → text, of the places that are not empty."""
    return {leaf.path: leaf.text for leaf in word_leaves(values, words) if not leaf.is_empty}


def with_words(values: Values, words: Set[str], texts: Mapping[str, str]) -> Values:
    """The values with other texts at some paths; paths that are not there are left out."""
    changed = deepcopy(values)
    for leaf in word_leaves(changed, words):
        if leaf.path in texts:
            leaf.container[leaf.key] = texts[leaf.path]
    return changed


def _leaves_at(path: str, name: str, container: Any, key: Any, words: Set[str]) -> Iterator[Leaf]:
    value = container[key]
    if name in words:
        yield Leaf(path, name, container, key)
    elif isinstance(value, dict):
        for child in value:
            yield from _leaves_at(f"{path}.{child}", f"{name}.{child}", value, child, words)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and (part := _id(item)):
                yield from _leaves_in_item(f"{path}.{part}", name, item, words)


def _leaves_in_item(path: str, name: str, item: Values, words: Set[str]) -> Iterator[Leaf]:
    if _is_block(item):
        yield from _leaves_at(path, f"{name}.{item['type']}", item, "value", words)
    else:
        for child in item:
            yield from _leaves_at(f"{path}.{child}", f"{name}.{child}", item, child, words)


def part_ids(values: Any) -> set[str]:
    """The ids of all blocks and rows, however deep."""
    if isinstance(values, dict):
        own = {part} if (part := _id(values)) else set()
        return own.union(*(part_ids(value) for value in values.values()))
    if isinstance(values, list):
        return set().union(*(part_ids(value) for value in values))
    return set()


def absent_ids(original: Any, translation: Any) -> set[str]:
    """The ids of the blocks and rows of the original that are not in the translation; of nested ones the outermost."""
    return _outermost(original, part_ids(translation))


def _outermost(values: Any, there: Set[str]) -> set[str]:
    if isinstance(values, dict):
        own = _id(values)
        return {own} if own and own not in there else set().union(*(_outermost(value, there) for value in values.values()))
    if isinstance(values, list):
        return set().union(*(_outermost(value, there) for value in values))
    return set()


def _is_block(item: Any) -> bool:
    return isinstance(item, dict) and "type" in item and "value" in item


def _id(item: Any) -> str | None:
    return (item.get("id") if _is_block(item) else item.get("translation_key")) if isinstance(item, dict) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Carrier:
    """How facts are carried. `known_ids`: blocks and rows the original had the last time; `new_ids`: those with words to add to the
    translation now, those without are added in any case; `linked`: for a page of the original's language, the page in the translation's."""

    words: Set[str]
    linked_pages: Set[str] = frozenset()
    linked: Mapping[int, int] = field(default_factory=dict)
    known_ids: Set[str] = frozenset()
    new_ids: Set[str] = frozenset()

    def carry(self, original: Values, translation: Values) -> Values:
        """The translation with its own words and the facts of the original."""
        return {key: self._value(key, original[key], value) if key in original else value for key, value in translation.items()}

    def _value(self, name: str, original: Any, translation: Any) -> Any:
        if name in self.words:
            return translation
        if name in self.linked_pages:
            return self.linked.get(original, original)
        if isinstance(original, dict) and isinstance(translation, dict):
            return {**self._fields(name, original, translation), **_empty_fields(translation, without=original)}
        if _has_ids(original) or _has_ids(translation):
            return self._items(name, original or [], translation or [])
        return self._added(name, original)

    def _fields(self, name: str, original: Values, translation: Values) -> Values:
        return {
            key: self._value(f"{name}.{key}", value, translation[key]) if key in translation else self._missing(f"{name}.{key}", value)
            for key, value in original.items()
            if key not in _empty_fields(original, without=translation)
        }

    def _missing(self, name: str, original: Any) -> Any:
        """A field the translation was stored without: a list of parts is as one that is still empty."""
        return self._items(name, original, []) if _has_ids(original) else self._added(name, original)

    def _items(self, name: str, original: list, translation: list) -> list:
        if not self.known_ids & {_id(item) for item in translation}:
            translation = _aligned(original, translation)
        if self._is_of_another_structure(original, translation):
            return translation
        by_id = {_id(item): item for item in translation}
        kept = [self._item(name, item, by_id[_id(item)]) for item in original if _id(item) in by_id]
        wanted = [item for item in original if _id(item) in by_id or self._is_wanted(name, item)]
        merged = {_id(item): item for item in kept}
        result = [merged.get(_id(item)) or self._added_item(name, item) for item in wanted]
        return _with_own_items(result, translation, frozenset(self.known_ids) | part_ids(original))

    def _is_wanted(self, name: str, item: Values) -> bool:
        has_words = any(not leaf.is_empty for leaf in _leaves_in_item("", name, item, self.words))
        return not has_words or bool(self.new_ids & part_ids(item))

    def _is_of_another_structure(self, original: list, translation: list) -> bool:
        """Whether the translation cut its text into other parts than the original; parts it merely has besides new ones of the original do not."""
        ours, theirs = ({_id(item) for item in items} for items in (translation, original))
        is_new_throughout = bool(self.known_ids) and not theirs & self.known_ids
        return bool(ours and theirs) and not ours & (theirs | self.known_ids) and not is_new_throughout

    def _item(self, name: str, original: Values, translation: Values) -> Values:
        if not _is_block(original):
            return self._value(name, original, translation)
        if original["type"] != translation.get("type"):
            return translation
        value = self._value(f"{name}.{original['type']}", original["value"], translation["value"])
        return {"type": original["type"], "value": value, "id": original["id"]}

    def _added(self, name: str, value: Any) -> Any:
        """What the translation does not have yet, as the original has it; links to pages in the translation's language."""
        if name in self.linked_pages:
            return self.linked.get(value, value)
        if isinstance(value, dict):
            return {key: self._added(f"{name}.{key}", child) for key, child in value.items()}
        if isinstance(value, list):
            return [self._added_item(name, item) for item in value]
        return deepcopy(value)

    def _added_item(self, name: str, item: Any) -> Any:
        if _is_block(item):
            return {**item, "value": self._added(f"{name}.{item['type']}", item["value"])}
        return self._added(name, item)


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_id(item) for item in value)


def _empty_fields(values: Values, *, without: Values) -> Values:
    """Fields one side was stored with and the other, older or younger, without: nothing is said in them, so they are no difference."""
    return {key: value for key, value in values.items() if key not in without and value in (None, "", [], {})}


def _aligned(original: list, translation: list) -> list:
    """A translation made by hand, block by block in the same order, takes the original's ids: same number, same types, no id in common."""
    ids = [_id(item) for item in original]
    same_shape = [item.get("type") for item in original] == [item.get("type") for item in translation]
    if not same_shape or set(ids) & {_id(item) for item in translation}:
        return translation
    name = "id" if original and _is_block(original[0]) else "translation_key"
    return [{**item, name: part} for item, part in zip(translation, ids, strict=True)]


def _with_own_items(result: list, translation: list, known: Set[str]) -> list:
    """Puts back what only the translation has, each after the item it stood behind."""
    behind: str | None = None
    for item in translation:
        if _id(item) not in known:
            place = next((number + 1 for number, other in enumerate(result) if _id(other) == behind), len(result) if behind else 0)
            result.insert(place, item)
        behind = _id(item)
    return result
