"""The inbox in the admin: one draft at a time, one key for each answer, and no script of our own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter.press.inbox import Act, Decided, decide, waiting
from newsletter.press.roles import policy

SHOWN = 20
"""How many of those that wait behind the first are named."""


class InboxView(WagtailAdminTemplateMixin, TemplateView):
    """The draft that waits longest, with its buttons, and what waits behind it."""

    template_name = "press/admin/inbox.html"
    page_title = gettext_lazy("Inbox of the press review")
    header_icon = "doc-full"
    breadcrumbs_items = ()

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        first, *others = waiting()[: SHOWN + 1] or [None]
        return {**super().get_context_data(**kwargs), "item": first, "others": others, "number": waiting().count()}

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            item_id, act = int(request.POST["item"]), Act(request.POST["act"])
        except (KeyError, ValueError):
            raise Http404 from None
        decided = decide(item_id=item_id, act=act, by=request.user)
        if decided is Decided.LACKS:
            messages.warning(request, _("Readers need a little more before it can be kept: our summary, the outlet, the day and the language."))
            return redirect("press_items:edit", item_id)
        if decided is Decided.GONE:
            messages.info(request, _("Somebody else has decided on this article meanwhile; here is the next one."))
        return redirect("press_inbox")
