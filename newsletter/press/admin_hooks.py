"""Registers what the admin shows of the press review."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from newsletter.press import inbox_views, month_views
from newsletter.press.admin import PressItemViewSet, press_facts
from newsletter.press.keyword_admin import KeywordsViewSet
from newsletter.press.roles import policy


class MonthsMenuItem(MenuItem):
    def is_shown(self, request):
        return policy.user_has_any_permission(request.user, ["add", "change", "view"])


class InboxMenuItem(MenuItem):
    def is_shown(self, request):
        return policy.user_has_permission(request.user, "change")


@hooks.register("register_admin_viewset")
def press_items():
    return PressItemViewSet("press_items")


@hooks.register("register_admin_viewset")
def press_keywords():
    return KeywordsViewSet("press_keywords")


@hooks.register("register_newsletter_menu_item")
def months_menu_item():
    return MonthsMenuItem(_("Press review by month"), reverse("press_months"), name="press-months", icon_name="calendar-alt", order=35)


@hooks.register("register_newsletter_menu_item")
def inbox_menu_item():
    return InboxMenuItem(_("Inbox of the press review"), reverse("press_inbox"), name="press-inbox", icon_name="doc-full", order=32)


@hooks.register("register_admin_urls")
def press_urls():
    return [
        path("press/inbox/", inbox_views.InboxView.as_view(), name="press_inbox"),
        path("press/facts/", press_facts, name="press_facts"),
        path("press/months/", month_views.MonthsView.as_view(), name="press_months"),
        path("press/months/<str:month>/", month_views.MonthView.as_view(), name="press_month"),
        path("press/months/<str:month>/<str:language>.<str:kind>", month_views.MonthMailView.as_view(), name="press_month_mail"),
    ]
