"""Our pages beside the smallest page Wagtail can serve: the same process, the same database."""

import gzip
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests.benchmarks.measuring import milliseconds, row

PAGES = {
    "home": "/en/",
    "list of practices, one filter": "/en/practices/?climate=dry",
    "whole list, with gaps": "/en/practices/",
    "page of browsing": "/en/browse/purposes/soil-cover/",
    "overview of browsing": "/en/browse/soils/",
    "practice": "/en/practices/cover-crops/",
    "climate": "/en/climates/dry/",
    "story": "/en/stories/the-man-who-stopped-the-desert/",
    "issue": "/en/newsletter/soil-that-is-never-naked/",
    "search": "/en/search/?q=soil",
}


HERE = Path(__file__).parent
TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], HERE]}]


@override_settings(TEMPLATES=TEMPLATES)
def run() -> None:
    """Load the shipped content, ask for every kind of page, print."""
    call_command("load_content", stdout=StringIO())
    call_command("search_index", "rebuild", stdout=StringIO())
    print("\nPages, uncached; peer: a bare Wagtail page with a title")
    row("", "queries", "least CPU ms", "html gzip B", "CPU / peer")
    client = Client()
    Page.template = "bare_page.html"
    peer = None
    for name, address in [("peer", _bare_page()), *PAGES.items()]:
        body, queries = _get(client, address)
        cpu = milliseconds(lambda address=address: _get(client, address), 40)[2]
        peer = peer or cpu
        row(name, str(queries), f"{cpu:.1f}", str(len(gzip.compress(body, 6))), f"{cpu / peer:.1f} x")


def _get(client: Client, address: str) -> tuple[bytes, int]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content, len(queries)


def _bare_page() -> str:
    """A `wagtailcore.Page` under home, with a template of one line (tests/benchmarks/templates)."""
    parent = Page.objects.get(slug="home", depth=2)
    if not parent.get_children().filter(slug="bare").exists():
        parent.add_child(instance=Page(title="Bare", slug="bare"))
    return "/en/bare/"
