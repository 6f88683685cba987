"""One article has one address, however it was shared."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.press.article_addresses import TRACKING_NAMES, NotAWebAddress, address_key, canonical_url

SHARED = [
    ("https://example.org/soil", "https://example.org/soil"),
    ("  HTTPS://Example.ORG:443/Soil#comments ", "https://example.org/Soil"),
    ("example.org/soil", "https://example.org/soil"),
    ("example.org:8080/soil", "https://example.org:8080/soil"),
    ("http://example.org:80", "http://example.org/"),
    ("https://example.org/soil?utm_source=x&id=7&fbclid=abc&UTM_Medium=mail", "https://example.org/soil?id=7"),
    ("https://example.org/soil?id=7&amp", "https://example.org/soil?id=7"),
    ("https://example.org/soil/amp/", "https://example.org/soil"),
    ("https://example.org/amp/soil", "https://example.org/soil"),
    ("https://example.org/soil.amp.html", "https://example.org/soil.html"),
    ("https://example.org/champ", "https://example.org/champ"),
    ("https://example.org/ramp/", "https://example.org/ramp/"),
    ("https://amp.example.org/soil", "https://example.org/soil"),
    ("https://amp.dev/", "https://amp.dev/"),
    ("https://www.google.com/amp/s/www.example.org/soil?id=7", "https://www.example.org/soil?id=7"),
    ("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/soil/amp", "https://www.example.org/soil"),
    ("https://example.org/a?q=caf%C3%A9+noir&empty=", "https://example.org/a?q=caf%C3%A9+noir&empty="),
    ("https://example.org./sol à nu", "https://example.org/sol%20à%20nu"),
]


@pytest.mark.parametrize(("shared", "wanted"), SHARED)
def test_tracking_amp_and_fragment_are_taken_off(shared, wanted):
    assert canonical_url(shared) == wanted


SAME = [
    ("http://example.org/soil", "https://www.example.org/soil/"),
    ("https://m.example.org/soil?b=2&a=1", "https://example.org/soil?a=1&b=2&utm_campaign=x"),
    ("https://example.org", "https://example.org/#top"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_one_article_are_known_as_one(one, other):
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    "other", ["https://example.org/Soil", "https://example.org/soil?id=2", "https://example.com/soil", "https://sol.example.org/soil"]
)
def test_other_articles_stay_apart(other):
    assert address_key("https://example.org/soil") != address_key(other)


NO_ADDRESSES = [
    "",
    "   ",
    "https://",
    "ftp://example.org/soil",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "mailto:ana@example.org",
    "https://user:secret@example.org/",
    "https://example.org:port/",
    "https://[::1",
    "https://exa mple.org/",
    "https://exa<mple>.org/",
]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_of_a_page_is_refused(text):
    with pytest.raises(NotAWebAddress):
        canonical_url(text)


paths = st.lists(st.text("abcxyz09-_.~%", min_size=1, max_size=6), max_size=4).map(lambda parts: "/" + "/".join(parts))
queries = st.lists(st.tuples(st.text("abcde", min_size=1, max_size=3), st.text("xyz019%+", max_size=4)), max_size=4)
hosts = st.sampled_from(["example.org", "www.example.org", "amp.example.org", "m.news.example.co.uk", "xn--bcher-kva.example", "[2001:db8::1]"])


def address(host, path, query, scheme="https"):
    joined = "&".join(f"{name}={value}" for name, value in query)
    return f"{scheme}://{host}{path}" + (f"?{joined}" if joined else "")


@given(hosts, paths, queries)
def test_what_is_canonical_stays_as_it_is(host, path, query):
    once = canonical_url(address(host, path, query))
    assert canonical_url(once) == once


@given(hosts, paths, queries, st.sampled_from(sorted(TRACKING_NAMES)), st.text("abc019", max_size=8))
def test_who_shared_it_never_matters(host, path, query, name, value):
    plain, shared = address(host, path, query), address(host, path, [*query, (name, value)])
    assert canonical_url(shared + "#here") == canonical_url(plain)


@given(hosts, paths, queries, st.randoms())
def test_the_key_knows_neither_scheme_nor_order(host, path, query, random):
    mixed = list(query)
    random.shuffle(mixed)
    assert address_key(address(host, path, mixed, "http")) == address_key(address(host, path, query))


@given(st.text(max_size=80))
def test_any_text_gives_an_address_or_a_sentence(text):
    with suppress(NotAWebAddress):
        found = canonical_url(text)
        assert found.startswith(("http://", "https://"))
        assert canonical_url(found) == found


@given(st.text(max_size=60))
def test_any_path_is_taken_or_refused(text):
    with suppress(NotAWebAddress):
        assert canonical_url(f"https://example.org/{text}").startswith("http")
