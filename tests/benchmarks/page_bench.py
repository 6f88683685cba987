"""Our pages beside the page every Wagtail project begins with."""

from io import StringIO

from django.core.management import call_command
from django.test import Client

from tests.benchmarks import wagtail_start
from tests.benchmarks.measuring import row
from tests.benchmarks.page_costs import costs

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


def run() -> None:
    """Load the shipped content, ask for every kind of page, print."""
    call_command("load_content", stdout=StringIO())
    call_command("search_index", "rebuild", stdout=StringIO())
    print("\nPages, uncached; peer: the home page of a project as `wagtail start` makes it, in a process of its own")
    row("", "queries", "least CPU ms", "html gzip B", "CPU / peer")
    client, peer = Client(), wagtail_start.measure()
    for name, found in [("peer", peer), *((name, costs(client, address)) for name, address in PAGES.items())]:
        row(name, str(found.queries), f"{found.cpu_ms:.1f}", str(found.gzip_bytes), f"{found.cpu_ms / peer.cpu_ms:.1f} x")
