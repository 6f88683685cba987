"""A concept or a reference was edited: the pages whose words or cards come from it are sent to the search again."""

from django.db.models.signals import post_delete, post_save

from practices.models import Citation, Concept, ConceptLink, Reference, Result
from site4p1000.search.outbox import enqueue
from site4p1000.search.understanding import forget_names


def connect() -> None:
    """Called once, when the application starts."""
    post_save.connect(_concept_saved, sender=Concept, dispatch_uid="practices.reindexing.concept")
    for signal in (post_save, post_delete):
        signal.connect(forget_names, sender=Concept, dispatch_uid=f"practices.reindexing.names.{id(signal)}")
    post_save.connect(_reference_saved, sender=Reference, dispatch_uid="practices.reindexing.reference")


def _concept_saved(*, instance: Concept, created: bool, **_kwargs) -> None:
    if not created:
        of_it = ConceptLink.objects.filter(concept=instance) | ConceptLink.objects.filter(concept__parent=instance)
        enqueue(page_ids=set(of_it.values_list("page_id", flat=True)))


def _reference_saved(*, instance: Reference, created: bool, **_kwargs) -> None:
    if not created:
        cited = Citation.objects.filter(reference=instance).values_list("page_id", flat=True)
        enqueue(page_ids={*cited, *Result.objects.filter(reference=instance).values_list("page_id", flat=True)})
