"""A page as nested values, and back. Only what its type declared as words or facts."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page

from site4p1000.translation.carrying import Values, words_of
from site4p1000.translation.declarations import Declaration, declaration_of, has_translation_keys


def declaration_for(page: Page) -> Declaration:
    """What its type declared. Raises `LookupError` for a page type without words."""
    declaration = declaration_of(type(page))
    if declaration is None:
        raise LookupError(f"{type(page).__name__} has not declared its words; see practices/translatable.py for how")
    return declaration


def read(page: Page) -> Values:
    """The declared fields of a page, of the version that is in memory."""
    relations = {relation.name: relation for relation in get_all_child_relations(type(page))}
    return {name: _rows(page, relations[name]) if name in relations else _field_value(page, name) for name in declaration_for(page).fields}


def words(page: Page) -> dict[str, str]:
    """The words of a page by path; empty places are left out."""
    return words_of(read(page), declaration_for(page).words)


def write(page: Page, values: Values, *, only: Iterable[str]) -> None:
    """Set the fields named in `only`. Nothing is saved."""
    relations = {relation.name: relation for relation in get_all_child_relations(type(page))}
    for name in only:
        if name in relations:
            setattr(page, name, _objects(page, relations[name], values[name]))
        else:
            _set_field(page, name, values[name])
    if "title" in only:
        page.draft_title = page.title


def _field_value(instance: models.Model, name: str) -> Any:
    field = instance._meta.get_field(name)
    if isinstance(field, StreamField):
        return json.loads(json.dumps(list(getattr(instance, name).get_prep_value()), cls=DjangoJSONEncoder))
    return field.value_from_object(instance)


def _set_field(instance: models.Model, name: str, value: Any) -> None:
    field = instance._meta.get_field(name)
    setattr(instance, field.attname, json.dumps(value) if isinstance(field, StreamField) else value)


def _columns(model: type[models.Model]) -> list[models.Field]:
    hidden = {"id", "locale", "sort_order", "translation_key"}
    return [field for field in model._meta.concrete_fields if field.name not in hidden and not isinstance(field, ParentalKey)]


def _rows(page: Page, relation) -> list[Values]:
    rows = sorted(getattr(page, relation.get_accessor_name()).all(), key=lambda row: getattr(row, "sort_order", None) or 0)
    return [_row(row) for row in rows]


def _row(row: models.Model) -> Values:
    values = {field.name: _field_value(row, field.name) for field in _columns(type(row))}
    return {**values, "translation_key": str(row.translation_key)} if has_translation_keys(type(row)) else values


def _objects(page: Page, relation, rows: list[Values]) -> list[models.Model]:
    model = relation.related_model
    known = {str(row.translation_key): row for row in getattr(page, relation.get_accessor_name()).all()} if has_translation_keys(model) else {}
    return [_object(page, model, row, order, known) for order, row in enumerate(rows)]


def _object(page: Page, model: type[models.Model], values: Values, order: int, known: dict[str, models.Model]) -> models.Model:
    row = known.get(values.get("translation_key", "")) or model()
    for field in _columns(model):
        if field.name in values:
            _set_field(row, field.name, values[field.name])
    if hasattr(row, "sort_order"):
        row.sort_order = order
    if "translation_key" in values:
        row.translation_key, row.locale_id = values["translation_key"], page.locale_id
    return row
