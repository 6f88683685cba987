"""Every sheet prints on one side of A4 and asks for nothing besides itself."""

import io
import urllib.request

from pypdf import PdfReader

LANGUAGES = ("en", "fr", "es")


def sheets(bank_url: str) -> list[str]:
    """The sheets of all practices: the feed names each by its lasting address."""
    addresses = []
    for language in LANGUAGES:
        with urllib.request.urlopen(f"{bank_url}/{language}/feed/", timeout=20) as answer:
            ids = [part.split("</id>")[0] for part in answer.read().decode().split("<id>")[2:]]
        addresses += [bank_url + "/" + address.split("/", 3)[3] + "sheet/" for address in ids]
    return addresses


def test_every_sheet_is_one_a4_page_from_one_request(bank_url, chromium):
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = sheets(bank_url)
    assert len(found) == 36
    for address in found:
        asked.clear()
        assert page.goto(address).status == 200
        assert [url for url in asked if not url.startswith("data:")] == [address]
        pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        assert len(pdf.pages) == 1, address
        assert round(pdf.pages[0].mediabox.height / 72 * 25.4) == 297
    page.close()
