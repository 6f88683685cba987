"""Registers what the admin shows of sendings: their place in the menu, their pages, their permissions, their log."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from newsletter.sending import admin_views as views


class SendingsMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(views.SEE) or request.user.has_perm(views.ACT)


@hooks.register("register_newsletter_menu_item")
def sendings_menu_item():
    return SendingsMenuItem(_("Sendings"), reverse("newsletter_sendings"), name="newsletter-sendings", icon_name="mail", order=20)


@hooks.register("register_admin_urls")
def sendings_urls():
    return [
        path("newsletter/sendings/", views.SendingsView.as_view(), name="newsletter_sendings"),
        path("newsletter/sendings/<int:pk>/", views.SendingView.as_view(), name="newsletter_sending"),
        path("newsletter/sendings/<int:pk>/progress/", views.ProgressView.as_view(), name="newsletter_sending_progress"),
        path("newsletter/sendings/<int:pk>/readers.csv", views.ReadersView.as_view(), name="newsletter_sending_readers"),
        *(
            path(f"newsletter/sendings/<int:pk>/{act}/", views.ActView.as_view(), {"act": act}, name=f"newsletter_sending_{act}")
            for act in views.ACTS
        ),
    ]


@hooks.register("register_permissions")
def sending_permissions():
    return Permission.objects.filter(content_type__app_label="newsletter", codename__in=["view_sending", "change_sending", "view_subscriber"])


@hooks.register("register_log_actions")
def sending_log_actions(actions):
    for act, words in {
        "start": _("Begun"),
        "pause": _("Paused"),
        "resume": _("Resumed"),
        "end": _("Ended, the rest left out"),
        "schedule": _("Schedule changed"),
        "send_remaining": _("Remaining mails sent"),
        "widen": _("Sent to readers of one more language"),
        "retry_failed": _("Refused mails tried again"),
        "resend_uncertain": _("Uncertain mails sent again"),
        "change_rate": _("Rate changed"),
        "readers_exported": _("List of readers taken out"),
    }.items():
        actions.register_action(f"newsletter.{act}", words, words)
