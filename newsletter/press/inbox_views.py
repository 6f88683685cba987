"""The inbox in the admin: one draft at a time, one key for each answer, and no script of our own."""

import re
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter.models.press import PressItem, PressTopic
from newsletter.press.inbox import NO_TOPIC, Act, Decided, Filing, Order, Waiting, decide, sorted_out, waiting
from newsletter.press.roles import policy
from newsletter.press.suggesting import SuggestedPractice, told

ORDERS = {
    Order.LONGEST: gettext_lazy("The one that waits longest first"),
    Order.WORDS: gettext_lazy("The one with most keywords first"),
}
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
        asked = _asked(self.request.GET)
        found = sorted_out(topic=asked["topic"], order=Order(asked["order"]))
        first, *others = map(_draft, found[: SHOWN + 1]) if found else [None]
        values = {
            "draft": first,
            "others": others,
            "number": len(found),
            "waiting_in_all": waiting().count(),
            "topics": _topic_choices(asked["topic"]),
            "orders": [(order.value, words, order.value == asked["order"]) for order, words in ORDERS.items()],
        }
        return {**super().get_context_data(**kwargs), **values}

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            item_id, act = int(request.POST["item"]), Act(request.POST["act"])
        except (KeyError, ValueError):
            raise Http404 from None
        decided = decide(item_id=item_id, act=act, by=request.user, filing=_filing(request.POST))
        if decided is Decided.LACKS:
            messages.warning(request, _("Readers need a little more before it can be kept: our summary, the outlet, the day and the language."))
            return redirect("press_items:edit", item_id)
        if decided is Decided.GONE:
            messages.info(request, _("Somebody else has decided on this article meanwhile; here is the next one."))
        return redirect(f"{reverse('press_inbox')}?{urlencode(_asked(request.GET))}")


def _asked(query: QueryDict) -> dict[str, str]:
    """The filter and the order of an address; what nobody knows is passed by."""
    topic, order = query.get("topic", ""), query.get("order", "")
    return {
        "topic": topic if topic in (NO_TOPIC, *PressTopic.values) else "",
        "order": order if order in {known.value for known in Order} else Order.LONGEST.value,
    }


def _filing(data: QueryDict) -> Filing | None:
    """What was taken over of the suggestions; nothing where the form had no such fields."""
    if "topic" not in data:
        return None
    return Filing(topic=data["topic"], practices=tuple(int(number) for number in data.getlist("practice") if re.fullmatch("[0-9]{1,18}", number)))


def _topic_choices(chosen: str) -> list[tuple[str, str, bool]]:
    choices = [("", _("All topics")), *PressTopic.choices, (NO_TOPIC, _("No topic found"))]
    return [(value, str(label), value == chosen) for value, label in choices]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A draft as the inbox shows it. `topics`: all, with the one it is filed under, or the clearest suggestion, selected."""

    item: PressItem
    found: str
    topics: list[tuple[str, str, bool]]
    practices: tuple[SuggestedPractice, ...]

    @property
    def told_elsewhere(self) -> list[PressItem]:
        """The other items of the same story."""
        return list(PressItem.objects.filter(story=self.item.story).exclude(pk=self.item.pk)[:SHOWN])


def _draft(one: Waiting) -> Draft:
    chosen = next(iter(one.topics), "")
    return Draft(
        item=one.item,
        found=told(one.suggested),
        topics=[(value, str(label), value == chosen) for value, label in (("", "–"), *PressTopic.choices)],
        practices=tuple(suggested.what for suggested in one.suggested.practices),
    )
