"""Lists of subscribers coming in: a file is read, what would become of each row is shown, and only then somebody takes it in."""

import csv
import io
from collections import Counter

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter.models import SubscriberList, Topic
from newsletter.people.admin import permissions
from newsletter.people.admin.list_forms import ColumnsForm, ListForm
from newsletter.people.admin.list_words import OUTCOMES, REASONS
from newsletter.people.admin.permissions import Needs
from newsletter.people.list_reading import Columns, Table, read_table
from newsletter.people.lists import JudgedRow, RowOutcome, judge, take_in
from practices.exports.results_csv import BOM, cell

SHOWN = 100
"""Rows on the screen; all are in the file."""


class ListsView(Needs, WagtailAdminTemplateMixin, TemplateView):
    """The form for a new list, and the lists there were."""

    permission = permissions.TAKE_IN
    template_name = "newsletter/people_admin/lists.html"
    page_title = gettext_lazy("Bring in a list")
    header_icon = "upload"

    def get_breadcrumbs_items(self):
        return [{"url": reverse("newsletter_people:subscribers"), "label": _("Subscribers")}, {"url": "", "label": _("Bring in a list")}]

    def get_context_data(self, *, form: ListForm | None = None, **kwargs):
        first = {"topics": [Topic.NEWSLETTER.value], "language": self.request.LANGUAGE_CODE}
        earlier = SubscriberList.objects.defer("text", "result").select_related("made_by")[:50]
        return {**super().get_context_data(**kwargs), "form": form or ListForm(initial=first), "lists": earlier}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        return redirect("newsletter_people:list", form.save(by=request.user).pk)


class ListView(Needs, WagtailAdminTemplateMixin, TemplateView):
    """One list: what would become of each row, or what became of it."""

    permission = permissions.TAKE_IN
    template_name = "newsletter/people_admin/list.html"
    page_title = gettext_lazy("List of subscribers")
    header_icon = "upload"

    def get_breadcrumbs_items(self):
        lists = {"url": reverse("newsletter_people:lists"), "label": _("Bring in a list")}
        return [
            {"url": reverse("newsletter_people:subscribers"), "label": _("Subscribers")},
            lists,
            {"url": "", "label": f"{_('List of subscribers')} {self.kwargs['pk']}"},
        ]

    def get_context_data(self, **kwargs):
        row = get_object_or_404(SubscriberList, pk=self.kwargs["pk"])
        context = {**super().get_context_data(**kwargs), "list": row, "topics": [label for value, label in Topic.choices if value in row.topics]}
        return context if row.taken_in_at or not row.text else {**context, **_dry_run(row)}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Other columns than were guessed."""
        row = get_object_or_404(SubscriberList, pk=pk, taken_in_at=None)
        form = ColumnsForm(request.POST, instance=row, table=read_table(row.text)) if row.text else None
        if form is not None and form.is_valid():
            form.save()
        return redirect("newsletter_people:list", pk)


class TakeInView(Needs, View):
    """Takes a list in, judged once more at this moment."""

    permission = permissions.TAKE_IN

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            number = _take_in(pk, by=request.user)
        except IntegrityError:
            messages.error(
                request, _("Somebody of this list subscribed at this very moment. Nothing was taken in; please press the button once more.")
            )
        else:
            told = ngettext("%(number)s subscriber was taken in.", "%(number)s subscribers were taken in.", number)
            messages.success(request, told % {"number": number})
        return redirect("newsletter_people:list", pk)


class ResultView(Needs, View):
    """What becomes, or became, of each row, as CSV."""

    permission = permissions.TAKE_IN

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(SubscriberList, pk=pk)
        text = row.result or (result_csv(_judged(row)[1]) if row.text else "")
        if not text:
            messages.info(request, _("The rows of this list were erased after seven days."))
            return redirect("newsletter_people:list", pk)
        headers = {"Content-Disposition": f'attachment; filename="list-{row.pk}.csv"', "Cache-Control": "no-store"}
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@transaction.atomic
def _take_in(pk: int, *, by) -> int:
    row = get_object_or_404(SubscriberList.objects.select_for_update(), pk=pk)
    if row.taken_in_at or not row.text:
        return row.new
    _table, rows = _judged(row)
    number = take_in(rows=rows, topics=row.topics, consent_source=row.consent_source, given_on=row.given_on, list_row=row, by=by)
    counted = Counter(judged.outcome for judged in rows)
    row.new, row.known, row.refused = number, counted[RowOutcome.KNOWN], counted[RowOutcome.REFUSED]
    row.result, row.text, row.taken_in_at = result_csv(rows), "", timezone.now()
    row.save()
    return number


def _judged(row: SubscriberList) -> tuple[Table, list[JudgedRow]]:
    table = read_table(row.text)
    columns = Columns(email=row.email_column, language=row.language_column, state=row.state_column)
    return table, judge(table, columns, language=row.language)


def _dry_run(row: SubscriberList) -> dict:
    table, rows = _judged(row)
    counted = Counter(judged.outcome for judged in rows)
    refused_first = sorted(rows, key=lambda judged: judged.outcome is not RowOutcome.REFUSED)
    return {
        "columns_form": ColumnsForm(instance=row, table=table),
        "counts": [(OUTCOMES[outcome], counted[outcome]) for outcome in RowOutcome],
        "number_new": counted[RowOutcome.NEW],
        "rows": [(judged, OUTCOMES[judged.outcome], REASONS[judged.reason] if judged.reason else "") for judged in refused_first[:SHOWN]],
        "hidden": max(0, len(rows) - SHOWN),
    }


def result_csv(rows: list[JudgedRow]) -> str:
    """A line per row of the list, with what becomes of it and why, in the language of who asks."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_("row"), _("address"), _("language"), _("what becomes of it"), _("why")])
    for row in rows:
        reason = REASONS[row.reason] if row.reason else ""
        writer.writerow([row.number, cell(row.address), row.language, str(OUTCOMES[row.outcome]), str(reason)])
    return BOM + out.getvalue()
