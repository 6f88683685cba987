"""Middleware: a refused publication becomes a message and the way to the field, wherever in the admin it was tried."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join

from practices.publishing import PublishingRefused
from site4p1000.translation.facts_check import FactsDiffer


class TellWhyPublishingWasRefused:
    """Answers `PublishingRefused` and `FactsDiffer` raised by a view of the admin; nothing was published."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, (PublishingRefused, FactsDiffer)):
            return None
        messages.error(request, _message(exception))
        return redirect("wagtailadmin_pages:edit", exception.page.pk)


def _message(refused: PublishingRefused | FactsDiffer) -> str:
    return format_html("{} <ul>{}</ul>", refused.heading, format_html_join("", "<li>{}</li>", ((text,) for text in refused.messages)))
