"""The report "Practices by completeness" in the admin: filtered by language and state, each line with the way into the form."""

import django_filters
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from practices.completeness import completeness_of, with_drafts
from practices.exports.results_csv import cell
from practices.models import PracticePage
from site4p1000.common import languages


class PracticeFilters(WagtailFilterSet):
    language = django_filters.ChoiceFilter(
        label=_("Language"), field_name="locale__language_code", choices=lambda: [(code, code) for code in languages.codes()]
    )
    live = django_filters.BooleanFilter(label=pgettext_lazy("yes or no", "Published"))

    class Meta:
        model = PracticePage
        fields: list[str] = []


class CompletenessReport(ReportView):
    page_title = _("Practices by completeness")
    header_icon = "list-ul"
    index_url_name = "practice_completeness"
    index_results_url_name = "practice_completeness_results"
    model = PracticePage
    filterset_class = PracticeFilters
    permission_policy = page_permission_policy
    any_permission_required = {"add", "change", "publish"}
    default_ordering = "title"
    list_export = ["title", "language", "state", "filled_count", "total_count", "missing_words"]
    export_headings = {
        "title": _("Title"),
        "language": _("Language"),
        "state": _("State"),
        "filled_count": _("Filled"),
        "total_count": _("Asked"),
        "missing_words": _("Still empty"),
    }
    custom_field_preprocess = {name: {"csv": cell, "xlsx": cell} for name in ("title", "state", "missing_words")}

    @cached_property
    def columns(self):
        return [
            TitleColumn("title", label=_("Title"), get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])),
            Column("language", label=_("Language")),
            Column("state", label=_("State")),
            Column("filled_of_total", label=_("Filled")),
            Column("missing_words", label=_("Still empty")),
        ]

    def get_base_queryset(self):
        allowed = page_permission_policy.instances_user_has_any_permission_for(self.request.user, self.any_permission_required)
        pages = with_drafts(PracticePage.objects.filter(pk__in=allowed.values("pk")))
        return pages.prefetch_workflow_states().annotate_approved_schedule().order_by("title", "pk")

    def get_queryset(self):
        return self.get_base_queryset()

    def decorate_paginated_queryset(self, object_list):
        pages = list(object_list)
        found = completeness_of(pages)
        for page in pages:
            told = found.get(page.pk)
            page.state = page.status_string
            page.filled_count, page.total_count = (len(told.filled), told.total) if told else (0, 0)
            page.filled_of_total = f"{page.filled_count} / {page.total_count}"
            page.missing_words = "; ".join(told.missing) if told else ""
        return pages
