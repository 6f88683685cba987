"""The kernel's views: a page by its address, the way from / to a language, and the error pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from site4p1000.common import languages
from site4p1000.common.addresses import absolute, root_path
from site4p1000.common.navigation import language_links_to, menu
from site4p1000.common.page_ids import with_version_number


def choose_language(request: HttpRequest) -> HttpResponse:
    """Send a visitor of / to the language of the browser."""
    response = redirect(f"/{translation.get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def serve_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serve a page. It is found by its whole address at once; what is not found so goes Wagtail's step-by-step way."""
    language = translation.get_language() or languages.codes()[0]
    url_path = root_path(language) + "/".join(part for part in path.split("/") if part)
    if page := with_version_number(Page.objects.live().filter(url_path=url_path.rstrip("/") + "/")).specific().first():
        request._wagtail_route_for_request = RouteResult(page)  # where Wagtail itself keeps the answer of its router
    return wagtail_serve(request, path)


def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers may read everything but the admin and the endless combinations of search and filters."""
    rules = [
        "User-agent: *",
        "Disallow: /admin/",
        *(f"Disallow: /{code}/search/" for code in languages.codes()),
        f"Sitemap: {absolute('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(rules) + "\n", content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 404 page, in the language of the address."""
    return render(request, "404.html", frame(request), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page."""
    return bare_page(
        request, _("Something broke on our side"), _("The fault is not yours, and it has been noted. Try again in a moment."), status=500
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 400 page. It does not look at what was sent, which may be what cannot be read."""
    return bare_page(request, _("This request cannot be read"), _("What was sent is too large or garbled. Go back and try again."), status=400)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form sent without its token (settings: `CSRF_FAILURE_VIEW`)."""
    sentence = _(
        "A cookie that protects this form did not come back with it. Allow cookies for this site, go back, load the page again and send it once more."
    )
    return bare_page(request, _("The form was not taken"), sentence, status=403)


def bare_page(request: HttpRequest, heading: Promise, sentence: Promise, *, status: int) -> HttpResponse:
    """A page in the language of the address that asks the database nothing, since that may be what failed."""
    language = request.path_info.split("/")[1] if request.path_info.count("/") > 1 else ""
    with translation.override(language if language in languages.codes() else languages.codes()[0]):
        home_url = f"/{translation.get_language()}/"
        return render(request, "bare.html", {"heading": heading, "sentence": sentence, "home_url": home_url}, status=status)


def frame(request: HttpRequest) -> dict:
    """What base.html needs on a page that is not in the tree: menu and language links."""
    here = translation.get_language() or languages.codes()[0]
    homes = {code: f"/{code}/" for code in languages.codes()}
    return {"frame": {"crumbs": (), "menu": menu(here), "languages": language_links_to(homes, here)}}
