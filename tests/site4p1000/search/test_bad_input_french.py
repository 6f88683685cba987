"""The French search page, whatever stands in its address."""

from tests.site4p1000.search.bad_addresses import ask_all, check_search_page

CASES = 2_500


def test_any_address_of_the_search_page_is_answered(client, db):
    ask_all(client, addresses=["/fr/search/"], cases=CASES, begin=2, check=check_search_page)
