"""The pages behind the links in mail: confirm, choices, own data, erase, leave. The token in the link says whose they are.

Nothing here needs a login, a cookie or a CSRF token: who does not have the link cannot make a request to it. Looking (GET, HEAD) changes
nothing, whoever looks, programs that follow every link in a mail included. Pages speak the subscriber's language, or the one the link asks
for (``?l=``). Nobody keeps them, no search engine lists them, and their address is told to no other site.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from newsletter.addresses import Asking, LinkFault, read_asking, read_leaving, subscriber_of
from newsletter.models import Subscriber, SubscriberState, Topic
from newsletter.people import actions
from newsletter.people.actions import Confirmed
from newsletter.people.forms import SubscribersForm
from newsletter.people.held_data import held_data
from newsletter.people.wordings import Wording, on_this_site
from site4p1000.common import languages
from site4p1000.common.navigation import language_links_to, menu

GONE = 410


def own_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view behind a link with a token: kept by nobody, listed nowhere, its address told to nobody."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **parts) -> HttpResponseBase:
        response = view(request, **parts)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressed, the subscription is true."""
    asking = read_asking(token, now=timezone.now())
    if isinstance(asking, LinkFault):
        return _spoken(request, "", "newsletter/dead_link.html", {"is_expired": asking is LinkFault.EXPIRED}, status=GONE)
    outcome = _confirmed(request, asking) if request.method == "POST" else None
    subscriber = Subscriber.objects.filter(pk=asking.subscriber_id).first()
    if subscriber is None or outcome is Confirmed.OUTDATED or _is_outdated(subscriber, asking):
        return _spoken(request, asking.language, "newsletter/dead_link.html", {"is_expired": True}, status=GONE)
    context = {
        "subscriber": subscriber,
        "topics": _labels(asking.topics),
        "is_active": subscriber.state == SubscriberState.ACTIVE,
        "outcome": outcome,
    }
    return _spoken(request, asking.language, "newsletter/confirm.html", context)


def _confirmed(request: HttpRequest, asking: Asking) -> Confirmed:
    return actions.confirm(asking=asking, wording=_wording(request, asking.language, "confirm"))


def _is_outdated(subscriber: Subscriber, asking: Asking) -> bool:
    return subscriber.state != SubscriberState.ACTIVE and asking.at < subscriber.state_at


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """Language, topics and how often; and the ways to one's own data."""
    subscriber = _subscriber(token)
    if subscriber is None:
        return _nobody(request, is_known=subscriber_of(token) is not None)
    is_active = subscriber.state == SubscriberState.ACTIVE
    now = {"language": subscriber.language, "topics": subscriber.topics, "rhythm": subscriber.rhythm}
    form = SubscribersForm(request.POST or None, initial=now)
    is_saved = request.method == "POST" and is_active and form.is_valid()
    if is_saved:
        wording = _wording(request, subscriber.language, "choices")
        actions.choose(subscriber=subscriber, **form.cleaned_data, wording=wording)
    context = {"subscriber": subscriber, "form": form, "is_saved": is_saved, "is_active": subscriber.state == SubscriberState.ACTIVE, "token": token}
    return _spoken(request, subscriber.language, "newsletter/choices.html", context)


@own_page
@require_safe
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """All the bank holds of a person, as a JSON file."""
    subscriber = _subscriber(token)
    if subscriber is None:
        return _nobody(request, is_known=subscriber_of(token) is not None)
    headers = {"Content-Disposition": 'attachment; filename="4p1000-subscription.json"'}
    return JsonResponse(held_data(subscriber), headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2})


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressed, the person is forgotten."""
    subscriber = _subscriber(token)
    if subscriber is None:
        return _nobody(request, is_known=subscriber_of(token) is not None)
    if request.method == "POST":
        language = subscriber.language
        actions.erase(subscriber=subscriber)
        return _spoken(request, language, "newsletter/erased.html", {"is_now": True})
    return _spoken(request, subscriber.language, "newsletter/erase.html", {"subscriber": subscriber, "token": token})


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A button for the topic of the mail, another for all mail (``?all=1``); the first is the POST of mail programs too (RFC 8058).

    Its body is not read: that it comes is the request.
    """
    leaving = read_leaving(token)
    subscriber = Subscriber.objects.filter(pk=leaving.subscriber_id).first() if leaving else None
    if leaving is None or subscriber is None:
        return _nobody(request, is_known=leaving is not None)
    topic = "" if "all" in request.GET else leaving.topic
    if request.method == "POST":
        actions.leave(subscriber=subscriber, topic=topic, wording=_wording(request, subscriber.language, "leave"))
    return _spoken(request, subscriber.language, "newsletter/leave.html", _left(subscriber, topic))


def _left(subscriber: Subscriber, topic: str) -> dict:
    """What the page for leaving shows: with one topic only, leaving it is leaving all."""
    others = [one for one in subscriber.topics if one != topic]
    return {
        "subscriber": subscriber,
        "gets_mail": subscriber.state == SubscriberState.ACTIVE,
        "gets_topic": topic in subscriber.topics,
        "topic": next(iter(_labels([topic])), "") if others else "",
        "others": _labels(others),
    }


def _subscriber(token: str) -> Subscriber | None:
    number = subscriber_of(token)
    return None if number is None else Subscriber.objects.filter(pk=number).first()


def _nobody(request: HttpRequest, *, is_known: bool) -> HttpResponse:
    """A good link of somebody who was erased: nothing is held, nothing is sent. Any other link is dead."""
    if is_known:
        return _spoken(request, "", "newsletter/erased.html", {"is_now": False})
    return _spoken(request, "", "newsletter/dead_link.html", {"is_expired": False}, status=GONE)


def _wording(request: HttpRequest, language: str, page: str) -> Wording:
    return on_this_site(language=_spoken_language(request, language), source=f"/newsletter/{page}/")


def _labels(topics) -> list:
    """Names of topics; lazy, since the page speaks another language than the request."""
    return [label for value, label in Topic.choices if value in topics]


def _spoken_language(request: HttpRequest, own: str) -> str:
    """The language the link asks for, else the reader's own, else the browser's."""
    wanted = (request.GET.get("l", ""), own, translation.get_language() or "")
    return next((code for code in wanted if code in languages.codes()), languages.codes()[0])


def _spoken(request: HttpRequest, own: str, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """A page in the reader's language, with links to itself in the others."""
    code = _spoken_language(request, own)
    with translation.override(code):
        links = language_links_to({other: f"{request.path}?l={other}" for other in languages.codes()}, code)
        frame = {"crumbs": (), "menu": menu(code), "languages": links}
        response = render(request, template, {**context, "frame": frame, "asked_language": request.GET.get("l", "") and code}, status=status)
    response["Content-Language"] = code
    return response
