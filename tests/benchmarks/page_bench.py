"""Our pages beside the page every Wagtail project begins with, and against the goals of DESIGN that a busy machine does not move."""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from tests.benchmarks import wagtail_start
from tests.benchmarks.measuring import row
from tests.benchmarks.page_costs import PageCosts, costs

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
MOST_QUERIES, MOST_QUERIES_OF_SEARCH = 12, 10
IN_ONE_ROUND_TRIP, HTML_BYTES = ("home", "whole list, with gaps", "practice", "story"), 14_000
VISIT_BYTES, VISIT_REQUESTS = 60_000, 8


class Visit(NamedTuple):
    """What a first visit to a page without pictures asks for: bytes of its HTML, bytes with its static files (without their headers), requests."""

    html_bytes: int
    bytes: int
    requests: int


def run() -> list[str]:
    """Load the shipped content, ask for every kind of page, print; gives the goals that were missed, in words."""
    call_command("load_content", stdout=StringIO())
    call_command("search_index", "rebuild", stdout=StringIO())
    print("\nPages, uncached; peer: the home page of a project as `wagtail start` makes it, in a process of its own")
    row("", "queries", "least CPU ms", "html gzip B", "CPU / peer", "html br B", "visit B", "requests")
    client, peer = Client(), wagtail_start.measure()
    row("peer", *_cells(peer, peer))
    found = {name: (costs(client, address), visit(client, address)) for name, address in PAGES.items()}
    for name, (page, first) in found.items():
        row(name, *_cells(page, peer), *(str(figure) for figure in first))
    return [words for name, (page, first) in found.items() for words in missed(name, page, first)]


def visit(client: Client, address: str) -> Visit:
    """Asked as a browser asks, packed as the bank packs."""
    response = client.get(address, headers={"accept-encoding": "br"})
    headers = sum(len(f"{name}: {value}\r\n") for name, value in response.items())
    html = brotli.decompress(response.content).decode()
    files = set(re.findall(rf'(?:href|src)="{settings.STATIC_URL}([^"#?]+)', html))
    packed = [len(brotli.compress(Path(finders.find(name)).read_bytes())) for name in files]
    return Visit(html_bytes=len(response.content) + headers, bytes=len(response.content) + headers + sum(packed), requests=1 + len(files))


def missed(name: str, page: PageCosts, first: Visit) -> Iterator[str]:
    """Which goals this page misses."""
    goals = [
        ("queries", page.queries, MOST_QUERIES_OF_SEARCH if name == "search" else MOST_QUERIES),
        ("bytes in all", first.bytes, VISIT_BYTES),
        ("requests", first.requests, VISIT_REQUESTS),
    ]
    if name in IN_ONE_ROUND_TRIP:
        goals.append(("bytes of HTML", first.html_bytes, HTML_BYTES))
    return (f"page “{name}”: {figure} {what}; the goal is at most {most}" for what, figure, most in goals if figure > most)


def _cells(page: PageCosts, peer: PageCosts) -> tuple[str, ...]:
    return str(page.queries), f"{page.cpu_ms:.1f}", str(page.gzip_bytes), f"{page.cpu_ms / peer.cpu_ms:.1f} x"
