"""What browsers and proxies may keep, and how pages are packed."""

import gzip
from contextlib import closing

import brotli
import pytest
from wagtail.models import Page, PageViewRestriction

from practices.models import PracticePage
from site4p1000.urls import serve_picture

pytestmark = pytest.mark.django_db

PRACTICE = "/en/practices/cover-crops/"
PUBLIC = ["/en/", PRACTICE, "/en/practices/?climate=dry", "/fr/", "/en/search/?q=soil", "/en/stories/"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_for_everybody_may_be_kept_for_a_minute_and_sets_no_cookie(client, address):
    response = client.get(address)
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"


def test_a_second_visit_gets_no_page_but_the_word_that_nothing_changed(client):
    first = client.get(PRACTICE, headers={"Accept-Encoding": "br"})
    second = client.get(PRACTICE, headers={"Accept-Encoding": "br", "If-None-Match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert second["Cache-Control"] == "public, max-age=60"


def test_a_changed_page_is_sent_anew(client, own_index, django_capture_on_commit_callbacks):
    first = client.get(PRACTICE)
    page = PracticePage.objects.get(slug="cover-crops")
    page.title = "Cover crops, changed"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert client.get(PRACTICE, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_an_editor_sees_is_kept_by_nobody(admin_client):
    for address in (PRACTICE, "/admin/"):
        kept = admin_client.get(address)["Cache-Control"]
        assert "private" in kept
        assert "no-store" in kept


def test_a_preview_is_kept_by_nobody(admin_client):
    page = PracticePage.objects.get(slug="cover-crops")
    request = admin_client.get(f"/admin/pages/{page.pk}/edit/").wsgi_request
    assert "no-store" in page.make_preview_request(request, page.default_preview_mode)["Cache-Control"]


def test_a_private_page_is_kept_by_nobody(client, admin_client):
    page = Page.objects.get(slug="cover-crops")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(PRACTICE).status_code == 302
    assert "no-store" in admin_client.get(PRACTICE)["Cache-Control"]


def test_a_form_with_a_token_is_kept_by_nobody(client):
    assert "no-store" in client.get("/admin/login/")["Cache-Control"]


def test_a_picture_is_kept_for_a_week(rf, tmp_path):
    (tmp_path / "field.jpg").write_bytes(b"a picture")
    with closing(serve_picture(rf.get("/"), path="field.jpg", document_root=tmp_path)) as response:
        assert response["Cache-Control"] == "public, max-age=604800"


@pytest.mark.parametrize(("accepted", "sent"), [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)])
def test_a_page_comes_in_the_smallest_packing_the_browser_reads(client, accepted, sent):
    plain = client.get(PRACTICE).content
    response = client.get(PRACTICE, headers={"Accept-Encoding": accepted})
    assert response.get("Content-Encoding") == sent
    assert {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent](response.content) == plain
    if sent:
        assert response["ETag"].startswith("W/")


def test_a_page_with_a_secret_is_never_packed_with_brotli(client):
    assert client.get("/admin/login/", headers={"Accept-Encoding": "br, gzip"}).get("Content-Encoding") == "gzip"
