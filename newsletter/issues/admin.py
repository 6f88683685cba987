"""Registers what the admin shows of issues: the list in the menu, the way from a page to its previews and its sending."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from newsletter.issues import listing, views
from newsletter.models import NewsletterIssuePage


class IssuesMenuItem(MenuItem):
    def is_shown(self, request):
        return listing.may_see(request.user)


@hooks.register("register_newsletter_menu_item")
def issues_menu_item():
    return IssuesMenuItem(_("Issues"), reverse("newsletter_issues"), name="newsletter-issues", icon_name="doc-full", order=10)


@hooks.register("register_admin_urls")
def issue_urls():
    return [
        path("newsletter/issues/", views.IssuesView.as_view(), name="newsletter_issues"),
        path("newsletter/issues/<uuid:key>/", views.IssueView.as_view(), name="newsletter_issue"),
        path("newsletter/issues/<uuid:key>/links/", views.LinksView.as_view(), name="newsletter_issue_links"),
        path("newsletter/issues/<uuid:key>/send/", views.SendView.as_view(), name="newsletter_issue_send"),
        path("newsletter/issues/<uuid:key>/<str:language>/", views.PreviewView.as_view(), name="newsletter_issue_preview"),
        path("newsletter/issues/<uuid:key>/<str:language>/mail/", views.MailView.as_view(), name="newsletter_issue_mail"),
        path("newsletter/issues/<uuid:key>/<str:language>/test/", views.TestMailView.as_view(), name="newsletter_issue_test"),
        path("newsletter/issues/<uuid:key>/<str:language>/release/", views.ReleaseView.as_view(), name="newsletter_issue_release"),
    ]


@hooks.register("register_page_header_buttons")
def preview_and_send_button(page, user, view_name=None, next_url=None):
    """On the page of an issue: to its previews, the list before sending, and the sending."""
    if page.specific_class is NewsletterIssuePage and page.permissions_for_user(user).can_edit():
        yield Button(_("Preview and send"), reverse("newsletter_issue", args=[page.translation_key]), icon_name="mail", priority=50)
