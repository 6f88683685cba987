"""The admin's pages for making an issue ready: list, overview with the list before sending, previews, test mail, sending.

Views translate between requests and `gathering`, `testing`, `dispatch`, `links`, nothing else.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter.audience import readers_of
from newsletter.issues import dispatch, listing, testing
from newsletter.issues.asking import ask
from newsletter.issues.forms import SendForm
from newsletter.issues.gathering import Issue, Words, gather, pages_of, sending_of, topic_of, words_of
from newsletter.issues.links import ask_outside
from newsletter.issues.preflight import Weight, stops, to_look_at
from newsletter.issues.previewing import framed, without_personal_parts
from newsletter.issues.wordings import STATE_WORDS, line, size_text
from newsletter.models import NewsletterIssuePage
from site4p1000.common import languages
from site4p1000.translation.keeping_step import original_of

SEND = "newsletter.change_sending"
"""Who may let mail leave; others prepare issues."""


class OfAnIssue:
    """A page about one issue, for those who may edit one of its languages. What is not asked for is not rendered."""

    key: UUID
    pages: Mapping[str, NewsletterIssuePage]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.key = kwargs["key"]
        self.pages = _pages(request, self.key)

    @cached_property
    def issue(self) -> Issue:
        """The issue in all its languages, with the list before sending: renders every mail."""
        return gather(self.key, user=self.request.user)

    def words(self, language: str) -> Words:
        """One language of the issue, for a language that has a page and a mail: renders that mail alone."""
        found = words_of(self.pages[language]) if language in self.pages else None
        if found is None or found.mail is None:
            raise Http404
        return found


def _pages(request: HttpRequest, key: UUID) -> Mapping[str, NewsletterIssuePage]:
    try:
        pages = pages_of(key)
    except LookupError:
        raise Http404 from None
    if not any(page.permissions_for_user(request.user).can_edit() for page in pages.values()):
        raise PermissionDenied
    return pages


class IssuesView(WagtailAdminTemplateMixin, TemplateView):
    """All issues with their languages."""

    template_name = "newsletter/admin/issues.html"
    page_title = gettext_lazy("Issues")
    header_icon = "mail"
    breadcrumbs_items = ()

    def get_context_data(self, **kwargs):
        if not listing.may_see(self.request.user):
            raise PermissionDenied
        values = {"rows": listing.rows(), "languages": languages.codes(), "places": listing.places(self.request.user)}
        return {**super().get_context_data(**kwargs), **values}


class IssueView(OfAnIssue, WagtailAdminTemplateMixin, TemplateView):
    """One issue: its languages, the list before sending, and the form to send."""

    template_name = "newsletter/admin/issue.html"
    page_title = gettext_lazy("Preview and send")
    header_icon = "mail"
    breadcrumbs_items = ()

    def get_page_subtitle(self):
        return _own_title({edition.language: edition.page for edition in self.issue.editions if edition.page})

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **overview(self.issue, self.request), "form": kwargs.get("form") or SendForm(self.issue)}


def _own_title(pages: Mapping[str, NewsletterIssuePage]) -> str:
    """In the editor's language where the issue has it, else the first there is."""
    here = (get_language() or "en")[:2]
    return next((pages[code].title for code in (here, *pages) if code in pages), "")


def overview(issue: Issue, request: HttpRequest) -> dict[str, Any]:
    """What the page of an issue shows."""
    here = (get_language() or "en")[:2]
    found = issue.findings()
    lines = [line(finding) for finding in found]
    return {
        "issue": issue,
        "topic": issue.topic.label,
        "rows": [{"edition": one, "state": STATE_WORDS[one.state], "weight": size_text(one.facts.size_bytes)} for one in issue.editions],
        "other_readers": [(languages.name_in(code, here), number) for code, number in issue.other_readers.items()],
        "to_do": [one for one in lines if one.weight is not Weight.FINE],
        "fine": [one for one in lines if one.weight is Weight.FINE],
        "is_stopped": stops(found),
        "to_look_at": to_look_at(found),
        "seal": dispatch.seal(issue, found),
        "may_send": request.user.has_perm(SEND),
        "original_id": _original_id(issue),
        "held": dispatch.held_languages(issue),
        "without_words": [(code, languages.name_in(code, here)) for code in dispatch.without_words(issue)],
    }


