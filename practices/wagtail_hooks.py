"""Registers what the admin shows beside pages."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from practices.viewsets import ConceptViewSet, ImportItemViewSet, ReferenceViewSet

register_snippet(ConceptViewSet)
register_snippet(ReferenceViewSet)


@hooks.register("register_admin_viewset")
def import_items():
    return ImportItemViewSet("imports")
