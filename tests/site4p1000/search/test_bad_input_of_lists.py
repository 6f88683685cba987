"""The lists that can be narrowed as a search can, whatever stands in their addresses."""

from tests.site4p1000.search.bad_addresses import ask_all, check_page

CASES = 2_500
LISTS = (
    "/en/practices/", "/fr/pratiques/", "/es/practicas/", "/en/climates/dry/", "/fr/climats/tropical/", "/es/climas/seco/",
    "/en/browse/purposes/soil-cover/",
)  # fmt: skip


def test_any_address_of_a_list_is_answered(client, db):
    ask_all(client, addresses=LISTS, cases=CASES, begin=4, check=check_page)