def _looked(request: HttpRequest) -> dict[str, Any]:
    """What the editor was shown, and whether they say that they looked at it."""
    return {"seen": request.POST.get("seen", ""), "is_looked_at": bool(request.POST.get("is_looked_at"))}


def _original_id(issue: Issue) -> int:
    page = next(edition.page for edition in issue.editions if edition.page)
    return (original_of(page) or page).pk


class PreviewView(OfAnIssue, WagtailAdminTemplateMixin, TemplateView):
    """One language as readers get it: in the browser, as mail on a phone and at a desk, as plain text."""

    template_name = "newsletter/admin/preview.html"
    page_title = gettext_lazy("Previews")
    header_icon = "view"
    breadcrumbs_items = ()

    def get_page_subtitle(self):
        return _own_title(self.pages)

    def get_context_data(self, **kwargs):
        words = self.words(kwargs["language"])
        others = [code for code in languages.codes() if code in self.pages]
        text = without_personal_parts(words.mail.text)
        values = {"words": words, "others": others, "key": self.key, "text": text, "web_url": _web_url(words.page)}
        return {**super().get_context_data(**kwargs), **values, "state": STATE_WORDS[words.state], "weight": size_text(words.mail.size_bytes)}


def _web_url(page: NewsletterIssuePage) -> str:
    return page.url if page.live else reverse("wagtailadmin_pages:view_draft", args=[page.pk])


class MailView(OfAnIssue, View):
    """The HTML of a mail, for a frame of the previews."""

    def get(self, request: HttpRequest, key: UUID, language: str) -> HttpResponse:
        return framed(self.words(language).mail)


class TestMailView(OfAnIssue, View):
    """Sends the editor a test of one language."""

    def post(self, request: HttpRequest, key: UUID, language: str) -> HttpResponse:
        try:
            testing.send_test(key=key, mail=self.words(language).mail, by=request.user, topic=topic_of(self.key, self.pages))
        except testing.NotTested as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, _("The test mail was handed over to %(address)s.") % {"address": request.user.email})
        return redirect("newsletter_issue", key)


class LinksView(OfAnIssue, View):
    """Asks the links of all languages."""

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        urls = [url for edition in self.issue.editions for url in edition.facts.links]
        number = len(ask_outside(urls, ask=ask))
        told = ngettext("%(number)s link outside the bank was tried.", "%(number)s links outside the bank were tried.", number)
        messages.success(request, told % {"number": number})
        return redirect("newsletter_issue", key)


class SendView(IssueView):
    """Sends the issue, or says why not, with what was chosen still there."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        if not request.user.has_perm(SEND):
            raise PermissionDenied
        form = SendForm(self.issue, request.POST)
        if form.is_valid():
            try:
                return self._sent(form)
            except dispatch.SentAlready as fault:
                messages.error(request, str(fault))
                return redirect("newsletter_issue", key)
            except dispatch.CannotSend as fault:
                form.add_error(None, str(fault))
        form.data = {**form.data.dict(), "seen": form.initial["seen"]}  # the list below is the one they look at now
        return TemplateResponse(request, self.template_name, self.get_context_data(form=form, key=key), status=422)

    def _sent(self, form: SendForm) -> HttpResponse:
        looked = {"seen": form.cleaned_data["seen"], "is_looked_at": form.cleaned_data.get("is_looked_at", False)}
        sending = dispatch.send_issue(key=self.issue.key, choices=form.choices, start_at=form.chosen_start, by=self.request.user, **looked)
        number = readers_of(sending)
        told = ngettext("%(number)s reader will get this issue.", "%(number)s readers will get this issue.", number)
        messages.success(self.request, told % {"number": number})
        return redirect("newsletter_sending", sending.pk)


class ReleaseView(OfAnIssue, View):
    """Sends to readers of a language who were held until it was translated."""

    def post(self, request: HttpRequest, key: UUID, language: str) -> HttpResponse:
        if not request.user.has_perm(SEND):
            raise PermissionDenied
        try:
            number = dispatch.release(key=key, language=language, words_in=request.POST.get("words_in", ""), by=request.user, **_looked(request))
        except dispatch.CannotSend as fault:
            messages.error(request, str(fault))
            return redirect("newsletter_issue", key)
        told = ngettext("%(number)s mail is still to leave.", "%(number)s mails are still to leave.", number)
        messages.success(request, told % {"number": number})
        return redirect("newsletter_sending", sending_of(key).pk)
