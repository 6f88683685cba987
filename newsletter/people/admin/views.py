"""The list of subscribers, one subscriber, and what may be done. Addresses are looked for by POST, so that none stands in an access log."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from newsletter.models import Subscriber, SubscriberState, Topic
from newsletter.people import actions
from newsletter.people.addressing import Address, AddressFault, read_address
from newsletter.people.admin import permissions
from newsletter.people.admin.export import subscribers_csv
from newsletter.people.admin.permissions import Needs
from newsletter.people.admin.question import Question, counts, languages_in
from newsletter.people.forms import FAULTS
from newsletter.people.suppressing import suppression_of
from newsletter.people.wordings import on_this_site

PER_PAGE = 50
EXPORTED = "newsletter.exported"


class SubscribersView(Needs, WagtailAdminTemplateMixin, TemplateView):
    """All subscribers, narrowed by state, language and topic; a search by exact address."""

    template_name = "newsletter/people_admin/subscribers.html"
    page_title = gettext_lazy("Subscribers")
    header_icon = "group"
    breadcrumbs_items = ()

    def get_context_data(self, *, searched: Address | None = None, **kwargs):
        numbers = counts()
        there = languages_in(numbers)
        question = Question.of(self.request.GET, languages=there)
        page = Paginator(question.rows(), PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "question": question,
            "table": [(state, label, [(code, numbers.get((state, code), 0)) for code in there]) for state, label in SubscriberState.choices],
            "languages": there,
            "states": SubscriberState.choices,
            "topics": Topic.choices,
            "earlier": question.query(p=str(page.previous_page_number())) if page.has_previous() else "",
            "later": question.query(p=str(page.next_page_number())) if page.has_next() else "",
            "searched": searched,
            "suppression": suppression_of(searched) if searched else None,
            **may(self.request),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """An address to look for: to its subscriber, or what is known of an address that is none's."""
        address = read_address(request.POST.get("address", "")[:1000])
        if isinstance(address, AddressFault):
            messages.error(request, str(FAULTS[address]))
            return redirect("newsletter_people:subscribers")
        found = Subscriber.objects.filter(email=address.text).first()
        if found is not None:
            return redirect("newsletter_people:subscriber", found.pk)
        return self.render_to_response(self.get_context_data(searched=address))


class SubscriberView(Needs, WagtailAdminTemplateMixin, TemplateView):
    """One subscriber: choices, proof of consent, mails, and what may be done."""

    template_name = "newsletter/people_admin/subscriber.html"
    page_title = gettext_lazy("Subscriber")
    header_icon = "group"

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse("newsletter_people:subscribers"), "label": _("Subscribers")},
            {"url": "", "label": f"{_('Subscriber')} {self.kwargs['pk']}"},
        ]

    def get_context_data(self, **kwargs):
        subscriber = get_object_or_404(Subscriber, pk=self.kwargs["pk"])
        labels = dict(Topic.choices)
        return {
            **super().get_context_data(**kwargs),
            "subscriber": subscriber,
            "topics": [labels.get(topic, topic) for topic in subscriber.topics],
            "consents": [(row, [labels.get(topic, topic) for topic in row.topics]) for row in subscriber.consents.all()],
            "mails": subscriber.recipients.select_related("sending").order_by("-pk")[:50],
            "suppression": suppression_of(Address(subscriber.email)),
            "gets_mail": subscriber.state == SubscriberState.ACTIVE,
            **may(self.request),
        }


class StopView(Needs, View):
    """Unsubscribes somebody who asked for it by other ways than the link."""

    permission = permissions.STOP

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        subscriber = get_object_or_404(Subscriber, pk=pk)
        actions.stop(subscriber=subscriber, state=SubscriberState.UNSUBSCRIBED, wording=_by_hand(), by=request.user)
        messages.success(request, _("Unsubscribed. No further mail goes to this address."))
        return redirect("newsletter_people:subscriber", pk)


class EraseView(Needs, View):
    """Forgets a person who asked for it."""

    permission = permissions.ERASE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions.erase(subscriber=get_object_or_404(Subscriber, pk=pk), by=request.user)
        messages.success(request, _("Erased. Only a fingerprint stays, so that no list brings the address back."))
        return redirect("newsletter_people:subscribers")


class SuppressionView(Needs, View):
    """Bars an address for good, or lets its reader use the form again."""

    permission = permissions.STOP

    def post(self, request: HttpRequest) -> HttpResponse:
        address = read_address(request.POST.get("address", "")[:1000])
        if isinstance(address, AddressFault):
            messages.error(request, str(FAULTS[address]))
        elif request.POST.get("act") == "bar":
            actions.bar(address=address, wording=_by_hand(), by=request.user)
            messages.success(request, _("Nobody writes to this address any more, not even to confirm."))
        elif request.POST.get("act") == "allow":
            actions.allow_again(address=address, by=request.user)
            messages.success(request, _("The form works again for this address. Its reader has to confirm."))
        return redirect("newsletter_people:subscribers")


class ExportView(Needs, View):
    """The list as CSV, narrowed as it is on the screen. Who took it stands in the history."""

    permission = permissions.EXPORT

    def post(self, request: HttpRequest) -> StreamingHttpResponse:
        if not request.user.has_perm(permissions.SEE):
            raise PermissionDenied
        rows = Question.of(request.POST, languages=languages_in(counts())).rows()
        log(instance=request.user, action=EXPORTED, user=request.user, data={"subscribers": rows.count()})
        name = f"subscribers-{timezone.now():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(subscribers_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


def may(request: HttpRequest) -> dict[str, bool]:
    """What the buttons of a page ask."""
    asked = {"stop": permissions.STOP, "erase": permissions.ERASE, "take_in": permissions.TAKE_IN, "export": permissions.EXPORT}
    return {f"may_{name}": request.user.has_perm(permission) for name, permission in asked.items()}


def _by_hand():
    """What the proof says of an act an editor did for somebody. Who it was stands in the history, by name."""
    return on_this_site(language="", source="admin")
