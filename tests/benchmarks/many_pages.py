"""Many practices in the database at once: copies of the shipped ones, row by row, because publishing thousands would take an hour.

TEST DATA: copies differ from their originals in nothing but their address.
"""

from collections.abc import Iterator
from uuid import uuid4

from django.db import connection
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from practices.models import PracticePage


def copy_practices(number: int) -> None:
    """Add `number` live practices with all their parts. To be undone with the transaction it runs in."""
    originals = list(PracticePage.objects.live())
    pairs = [(originals[place % len(originals)], _copy(originals[place % len(originals)], place)) for place in range(number)]
    Page.objects.bulk_create(copy for _, copy in pairs)
    with connection.cursor() as cursor:
        cursor.executemany(_own_row(), [(copy.pk, original.pk) for original, copy in pairs])
    for relation in PracticePage._meta.related_objects:
        if isinstance(relation.field, ParentalKey):
            relation.related_model._base_manager.bulk_create(_parts(relation, pairs), batch_size=500)


def _copy(original: PracticePage, place: int) -> Page:
    copy = Page.objects.get(pk=original.pk)
    copy.pk = copy.id = None
    copy.translation_key = uuid4()
    copy.slug = f"{original.slug}-copy-{place}"
    copy.url_path = f"{original.url_path.rstrip('/')}-copy-{place}/"
    copy.path = original.path[: -Page.steplen] + Page._int2str(1_000 + place).rjust(Page.steplen, "0")
    copy.latest_revision = copy.live_revision = None
    return copy


def _own_row() -> str:
    """The row of a practice beside that of its page, copied by the database itself."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in PracticePage._meta.local_fields if not field.primary_key)
    table, key = quoted(PracticePage._meta.db_table), quoted(PracticePage._meta.pk.column)
    return f"INSERT INTO {table} ({key}, {columns}) SELECT %s, {columns} FROM {table} WHERE {key} = %s"


def _parts(relation, pairs) -> Iterator:
    rows: dict[int, list] = {}
    for row in relation.related_model._base_manager.all():
        rows.setdefault(getattr(row, relation.field.attname), []).append(row)
    for original, copy in pairs:
        for row in rows.get(original.pk, ()):
            values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
            yield type(row)(**{**values, **_new_keys(row), relation.field.attname: copy.pk})


def _new_keys(row) -> dict:
    """What must not be the same twice."""
    return {"translation_key": uuid4()} if hasattr(row, "translation_key") else {}
