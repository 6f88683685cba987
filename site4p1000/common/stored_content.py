"""Opens the content of a revision when some of what it points to is gone since.

Wagtail looks up every row a revision points to one by one, and stops with an error at a relation that protects its target: an old
version that cites a deleted work could neither be shown nor edited. Here the targets are fetched once per kind; a row whose target
is gone is left out where it cannot do without, and loses the link otherwise.

A published version keeps a copy of the works and terms it points to (models that have ``KEPT_WITH_VERSIONS``, the names of the fields to
keep): it reads as on its day, whatever was corrected or deleted since.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations

Targets = dict[type[models.Model], dict[Any, models.Model]]
Kept = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Label of the model → primary key → values, as JSON has them."""
KEPT_COPY = "kept_copy"
"""Where the content of a version that is opened carries its copy; no field of a page has this name."""


def targets_of(model: type[models.Model], content: Mapping[str, Any]) -> Targets:
    """Every row that `content`, stored from `model`, points to: those of its kept copy, and those that still exist, one query per kind of row."""
    kept = content.get(KEPT_COPY) or {}
    return {target: _rows(target, keys, kept.get(target._meta.label_lower, {})) for target, keys in _wanted(model, content).items()}


def kept_copy(model: type[models.Model], content: Mapping[str, Any]) -> dict[str, Any]:
    """What a version of this content keeps of the works and terms it points to, as they are now."""
    wanted = {target: keys for target, keys in _wanted(model, content).items() if hasattr(target, "KEPT_WITH_VERSIONS")}
    copies = {target._meta.label_lower: _copies(target, keys) for target, keys in wanted.items()}
    return json.loads(json.dumps(copies, cls=DjangoJSONEncoder))


def _wanted(model: type[models.Model], content: Mapping[str, Any]) -> dict[type[models.Model], set]:
    wanted: dict[type[models.Model], set] = defaultdict(set)
    _collect(model, content, wanted)
    return wanted


def _copies(model: Any, keys: set) -> dict[str, dict[str, Any]]:
    rows = model._default_manager.in_bulk(keys)
    return {str(key): {name: getattr(row, name) for name in model.KEPT_WITH_VERSIONS} for key, row in sorted(rows.items())}


def _rows(model: type[models.Model], keys: set, kept: Mapping[str, Mapping[str, Any]]) -> dict[Any, models.Model]:
    missing = {key for key in keys if str(key) not in kept}
    rows = model._default_manager.in_bulk(missing) if missing else {}
    return {**rows, **{key: _as_it_was(model, key, kept[str(key)]) for key in keys - missing}}


def _as_it_was(model: type[models.Model], key: Any, values: Mapping[str, Any]) -> models.Model:
    """A row to read, not to save. Fields there were not on its day are left out, those that came since are empty."""
    names = {field.name for field in model._meta.concrete_fields}
    row = model(pk=key, **{name: value for name, value in values.items() if name in names})
    row._state.adding = False
    return row


def without_gone(model: type[models.Model], content: Mapping[str, Any], found: Targets) -> dict[str, Any]:
    """`content` without what points to nothing any more."""
    kept = dict(content)
    for field, key in _links(model, content):
        if key not in found[field.related_model]:
            kept[field.name] = None
    for name, child, rows in _children(model, content):
        kept[name] = [without_gone(child, row, found) for row in rows if _can_stand(child, row, found)]
    return kept


def attach(instance: models.Model, found: Targets) -> None:
    """Give the child rows of `instance` what they point to, so that reading them asks the database nothing."""
    for relation in get_all_child_relations(type(instance)):
        for row in getattr(instance, relation.get_accessor_name()).get_object_list():
            for field in _link_fields(type(row)):
                target = found.get(field.related_model, {}).get(getattr(row, field.attname))
                if target is not None:
                    setattr(row, field.name, target)


def _collect(model: type[models.Model], content: Mapping[str, Any], wanted: dict[type[models.Model], set]) -> None:
    for field, key in _links(model, content):
        wanted[field.related_model].add(key)
    for _name, child, rows in _children(model, content):
        for row in rows:
            _collect(child, row, wanted)


def _can_stand(model: type[models.Model], row: Mapping[str, Any], found: Targets) -> bool:
    return all(field.null or key in found[field.related_model] for field, key in _links(model, row))


def _links(model: type[models.Model], content: Mapping[str, Any]) -> Iterator[tuple[models.ForeignKey, Any]]:
    for field in _link_fields(model):
        if content.get(field.name) is not None:
            yield field, field.target_field.to_python(content[field.name])


def _link_fields(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not isinstance(field, ParentalKey) and not field.remote_field.parent_link:
            yield field


def _children(model: type[models.Model], content: Mapping[str, Any]) -> Iterator[tuple[str, type[models.Model], list]]:
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if isinstance(content.get(name), list):
            yield name, relation.related_model, content[name]
