"""What programs and browsers ask of the search, whatever stands in the address: JSON, feeds, suggestions, and the form of wishes."""

from xml.etree import ElementTree

from site4p1000.search.documents import FACETS
from tests.site4p1000.search.bad_addresses import ask_all, assert_quiet, check_program, check_whole, left_out

CASES_OF_JSON, CASES_OF_FEEDS, CASES_OF_SUGGESTIONS, CASES_OF_WISHES = 1_000, 500, 300, 200
SUBTITLE = "{http://www.w3.org/2005/Atom}subtitle"


def test_any_question_of_a_program_is_answered(client, db):
    ask_all(client, addresses=["/api/search/1/"], cases=CASES_OF_JSON, begin=5, check=check_program)


def test_any_address_of_a_feed_is_one(client, db):
    def check(response):
        assert response.status_code == 200
        root = ElementTree.fromstring(response.content)
        assert_quiet(response.content.decode())
        query = response.wsgi_request.GET
        if missed := left_out(query) - {*FACETS}:
            assert root.find(SUBTITLE) is not None, missed

    ask_all(client, addresses=["/en/search/feed/", "/fr/search/feed/", "/es/search/feed/"], cases=CASES_OF_FEEDS, begin=6, check=check)


def test_any_letters_are_answered_with_a_list_of_suggestions(client, db):
    def check(response):
        assert response.status_code == 200
        assert isinstance(response.json(), list)
        assert_quiet(response.content.decode())

    ask_all(client, addresses=["/en/search/suggest/", "/fr/search/suggest/"], cases=CASES_OF_SUGGESTIONS, begin=7, check=check)


def test_any_words_are_taken_into_the_form_of_wishes(client, db):
    ask_all(client, addresses=["/en/search/missing/"], cases=CASES_OF_WISHES, begin=8, check=check_whole)
