"""Who may keep a page, and for how long. Middleware; what a view says itself (`Cache-Control`) stands.

A page that is the same for everybody may be kept by browsers and proxies for a minute and is asked for by its ETag after that. What is
made for one person (a session, a form's token, a preview) is kept by nobody. Static files carry their digest in their name and are kept
for ever; WhiteNoise says so.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header, patch_cache_control

PAGE_SECONDS = 60
"""A correction is seen by everybody within a minute."""
PICTURE_SECONDS = 7 * 24 * 3600
"""Pictures get a new name when they change."""


def may_be_kept(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware outside of sessions and forms, whose cookies it must see."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        _say(request, response)
        return response

    return middleware


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether anybody who asks for this address gets the same answer."""
    is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies or has_vary_header(response, "Cookie")
    return request.method in ("GET", "HEAD") and not is_personal


def _say(request: HttpRequest, response: HttpResponse) -> None:
    said = response.get("Cache-Control", "")
    if "public" not in said and not is_for_everybody(request, response):
        patch_cache_control(response, private=True, no_store=True)
    elif not said and response.status_code in (200, 304):
        patch_cache_control(response, public=True, max_age=PAGE_SECONDS)
