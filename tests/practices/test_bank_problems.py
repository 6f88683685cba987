"""What is wrong in a file of `content/practices/` is told with its place; whatever stands there, nothing breaks."""

import copy
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.importers.bank import BankContent
from practices.importers.bank_checks import FACTS, WORDS, shape_faults
from practices.importers.base import InvalidRecordError
from practices.records import Problem, SourceRecord

CONTENT = Path(__file__).parents[2] / "content"
ZAI = CONTENT / "practices" / "zai"
PAYLOAD = {path.stem: yaml.safe_load(path.read_text()) for path in sorted(ZAI.glob("*.yaml"))}


def told(payload) -> list[str]:
    """The sentences about a record, from its shape and, where that is right, from its draft."""
    found = [
        f"{name}: {place}: {reason}" for name, part in payload.items() for place, reason in shape_faults(part, FACTS if name == "facts" else WORDS)
    ]
    if found:
        return found
    record = SourceRecord(source="bank", source_id="zai", payload=payload, languages=("en",))
    try:
        return [str(problem) for problem in BankContent(CONTENT).to_draft(record, locale="en").problems()]
    except InvalidRecordError as failure:
        return [str(failure.problem)]


def changed(*path, to) -> dict:
    payload = copy.deepcopy({"facts": PAYLOAD["facts"], "en": PAYLOAD["en"]})
    part = payload
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = to
    return payload


@pytest.mark.parametrize("folder", sorted(CONTENT.glob("practices/*")), ids=lambda folder: folder.name)
def test_the_shipped_files_have_the_shape_and_their_drafts_may_enter(folder):
    (record,) = [record for record in BankContent(CONTENT).read() if isinstance(record, SourceRecord) and record.source_id == folder.name]
    for language in record.languages:
        assert BankContent(CONTENT).to_draft(record, locale=language).problems() == ()


@pytest.mark.parametrize(
    ("path", "to", "sentence"),
    [
        (("facts", "results"), "many", "facts: results: a list is expected here, not “many”"),
        (("facts", "results", 0, "value"), "much", "facts: results[1].value: a number is expected here, not “much”"),
        (("facts", "results", 0, "n"), 2.5, "facts: results[1].n: a whole number is expected here, not “2.5”"),
        (("facts", "drawing"), None, "facts: drawing: it is missing"),
        (("facts", "colour"), "red", "facts: colour: nothing of this name is known here"),
        (("en", "title"), ["Zaï"], "en: title: a text is expected here, not a list"),
        (("facts", "references"), ["nowhere"], "bank zai: en.yaml: references: “nowhere” is not in references.yaml"),
        (("facts", "results", 0, "unit"), "furlong", "bank zai: facts.yaml: “furlong” is not a unit of the bank"),
        (("facts", "results", 0, "low"), 10**9, "bank zai: facts.yaml: "),
        (("facts", "results", 0, "n"), 0, "The number n is at least 1"),
        (("en", "results"), {}, "this language has no words for it"),
        (("facts", "steps"), {"nowhere": {"cost_year": "soon"}}, "facts: steps.nowhere.cost_year: a whole number is expected here, not “soon”"),
    ],
)
def test_one_wrong_thing_is_one_sentence_with_its_place(path, to, sentence):
    assert any(sentence in one for one in told(changed(*path, to=to)))


def test_what_a_source_leaves_open_is_said_to_be_open():
    payload = changed("facts", "results", 0, "depth_bottom_cm", to=None)
    payload["facts"]["results"][0].update(outcome="soc_stock", unit="percent", depth_top_cm=None, n=12, n_of=None)
    record = SourceRecord(source="bank", source_id="zai", payload=payload, languages=("en",))
    result = BankContent(CONTENT).to_draft(record, locale="en").results[0]
    assert (result.depth_not_reported, result.n_of) == (True, "not_reported")


def test_steps_sites_hazards_and_tags_come_in_with_their_numbers():
    payload = copy.deepcopy({"facts": PAYLOAD["facts"], "en": PAYLOAD["en"]})
    step = payload["en"]["steps"][0]["key"]
    payload["facts"]["steps"] = {
        step: {"labour_person_days_per_ha": 40, "cost_amount": 12.5, "cost_currency": "XOF", "cost_year": 2020, "cost_per": "ha"}
    }
    payload["facts"]["exposures"] = [{"key": "dry", "hazard": "drought", "coping": "well"}]
    payload["en"]["exposures"] = {"dry": {"text": "Holds the first rains."}}
    payload["en"]["tags"] = ["invented tag"]
    record = SourceRecord(source="bank", source_id="zai", payload=payload, languages=("en",))
    draft = BankContent(CONTENT).to_draft(record, locale="en")
    assert draft.problems() == ()
    assert (str(draft.steps[0].cost_amount), draft.steps[0].cost_currency, draft.steps[0].cost_year) == ("12.5", "XOF", 2020)
    assert [(one.hazard, one.coping, one.text) for one in draft.exposures] == [("drought", "well", "Holds the first rains.")]
    assert draft.tags == ("invented tag",)


def test_a_file_with_a_fault_is_a_problem_of_its_record_and_the_others_are_read(tmp_path):
    shutil.copytree(CONTENT / "practices" / "zai", tmp_path / "practices" / "zai")
    shutil.copytree(CONTENT / "practices" / "hedges", tmp_path / "practices" / "hedges")
    (tmp_path / "practices" / "zai" / "en.yaml").write_text("title: [")
    problem, record = sorted(BankContent(tmp_path).read(), key=lambda item: isinstance(item, SourceRecord))
    assert isinstance(problem, Problem)
    assert "is not YAML" in problem.reason
    assert record.source_id == "hedges"


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.dates()
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3), max_leaves=8
)


def places(value, path=()):
    """The path of every part of a file."""
    yield path
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(part, (*path, name))


PLACES = [path for name in ("facts", "en") for path in places({name: PAYLOAD[name]}) if path]


@settings(deadline=None, database=None, max_examples=300)
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), anything), min_size=1, max_size=3))
def test_whatever_stands_anywhere_in_the_files_there_are_sentences_and_no_surprise(changes):
    payload = copy.deepcopy({"facts": PAYLOAD["facts"], "en": PAYLOAD["en"]})
    for path, value in changes:
        part = payload
        try:
            for step in path[:-1]:
                part = part[step]
            part[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took that place away
    assert all(isinstance(sentence, str) and sentence for sentence in told(payload))
