"""The form to subscribe, and the page after it. Views translate between requests and actions, nothing else.

The answer is the same for every address, and takes the same time: whether the mail server can be reached is asked, and one row is written,
without looking at who the address belongs to. Once the answer has left, `answering` does, in a thread of its own.

No cookie and no login stands behind these pages, so there is nothing for a forged request to use (CSRF): what anybody can cause is one mail
to confirm, and that is throttled. Small forms on pages that are kept in caches bring an address here; the whole form then asks for the rest.
"""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from newsletter.addresses import sender
from newsletter.people import actions, answering, letters, spam_trap, throttling
from newsletter.people.forms import SubscribeForm, first_choice
from newsletter.people.spam_trap import Caught
from newsletter.people.wordings import consent_text, on_this_site
from site4p1000.common import languages
from site4p1000.common.addresses import absolute
from site4p1000.common.navigation import language_links_to, menu

PLACES = ("home", "newsletter", "issue")
"""Pages with a small form, as the proof of consent names them."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; sent, it leads to the same page whoever's address was written."""
    if request.method != "POST":
        return _form_page(request, SubscribeForm(initial=first_choice(request.GET.get("l") or _language())))
    caught = spam_trap.judge(request.POST)
    if caught is Caught.PROGRAM:
        return redirect("newsletter_look")
    if caught is Caught.FIRST_STEP:
        return _form_page(request, SubscribeForm(initial={**first_choice(_language()), "email": request.POST.get("email", "")[:320]}))
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form)
    if caught is Caught.AGAIN:
        return _form_page(request, form, notice=_("Please look at your choices once more, then press the button again."))
    return _ask(request, form)


def _ask(request: HttpRequest, form: SubscribeForm) -> HttpResponse:
    now = timezone.now()
    if not throttling.admit(source=throttling.source_of(request), now=now):
        notice = _("This form was sent very often from your network within an hour. Nothing is lost: please try again in an hour.")
        return _form_page(request, form, notice=notice, status=429)
    line = letters.connect()
    if line is None:
        notice = _("We cannot send mail just now, so nothing was taken down. Please try again in a few minutes.")
        return _form_page(request, form, notice=notice, status=503)
    wording = on_this_site(language=_language(), source=_source(request))
    chosen = {"language": form.cleaned_data["language"], "topics": form.cleaned_data["topics"]}
    answering.take_down(address=form.cleaned_data["email"], **chosen, wording=wording, now=now)
    return AnswerFirst(reverse("newsletter_look"), then=partial(answering.answer_soon, line=line))


class AnswerFirst(HttpResponseRedirect):
    """Something is done once the answer has left: how long it takes says nothing of the address that was written."""

    def __init__(self, *args, then: Callable[[], object], **kwargs):
        super().__init__(*args, **kwargs)
        self._then = then

    def close(self) -> None:
        """Called by the server when the answer has left."""
        try:
            self._then()
        finally:
            super().close()


def _source(request: HttpRequest) -> str:
    """Where the form stood: its address, and the page with the small form if it began there."""
    place = request.POST.get("place", "")
    return f"{request.path} ({place})" if place in PLACES else request.path


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Look in your mail. The same for every address."""
    context = {**_around("newsletter_look"), "sender": sender(), "days": actions.CONFIRM_DAYS}
    return render(request, "newsletter/look.html", context)


def _form_page(request: HttpRequest, form: SubscribeForm, *, notice: str = "", status: int = 200) -> HttpResponse:
    place = request.POST.get("place", "")
    context = {
        **_around("newsletter_subscribe"),
        "form": form,
        "notice": notice,
        "stamp": spam_trap.stamp(),
        "place": place if place in PLACES else "",
        "consent": consent_text(),
        "canonical": absolute(reverse("newsletter_subscribe")),
    }
    response = render(request, "newsletter/subscribe.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if status == 429:
        response["Retry-After"] = "3600"
    return response


def _language() -> str:
    return translation.get_language() or languages.codes()[0]


def _around(name: str) -> dict:
    """The frame of base.html, with this page's address in every language."""
    by_language = {}
    for code in languages.codes():
        with translation.override(code):
            by_language[code] = reverse(name)
    return {"frame": {"crumbs": (), "menu": menu(_language()), "languages": language_links_to(by_language, _language())}}
