"""Addresses nobody means well: what tests of bad input ask for, and what every page that answers them must keep.

The cases are the same in every run: each test names a number of its own to begin from. One whole page costs 15 to 30 ms of the processor.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html import unescape

from django.http import HttpResponse, QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from site4p1000.search.documents import FACETS, RANGES
from site4p1000.search.parameters import TRACKING

DERANDOMIZED = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}

# --- what is asked

NASTY = st.sampled_from([
    "\0", "a" * 10_000, "🌱🪱" * 20, "\u202eلتربة\u202c", "تربة خصبة", "אדמה", "'; drop table--", "NaN", "-1", "1e999", "٣", "²", "%00",
    "../..", '"', "soil AND (", "\ud800", "\r\nSet-Cookie: a=b", "soil:*^~[1 TO", "{{ 7*7 }}", "%(count)s {0}", "</main></html>",
    "0,0,0,0", "999999999999999999999", "2015-02-30", "−5", "<script>", "ß" * 300, "\u200b\u2060", "compost", "soil carbon", "10", "12.5",
    "👩\u200d🌾", "e\u0301" * 150, "\x1b[31m\x7f\x85", "mulch " * 2_000,
])  # fmt: skip
VALUE = NASTY | st.text(max_size=40) | st.integers().map(str) | st.floats().map(str)
BOUNDS = (*(name + end for name in (*RANGES, "published") for end in ("_from", "_to")), "lat", "lon", "radius_km", "bbox")
NAMES = ["q", "sort", "page", "exact", "like", *FACETS, *BOUNDS]

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)
VALID_PLACES = st.tuples(LATITUDES, LONGITUDES, st.integers(1, 20_000)).map(
    lambda place: [("lat", f"{place[0]:.3f}"), ("lon", f"{place[1]:.3f}"), ("radius_km", str(place[2]))]
)
VALID_BOXES = st.tuples(LONGITUDES, LATITUDES, LONGITUDES, LATITUDES).map(
    lambda box: [("bbox", f"{box[0]:.2f},{min(box[1], box[3]):.2f},{box[2]:.2f},{max(box[1], box[3]):.2f}")]
)
NEARLY = st.sampled_from(["90.1", "-90.01", "180.5", "12,5", "12.5°", "12.5 N", "1e2", " 12 ", "+12", "", "0x10", "12.", ".5", "−12", "nan", "20001"])
NEARLY_PLACES = st.tuples(NEARLY, NEARLY | LONGITUDES.map(str), NEARLY | st.integers(-5, 30_000).map(str)).map(
    lambda place: list(zip(("lat", "lon", "radius_km"), place, strict=True))
)
NEARLY_BOXES = st.lists(NEARLY | LATITUDES.map(str), min_size=3, max_size=5).map(lambda parts: [("bbox", ",".join(parts))])
PLACES_ASKED = VALID_PLACES | VALID_BOXES | NEARLY_PLACES | NEARLY_BOXES | st.just([])
"""Half of what is asked for names a place: right, or wrong in the ways people write one."""
ANY_PARAMETERS = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), VALUE), max_size=6)
PARAMETERS = st.tuples(PLACES_ASKED, ANY_PARAMETERS).map(lambda parts: [*parts[0], *parts[1]])

TEXTS = st.lists(VALUE, min_size=1, max_size=3).map(" ".join)
ASKED = st.tuples(st.just("q"), TEXTS).map(lambda pair: [pair]) | st.just([])
RAW = st.lists(
    st.sampled_from([
        "%", "%%", "%ff%fe", "%c3%28", "%ed%a0%80", "%00", "%0d%0aSet-Cookie:%20x=1", "&&", "=", ";", "+", "q=", "&q", "page=%", "&climate[]=dry",
        "&q[]=", "a=b=c", "%u0041", "&q=%F0%9F%8C%B1", "?", "&page=-1&page=2", "&sort=", "&climate=dry%00", "&=nothing", "%E2%80%AE",
    ]),
    max_size=4,
).map("".join)  # fmt: skip
"""What no form sends: broken signs, names without values, values without names."""


def query_dict(pairs: Iterable[tuple[str, str]]) -> QueryDict:
    """The parameters as Django gives them to a page."""
    given = QueryDict(mutable=True)
    for name, value in pairs:
        given.appendlist(name, value)
    return given


def query_string(parts: tuple[list[tuple[str, str]], list[tuple[str, str]], str]) -> str:
    """As a browser would write it (a lone half of a pair of letters cannot be written), with what none writes behind it."""
    words, others, raw = parts
    pairs = ((name.encode("utf-8", "ignore").decode(), value.encode("utf-8", "ignore").decode()) for name, value in (*words, *others))
    return query_dict(pairs).urlencode() + raw


QUERIES = st.tuples(ASKED, PARAMETERS, RAW | st.just("")).map(query_string)


def ask_all(client: Client, *, addresses: Iterable[str], cases: int, begin: int, check: Callable[[HttpResponse], None]) -> None:
    """So many different addresses, each answered and checked. `begin` makes them others than those of the next test."""
    asked_for = set()

    @seed(begin)
    @settings(max_examples=cases, **DERANDOMIZED)
    @given(st.sampled_from(sorted(addresses)), QUERIES)
    def asked(address, query):
        asked_for.add((address, query))
        check(client.get(f"{address}?{query}"))

    with no_errors_logged():
        asked()
    assert len(asked_for) >= cases * 0.95


@contextmanager
def no_errors_logged() -> Iterator[None]:
    """Nothing inside may be worth an error in the log, such as an engine that could not answer."""
    told: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        yield
        assert not told, told[:3]
    finally:
        logging.getLogger().removeHandler(handler)


# --- what every answer must keep

RESTING = ("The search is resting", "La recherche se repose", "La búsqueda descansa")
OF_THE_MACHINE = ("Traceback", "Exception", "tantivy", "elasticsearch", "EngineBroken", "EngineUnavailable", "SyntaxError", "search_index rebuild")
COMPLAINT = 'class="notice care"'
CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
PAIRED = (
    "main",
    "form",
    "details",
    "fieldset",
    "ul",
    "ol",
    "li",
    "p",
    "div",
    "section",
    "aside",
    "article",
    "a",
    "label",
    "select",
    "h1",
    "h2",
    "h3",
)
FIELD = re.compile(r'<input id="q" name="q" type="search" value="([^"]*)"')
MOST_WORDS = 200


def check_page(response: HttpResponse) -> None:
    """As `check_whole`, with a sentence for what was left out."""
    check_whole(response)
    if missed := left_out(response.wsgi_request.GET):
        assert COMPLAINT in response.content.decode(), missed


def check_whole(response: HttpResponse) -> None:
    """A page of the bank as it always is."""
    body = response.content.decode()
    assert response.status_code == 200
    assert body.rstrip().endswith("</html>")
    assert body.count("<main ") == body.count("</main>") == body.count("<h1") == 1
    assert "<script>" not in body
    uneven = [tag for tag in PAIRED if len(re.findall(f"<{tag}[ >]", body)) != body.count(f"</{tag}>")]
    assert not uneven
    assert_quiet(body)


def check_search_page(response: HttpResponse) -> None:
    """As `check_page`; the words stand in the field, and so does what was typed into the fields of numbers and places."""
    check_page(response)
    body, typed = response.content.decode(), response.wsgi_request.GET
    field = FIELD.search(body)
    assert field
    kept = visible(unescape(field[1]))
    words = visible(typed.get("q", ""))
    assert words.startswith(kept)
    assert kept == words or len(unescape(field[1])) > MOST_WORDS * 0.5, "Less was kept than was typed"
    if 'name="lat"' in body:
        lost = [name for name in ("lat", "lon") if unreadable(typed.get(name, "")) and not re.search(f'name="{name}" value="[^"]', body)]
        assert not lost


def check_program(response: HttpResponse) -> None:
    """An answer for programs: results, or sentences that say what is wrong."""
    told = response.json()
    if response.status_code == 400:
        assert told["errors"]
        assert all(sentence.strip() for sentence in told["errors"])
    else:
        assert response.status_code == 200
        assert not told["is_degraded"]
        # A value nobody knows is no mistake of a program: it finds nothing, and the answer lists the values there are.
        assert not left_out(response.wsgi_request.GET) - {*FACETS}
    assert_quiet(response.content.decode())


def assert_quiet(body: str) -> None:
    """Nothing of the machine, no search that rests, no sign that a reader could not see."""
    assert not [words for words in RESTING if words in body]
    assert not [words for words in OF_THE_MACHINE if words in body]
    assert not CONTROLS.search(body)


def left_out(query: QueryDict) -> set[str]:
    """What the search must say it left out: thought of here, not asked of its parser."""
    page, sort = query.get("page", ""), query.get("sort", "")
    found = {name for name in query if name not in NAMES and visible(name) and not name.startswith(TRACKING)}
    if visible(page) and not (page.strip().isdecimal() and len(page) < 1_000 and int(page) >= 1) and not re.fullmatch(r"\s*\+?\d[\d_]*\s*", page):
        found.add("page")
    if visible(sort) and sort not in ("relevance", "newest", "evidence", "effort", "distance", "title"):
        found.add("sort")
    found |= {name for name in FACETS if any(is_no_code(value) for value in query.getlist(name)[:20])}
    return found | {name for name in BOUNDS if unreadable(query.get(name, ""))}


def is_no_code(value: str) -> bool:
    """Codes of vocabularies are short and plain; a value with other signs names nothing."""
    return bool(re.search(r"[^\w\s:.-]", visible(value[:100]), re.ASCII))


def unreadable(text: str) -> bool:
    """No number, day or place, whatever is meant by it: it has something that can be seen, and not one digit."""
    return bool(visible(text[:100])) and not any(char.isnumeric() for char in text)


def visible(text: str) -> str:
    """What of a text can be seen, blanks left out: Python's own idea of it, not the search's."""
    return "".join(char for char in text if char.isprintable() and not char.isspace())
