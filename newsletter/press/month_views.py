"""Months of the press review in the admin: what is kept, the mail in each language, and its sending."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter.audience import readers_of
from newsletter.issues import preflight, testing
from newsletter.issues.asking import ask
from newsletter.issues.dispatch import CannotSend
from newsletter.issues.forms import NOW, StartForm
from newsletter.issues.links import ask_outside
from newsletter.issues.preflight import Weight
from newsletter.issues.previewing import framed, without_personal_parts
from newsletter.issues.views import SEND
from newsletter.issues.wordings import line, size_text
from newsletter.models import Topic
from newsletter.press.month import Month, MonthEdition, check, month_editions, months, publish_kept, seal, send_month, sending_of
from newsletter.press.roles import may_publish, policy
from site4p1000.common import languages


class ForThoseWhoSeeItems:
    """Whoever may do anything with press items may look."""

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not policy.user_has_any_permission(request.user, ["add", "change", "view"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def month(self) -> Month:
        """The month of the address; 404 for none."""
        try:
            return Month.read(self.kwargs["month"])
        except ValueError:
            raise Http404 from None


class MonthsView(ForThoseWhoSeeItems, WagtailAdminTemplateMixin, TemplateView):
    """All months with items."""

    template_name = "press/admin/months.html"
    page_title = gettext_lazy("Press review by month")
    header_icon = "mail"
    breadcrumbs_items = ()

    def get_context_data(self, **kwargs):
        here = (get_language() or "en")[:2]
        rows = [{"month": month, "words": month.words(here), **counts} for month, counts in months().items()]
        return {**super().get_context_data(**kwargs), "rows": rows}


class MonthView(ForThoseWhoSeeItems, WagtailAdminTemplateMixin, TemplateView):
    """One month: its mail in each language, what is still kept, and the buttons."""

    template_name = "press/admin/month.html"
    page_title = gettext_lazy("Press review by month")
    header_icon = "mail"
    breadcrumbs_items = ()

    def get_page_subtitle(self):
        return self.month.words((get_language() or "en")[:2])

    def get_context_data(self, **kwargs):
        editions = month_editions(self.month)
        here = (get_language() or "en")[:2]
        found = check(self.month, editions, user=self.request.user)
        lines = [line(finding) for finding in found.findings]
        values = {
            "to_do": [one for one in lines if one.weight is not Weight.FINE],
            "is_stopped": preflight.stops(found.findings),
            "to_look_at": preflight.to_look_at(found.findings),
            "readers": found.readers,
            "had_theirs": found.had_theirs,
            "without_words": [(languages.name_in(code, here), number) for code, number in found.without_words.items()],
            "month": self.month,
            "editions": [{"edition": edition, "weight": size_text(edition.mail.size_bytes)} for edition in editions],
            "stories": editions[0].stories,
            "seal": seal(editions),
            "kept": months().get(self.month, {}).get("kept", 0),
            "sending": sending_of(self.month),
            "may_publish": may_publish(self.request.user),
            "may_send": self.request.user.has_perm(SEND),
            "form": kwargs.get("form") or StartForm(),
        }
        return {**super().get_context_data(**kwargs), **values}

    def post(self, request: HttpRequest, month: str) -> HttpResponse:
        act = {"publish": self._publish, "send": self._send, "test": self._test, "links": self._links}.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        return act() or redirect("press_month", month)

    def _publish(self) -> None:
        if not may_publish(self.request.user):
            raise PermissionDenied
        number = publish_kept(month=self.month)
        messages.success(self.request, ngettext("%(n)s item is published.", "%(n)s items are published.", number) % {"n": number})

    def _send(self) -> HttpResponse | None:
        if not self.request.user.has_perm(SEND):
            raise PermissionDenied
        form = StartForm({"when": NOW, **self.request.POST.dict()})
        if not form.is_valid():
            return TemplateResponse(self.request, self.template_name, self.get_context_data(form=form, month=str(self.month)), status=422)
        looked = {"seen": self.request.POST.get("seen", ""), "is_looked_at": bool(self.request.POST.get("is_looked_at"))}
        try:
            sending = send_month(month=self.month, **looked, start_at=form.chosen_start, by=self.request.user)
        except CannotSend as fault:
            messages.error(self.request, str(fault))
        else:
            number = readers_of(sending)
            words = ngettext("The sending has begun: %(n)s reader.", "The sending has begun: %(n)s readers.", number)
            if form.chosen_start:
                words = ngettext("The sending is planned: %(n)s reader.", "The sending is planned: %(n)s readers.", number)
            messages.success(self.request, words % {"n": number})
        return None

    def _links(self) -> None:
        links = check(self.month, month_editions(self.month), user=self.request.user).links
        number = len(ask_outside(links, ask=ask))
        told = ngettext("%(number)s link outside the bank was tried.", "%(number)s links outside the bank were tried.", number)
        messages.success(self.request, told % {"number": number})

    def _test(self) -> None:
        edition = edition_of(self.month, self.request.POST.get("language", ""))
        try:
            testing.send_test(key=self.month.key, mail=edition.mail, by=self.request.user, topic=Topic.PRESS_REVIEW)
        except testing.NotTested as fault:
            messages.error(self.request, str(fault))
        else:
            messages.success(self.request, _("The test mail was handed over to %(address)s.") % {"address": self.request.user.email})


class MonthMailView(ForThoseWhoSeeItems, View):
    """The mail of a month in one language: as HTML or as plain text, with nobody's personal addresses in it."""

    def get(self, request: HttpRequest, month: str, language: str, kind: str) -> HttpResponse:
        mail = edition_of(self.month, language).mail
        if kind == "html":
            return framed(mail)
        return HttpResponse(without_personal_parts(mail.text), content_type="text/plain; charset=utf-8")


def edition_of(month: Month, language: str) -> MonthEdition:
    """The edition in a language; 404 for a language the bank has not."""
    found = next((edition for edition in month_editions(month) if edition.mail.language == language), None)
    if found is None:
        raise Http404
    return found
