"""Registers what the admin shows beside pages."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from practices import admin_views
from practices.completeness_report import CompletenessReport
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
        path("reports/practices/", CompletenessReport.as_view(), name="practice_completeness"),
        path("reports/practices/results/", CompletenessReport.as_view(results_only=True), name="practice_completeness_results"),
        path("practices/tag-names/", admin_views.tag_names, name="practice_tag_names"),
    ]


@hooks.register("register_log_actions")
def what_the_gate_logs(actions):
    from practices.log_actions import PublishingRefusedFormatter

    actions.register_action(REFUSED_ACTION)(PublishingRefusedFormatter)


class CompletenessMenuItem(MenuItem):
    def is_shown(self, request):
        return CompletenessReport.permission_policy.user_has_any_permission(request.user, CompletenessReport.any_permission_required)


@hooks.register("register_reports_menu_item")
def what_is_still_empty():
    return CompletenessMenuItem(CompletenessReport.page_title, reverse("practice_completeness"), icon_name="list-ul", order=90)
