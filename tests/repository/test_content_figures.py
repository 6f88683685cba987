"""No invented number: what content/ says rests on its references, and its results on the evidence they were copied from.

The first tests need the repository only. The last ones read the project's evidence when it lies beside the repository; see
content/SOURCES.md.
"""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
EVIDENCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "evidence"
LANGUAGES = ("en", "fr", "es")
PRACTICES = sorted(path.parent.name for path in CONTENT.glob("practices/*/facts.yaml"))
FOLDERS = sorted(str(path.parent.relative_to(CONTENT)) for path in CONTENT.glob("*/*/en.yaml"))
CITATION = re.compile(r"\[ref:([^\]]*)\]")
NOT_COUNTED = re.compile(r" ?\[ref:[^\]]*\]|\*\*")
"""Markup that no reader sees as letters."""
NUMBER_WORDS = {"five": 5}
"""Numbers that the evidence writes as words."""


@cache
def read(name: str) -> Any:
    return yaml.safe_load((CONTENT / name).read_text())


@cache
def works() -> dict[str, dict]:
    return {work["key"]: work for work in read("references.yaml")}


def results(practice: str) -> list[dict]:
    return read(f"practices/{practice}/facts.yaml")["results"]


def texts(part: Any) -> Iterator[str]:
    """All texts inside `part`, however deep."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from texts(inner)


def shape(part: Any, path: str = "") -> Iterator[str]:
    """The keys of `part`; entries of a list go by their own key, or by their number. Other names may differ in number."""
    if isinstance(part, dict):
        for name, inner in part.items():
            if name != "also":
                yield from shape(inner, f"{path}.{name}")
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from shape(inner, f"{path}[{inner.get('key', number) if isinstance(inner, dict) else number}]")
    else:
        yield path


def decimal(value: Any) -> Decimal | None:
    """The number in a cell; None for an empty cell or a text such as "no difference"."""
    try:
        return None if value is None else Decimal(str(value).strip())
    except InvalidOperation:
        return None


def test_there_is_content_to_check():
    assert len(PRACTICES) >= 12
    assert len(FOLDERS) > len(PRACTICES)


def test_every_work_stands_once_and_says_where_its_figures_were_read():
    keys = [work["key"] for work in read("references.yaml")]
    assert len(keys) == len(set(keys))
    assert {work["read_in"] for work in works().values()} <= {"source", "citation"}


@pytest.mark.parametrize("practice", PRACTICES)
def test_every_result_names_its_work_and_has_words(practice):
    facts = read(f"practices/{practice}/facts.yaml")
    keys = [row["key"] for row in facts["results"]]
    assert len(keys) == len(set(keys))
    for row in facts["results"]:
        where = f"{practice}, {row['key']}"
        assert row["reference"] in works(), where
        assert row["reference"] in facts["references"], where
        assert row["unit"], where
        for language in LANGUAGES:
            words = read(f"practices/{practice}/{language}.yaml")["results"][row["key"]]
            assert words["label"].strip(), f"{where}, {language}"
            assert words["comparison"].strip(), f"{where}, {language}"
    for language in LANGUAGES:
        assert set(read(f"practices/{practice}/{language}.yaml")["results"]) == set(keys), language


@pytest.mark.parametrize("practice", PRACTICES)
def test_no_value_lies_outside_its_interval(practice):
    for row in results(practice):
        numbers = [number for number in (decimal(row[name]) for name in ("low", "value", "high")) if number is not None]
        assert numbers == sorted(numbers), f"{practice}, {row['key']}"
        has_interval = row["low"] is not None or row["high"] is not None
        assert has_interval == (row["interval"] != "none"), f"{practice}, {row['key']}: the kind of interval"


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_citation_resolves(folder):
    facts = CONTENT / folder / "facts.yaml"
    listed = set(read(f"{folder}/facts.yaml").get("references") or ()) if facts.exists() else set()
    assert listed <= set(works())
    for language in LANGUAGES:
        for text in texts(read(f"{folder}/{language}.yaml")):
            cited = set(CITATION.findall(text))
            assert cited <= listed, f"{folder}, {language}: {cited - listed} is not in facts.yaml"


@pytest.mark.parametrize("practice", PRACTICES)
def test_every_work_listed_is_used(practice):
    facts = read(f"practices/{practice}/facts.yaml")
    used = {row["reference"] for row in (*facts["results"], *(facts["sites"] or ()))}
    for text in texts(read(f"practices/{practice}/en.yaml")):
        used.update(CITATION.findall(text))
    assert set(facts["references"]) == used


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("practice", PRACTICES)
def test_an_abstract_has_1000_to_1500_characters(practice, language):
    abstract = NOT_COUNTED.sub("", read(f"practices/{practice}/{language}.yaml")["abstract"]).strip()
    assert 1000 <= len(abstract) <= 1500


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_three_languages_have_the_same_keys(folder):
    english = list(shape(read(f"{folder}/en.yaml")))
    for language in LANGUAGES[1:]:
        assert list(shape(read(f"{folder}/{language}.yaml"))) == english, language


@pytest.mark.parametrize("practice", PRACTICES)
def test_a_measured_failure_cites_its_work(practice):
    for failure in read(f"practices/{practice}/en.yaml")["failures"]:
        if failure["kind"] == "measured":
            assert CITATION.search(failure["text"]), f"{practice}, {failure['key']}"


# With the evidence beside the repository


@pytest.fixture(scope="module")
def verified() -> list[dict[str, str]]:
    """The rows of results.csv that were read together with their source."""
    path = EVIDENCE / "results.csv"
    if not path.exists():
        pytest.skip(f"NO EVIDENCE AT {path}: THE FIGURES OF content/ WERE NOT COMPARED WITH WHAT THEY WERE COPIED FROM")
    with path.open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["status"] == "VERIFIED"]


def plain(title: str) -> str:
    return re.sub(r"\W+", " ", title.replace("(title recalled)", "")).strip().lower()


def rows_of(key: str, verified: list[dict[str, str]]) -> list[dict[str, str]]:
    """The verified rows of one work, by DOI or else by its whole title."""
    work = works()[key]
    same_doi = [row for row in verified if work["doi"] and row["doi"] == work["doi"]]
    return same_doi or [row for row in verified if plain(row["reference_title"]) == plain(work["title"])]


def same_numbers(result: dict, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if all(decimal(result[name]) == decimal(row[name]) for name in ("value", "low", "high"))]


def counts(text: str) -> set[int]:
    """All whole numbers of a cell such as "3,049 pairs from 417 articles"."""
    return {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)} | {
        number for word, number in NUMBER_WORDS.items() if word in text
    }


@pytest.mark.parametrize("practice", PRACTICES)
def test_every_figure_is_that_of_a_verified_row(practice, verified):
    for result in results(practice):
        where = f"{practice}, {result['key']}"
        rows = rows_of(result["reference"], verified)
        assert rows, f"{where}: {result['reference']} has no VERIFIED row"
        assert same_numbers(result, rows), f"{where}: {[(row['value'], row['low'], row['high']) for row in rows]}"


@pytest.mark.parametrize("practice", PRACTICES)
def test_depth_years_and_count_are_those_of_the_same_row(practice, verified):
    for result in results(practice):
        rows = same_numbers(result, rows_of(result["reference"], verified))
        assert any(says_the_same(result, row) for row in rows), f"{practice}, {result['key']}: {rows}"


def says_the_same(result: dict, row: dict[str, str]) -> bool:
    depths = [Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", row["depth_cm"])]
    years = [Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", row["duration_years"])]
    # A cell of several depths or years ("0-10 to 0-90", "1-10", "50 and 20") is said in words, not as a number.
    depth = depths[-1] if len(depths) in (1, 2) else None
    duration = years[0] if len(years) == 1 else None
    # Depth and years of the project's own calculation are medians by its method, also where the cell does not repeat it.
    is_own = works()[result["reference"]]["kind"] == "data"
    return (
        decimal(result["depth_bottom_cm"]) == depth
        and decimal(result["duration_years"]) == duration
        and (not result["depth_is_median"] or "median" in row["depth_cm"] or is_own)
        and ("median" not in row["depth_cm"] or result["depth_is_median"])
        and (not re.search("median|mean", row["duration_years"]) or result["duration_is_median"])
        and (result["n"] is None or result["n"] in counts(row["n"]))
    )


def test_figures_read_in_a_citing_text_are_marked(verified):
    for key, work in works().items():
        rows = rows_of(key, verified)
        assert rows, f"{key} has no VERIFIED row"
        if all("SECONDARY" in row["where_seen"] for row in rows):
            assert work["read_in"] == "citation", key
