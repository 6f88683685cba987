"""The real server lets long questions through to the bank, whose page answers them in the reader's words."""

import http.client
from urllib.parse import quote, urlsplit

import pytest

TEN_KB = {"latin": "soil " * 2_000, "one word": "a" * 10_000, "arabic": "تربة" * 1_250, "emoji": "🌱" * 2_500, "accents": "é" * 5_000}
SAID = {
    "en": "Only the first 200 characters of your words were searched for",
    "fr": "Seuls les 200 premiers caractères de vos mots ont été recherchés",
    "es": "Solo se buscaron los primeros 200 caracteres de sus palabras",
}


def answer(bank_url: str, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(bank_url).netloc, timeout=20)
    try:
        connection.request("GET", path, headers={"Referer": bank_url + path})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("text", TEN_KB.values(), ids=TEN_KB)
@pytest.mark.parametrize("language", SAID)
def test_a_question_of_ten_kilobytes_gets_a_page_of_ours_that_says_what_was_searched_for(bank_url, language, text):
    assert len(text.encode()) >= 10_000
    status, html = answer(bank_url, f"/{language}/search/?q={quote(text)}")
    assert status == 200
    assert SAID[language] in html
    assert "</html>" in html


@pytest.mark.parametrize("path", ["/en/practices/?q={}", "/fr/search/missing/?q={}", "/en/search/feed/?q={}", "/en/search/suggest/?q={}"])
def test_a_long_question_harms_no_other_address(bank_url, path):
    assert answer(bank_url, path.format(quote("تربة" * 1_250)))[0] == 200


def test_programs_are_told_in_a_sentence(bank_url):
    status, body = answer(bank_url, f"/api/search/1/?q={'a' * 10_000}")
    assert status == 400
    assert "Only the first 200 characters" in body


def test_an_address_without_end_is_refused_and_the_bank_goes_on(bank_url):
    assert answer(bank_url, f"/en/search/?q={'a' * 200_000}")[0] in {400, 414}
    assert answer(bank_url, "/en/search/?q=soil")[0] == 200


def test_the_box_takes_no_more_than_is_searched_for(page):
    page.goto("/en/search/")
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("a" * 203, timeout=20_000)
    assert len(page.locator("#q").input_value()) == 200
