"""Registers what the admin shows of the search."""

from wagtail import hooks

from site4p1000.search.viewsets import SearchGroup


@hooks.register("register_admin_viewset")
def search_viewsets():
    return SearchGroup()
