"""Statements of the ledger that run with every turn of the worker: put into SQL once, by Django, and run with other values each time.

What Django does to put a queryset into SQL costs ten times what the database needs to run it. The querysets stay the one place that says what
is meant, on every database; here only the putting is remembered.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, QuerySet
from django.db.models.sql import UpdateQuery

MANY = 20
"""So many ids stand in one statement; with fewer, the last one stands there again, so that its text is always the same."""


class Slot(Expression):
    """Stands for a value in a queryset until the statement runs."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        """The place of one value."""
        return "%s", [self]


IDS = tuple(Slot(f"id {number}") for number in range(MANY))
"""For ``pk__in``."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement in one database's SQL."""

    sql: str
    values: tuple[object, ...]
    conversions: tuple[tuple[int, Callable, object], ...] = ()
    """Of columns whose values are not read as the database gives them: place, conversion, and what it is told of the column."""


@dataclass(slots=True)
class _Statement(ABC):
    queryset: Callable[[], QuerySet]
    _texts: dict[str, _Text] = field(default_factory=dict, init=False)

    def _text(self) -> _Text:
        """Put into SQL when it is first run on a kind of database; inside a transaction, which rows that are locked ask for."""
        text = self._texts.get(connection.vendor)
        if text is None:
            text = self._texts[connection.vendor] = self._put()
        return text

    @abstractmethod
    def _put(self) -> _Text: ...


class Reading(_Statement):
    """Reads rows: ``values_list`` of a queryset."""

    def rows(self, **values: Any) -> list[tuple]:
        """The rows, as the queryset would give them."""
        text = self._text()
        with connection.cursor() as cursor:
            cursor.execute(text.sql, _filled(text, values))
            found = cursor.fetchall()
        return _converted(found, text) if text.conversions else found

    def _put(self) -> _Text:
        compiler = self.queryset().query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        columns = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return _Text(sql, tuple(values), tuple((place, one, column) for place, (ways, column) in columns.items() for one in ways))


@dataclass(slots=True)
class Writing(_Statement):
    """Changes rows: ``update`` of a queryset."""

    changes: Callable[[], dict[str, object]] = dict

    def run(self, **values: Any) -> None:
        """Write."""
        text = self._text()
        with connection.cursor() as cursor:
            cursor.execute(text.sql, _filled(text, values))

    def run_for(self, ids: Iterable[int], **values: Any) -> None:
        """Write the rows with these ids; nothing when there are none."""
        wanted = list(ids)
        for start in range(0, len(wanted), MANY):
            self.run(**some_ids(wanted[start : start + MANY]), **values)

    def _put(self) -> _Text:
        query = self.queryset().query.chain(UpdateQuery)
        query.add_update_values(self.changes())
        sql, values = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        return _Text(sql, tuple(values))


def some_ids(ids: Sequence[int]) -> dict[str, int]:
    """Values of `IDS`: one to `MANY` ids."""
    return {slot.name: ids[min(place, len(ids) - 1)] for place, slot in enumerate(IDS)}


def _filled(text: _Text, values: dict[str, Any]) -> list[object]:
    return [_written(values[value.name]) if isinstance(value, Slot) else value for value in text.values]


def _written(value: object) -> object:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _converted(rows: Iterable[tuple], text: _Text) -> list[tuple]:
    changed = []
    for row in rows:
        values = list(row)
        for place, convert, column in text.conversions:
            values[place] = convert(values[place], column, connection)
        changed.append(tuple(values))
    return changed
