"""Registers what the admin shows beside pages."""

from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from practices import admin_views
from practices.publishing import REFUSED_ACTION
from practices.viewsets import ConceptViewSet, ImportItemViewSet, ReferenceViewSet

register_snippet(ConceptViewSet)
register_snippet(ReferenceViewSet)


@hooks.register("register_admin_viewset")
def import_items():
    return ImportItemViewSet("imports")


@hooks.register("register_admin_urls")
def what_the_form_asks():
    return [
        path("practices/checks/<int:page_id>/", admin_views.check_page, name="practice_checks"),
        path("practices/checks/new/<int:parent_id>/", admin_views.check_new_page, name="practice_checks_new"),
        path("practices/tag-names/", admin_views.tag_names, name="practice_tag_names"),
    ]


@hooks.register("register_log_actions")
def what_the_gate_logs(actions):
    from practices.log_actions import PublishingRefusedFormatter

    actions.register_action(REFUSED_ACTION)(PublishingRefusedFormatter)
