"""A concept or a reference was edited: the pages whose words, cards or facets come from it are sent to the search again."""

from collections.abc import Iterator

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page

from practices.models import Citation, Concept, Reference, Result
from site4p1000.search.outbox import enqueue
from site4p1000.search.understanding import forget_names


def connect() -> None:
    """Called once, when the application starts."""
    post_save.connect(_concept_saved, sender=Concept, dispatch_uid="practices.reindexing.concept")
    # Before: afterwards nobody knows any more what stood below it.
    pre_delete.connect(_concept_goes, sender=Concept, dispatch_uid="practices.reindexing.concept_goes")
    for signal in (post_save, post_delete):
        signal.connect(forget_names, sender=Concept, dispatch_uid=f"practices.reindexing.names.{id(signal)}")
    post_save.connect(_reference_saved, sender=Reference, dispatch_uid="practices.reindexing.reference")


def pages_under(concept: Concept) -> frozenset[int]:
    """The pages of any package that are filed under this concept or under one below it."""
    concepts = _with_narrower(concept.pk)
    return frozenset(page_id for links, name in _links() for page_id in links.filter(concept__in=concepts).values_list(name, flat=True))


def _links() -> Iterator[tuple[models.Manager, str]]:
    """Rows of any package that name a concept of a page, and the field with the page. Found, so that no package has to tell."""
    relations = (field for field in Concept._meta.get_fields(include_hidden=True) if isinstance(field, models.ManyToOneRel))
    for relation in relations:
        if relation.field.name == "concept":
            model = relation.related_model
            yield model._default_manager, "pk" if issubclass(model, Page) else "page_id"


def _with_narrower(concept_id: int) -> set[int]:
    found, level = {concept_id}, {concept_id}
    while level := set(Concept.objects.filter(parent__in=level).values_list("pk", flat=True)) - found:
        found |= level
    return found


def _concept_saved(*, instance: Concept, created: bool, **_kwargs) -> None:
    if not created:
        enqueue(page_ids=pages_under(instance))


def _concept_goes(*, instance: Concept, **_kwargs) -> None:
    enqueue(page_ids=pages_under(instance))


def _reference_saved(*, instance: Reference, created: bool, **_kwargs) -> None:
    if not created:
        cited = Citation.objects.filter(reference=instance).values_list("page_id", flat=True)
        enqueue(page_ids={*cited, *Result.objects.filter(reference=instance).values_list("page_id", flat=True)})
