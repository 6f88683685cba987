"""Scripts of other sites may ask the search API: what browsers want to be told before they let them.

Middleware, outside of the one that answers 304: such an answer is made anew, without the headers of the view, and a browser that is not
told again refuses the answer to the script.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

API = "/api/search/"
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    # What a script may send and read besides the plainest: an answer it holds already, and when to ask again.
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
}


def open_to_all(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: adds `HEADERS` to whatever the search API answers, errors included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(API):
            for name, value in HEADERS.items():
                response[name] = value
        return response

    return middleware
