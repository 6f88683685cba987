"""Long lists in pages."""

import pytest

from site4p1000.common.paging import one_page

ROWS = list(range(7))


@pytest.mark.parametrize(
    ("number", "rows"), [(None, [0, 1, 2]), ("1", [0, 1, 2]), ("3", [6]), ("99", [6]), ("-1", [6]), ("nonsense", [0, 1, 2]), ("", [0, 1, 2])]
)
def test_a_page_of_rows_whatever_the_address_says(number, rows):
    assert one_page(ROWS, number=number, size=3)[0] == rows


def test_the_pager_leads_both_ways_and_nowhere_else():
    pagers = [one_page(ROWS, number=str(number), size=3)[1] for number in (1, 2, 3)]
    assert [(pager.previous_url, pager.next_url) for pager in pagers] == [("", "?page=2"), ("?page=1", "?page=3"), ("?page=2", "")]
    assert all((pager.pages, pager.total) == (3, 7) for pager in pagers)


def test_an_empty_list_has_one_empty_page():
    rows, pager = one_page([], number=None)
    assert rows == []
    assert (pager.pages, pager.total, pager.next_url) == (1, 0, "")
