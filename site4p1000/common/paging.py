"""Long lists in pages: one page of rows, and the steps to the pages beside it."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator

PAGE_SIZE = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Pager:
    """Where the reader is in a list. Addresses are query strings; empty where there is no such page."""

    number: int
    pages: int
    total: int
    previous_url: str = ""
    next_url: str = ""


def one_page(rows, *, number: Any, size: int = PAGE_SIZE) -> tuple[list, Pager]:
    """The rows of one page and its pager: two queries. `number` is what the address says; nonsense gives the first or last page."""
    page = Paginator(rows, size).get_page(number)
    pager = Pager(
        number=page.number,
        pages=page.paginator.num_pages,
        total=page.paginator.count,
        previous_url=f"?page={page.previous_page_number()}" if page.has_previous() else "",
        next_url=f"?page={page.next_page_number()}" if page.has_next() else "",
    )
    return list(page.object_list), pager
