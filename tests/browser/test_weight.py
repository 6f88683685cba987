"""What every shipped practice weighs on the wire, asked of the real server as Chromium asks: it comes with the first round trip of a slow line."""

import http.client
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import brotli
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from site4p1000.common.compression import QUALITY_TO_KEEP
from site4p1000.translation.notice import Notice

LISTS = {"en": "/en/practices/", "fr": "/fr/pratiques/", "es": "/es/practicas/"}
PRACTICES = 36
HTML_BYTES = 13_500
"""Half a kilobyte below the budget of 14 kB, for words to come."""
CSS_BYTES, JS_BYTES = 8_000, 6_000
AS_CHROMIUM = {"Accept-Encoding": "gzip, deflate, br, zstd", "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def asked(bank_url: str, path: str) -> tuple[int, str]:
    """Bytes on the wire, headers included, and the text."""
    connection = http.client.HTTPConnection(urlsplit(bank_url).netloc, timeout=30)
    connection.request("GET", path, headers=AS_CHROMIUM)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert (answer.status, answer.getheader("Content-Encoding")) == (200, "br"), path
    status_line = len(f"HTTP/1.1 {answer.status} {answer.reason}\r\n")
    headers = sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders()) + 2
    return status_line + headers + len(body), brotli.decompress(body).decode()


def practices(bank_url: str, language: str) -> list[str]:
    _, text = asked(bank_url, LISTS[language])
    return sorted(set(re.findall(rf'href="({LISTS[language]}[\w-]+/)"', text)))


def notice_bytes(language: str, page: str) -> int:
    """What the longest notice above a translation adds to this page."""
    address = "/en/practices/a-practice-with-a-long-name/"
    parts = {"parts_behind": 12, "parts_untranslated": 12, "parts_absent": 12, "has_all_numbers": False}
    behind = Notice(language="en", url=address, changed_at=datetime(2026, 11, 21, tzinfo=UTC), **parts)
    with translation.override(language):
        notice = render_to_string("components/translation_behind.html", {"behind": behind})
    return packed_bytes(page.replace("<article>", f"{notice}<article>", 1)) - packed_bytes(page)


def packed_bytes(text: str) -> int:
    return len(brotli.compress(text.encode(), mode=brotli.MODE_TEXT, quality=QUALITY_TO_KEEP))


def test_every_practice_with_a_notice_above_it_fits_the_first_round_trip(bank_url):
    weights = {}
    for language in LISTS:
        for path in practices(bank_url, language):
            wire_bytes, page = asked(bank_url, path)
            weights[path] = wire_bytes + notice_bytes(language, page)
    assert len(weights) == PRACTICES
    assert {path: weight for path, weight in weights.items() if weight > HTML_BYTES} == {}


@pytest.mark.parametrize(("kind", "most"), [("css", CSS_BYTES), ("js", JS_BYTES)])
def test_style_and_script_stay_small(bank_url, kind, most):
    """Together, over every kind of page that asks for one."""
    pages = ("/en/", "/en/search/?q=soil", "/en/practices/cover-crops/")
    found = {path for page in pages for path in re.findall(rf'(?:href|src)="(/static/[^"]+\.{kind})"', asked(bank_url, page)[1])}
    assert found
    assert sum(asked(bank_url, path)[0] for path in found) <= most
