"""Issues of the newsletter, one page per language, linked as translations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from newsletter.blocks import ISSUE_BLOCKS
from newsletter.issues.previewing import mail_preview
from newsletter.issues.sharing import share_by_mail
from newsletter.models.people import ISSUE_TOPICS, Topic
from newsletter.reading import issue_list, issue_reading
from site4p1000.common.models import BasePage


class IssueIndexPage(BasePage):
    """All issues of a language, newest first."""

    template = "pages/issue_index_page.html"
    subpage_types = ["newsletter.NewsletterIssuePage"]

    class Meta:
        verbose_name = _("list of issues")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["issues"] = issue_list(page=self, number=request.GET.get("page"))
        return context


class NewsletterIssuePage(BasePage):
    """One issue in one language: title, summary and body blocks."""

    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    date = models.DateField(_("date"))
    topic = models.CharField(
        _("goes to readers of"),
        max_length=20,
        choices=[(topic.value, topic.label) for topic in ISSUE_TOPICS],
        default=Topic.NEWSLETTER,
        help_text=_("Only those who asked for this kind of mail get the issue. The same in every language."),
    )
    body = StreamField(ISSUE_BLOCKS, blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldRowPanel([FieldPanel("number"), FieldPanel("date"), FieldPanel("topic")]), FieldPanel("body")]
    template = "pages/newsletter_issue_page.html"
    parent_page_types = ["newsletter.IssueIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

    preview_modes = [("", _("Web page")), ("mail", _("Mail")), ("text", _("Plain text"))]
    preview_sizes = [
        {"name": "phone", "icon": "mobile-alt", "device_width": 320, "label": _("Phone, 320 px")},
        {"name": "mail", "icon": "mail", "device_width": 600, "label": _("Mail at a desk, 600 px")},
        {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Desk, 1280 px")},
    ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["issue"] = issue_reading(self)
        context["sharing_kind"] = "article"
        context["share_by_mail"] = share_by_mail(title=self.title, url=context["canonical"])
        return context

    def serve_preview(self, request, mode_name):
        return mail_preview(self, mode_name) if mode_name else super().serve_preview(request, mode_name)
