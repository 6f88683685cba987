"""The admin's pages of sendings. They translate between requests and `control`, `report`, nothing else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from newsletter.models import Sending
from newsletter.sending import control, readers_csv, report
from newsletter.sending.admin_forms import EndForm, RateForm, ScheduleForm, UncertainForm
from newsletter.sending.presentation import report_reading, sending_lines

SEE, ACT = "newsletter.view_sending", "newsletter.change_sending"
SEE_READERS, EXPORT_READERS = "newsletter.view_subscriber", "newsletter.export_subscriber"
EXPORTED = "newsletter.readers_exported"
PER_PAGE = 30


class Needs:
    """A page for logins with a permission; who may act may also see."""

    permission = SEE

    def dispatch(self, request, *args, **kwargs):
        if not (request.user.has_perm(self.permission) or (self.permission == SEE and request.user.has_perm(ACT))):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SendingsView(Needs, WagtailAdminTemplateMixin, TemplateView):
    """All sendings, newest first."""

    template_name = "newsletter/sendings/list.html"
    page_title = gettext_lazy("Sendings")
    header_icon = "mail"
    breadcrumbs_items = ()

    def get_context_data(self, **kwargs):
        page = Paginator(Sending.objects.all(), PER_PAGE).get_page(self.request.GET.get("p"))
        lines = sending_lines(page)
        return {**super().get_context_data(**kwargs), "page": page, "lines": lines, "is_worked_on": report.is_worked_on(now=timezone.now())}


class SendingView(Needs, WagtailAdminTemplateMixin, TemplateView):
    """The report of one sending: all languages, and what can be done."""

    template_name = "newsletter/sendings/report.html"
    header_icon = "mail"
    breadcrumbs_items = ()

    def get_context_data(self, **kwargs):
        sending = get_object_or_404(Sending, pk=self.kwargs["pk"])
        self.page_title = sending.title
        reading = report_reading(sending, now=timezone.now())
        may = {"may_act": self.request.user.has_perm(ACT), "may_export": may_export(self.request)}
        forms = {
            "rate_form": RateForm.of(sending),
            "schedule_form": ScheduleForm.of(sending),
            "uncertain_form": UncertainForm.of(reading.uncertain),
            "end_form": EndForm.of(reading.open),
        }
        history = ModelLogEntry.objects.for_instance(sending).select_related("user").order_by("-timestamp")[:20]
        return {**super().get_context_data(**kwargs), "sending": sending, "reading": reading, **may, **forms, "log": history}


class ProgressView(Needs, View):
    """The part of the report that changes by itself, for the script that looks again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sending = get_object_or_404(Sending, pk=pk)
        reading = report_reading(sending, now=timezone.now())
        answer = render(request, "newsletter/sendings/_progress.html", {"sending": sending, "reading": reading, "is_part": True})
        answer["X-Sending-State"] = sending.state
        answer["Cache-Control"] = "no-store"
        return answer


class ActView(Needs, View):
    """What the operator pressed."""

    permission = ACT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        sending = get_object_or_404(Sending, pk=pk)
        try:
            messages.success(request, ACTS[act](sending, request))
        except control.NotPossible as reason:
            messages.error(request, str(reason))
        return redirect("newsletter_sending", pk)


class ReadersView(Needs, View):
    """Who, in which state, and why, as CSV: addresses leave the bank, so it takes the right to export them. Who took it stands in the history."""

    permission = EXPORT_READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        if not may_export(request) or not (request.user.has_perm(SEE) or request.user.has_perm(ACT)):
            raise PermissionDenied
        sending = get_object_or_404(Sending, pk=pk)
        state = request.POST.get("state", "")
        rows = readers_csv.rows(sending=sending, state=state)
        log(instance=sending, action=EXPORTED, user=request.user, title=sending.title, data={"number": rows.count(), "state": state[:20]})
        answer = StreamingHttpResponse(readers_csv.lines(rows), content_type="text/csv; charset=utf-8")
        name = "-".join(filter(None, [slugify(sending.title)[:60] or "sending", str(sending.pk), slugify(state)]))
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        answer["Cache-Control"] = "no-store"
        return answer


def may_export(request: HttpRequest) -> bool:
    """Whether the login may take addresses out of the bank."""
    return request.user.has_perm(SEE_READERS) and request.user.has_perm(EXPORT_READERS)


def _start(sending: Sending, request: HttpRequest) -> str:
    control.start(sending=sending, by=request.user)
    return _("The sending has begun.")


def _pause(sending: Sending, request: HttpRequest) -> str:
    control.pause(sending=sending, by=request.user)
    return _("Paused. Mail that was being handed over at this moment is finished; nothing else leaves.")


def _resume(sending: Sending, request: HttpRequest) -> str:
    control.resume(sending=sending, by=request.user)
    return _("The sending goes on.")


def _send_remaining(sending: Sending, request: HttpRequest) -> str:
    number = control.send_remaining(sending=sending, by=request.user)
    return _("The remaining mails are being sent: %(number)s.") % {"number": number}


def _retry_failed(sending: Sending, request: HttpRequest) -> str:
    number = control.retry_failed(sending=sending, by=request.user)
    return _("Refused mails that are tried again: %(number)s.") % {"number": number}


def _resend_uncertain(sending: Sending, request: HttpRequest) -> str:
    confirmed = UncertainForm.read(request.POST)
    number = control.resend_uncertain(sending=sending, confirmed_number=confirmed, by=request.user)
    return _("Uncertain mails that are sent again: %(number)s.") % {"number": number}


def _change_rate(sending: Sending, request: HttpRequest) -> str:
    rates = RateForm.read(request.POST)
    control.change_rate(sending=sending, by=request.user, **rates)
    return _("The new rate holds from now on.")


def _end(sending: Sending, request: HttpRequest) -> str:
    number = control.end(sending=sending, by=request.user, **EndForm.read(request.POST))
    return _("Ended. Readers who are left out: %(number)s.") % {"number": number}


def _schedule(sending: Sending, request: HttpRequest) -> str:
    at = ScheduleForm.read(request.POST)
    control.schedule(sending=sending, at=at, by=request.user)
    return _("Scheduled.") if at else _("It is not scheduled any more.")


ACTS: dict[str, Callable[[Sending, Any], str]] = {
    "start": _start,
    "pause": _pause,
    "resume": _resume,
    "send-remaining": _send_remaining,
    "retry-failed": _retry_failed,
    "resend-uncertain": _resend_uncertain,
    "rate": _change_rate,
    "schedule": _schedule,
    "end": _end,
}
