"""The addresses of exports: `/en/id/<id>/practice.pdf` for the page of today, `/en/id/<id>/v/3/practice.pdf` for version 3."""

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from practices.exports import downloads as names
from practices.exports.bibtex import bibtex
from practices.exports.citing import cited_address, listed_works, practice_work
from practices.exports.csl import csl
from practices.exports.effort_csv import effort_csv
from practices.exports.pdf import CannotBeTypeset, PdfShelf, TooManyAtOnce
from practices.exports.pdf_data import pdf_data, version_words
from practices.exports.record import practice_record
from practices.exports.results_csv import results_csv
from practices.exports.ris import ris
from practices.exports.sheet import read_sheet
from practices.exports.works import Work
from practices.models import PracticePage
from practices.reading.page import practice_reading
from site4p1000.common import version_views
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.page_ids import live_page
from site4p1000.common.versions import find_version, opened
from site4p1000.common.views import bare_page, frame

PDF_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "pdf" / "practice.typ"
RETRY_SECONDS = 5
CSL_TYPE = "application/vnd.citationstyles.csl+json"


@require_safe
def export(request: HttpRequest, page_id: str, name: str, number: int | None = None) -> HttpResponse:
    """One export of a practice. Private practices ask for their way in; what is withdrawn or never was says so."""
    page = live_page(page_id, version_views.language())
    if page is None:
        return version_views.gone(request, page_id)
    found = find_version(page_id, version_views.language(), number) if number else None
    if not isinstance(page, PracticePage) or (number and (found is None or found.revision is None)):
        return version_views.gone(request, page_id, number=number, was_there=found is not None)
    response = version_views.served(request, page, partial(_made, request, page, found, name))
    response.setdefault("X-Robots-Tag", "noindex")
    return response


def _made(request: HttpRequest, page: PracticePage, found: Any, name: str) -> HttpResponse:
    shown = opened(found, page=page) if found else page
    with override(shown.language):
        response = _MAKERS[name](request, shown)
    if name != names.SHEET:
        response["Access-Control-Allow-Origin"] = "*"
    return response


def _sheet(request: HttpRequest, page: PracticePage) -> HttpResponse:
    reading, style = practice_reading(page), _sheet_style()
    context = {
        "page": page,
        "practice": reading,
        "sheet": read_sheet(reading),
        "lead": _without_links(reading.lead),
        "style": mark_safe(style),  # noqa: S308  our own file
        "version": version_words(page),
        "permalink": cited_address(page),
        "address": absolute(address_of(page)),
    }
    return _with_style(style)(render)(request, "sheet/sheet.html", context)


def _with_style(style: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Allows this style, known by its digest, in this answer, and an empty icon, which spares a request."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return csp_update({"style-src": [f"'sha256-{digest}'"], "img-src": ["data:"]})


@cache
def _sheet_style() -> str:
    return render_to_string("sheet/style.css").strip()


def _without_links(words: str) -> str:
    """Numbers of references lead nowhere on a sheet that has no list of them."""
    return mark_safe(re.sub(r'\s*<a href="#ref-\d+">\[\d+\]</a>', "", words))  # noqa: S308  only takes away


def _pdf(request: HttpRequest, page: PracticePage) -> HttpResponse:
    shelf, data = PdfShelf(Path(settings.PDF_DIR), PDF_TEMPLATE), pdf_data(page)
    try:
        content = shelf.pdf(_file_name(page), data)
    except CannotBeTypeset:
        sentence = _("This page cannot be made into a PDF here: its words have letters our typeface lacks. Print the page itself from your browser.")
        return render(request, "gone.html", {**frame(request), "sentence": sentence}, status=404)
    except TooManyAtOnce:
        return _busy(request)
    response = HttpResponse(content, content_type="application/pdf")
    response["ETag"] = f'"{shelf.digest(data)}"'
    response["Content-Disposition"] = f'inline; filename="{_file_name(page)}.pdf"'
    return response


def _busy(request: HttpRequest) -> HttpResponse:
    sentence = _("Other readers wait for theirs already. Try again in a few seconds, or print the page itself from your browser.")
    response = bare_page(request, _("The PDF cannot be made just now"), sentence, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _record(request: HttpRequest, page: PracticePage) -> HttpResponse:
    return JsonResponse(practice_record(page), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _results(request: HttpRequest, page: PracticePage) -> HttpResponse:
    return _file(page, results_csv(practice_record(page)), "results", "csv", "text/csv; charset=utf-8")


def _effort(request: HttpRequest, page: PracticePage) -> HttpResponse:
    return _file(page, effort_csv(practice_record(page)), "effort", "csv", "text/csv; charset=utf-8")


def _citations(kind: str, request: HttpRequest, page: PracticePage, *, of: Callable[[PracticePage], tuple[Work, ...]], about: str) -> HttpResponse:
    works = of(page)
    if kind == "json":
        return JsonResponse(csl(works), safe=False, content_type=CSL_TYPE, json_dumps_params={"ensure_ascii": False, "indent": 1})
    if kind == "bib":
        return _file(page, bibtex(works), about, kind, "application/x-bibtex; charset=utf-8")
    return _file(page, ris(works), about, kind, "application/x-research-info-systems; charset=utf-8")


def _file(page: PracticePage, text: str, about: str, ending: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(page)}-{about}.{ending}"'
    return response


def _file_name(page: PracticePage) -> str:
    """Such as "zai-en-v3": letters a header and a file system take."""
    slug = "".join(letter for letter in page.slug if letter.isascii() and (letter.isalnum() or letter == "-"))[:60] or "practice"
    return f"{slug}-{page.language}-v{page.version_number}" if page.version_number else f"{slug}-{page.language}"


def _itself(page: PracticePage) -> tuple[Work, ...]:
    return (practice_work(page),)


_MAKERS: dict[str, Callable[[HttpRequest, PracticePage], HttpResponse]] = {
    names.SHEET: _sheet,
    names.PDF: _pdf,
    names.RECORD: _record,
    names.RESULTS: _results,
    names.EFFORT: _effort,
    **{f"citation.{kind}": partial(_citations, kind, of=_itself, about="citation") for kind in ("bib", "ris", "json")},
    **{f"references.{kind}": partial(_citations, kind, of=listed_works, about="references") for kind in ("bib", "ris", "json")},
}
