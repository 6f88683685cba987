"""Reading WOCAT files: what becomes a record, what it is called, and what never gets into it."""

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.importers.wocat import Wocat
from practices.importers.wocat_checks import envelope_shape
from practices.importers.wocat_contacts import field_name, redact, without_contacts
from practices.records import Problem, SourceRecord

DATA = Path(__file__).parents[1] / "data" / "wocat"
ENGLISH, ARABIC, TWO_LANGUAGES = (DATA / f"technology-90000{number}.json" for number in (1, 2, 3))
REAL = Path(__file__).parents[2].parent / "shared/data/wocat/api-new/technology_7809.abridged.json"

quick = settings(deadline=None, database=None, max_examples=150)


def the_real_file() -> Path:
    """WOCAT's own record, which may not be shipped with the project; skips the test, saying so, where it is not at hand."""
    if not REAL.exists():
        pytest.skip(f"WOCAT'S REAL RECORD IS NOT AT {REAL}: this test did not run")
    return REAL


def read(path: Path) -> list[SourceRecord | Problem]:
    return list(Wocat().read(path))


def read_bytes(data: bytes) -> list[SourceRecord | Problem]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.json"
        path.write_bytes(data)
        return read(path)


def all_texts(value) -> list[str]:
    """Every text of a tree, names of fields included."""
    if isinstance(value, dict):
        return [text for name, item in value.items() for text in [name, *all_texts(item)]]
    if isinstance(value, list):
        return [text for item in value for text in all_texts(item)]
    return [value] if isinstance(value, str) else []


def test_one_file_gives_one_record():
    (record,) = read(ENGLISH)
    assert isinstance(record, SourceRecord)


def test_a_folder_gives_its_records_in_the_order_of_their_names():
    assert [record.source_id for record in read(DATA)] == ["technology-900001", "technology-900002", "technology-900003"]


def test_a_path_may_be_a_text():
    assert len(list(Wocat().read(str(DATA)))) == 3


def test_a_folder_is_read_one_file_at_a_time(tmp_path):
    (tmp_path / "1.json").write_bytes(ENGLISH.read_bytes())
    records = Wocat().read(tmp_path)
    assert next(records).source_id == "technology-900001"
    assert next(records, None) is None


def test_a_record_is_known_by_the_outer_number_not_by_its_version():
    (record,) = read(TWO_LANGUAGES)
    assert (record.source, record.source_id) == ("wocat", "technology-900003")
    assert record.source_version == "900004 2023-06-01T08:00:00+02:00"
    assert record.source_url == "https://wocat.net/en/database/technologies/900003/"


def test_a_record_says_which_languages_it_has():
    assert [record.languages for record in read(DATA)] == [("en",), ("ar",), ("en", "fr")]


def test_left_over_fields_of_the_2015_edition_are_no_problem():
    (record,) = read(TWO_LANGUAGES)
    assert "old_left_over_2015" in record.payload["selected_version"]


def test_a_byte_order_mark_is_no_problem():
    (record,) = read_bytes(b"\xef\xbb\xbf" + ENGLISH.read_bytes())
    assert isinstance(record, SourceRecord)


def test_reading_twice_gives_the_same_digest():
    (first,), (again,) = read(ENGLISH), read(ENGLISH)
    assert first.payload_sha256 == again.payload_sha256


