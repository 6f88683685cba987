"""What keeps a WOCAT record out: one clear sentence per fault, and never an exception."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.importers.wocat import MAX_PROBLEMS, Wocat
from practices.importers.wocat_contacts import MAX_DEPTH
from practices.importers.wocat_reading import MAX_BYTES
from practices.records import Problem, SourceRecord
from tests.practices.test_wocat_reading import ARABIC, ENGLISH, read, read_bytes

RECORD = json.loads(ENGLISH.read_text())


def broken(**version) -> dict:
    """The English record with these fields of its version changed."""
    return {**copy.deepcopy(RECORD), "selected_version": {**copy.deepcopy(RECORD["selected_version"]), **version}}


def problems_of(envelope) -> list[Problem]:
    found = read_bytes(json.dumps(envelope).encode())
    assert all(isinstance(item, Problem) for item in found), "a record with a fault must not be read"
    return found


def told(envelope) -> str:
    """The one problem of a record, as a person reads it."""
    (problem,) = problems_of(envelope)
    return str(problem)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n ", "the file is empty"),
        (b"<html>Sign in</html>", "the file is not JSON (line 1, column 1: expecting value)"),
        (b'{"id": 1,\n "selected_version": oops}', "the file is not JSON (line 2, column 22: expecting value)"),
        (b'{"id": 1, "selected_ver', "the file ends in the middle of the record (line 1, column 11): it was cut off; fetch it again"),
        ('{"id": "é'.encode()[:-1], "the file was cut off in the middle of a character; fetch it again"),
        (b'{"id": "\xff"}', "the file is not UTF-8 text (byte 9)"),
        (b"[" * 100_000, "the file is nested too deeply to be a record of WOCAT"),
        (b'{"id": ' + b"9" * 5000 + b"}", "the file holds a whole number with thousands of digits, so it is not a record of WOCAT"),
        (b'{"id": "\\ud83d"}', "a text holds half a character (a lone surrogate such as \\ud83d), which cannot be stored"),
    ],
)
def test_a_file_that_is_no_json_says_what_is_wrong_and_where(data, reason):
    assert [str(problem) for problem in read_bytes(data)] == [f"record.json: {reason}"]


@pytest.mark.parametrize("data", [b"[]", b"{}", b"3", b'"text"', b"null", b'{"id": 1}', b'{"id": 1, "selected_version": []}'])
def test_json_that_is_no_wocat_record_says_so(data):
    (problem,) = read_bytes(data)
    assert problem.reason == "this is not a WOCAT record: a JSON object with “id” and “selected_version” is expected"


def test_a_missing_file_is_a_problem(tmp_path):
    (problem,) = read(tmp_path / "nowhere.json")
    assert str(problem) == "nowhere.json: there is no such file or folder"


def test_a_name_no_file_can_have_is_a_problem():
    (problem,) = read(Path("a\0b.json"))
    assert "cannot be opened" in problem.reason


def test_a_folder_named_like_a_record_is_a_problem_and_the_next_file_is_read(tmp_path):
    (tmp_path / "1.json").mkdir()
    (tmp_path / "2.json").write_bytes(ENGLISH.read_bytes())
    problem, record = read(tmp_path)
    assert "cannot be opened" in problem.reason
    assert isinstance(record, SourceRecord)


def test_an_empty_folder_is_a_problem(tmp_path):
    (problem,) = read(tmp_path)
    assert problem.reason == "the folder holds no file that ends in .json"


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "1.json").write_text("no")
    (tmp_path / "2.json").write_bytes(ARABIC.read_bytes())
    assert [type(item) for item in read(tmp_path)] == [Problem, SourceRecord]


def test_a_huge_file_is_refused(tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 50)
    (problem,) = read(path)
    assert problem.reason == "the file is larger than 20 MB; a record of WOCAT has some 30 kB"


def test_an_unknown_field_in_the_envelope_is_told():
    assert told({**RECORD, "carbon": 4}) == (
        "technology-900001: carbon: this field is not known; WOCAT has changed its format, so a person must look at it first"
    )


def test_an_unknown_field_in_the_version_is_told():
    assert told(broken(soil_carbon_stock=4)).startswith("technology-900001: soil_carbon_stock: this field is not known")


@pytest.mark.parametrize(
    ("changes", "told_as"),
    [
        ({"name": "Pits"}, "name: a text per language such as {\"en\": \"…\"} is expected here, not Pits"),
        ({"name": {"en": 3}}, "name: a text per language such as {\"en\": \"…\"} is expected here, not an object"),
        ({"languages": "en"}, "languages: a list is expected here, not en"),
        ({"status": "4"}, "status: a whole number is expected here, not 4"),
        ({"rainfall_annual": "much"}, "rainfall_annual: a number is expected here, not much"),
        ({"establishment_activities": [{"activity": "Dig"}]},
         "establishment_activities[1].activity: a text per language such as {\"en\": \"…\"} is expected here, not Dig"),
        ({"slm_group": ["A", 3]}, "slm_group[2]: a text is expected here, not 3"),
        ({"landuse": {"value": "FOREST"}}, "landuse.value: a list is expected here, not FOREST"),
        ({"compiler": 7}, "compiler: an object is expected here, not 7"),
        ({"impacts_offsite": []}, "impacts_offsite: an object with one entry per impact is expected here, not a list"),
        ({"impacts_offsite": {"other": [3]}}, "impacts_offsite.other[1]: an impact is an object with a value and a comment, not 3"),
        ({"implementation_year": 20015}, f"implementation_year: 20015 is not a year from 1 to {date.today().year}"),
        ({"primary_language": "the English language"}, "languages: the English language is not a language code such as en or ar"),
    ],
)  # fmt: skip
def test_a_wrong_type_names_the_field_and_what_is_expected(changes, told_as):
    assert told(broken(**changes)) == f"technology-900001: {told_as}"


@pytest.mark.parametrize(
    ("point", "reason"),
    [
        ([321581, 12], "the longitude 321581 is outside −180 to 180 degrees"),
        ([-354.0, 12], "the longitude -354.0 is outside −180 to 180 degrees"),
        ([12, 91], "the latitude 91 is outside −90 to 90 degrees"),
        ([12, -90.00001], "the latitude -90.00001 is outside −90 to 90 degrees"),
        ([float("nan"), 12], "the longitude nan is outside −180 to 180 degrees"),
        ([12, float("inf")], "the latitude inf is outside −90 to 90 degrees"),
        (["12", 12], "the longitude 12 is not a number"),
        ([12], "a point is a list of longitude and latitude, not a list"),
        (12, "a point is a list of longitude and latitude, not 12"),
    ],
)
def test_an_impossible_place_names_the_value_and_the_range(point, reason):
    geometry = {"type": "MultiPoint", "coordinates": [[0, 0], point]}
    assert told(broken(location_geometry=geometry)) == f"technology-900001: location_geometry.coordinates[2]: {reason}"


@pytest.mark.parametrize("point", [[180, 90], [-180, -90], [0, 0, 350]])
def test_the_edges_of_the_world_and_an_altitude_are_possible(point):
    (record,) = read_bytes(json.dumps(broken(location_geometry={"type": "Point", "coordinates": point})).encode())
    assert isinstance(record, SourceRecord)


def test_an_area_is_not_taken_for_a_point():
    geometry = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    assert told(broken(location_geometry=geometry)) == "technology-900001: location_geometry: a place is a Point or a MultiPoint, not Polygon"


@pytest.mark.parametrize("value", [4, -4, 7, 2.5, "2", True, float("nan")])
def test_an_impact_outside_the_scale_is_told_with_its_value(value):
    (problem,) = problems_of(broken(impacts_ecological_soil={"soil_loss": {"value": value}}))
    assert problem.field == "impacts_ecological_soil.soil_loss"
    assert problem.reason.endswith("is not a whole number from −3 to 3")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"accept_conditions": False}, "accept_conditions", "have not agreed to the licence"),
        ({"accept_conditions": None}, "accept_conditions", "have not agreed to the licence"),
        ({"is_deleted": True}, "is_deleted", "was deleted at WOCAT"),
        ({"status": 1}, "status", "its status is 1 (draft), and 4 is public"),
        ({"status": 99}, "status", "its status is 99 (unknown), and 4 is public"),
        ({"status": None}, "status", "does not say whether it is public"),
        ({"sustainability": True}, "sustainability", "a person must look at it first"),
        ({"primary_language": ""}, "primary_language", "does not say which language"),
        ({"technology": 12}, "technology", "belongs to technology 12, but its own id is 900001"),
        ({"id": None}, "selected_version.id", "has no identifier"),
        ({"id": 0}, "selected_version.id", "is not a number above zero"),
        ({"id": "7"}, "selected_version.id", "a whole number is expected here, not 7"),
    ],
)
def test_a_record_that_must_not_be_published_says_why(changes, field, words):
    (problem,) = problems_of(broken(**changes))
    assert problem.field == field
    assert words in problem.reason


def test_a_record_without_a_number_is_told_by_its_file():
    envelope = copy.deepcopy(RECORD)
    del envelope["id"]
    first, *_others = problems_of(envelope)
    assert str(first) == "record.json: id: the record has no identifier, so it could not be found again"


def test_a_number_that_cannot_be_stored_anywhere_in_the_record_is_told():
    assert told(broken(labels=[{"weight": float("nan")}])) == "technology-900001: the record holds nan, which is no number that can be stored"


def test_a_record_nested_too_deep_is_told():
    deep: list = []
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert "nested deeper than 40 levels" in told(broken(labels=deep))


def test_every_fault_is_told_at_once():
    faults = problems_of(broken(accept_conditions=False, is_deleted=True, status=2, rainfall_annual="?"))
    assert {problem.field for problem in faults} == {"accept_conditions", "is_deleted", "status", "rainfall_annual"}


def test_a_file_in_another_format_does_not_flood_the_report():
    faults = problems_of({**RECORD, **{f"field_{number}": 1 for number in range(500)}})
    assert len(faults) == MAX_PROBLEMS + 1
    assert faults[-1].reason == "and 480 more, not listed"


def test_a_problem_quotes_no_contact_of_anybody():
    faults = problems_of(broken(name="ask ana@example.org", compiler="+41 31 555 01 23", **{"ana@example.org": 1}))
    assert "example.org" not in " ".join(map(str, faults))
    assert "555" not in " ".join(map(str, faults))


leaves = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=8) | st.just({"en": "words"})
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["en", "value", "file", "url"]), inner),
    max_leaves=6,
)


@st.composite
def damaged_records(draw):
    """The English record with some of its parts, at any depth, replaced by anything."""
    envelope = copy.deepcopy(RECORD)
    for _ in range(draw(st.integers(1, 3))):
        holder, name = envelope, draw(st.sampled_from(["id", "versions", *["selected_version"] * 20]))
        while isinstance(holder[name], dict | list) and holder[name] and draw(st.integers(0, 4)):
            holder = holder[name]
            name = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        holder[name] = copy.deepcopy(draw(values))
    return envelope


@settings(deadline=None, database=None, max_examples=400)
@given(envelope=damaged_records())
def test_a_damaged_record_is_told_or_becomes_a_draft_but_never_an_exception(envelope):
    for item in read_bytes(json.dumps(envelope).encode()):
        if isinstance(item, SourceRecord):
            draft = Wocat().to_draft(item, locale="en")
            assert all(isinstance(problem, Problem) for problem in draft.problems())
