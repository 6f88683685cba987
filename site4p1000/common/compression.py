"""Pages on their way to the reader: brotli for what everybody may read, gzip for the rest. Static files are compressed beforehand.

Brotli needs about a tenth less than gzip for a practice, which decides whether it comes with the first round trip of a slow line. What is
made for one person goes through Django's own gzip, which hides the lengths of secrets behind random bytes (the BREACH attack).
"""

import re

import brotli
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

QUALITY = 5
"""Of 11: 2 ms for a practice, 1 % more than 6 needs."""
SMALLEST_BYTES = 200
_TEXT = re.compile(r"text/|application/(?:json|ld\+json|xml)|image/svg")
_ACCEPTS_BROTLI = re.compile(r"\bbr\b")


class CompressionMiddleware(GZipMiddleware):
    """Outermost of those that change the body, so that ETags are made of what is said and not of how it is packed."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not _is_text(response):
            return response
        if not (_is_public(response) and _ACCEPTS_BROTLI.search(request.headers.get("Accept-Encoding", ""))):
            return super().process_response(request, response)
        response.content = brotli.compress(response.content, mode=brotli.MODE_TEXT, quality=QUALITY)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "br"
        patch_vary_headers(response, ("Accept-Encoding",))
        _weaken_etag(response)
        return response


def _is_text(response: HttpResponse) -> bool:
    """Whether it is worth packing: pictures are packed already, and streams (downloads) are left as they come."""
    is_packed = response.has_header("Content-Encoding")
    return not (response.streaming or is_packed or len(response.content) < SMALLEST_BYTES) and bool(_TEXT.match(response.get("Content-Type", "")))


def _is_public(response: HttpResponse) -> bool:
    return "public" in response.get("Cache-Control", "")


def _weaken_etag(response: HttpResponse) -> None:
    """The same page in another packing is not the same bytes (RFC 9110, 8.8.1)."""
    etag = response.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f"W/{etag}"
