"""BibTeX, RIS and CSL-JSON: whatever a title holds, it comes back as it went in."""

import json
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.exports.bibtex import bibtex, entry_key
from practices.exports.citing import work_of
from practices.exports.csl import csl
from practices.exports.ris import ris
from practices.exports.works import Author, Place, Work, authors_of, place_of
from practices.models import Reference

WORDS = st.text(alphabet=string.printable + "éñçœÉÑß₂−≤–“”«»ā", min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
COMMANDS = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^"}


def a_work(**changes) -> Work:
    values = {"key": "bai-2019", "kind": "review", "title": "A title", "authors": (Author(family="Bai", given="X."),), "year": 2019}
    return Work(**{**values, **changes})


def parsed(text: str) -> list[dict[str, str]]:
    """A BibTeX reader of our own: braces counted as BibTeX counts them, commands undone as TeX prints them."""
    entries = []
    for match in re.finditer(r"^@(\w+)\{([^,]+),\n", text, re.MULTILINE):
        fields, position = {"type": match[1], "key": match[2]}, match.end()
        while head := re.compile(r"\s*(\w+) = \{").match(text, position):
            depth, end = 1, head.end()
            while depth:
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                end += 1
            fields[head[1]], position = text[head.end() : end - 1], end + 1
        entries.append(fields)
    return entries


def printed(field: str) -> str:
    text = re.sub(r"\{\\(text[a-z]+)\}", lambda match: f"\0{ord(COMMANDS[match[1]])}\0", field)
    text = re.sub(r"\\([&%$#_])", r"\1", text).replace("{", "").replace("}", "")
    return re.sub("\0(\\d+)\0", lambda match: chr(int(match[1])), text)


@given(WORDS)
def test_a_title_comes_back_from_bibtex(title):
    (entry,) = parsed(bibtex([a_work(title=title)]))
    assert printed(entry["title"]) == title


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_keys_are_unique_and_harmless(keys):
    entries = parsed(bibtex([a_work(key=key) for key in keys]))
    found = [entry["key"].lower() for entry in entries]
    assert len(set(found)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9:.-]+", key) for key in found)


@given(WORDS, WORDS)
def test_a_title_comes_back_from_ris(title, journal):
    lines = ris([a_work(title=title, place=Place(journal=journal))]).split("\r\n")
    assert lines[0].startswith("TY  - ")
    assert f"TI  - {title}" in lines
    assert f"T2  - {journal}" in lines
    assert lines[-3] == "ER  - "
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-2])


@given(WORDS)
def test_a_title_comes_back_from_csl(title):
    (item,) = json.loads(json.dumps(csl([a_work(title=title)])))
    assert item["title"] == title
    assert item["author"] == [{"family": "Bai", "given": "X."}]


@pytest.mark.parametrize(
    ("line", "families", "has_more"),
    [
        ("Poeplau C., Don A.", ["Poeplau", "Don"], False),
        ("Bai X. et al.", ["Bai"], True),
        ("Van Den Berge S., Young M.-A.", ["Van Den Berge", "Young"], False),
        ("Chatterjee N., Nair P.K.R.", ["Chatterjee", "Nair"], False),
        ("FAO & ITPS", ["FAO & ITPS"], False),
        ("Rosenstock T.S., Steward P., Joshi N. et al.", ["Rosenstock", "Steward", "Joshi"], True),
        ("", [], False),
    ],
)
def test_authors_are_taken_apart_or_left_whole(line, families, has_more):
    authors, more = authors_of(line)
    assert [author.family for author in authors] == families
    assert more is has_more


def test_an_institution_is_one_name_in_bibtex():
    (entry,) = parsed(bibtex([a_work(authors=authors_of("FAO & ITPS")[0])]))
    assert entry["author"] == r"{FAO \& ITPS}"


def test_more_authors_are_others():
    (entry,) = parsed(bibtex([a_work(has_more_authors=True)]))
    assert entry["author"] == "Bai, X. and others"


@pytest.mark.parametrize(
    ("container", "place"),
    [
        ("Global Change Biology 25(8):2591–2606", Place(journal="Global Change Biology", volume="25", issue="8", pages="2591–2606")),
        ("Environmental Evidence 6:30", Place(journal="Environmental Evidence", volume="6", pages="30")),
        ("EGU General Assembly 2024", Place(journal="EGU General Assembly 2024")),
        ("", Place()),
    ],
)
def test_a_journal_line_is_taken_apart(container, place):
    assert place_of(container) == place


def test_a_doi_is_kept_as_it_is():
    (entry,) = parsed(bibtex([a_work(doi="10.1016/0016-7061(92)90001-X_a")]))
    assert entry["doi"] == "10.1016/0016-7061(92)90001-X_a"


def test_a_key_of_nothing_usable_still_is_a_key():
    assert entry_key("{,}") == "work"


def a_reference(**changes) -> Reference:
    told = {"key": "lal-2004", "kind": "study", "title": "A title", "authors": "Lal R.", "year": 2004, "container": "Science"}
    fields = {"volume": "304", "issue": "5677", "pages": "1623–1627", "publisher": "AAAS", "language": "en"}
    return Reference(**{**told, **fields, **changes})


def test_the_fields_of_a_reference_reach_every_format():
    work = work_of(a_reference())
    (entry,) = parsed(bibtex([work]))
    told = ("article", "Science", "304", "5677", "1623--1627", "AAAS", "en")
    assert tuple(entry[name] for name in ("type", "journal", "volume", "number", "pages", "publisher", "language")) == told
    (item,) = csl([work])
    told = ("Science", "304", "5677", "1623-1627", "AAAS", "en")
    assert tuple(item[name] for name in ("container-title", "volume", "issue", "page", "publisher", "language")) == told
    lines = ris([work]).split("\r\n")
    assert {"T2  - Science", "VL  - 304", "IS  - 5677", "SP  - 1623", "EP  - 1627", "PB  - AAAS", "LA  - en"} <= set(lines)


def test_a_field_of_its_own_wins_over_the_line_and_what_it_leaves_open_is_read_there():
    line = "Global Change Biology 25(8):2591–2606"
    place = work_of(a_reference(container=line, volume="26", issue="", pages="")).place
    assert place == Place(journal="Global Change Biology", volume="26", issue="8", pages="2591–2606")
    assert work_of(a_reference(container=line, volume="", issue="", pages="")).place.printed == line


def test_a_report_names_its_publisher_as_institution_and_its_book_as_series():
    (entry,) = parsed(bibtex([work_of(a_reference(kind="report", container="Land and Water 7", publisher="FAO"))]))
    assert (entry["type"], entry["institution"], entry["series"]) == ("techreport", "FAO", "Land and Water 7")
    assert "publisher" not in entry
