"""Registers what the admin shows of subscribers."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from newsletter.people import actions, lists
from newsletter.people.admin import list_views, permissions, views

ACTIONS = {
    actions.STOPPED: (_("Subscriber unsubscribed"), _("Subscriber unsubscribed by hand")),
    actions.ERASED: (_("Subscriber erased"), _("Subscriber erased by hand")),
    actions.BARRED: (_("Address barred"), _("Address barred: nobody writes to it")),
    actions.LIFTED: (_("Address allowed again"), _("Address allowed again: its reader may confirm")),
    lists.TAKEN_IN: (_("List taken in"), _("List of subscribers taken in")),
    views.EXPORTED: (_("Subscribers exported"), _("List of subscribers exported")),
}


class SubscribersMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(permissions.SEE)


@hooks.register("register_admin_urls")
def admin_urls():
    ours = [
        path("", views.SubscribersView.as_view(), name="subscribers"),
        path("<int:pk>/", views.SubscriberView.as_view(), name="subscriber"),
        path("<int:pk>/stop/", views.StopView.as_view(), name="stop"),
        path("<int:pk>/erase/", views.EraseView.as_view(), name="erase"),
        path("suppression/", views.SuppressionView.as_view(), name="suppression"),
        path("export/", views.ExportView.as_view(), name="export"),
        path("lists/", list_views.ListsView.as_view(), name="lists"),
        path("lists/<int:pk>/", list_views.ListView.as_view(), name="list"),
        path("lists/<int:pk>/take-in/", list_views.TakeInView.as_view(), name="take_in"),
        path("lists/<int:pk>/result.csv", list_views.ResultView.as_view(), name="result"),
    ]
    return [path("subscribers/", include((ours, "newsletter_people"), namespace="newsletter_people"))]


@hooks.register("register_newsletter_menu_item")
def menu_item():
    return SubscribersMenuItem(_("Subscribers"), reverse("newsletter_people:subscribers"), icon_name="group", order=30)


@hooks.register("register_permissions")
def grantable():
    return permissions.grantable()


@hooks.register("register_log_actions")
def log_actions(registry):
    for name, (label, message) in ACTIONS.items():
        registry.register_action(name, label, message)
