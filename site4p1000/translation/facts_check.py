"""Whether a translation holds facts its original does not."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision

from site4p1000.translation import page_parts
from site4p1000.translation.declarations import declaration_of
from site4p1000.translation.keeping_step import Original, carrier, original_of, remembered_ids


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedFacts:
    """Fields of a translation whose numbers, codes or parts are not the original's."""

    original: Page
    labels: tuple[str, ...]


class FactsDiffer(ValidationError):
    """Publishing would put a number of a translation back to its original's without a word. The draft stays as it is."""

    def __init__(self, page: Page, found: ChangedFacts):
        self.page = page
        text = _("Saved as a draft, not published. Numbers, codes and sources come from the original, and here they differ: %(fields)s.")
        self.heading = f"“{page.title}”. {text % {'fields': ', '.join(found.labels)}}"
        super().__init__(_("Correct them in “%(title)s”; every language then follows.") % {"title": found.original.title})


def refuse_changed_facts(revision: Revision, _user: Any) -> None:
    """Raises `FactsDiffer` for a translation with facts of its own: side by side, in a workflow, in bulk, on a schedule."""
    model = revision.content_type.model_class()
    page = revision.as_object() if model and declaration_of(model) else None
    if page is not None and (found := changed_facts(page)):
        raise FactsDiffer(page, found)


def changed_facts(page: Page) -> ChangedFacts | None:
    """What differs; ``None`` when nothing does, or when the page is no translation of a page that readers see."""
    if declaration_of(type(page)) is None or page.alias_of_id:
        return None
    found = original_of(page)
    if found is None or not found.live:
        return None
    original = Original.of(found)
    values = page_parts.read(page)
    wanted = carrier(original, page, known_ids=remembered_ids(original)).carry(original.values, values)
    names = [name for name in wanted if _without_ids(wanted[name]) != _without_ids(values[name])]
    return ChangedFacts(original=found, labels=tuple(_label(page, name) for name in names)) if names else None


def _label(page: Page, name: str) -> str:
    relations = {relation.name: relation.related_model for relation in get_all_child_relations(type(page))}
    return capfirst(str(relations[name]._meta.verbose_name_plural if name in relations else page._meta.get_field(name).verbose_name))


def _without_ids(value: Any) -> Any:
    """A page made by hand takes the original's ids when it is published; that is no fact of anybody's."""
    if isinstance(value, dict):
        return {key: _without_ids(part) for key, part in value.items() if key not in ("id", "translation_key")}
    return [_without_ids(part) for part in value] if isinstance(value, list) else value
