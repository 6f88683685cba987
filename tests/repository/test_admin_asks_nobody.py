"""The admin, too, asks no other host for anything: the browser of whoever works there tells nobody about it."""

import re

import pytest
from django.contrib.auth import get_user_model

ASKED = re.compile(
    r"(?:src|srcset|action|data-[\w-]*url[\w-]*)=\"(?:https?:)?//[^\"]*\"|<link[^>]*href=\"(?:https?:)?//[^\"]*\"|releases\.wagtail|gravatar"
)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/", "/admin/account/", "/admin/users/", "/admin/reports/site-history/", "/admin/pages/"])
def test_a_page_of_the_admin_asks_no_other_host(client, address):
    person = get_user_model().objects.create_superuser("ana", "ana@example.org", "x")
    client.force_login(person)
    page = client.get(address, follow=True)
    assert page.status_code == 200
    assert ASKED.findall(page.content.decode()) == []
