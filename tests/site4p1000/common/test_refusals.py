"""Requests that are refused before any view sees them: a page of ours in the reader's language, never a bare or broken one."""

import pytest
from django.test import Client

FORM = "application/x-www-form-urlencoded"
UNREADABLE = [(f"{FORM}; charset=utf-7", b"told=x"), ("multipart/form-data", b"told"), (FORM, b"&".join(b"%d=" % n for n in range(20_001)))]


@pytest.fixture
def stranger(db) -> Client:
    """A browser whose forms are checked, and whose errors are answered as they are in production."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["csrftoken"] = "a" * 32
    return client


@pytest.mark.parametrize(("language", "sentence"), [("en", "did not come back"), ("fr", "n’est pas revenu"), ("es", "no volvió")])
def test_a_form_without_its_token_says_what_to_do(stranger, language, sentence):
    response = stranger.post(f"/{language}/search/missing/", {"told": "Boron"})
    html = response.content.decode()
    assert response.status_code == 403
    assert sentence in html
    assert f'<html lang="{language}"' in html
    assert "<style" not in html


@pytest.mark.parametrize("address", ["/en/search/missing/", "/fr/search/", "/es/", "/admin/login/"])
@pytest.mark.parametrize(("content_type", "body"), UNREADABLE)
def test_what_cannot_be_read_is_the_senders_mistake(stranger, address, content_type, body):
    response = stranger.post(address, data=body, content_type=content_type)
    assert response.status_code == 400
    assert "styles.css" in response.content.decode()


def test_another_host_is_refused_without_a_page_of_traceback(stranger, settings, caplog):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert stranger.get("/en/", headers={"host": "evil.example"}).status_code == 400
    assert not caplog.records


def test_who_posts_to_the_search_for_programs_is_told_so_as_json(stranger):
    response = stranger.post("/api/search/1/", {"q": "soil"})
    assert (response.status_code, response.json()["errors"]) == (405, ["Only GET is answered here."])
