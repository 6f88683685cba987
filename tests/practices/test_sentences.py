"""What is wrong in a file or a draft is told in the language of whoever imports it: nothing of it stays English, nothing of it is lost."""

import copy
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.draft_limits import limit_problems
from practices.importers.bank import BankContent
from practices.importers.bank_checks import FACTS, shape_faults
from practices.importers.wocat import Wocat
from practices.quantities import AmbiguousQuantity, Interval, UnknownUnit
from practices.records import Problem, SiteDraft
from practices.sentences import Sentence, marked, sentence_of
from tests.factories.drafts import REFERENCE, a_draft, a_result, a_step
from tests.practices.test_wocat_problems import broken, damaged_records

ENGLISH_WORDS = re.compile(r"\b(the|is|not|and|its|of|a number|expected|record|file)\b")
POINT = {"type": "Point", "coordinates": [449, 3]}
SITE = SiteDraft(key="field", country="XX", latitude=Decimal("91"), longitude=Decimal("0"), since_year=9999)


def of_a_draft(**changes) -> list[Problem]:
    draft = a_draft(**changes)
    return [*draft.problems(), *limit_problems(draft)]


def of_a_file(data: str | bytes, folder: Path) -> list[Problem]:
    file = folder / "record.json"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(Wocat().read(file))


DRAFTS = {
    "name": {"title": " "},
    "site": {"sites": (SITE,)},
    "half a point": {"sites": (SiteDraft(key="field", latitude=Decimal("1")),)},
    "a step": {"steps": (a_step("dig", cost_amount=Decimal("-1"), cost_currency="euro", cost_year=3), a_step("dig", cost_amount=Decimal("1e30")))},
    "no source": {"results": (a_result(reference_key=""),)},
    "another source": {"results": (a_result(reference_key="elsewhere", outcome="nobody-knows"),)},
    "a count of nothing": {"results": (a_result(n=0, n_of="plots"),)},
    "a work": {"references": (REFERENCE.__class__(key="invented-work", kind="study", title="T", doi="ten", year=3),)},
    "failures": {"failures_not_yet_reported": True},
    "a long tag": {"tags": ("x" * 101,)},
}
FILES = {
    "empty": b"",
    "cut off": b'{"id": 1, "selected_ver',
    "no JSON": b'{"id": 1,\n "selected_version": oops}',
    "not UTF-8": b'{"id": "\xff"}',
    "half a character": b'{"id": "\\ud83d"}',
    "a list": b"[]",
    "a place": json.dumps(broken(location_geometry=POINT)).encode(),
    "an area": json.dumps(broken(location_geometry={"type": "Polygon", "coordinates": [1]})).encode(),
    "not public": json.dumps(broken(status=2, accept_conditions=False, sustainability=True)).encode(),
    "an impact": json.dumps(broken(impacts={"one": {"value": 9}, "two": 3})).encode(),
    "a new field": json.dumps(broken(brand_new=1)).encode(),
}


def is_told(problem: Problem) -> None:
    """The words of a problem exist in every language, carry the same values, and are no longer English."""
    assert isinstance(problem.reason, Sentence), problem
    assert problem.told(str) == str(problem)
    for language in ("fr", "es"):
        with translation.override(language):
            words = problem.reason.told(gettext)
        assert words != str(problem.reason), f"{language}: {words}"
        without_quotes = re.sub(r"« [^»]* »|«[^»]*»|\([^)]*\)", "", words)
        assert not ENGLISH_WORDS.search(without_quotes), f"{language}: {words}"
        for number in re.findall(r"\d+", str(problem.reason)):
            assert number in words


@pytest.mark.parametrize("name", DRAFTS)
def test_every_fault_of_a_draft_has_words_in_every_language(name):
    found = of_a_draft(**DRAFTS[name])
    assert found
    for problem in found:
        is_told(problem)


@pytest.mark.parametrize("name", FILES)
def test_every_fault_of_a_file_has_words_in_every_language(name, tmp_path):
    found = of_a_file(FILES[name], tmp_path)
    assert found
    for problem in found:
        is_told(problem)


@pytest.mark.parametrize("value", [None, 3, "text", [1], {"key": []}, {"unheard-of": 1}])
def test_every_fault_of_a_shipped_file_has_words_in_every_language(value):
    found = [Problem(record="bank x", field=place, reason=reason) for place, reason in shape_faults(value, FACTS)]
    assert found
    for problem in found:
        is_told(problem)


def test_a_folder_without_its_files_is_told_in_every_language(tmp_path):
    (tmp_path / "practices" / "empty").mkdir(parents=True)
    (tmp_path / "practices" / "odd").mkdir()
    (tmp_path / "practices" / "odd" / "facts.yaml").write_text("a: [")
    missing, odd = BankContent(tmp_path).read()
    is_told(missing)
    assert isinstance(odd.reason, Sentence)


@settings(deadline=None, database=None, max_examples=40)
@given(envelope=damaged_records())
def test_nothing_a_damaged_record_is_told_by_is_english_only(envelope, tmp_path_factory):
    for item in of_a_file(json.dumps(envelope), tmp_path_factory.mktemp("wocat")):
        if isinstance(item, Problem):
            assert isinstance(item.reason, Sentence)
            with translation.override("fr"):
                assert gettext(item.reason.text) != item.reason.text or item.reason.text == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "the longitude 449 is outside −180 to 180 degrees"),
        ("fr", "la longitude 449 n’est pas comprise entre −180 et 180 degrés"),
        ("es", "la longitud 449 no está entre −180 y 180 grados"),
    ],
)
@pytest.mark.django_db
def test_the_command_answers_in_the_language_asked_for(language, said, tmp_path, capsys):
    (tmp_path / "record.json").write_text(json.dumps(broken(location_geometry=POINT)))
    with pytest.raises(CommandError) as refused:
        call_command("import_practices", "wocat", str(tmp_path / "record.json"), "--language", language)
    assert said in capsys.readouterr().err
    end = {"en": "the record concerned was left out", "fr": "la fiche concernée a été laissée de côté", "es": "la ficha afectada se dejó fuera"}
    assert end[language] in str(refused.value)


@pytest.mark.parametrize(("language", "said"), [("en", "1 would be created"), ("fr", "1 à créer"), ("es", "1 por crear")])
@pytest.mark.django_db
def test_a_dry_run_says_in_the_language_asked_for_what_it_would_do(language, said, tmp_path, capsys):
    (tmp_path / "record.json").write_text(json.dumps(broken()))
    call_command("import_practices", "wocat", str(tmp_path / "record.json"), "--language", language)
    assert said in capsys.readouterr().out


def test_an_error_raised_with_a_sentence_keeps_it():
    for error in (UnknownUnit("acre"), AmbiguousQuantity(Sentence(marked("“%(number)s” is not a number"), number="1.234"))):
        assert isinstance(sentence_of(error), Sentence)
    with pytest.raises(ValueError, match="is more than") as turned_round:
        Interval(low=Decimal(3), high=Decimal(1))
    with translation.override("es"):
        assert sentence_of(turned_round.value).told(gettext) == "3 es mayor que 1; el límite inferior va primero"
    assert sentence_of(ValueError("two\n lines")) == "two lines"
    assert sentence_of(ValueError()) == ""


@given(words=st.text(max_size=30))
def test_what_a_file_says_is_quoted_as_it_is_and_never_read_as_a_form(words):
    sentence = Sentence("“%(value)s” is not known", value=words)
    assert sentence == f"“{words}” is not known"
    assert sentence.told(str) == sentence
    assert copy.copy(words) in sentence.told(lambda text: text.replace("is not known", "n’est pas connu"))
