"""Every visible word has its French and its Spanish."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]
NO_BREAK = ("\u00a0", "\u202f")


def entries(language: str):
    return [entry for entry in polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")) if not entry.obsolete]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_untranslated_or_doubtful(language):
    for entry in entries(language):
        forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert all(forms), f"{language}: “{entry.msgid}” is not translated"
        assert not entry.fuzzy, f"{language}: “{entry.msgid}” is marked doubtful"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_as_in_the_source(language):
    holes = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    for entry in entries(language):
        wanted = set(holes.findall(entry.msgid)) | set(holes.findall(entry.msgid_plural))
        for form in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert set(holes.findall(form)) <= wanted, f"{language}: “{form}” has a placeholder its source has not"


def test_french_has_no_break_spaces_where_french_wants_them():
    for entry in entries("fr"):
        for form in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            for sign in ":;!?»":
                position = form.find(sign)
                if position > 0 and form[position - 1] not in NO_BREAK and not form[position - 1].isalnum():
                    assert form[position - 1] in ')]’”"/', f"“{form}”: an ordinary space before {sign}"
                assert f" {sign}" not in form, f"“{form}”: an ordinary space before {sign}"
            assert "« " not in form, f"“{form}”: an ordinary space after «"


def test_spanish_opens_its_questions_and_exclamations():
    for entry in entries("es"):
        for form in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert form.count("?") == form.count("¿"), form
            assert form.count("!") == form.count("¡"), form


def test_the_catalogues_hold_every_word_of_the_code(tmp_path, real_server):
    real_server("xgettext")
    for name in ("site4p1000", "practices", "knowledge", "newsletter", "templates", "manage.py", "locale"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    before = {language: ids(tmp_path, language) for language in LANGUAGES}
    command = [sys.executable, "-m", "django", "makemessages", "--all", "--no-location", "--no-wrap"]
    without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=tmp_path, env=without_settings, check=True, capture_output=True)
    for language in LANGUAGES:
        missing = ids(tmp_path, language) - before[language]
        assert not missing, f"run `make messages` and translate: {sorted(missing)[:5]}"


def ids(folder: Path, language: str) -> set[str]:
    catalogue = polib.pofile(str(folder / "locale" / language / "LC_MESSAGES" / "django.po"))
    return {entry.msgid for entry in catalogue if not entry.obsolete}
