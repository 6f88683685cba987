"""A broken content file is named in a sentence; nobody has to read a traceback."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as real
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(tmp_path, settings) -> Path:
    settings.CONTENT_DIR = Path(shutil.copytree(real.CONTENT_DIR, tmp_path / "content"))
    return settings.CONTENT_DIR


def message() -> str:
    with pytest.raises(CommandError) as failed:
        call_command("load_content", stdout=StringIO())
    return str(failed.value)


@pytest.mark.parametrize("name", ["pages/about/en.yaml", "practices/zai/en.yaml", "stories/quesungual/fr.yaml", "references.yaml"])
def test_a_file_that_is_no_yaml_is_named(content, name):
    (content / name).write_text("title: [\n")
    assert name.split("/")[-2 if "/" in name else 0] in message()


def test_a_file_that_is_no_text_is_named(content):
    (content / "zones/dry/en.yaml").write_bytes(b"\xff\xfe\x00")
    assert "dry" in message()


@pytest.mark.parametrize("name", ["pages/about", "practices/zai", "stories/quesungual", "zones/dry"])
def test_a_field_that_is_missing_is_named_with_its_entry(content, name):
    (content / name / "en.yaml").write_text("colour: green\n")
    assert name.split("/")[1] in message()
    assert "is missing" in message() or "colour: nothing of this name is known" in message()


def test_a_list_in_place_of_fields_is_named(content):
    (content / "zones/dry/en.yaml").write_text("- a\n")
    assert "zones/dry (en)" in message()


def test_a_word_in_place_of_a_number_is_named(content):
    facts = content / "practices/zai/facts.yaml"
    facts.write_text(facts.read_text().replace("\n    value: ", "\n    value: abc #", 1))
    assert message().startswith("bank zai: facts.yaml: results[1].value: a number is expected here")


def test_a_missing_folder_is_named(content):
    shutil.rmtree(content / "stories")
    assert "stories" in message()