def test_the_same_record_in_two_files_is_read_once_and_told(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_bytes(ENGLISH.read_bytes())
    record, problem = read(tmp_path)
    assert record.source_id == "technology-900001"
    assert problem.reason == "b.json repeats the record of a.json; keep the newer file"


def test_the_real_record_is_read_without_a_problem():
    (record,) = read(the_real_file())
    assert (record.source_id, record.languages) == ("technology-7809", ("ar",))


def test_the_real_record_keeps_no_contact_and_no_file_name_is_harmed():
    (record,) = read(the_real_file())
    texts = all_texts(record.payload)
    assert not any("@" in text for text in texts)
    assert "/media/qcat/originals/WhatsApp_Image_2025-03-24_at_1.04.32_PM.jpeg" in texts
    assert "email" not in texts


def test_no_contact_of_anybody_gets_into_a_record():
    texts = " ".join(text for record in read(DATA) for text in all_texts(record.payload))
    assert "example.org" not in re.sub(r"https?://\S+", "", texts)
    assert "+226" not in texts
    assert "٠٧٩" not in texts


def test_contacts_inside_a_text_leave_a_mark_and_the_rest_of_the_text():
    (record,) = read(ENGLISH)
    assert record.payload["selected_version"]["description"]["en"].endswith("Questions to […] or […].")


def test_a_person_keeps_the_name_and_loses_the_address():
    (record,) = read(ENGLISH)
    user = record.payload["selected_version"]["key_resource_persons"][1]["user"]
    assert user == {"id": 5, "title": "", "first_name": "Dan", "last_name": "Invented"}


@pytest.mark.parametrize(
    "contact",
    [
        "ana.b+c@mail.example.co.uk", "ana @ example.org", "ana (at) example.org", "ana[at]example[dot]org", "ana＠example.org",
        "+41 31 555 01 23", "0041 31 555 01 23", "(044) 555 01 23", "06 12 34 56 78", "0612345678", "٠٥٠١٢٣٤٥٦٧", "+254 712 345 678",
        "Tel. 555 01 23", "Phone: (031) 555 01 23", "WhatsApp +226 70 00 00 00", "هاتف: 5550123", "06 12 34 56 78 / 06 98 76 54 32",
    ],
)  # fmt: skip
def test_contacts_are_taken_out_of_texts(contact):
    assert redact(f"Ask Ana, {contact}, about the pits") in ("Ask Ana, […], about the pits", "Ask Ana, […]")


@pytest.mark.parametrize(
    "text",
    [
        "1 000 000 USD", "5 000 000 000 trees", "0.123456789", "from 01/02/2015 to 03/04/2016", "ISBN 0-306-40615-2", "5 t @ 10.5 USD",
        "doi 10.1016/j.geoderma.2017.01.002", "49.752348752010114, 25.516482996179136", "2015 2016 2017 2018", "0 10 20 30 40 50 60 cm",
        "2026-08-20T14:48:45.457473+02:00", "https://youtube.com/shorts/LcQ2l4mrERI?si=AdTgKDT6GXWIU8vw", "0-20, 20-40, 40-60, 60-80 cm",
        "WhatsApp Image 2025-03-24 at 1.04.32 PM.jpeg", "https://example.org/0612345678", "6 workers @110SAR/day",
        "income rose by +1 500 000 CFA",
    ],
)  # fmt: skip
def test_numbers_that_are_no_contacts_are_left_alone(text):
    assert redact(text) == text


@pytest.mark.parametrize("name", ["email", "person_email1", "eMail", "E_MAIL", "phone", "postalAddress", "fax", "person_phone2", "street"])
def test_contact_fields_are_known_by_their_name(name):
    assert field_name(name) is None


def test_no_field_the_adapter_reads_is_taken_for_a_contact():
    version = envelope_shape().fields["selected_version"]
    assert [name for name in version.fields if field_name(name) != name] == []


leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
trees = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12)


@quick
@given(email=st.emails(), before=st.text(), after=st.text(), tree=trees, name=st.text())
def test_no_email_survives_anywhere_in_a_tree(email, before, after, tree, name):
    text = f"{before}{email}{after}"
    cleaned = without_contacts({"one": [tree, {name: text}, text], text: [[text]], "email": email})
    assert not [left for left in all_texts(cleaned) if email in left]


@quick
@given(number=st.integers(10**9, 10**13), gap=st.sampled_from(["", " ", "-", "."]), before=st.text("abc \n"), after=st.text("abc \n"))
def test_no_international_phone_number_survives_in_a_text(number, gap, before, after):
    digits = str(number)
    phone = f"+{digits[:2]}{gap}{digits[2:5]}{gap}{digits[5:]}"
    assert phone not in redact(f"{before} {phone} {after}")


@quick
@given(tree=trees)
def test_trees_without_contacts_are_left_as_they_are(tree):
    without = json.loads(re.sub(r"[@＠﹫&()\[\]\d]", "", json.dumps(json.dumps(tree))) or '""')
    assert without_contacts(without) == without


@quick
@given(data=st.binary(max_size=300))
def test_random_bytes_are_a_problem_and_never_an_exception(data):
    assert all(isinstance(item, Problem) for item in read_bytes(data))


@quick
@given(tree=trees)
def test_random_json_is_a_problem_and_never_an_exception(tree):
    assert all(isinstance(item, Problem) for item in read_bytes(json.dumps(tree).encode()))


@quick
@given(cut=st.integers(1, len(ENGLISH.read_bytes().rstrip()) - 1))
def test_a_file_cut_off_anywhere_says_that_it_was_cut_off(cut):
    (problem,) = read_bytes(ENGLISH.read_bytes()[:cut])
    assert "cut off" in problem.reason
