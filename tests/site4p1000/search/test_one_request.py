"""On a search server a page of results costs one request, filters, counts, highlights, other languages and synonyms included."""

from unittest.mock import patch

import pytest


@pytest.mark.parametrize(
    "address", ["/en/search/?q=compost", "/fr/search/?q=compost&climate=dry&climate=tropical", "/es/search/?type=practice&sort=newest"]
)
def test_a_warm_page_of_results_asks_the_server_once(bank, client, address):
    client.get(address)  # the words of the bank are counted once a minute
    with patch.object(bank.cluster, "call", wraps=bank.cluster.call) as call:
        response = client.get(address)
    assert response.status_code == 200
    assert "</article>" in response.content.decode() or "<mark>" in response.content.decode()
    assert [asked.args[0] for asked in call.call_args_list] == ["search"]
