"""The vocabularies as project data: three languages everywhere, codes once, broader terms that exist, and agreement with what was collected."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from practices.vocabulary_files import FOLDER, read_vocabularies

ROWS = list(read_vocabularies())
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
COLLECTED = {
    "koppen": "zones/koppen_geiger.csv",
    "ipcc": "zones/ipcc_climate_zones.csv",
    "aridity": "zones/aridity_unep.csv",
    "wrb": "zones/wrb2022_reference_soil_groups.csv",
    "texture12": "zones/soil_texture_usda12.csv",
    "land_use": "zones/land_use.csv",
}
"""Files of the collected data by scheme; they lie beside the repository, where somebody put them."""
EXPLAINED = (
    "climate",
    "agroclimate",
    "koppen",
    "ipcc",
    "aridity",
    "wrb",
    "texture3",
    "texture12",
    "land_use",
    "purpose",
    "slm_group",
    "slope_pct",
    "degradation",
)
ARTICLES = {"degradation": 39, "wrb": 32, "koppen": 31, "ipcc": 12, "aridity": 5, "climate": 5, "agroclimate": 4, "texture12": 12, "texture3": 3}


def key(row) -> str:
    return f"{row.scheme}:{row.code}"


def of(scheme: str):
    return [row for row in ROWS if row.scheme == scheme]


def collected(name: str):
    """The rows of a collected file; a loud skip where the data do not lie beside the repository."""
    if not (DATA / name).exists():
        pytest.skip(f"THE COLLECTED DATA ARE NOT HERE ({DATA / name}): codes and labels were not compared")
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_term_has_a_label_in_every_language():
    assert not [key(row) for row in ROWS if any(not row.labels.get(code, "").strip() for code in LANGUAGES)]


def test_no_code_stands_twice_in_a_scheme():
    assert not [name for name, times in Counter(key(row) for row in ROWS).items() if times > 1]


def test_every_broader_term_exists_and_none_stands_below_itself():
    parents = {key(row): row.parent for row in ROWS}
    assert not [name for name, parent in parents.items() if parent and parent not in parents]
    for name in parents:
        seen, here = set(), name
        while here:
            assert here not in seen, f"{name} stands below itself"
            seen.add(here)
            here = parents[here]


@pytest.mark.parametrize("scheme", EXPLAINED)
def test_terms_readers_browse_by_are_defined_in_every_language(scheme):
    assert of(scheme)
    assert not [key(row) for row in of(scheme) if any(not row.definitions.get(code, "").strip() for code in LANGUAGES)]


def test_every_soil_has_a_farmers_hint_in_every_language():
    soils = of("wrb") + of("texture3")
    assert not [key(row) for row in soils if any(not row.hints.get(code, "").strip() for code in LANGUAGES)]


@pytest.mark.parametrize(("scheme", "number"), ARTICLES.items())
def test_a_scheme_is_complete(scheme, number):
    assert len(of(scheme)) == number


def test_words_of_one_language_are_not_those_of_another():
    texts = [(row, row.definitions) for row in ROWS if row.definitions] + [(row, row.hints) for row in ROWS if row.hints]
    assert not [key(row) for row, words in texts if len(set(words.values())) < len(words)]


def test_no_two_terms_of_a_scheme_are_explained_in_the_same_words():
    for scheme in EXPLAINED:
        for code in LANGUAGES:
            words = [row.definitions[code] for row in of(scheme)]
            assert len(set(words)) == len(words), (scheme, code)


def test_words_about_damage_have_no_figures():
    texts = [words for row in of("degradation") for words in row.definitions.values()]
    assert not [words for words in texts if any(sign.isdigit() for sign in words)]


def test_definitions_are_one_or_two_plain_sentences():
    for row in ROWS:
        for words in (*row.definitions.values(), *row.hints.values()):
            assert words == words.strip()
            assert words.endswith(".")
            assert len(words) <= 300, key(row)


def test_french_words_have_their_no_break_spaces():
    for row in ROWS:
        for words in (row.definitions.get("fr", ""), row.hints.get("fr", "")):
            assert not [sign for sign in ";:!?»" if f" {sign}" in words], key(row)


def test_classes_of_a_number_follow_each_other_without_a_gap():
    for scheme in ("altitude_m", "rainfall_mm", "slope_pct", "soil_depth_cm"):
        with (FOLDER / f"{scheme}.csv").open(newline="") as file:
            bounds = [(int(row["min"]), row["max"]) for row in csv.DictReader(file)]
        for (_low, high), (low, _next) in zip(bounds, bounds[1:], strict=False):
            assert low - int(high) in (0, 1), scheme
        assert bounds[-1][1] == "", scheme


@pytest.mark.parametrize("scheme", COLLECTED)
def test_codes_and_labels_agree_with_the_collected_data(scheme):
    theirs = {row["code"]: (row["name_en"], row["name_fr"], row["name_es"]) for row in collected(COLLECTED[scheme])}
    ours = {row.code: tuple(row.labels[code] for code in ("en", "fr", "es")) for row in of(scheme)}
    assert ours == theirs


def test_agrovoc_terms_agree_with_the_collected_subset():
    theirs = {row["uri"]: row for row in collected("fao/agrovoc/agrovoc_soilcarbon_subset.csv")}
    for row in of("agrovoc"):
        assert row.uri in theirs, key(row)
        assert row.uri.rpartition("/")[2] == row.code
        given = {code: theirs[row.uri][f"pref_{code}"] for code in ("en", "fr", "es")}
        assert {code: row.labels[code] for code, label in given.items() if label} == {code: label for code, label in given.items() if label}
        assert not row.parent or row.parent.removeprefix("agrovoc:") in theirs[row.uri]["broader"].split("|")
