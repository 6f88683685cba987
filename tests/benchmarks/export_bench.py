"""The exports of a practice beside its HTML page, in the same process: the PDF as it is made, and as it is handed out."""

import tempfile
from pathlib import Path

from django.test import Client, override_settings

from practices.exports.pdf import typeset
from practices.exports.pdf_data import pdf_data
from practices.exports.views import PDF_TEMPLATE
from practices.models import PracticePage
from site4p1000.common.page_ids import lasting_address
from tests.benchmarks.measuring import milliseconds, row

NAMES = ("practice.pdf", "sheet/", "practice.json", "results.csv", "references.bib")


def run() -> None:
    """The shipped content must be loaded. Prints; nothing here can fail a test."""
    client = Client()
    page = PracticePage.objects.get(slug="cover-crops", locale__language_code="en")
    print("\nExports of one practice; peer: its HTML page")
    row("", "median ms", "least CPU ms", "bytes", "CPU / page")
    with tempfile.TemporaryDirectory() as folder, override_settings(PDF_DIR=Path(folder)):
        peer = _line(client, "HTML page", "/en/practices/cover-crops/", None)
        for name in NAMES:
            _line(client, f"{name} (kept)" if name.endswith("pdf") else name, lasting_address(page) + name, peer)
    _made(page, peer)


def _line(client: Client, name: str, address: str, peer: float | None) -> float:
    body = client.get(address).content
    median, _high, cpu = milliseconds(lambda: client.get(address), 30)
    row(name, f"{median:.1f}", f"{cpu:.1f}", str(len(body)), f"{cpu / (peer or cpu):.1f} x")
    return cpu


def _made(page: PracticePage, peer: float) -> None:
    """Each time with another title: typst remembers what it has typeset."""
    data, count = pdf_data(page), iter(range(1000))
    median, _high, cpu = milliseconds(lambda: typeset({**data, "title": f"{data['title']} {next(count)}"}, PDF_TEMPLATE), 10)
    row("practice.pdf, made (warm)", f"{median:.1f}", f"{cpu:.1f}", "", f"{cpu / peer:.1f} x")
